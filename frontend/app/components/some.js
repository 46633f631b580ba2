import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { More, shownOf } from "./more.js";

const FIRST = 5;

/**
 * List items of which the first are shown, and more on demand. It stands inside a list.
 * @param {{
 *   items: unknown[], of: string, first?: number, row: (item: unknown, index: number) => object,
 * }} props `of` names one item
 */
export function Some({ items, of, first = FIRST, row }) {
  const limit = useSignal(first);
  const shown = shownOf(items, limit);
  return html`
    ${shown.map(row)}
    ${shown.length < items.length &&
    html`<li key="more"><${More} items=${items} limit=${limit} of=${`more ${of}`} /></li>`}`;
}
