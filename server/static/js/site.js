// What every page shares: the theme button, filters that act at once, and "/" for the search box.

import { shownTheme } from "./shown-theme.js";

const root = document.documentElement;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function announce() {
  root.dispatchEvent(new CustomEvent("themechange", { detail: shownTheme() }));
}

document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
  const theme = shownTheme() === "dark" ? "light" : "dark";
  root.dataset.theme = theme;
  try {
    localStorage.setItem("curagraph-theme", theme);
  } catch {
    // Not remembered then, only shown.
  }
  announce();
});
prefersDark.addEventListener("change", announce);

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
  // An address should only say what was chosen.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], .CodeMirror");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(".hero-find input, .find input")?.focus();
});
