// Runs before the first paint, so that a remembered theme never flashes.
(() => {
  try {
    const theme = localStorage.getItem("curagraph-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's preference then decides.
  }
})();
