import { html } from "../lib/html.js";

const SPRITE = "/vendor/icons-ebdf31f0.svg";

/** Every icon the pages use. `scripts/vendor` puts exactly these into the sprite. */
export const ICONS = [
  "arrow-left", "ban", "bell", "check", "circle-alert", "circle-check", "clock", "copy", "download",
  "file-text", "folder-up", "info", "keyboard", "library", "list-checks", "loader", "log-out",
  "message-square-text", "pause", "pencil", "play", "plus", "rotate-cw", "search", "send", "settings",
  "trash-2", "triangle-alert", "upload", "wifi", "wifi-off", "x",
];

/** One icon of the sprite. It is silent for screen readers unless it has a `label`. */
export function Icon({ name, label, spin }) {
  return html`<svg class=${spin ? "icon spin" : "icon"} viewBox="0 0 24 24" role=${label ? "img" : null}
    aria-label=${label} aria-hidden=${label ? null : "true"}><use href=${`${SPRITE}#${name}`} /></svg>`;
}
