// The theme a person chose; theme.js applies it before the first paint.
import { signal } from "@preact/signals";

export const theme = signal(document.documentElement.dataset.theme || "auto");

export function chooseTheme(choice) {
  theme.value = choice;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  remember("winnow.theme", choice === "auto" ? null : choice);
}

/** Storage may be blocked; then the choice lasts as long as the page. */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
