// Runs before the first paint, as a classic script of its own because the page allows no inline ones.
try {
  const theme = localStorage.getItem("winnow.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the page follows the system's theme.
}
