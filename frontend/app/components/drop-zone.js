// Files are dropped and pasted anywhere. A page says what that means by setting `dropTarget`; where
// none does, the person is asked for the collection.
import { signal } from "@preact/signals";
import { html } from "../lib/html.js";
import { signedOut } from "../lib/api.js";
import { takeEntries } from "../lib/drop.js";
import { toast } from "../lib/notify.js";
import { isTyping } from "../lib/shortcuts.js";
import { Icon } from "./icon.js";

/**
 * {words(card): string, take(entries, card): void, takesPasted?: boolean}; `card` is the
 * data-collection of what lies under the pointer, or "".
 */
export const dropTarget = signal(null);

/** The collection card under the pointer while something is dragged; null when nothing is. */
export const draggedOver = signal(null);

/** Files that wait to be told which collection they belong to; null when there are none. */
export const undecided = signal(null);

const ASKING = {
  words: () => "Drop to add files. You choose the collection next.",
  take: (entries) => (undecided.value = entries),
};

const target = () => dropTarget.value || ASKING;
const hasFiles = (transfer) => Boolean(transfer?.types.includes("Files"));
const cardOf = (event) => event.target.closest?.("[data-collection]")?.dataset.collection || "";
const isBusy = () => signedOut.peek() || document.querySelector("dialog[open]");

export function startDropping() {
  document.addEventListener("dragenter", (event) => hasFiles(event.dataTransfer) && show(event));
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    show(event);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) draggedOver.value = null; // the pointer left the window
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault(); // a missed drop must not replace the page
    draggedOver.value = null;
    take(event.dataTransfer, target(), cardOf(event));
  });
  document.addEventListener("paste", (event) => {
    const { clipboardData: transfer, target: field } = event;
    const isText = isTyping(field) && transfer?.types.includes("text/plain");
    if (!hasFiles(transfer) || isText) return;
    event.preventDefault();
    take(transfer, dropTarget.peek()?.takesPasted ? dropTarget.peek() : ASKING, "");
  });
}

function take(transfer, { take: receive }, card) {
  const entries = takeEntries(transfer);
  if (!entries.length) return;
  if (isBusy()) {
    toast({ tone: "warn", title: "The files were not taken", text: "Finish what is open first." });
  } else receive(entries, card);
}

function show(event) {
  if (!isBusy()) draggedOver.value = cardOf(event);
}

export function DropVeil() {
  const card = draggedOver.value;
  if (card === null) return null;
  return html`
    <div class=${card ? "veil over-card" : "veil"} aria-hidden="true">
      <${Icon} name="folder-up" />
      <b>${target().words(card)}</b>
    </div>`;
}

/** Opens the browser's file picker. */
export function pickFiles(folder, receive) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = folder;
  input.onchange = () => input.files.length && receive([...input.files]);
  input.click();
}

const handheld = matchMedia("(pointer: coarse)").matches;

/** Phones have no folder picker. */
export const canPickFolders = "webkitdirectory" in HTMLInputElement.prototype && !handheld;
