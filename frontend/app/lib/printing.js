// An answer on paper: what is folded away on the screen stands open, what one presses is left out
// (see print.css), and what a number was made of stands under it.
import { signal } from "@preact/signals";

/** Lines of a table, and sources of an answer, that are printed at most. */
export const PRINTED = 500;

/** True while the page is printed. */
export const printing = signal(false);

let opened = [];

export function startPrinting() {
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".log details:not([open])")];
    for (const fold of opened) fold.open = true;
    printing.value = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
    printing.value = false;
  });
}
