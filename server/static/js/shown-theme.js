const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** The theme that is shown now: the remembered one, else the system's. */
export function shownTheme() {
  return document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light");
}
