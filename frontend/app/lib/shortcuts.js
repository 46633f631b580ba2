// Keys that work everywhere outside of text fields. They can be turned off in Settings, since
// single letters get in the way of speech input.
import { signal } from "@preact/signals";
import { go } from "./router.js";
import { can } from "./session.js";
import { recall, remember } from "./theme-choice.js";

const CHORD_TIME = 1200;

export const shortcutsOn = signal(recall("winnow.shortcuts") !== "off");
export const helpOpen = signal(false);

const SHORTCUTS = [
  { keys: ["g", "l"], says: "Go to the Library", run: () => go("/library") },
  { keys: ["g", "a"], says: "Go to Ask", run: () => go("/ask"), feature: "ask" },
  { keys: ["g", "j"], says: "Go to Jobs", run: () => go("/jobs") },
  { keys: ["g", "s"], says: "Go to Settings", run: () => go("/settings") },
  { keys: ["/"], says: "Search, or write a question", run: () => focusOn("search") },
  { keys: ["f"], says: "Find a file by its name", run: () => focusOn("find") },
  { keys: ["n"], says: "New collection, or new question", run: () => press("new") },
  { keys: ["?"], says: "Show these shortcuts", run: () => (helpOpen.value = true) },
  { keys: ["Esc"], says: "Close what is open", run: () => {} },
];

/** Those that lead somewhere on this server. */
export const shortcuts = () => SHORTCUTS.filter(({ feature }) => !feature || can(feature));

export function setShortcuts(on) {
  shortcutsOn.value = on;
  remember("winnow.shortcuts", on ? null : "off");
}

let first = "";
let firstAt = 0;

function onKey(event) {
  if (!shortcutsOn.peek() || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const chord = Date.now() - firstAt < CHORD_TIME ? [first, event.key] : [event.key];
  const found = find(chord) || find([event.key]);
  first = event.key;
  firstAt = found ? 0 : Date.now();
  if (!found) return;
  event.preventDefault();
  found.run();
}

function find(keys) {
  return shortcuts().find((shortcut) => shortcut.keys.join(" ") === keys.join(" "));
}

/** Whether keys pressed there write text. */
export function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

const marked = (name) => document.querySelector(`[data-shortcut=${name}]`);

function focusOn(name) {
  const field = marked(name);
  if (field) {
    field.focus();
    field.select();
  } else if (name === "search") {
    go("/library");
    setTimeout(() => marked(name)?.focus());
  }
}

function press(name) {
  marked(name)?.click();
}

export function startShortcuts() {
  document.addEventListener("keydown", onKey);
}
