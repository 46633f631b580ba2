// Dropping works anywhere on the page. A page says what a drop means by setting `dropTarget`.
import { signal } from "@preact/signals";
import { html } from "../lib/html.js";
import { takeEntries } from "../lib/drop.js";
import { Icon } from "./icon.js";

/** {words(card): string, take(entries, card): void}; `card` is the data-collection of what lies under the pointer, or "". */
export const dropTarget = signal(null);

/** The collection card under the pointer while something is dragged; null when nothing is. */
export const draggedOver = signal(null);

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
const cardOf = (event) => event.target.closest?.("[data-collection]")?.dataset.collection || "";

export function startDropping() {
  document.addEventListener("dragenter", (event) => hasFiles(event) && show(event));
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = dropTarget.peek() ? "copy" : "none";
    show(event);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) draggedOver.value = null; // the pointer left the window
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // a missed drop must not replace the page
    const entries = takeEntries(event.dataTransfer);
    draggedOver.value = null;
    if (entries.length) dropTarget.peek()?.take(entries, cardOf(event));
  });
}

function show(event) {
  if (!dropTarget.peek() || document.querySelector("dialog[open]")) return;
  draggedOver.value = cardOf(event);
}

export function DropVeil() {
  if (draggedOver.value === null || !dropTarget.value) return null;
  return html`<div class=${draggedOver.value ? "veil over-card" : "veil"} aria-hidden="true"><${Icon} name="folder-up" />
    <b>${dropTarget.value.words(draggedOver.value)}</b></div>`;
}

/** Opens the browser's file picker. */
export function pickFiles(folder, take) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = folder;
  input.onchange = () => input.files.length && take([...input.files]);
  input.click();
}

/** Phones have no folder picker. */
export const canPickFolders = "webkitdirectory" in HTMLInputElement.prototype && !matchMedia("(pointer: coarse)").matches;
