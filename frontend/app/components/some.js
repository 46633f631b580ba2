import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { plural } from "../lib/format.js";
import { Button } from "./button.js";

const FIRST = 5;
const MORE = 100;

/**
 * List items of which the first are shown, and more on demand. It stands inside a list.
 * @param {{items: unknown[], of: string, first?: number, row: (item: unknown, index: number) => object}} props `of` names one item
 */
export function Some({ items, of, first = FIRST, row }) {
  const limit = useSignal(first);
  const hidden = items.length - limit.value;
  return html`${items.slice(0, limit.value).map(row)}
    ${hidden > 0 && html`<li key="more"><${Button} kind="small" onClick=${() => (limit.value += MORE)}>Show ${plural(Math.min(MORE, hidden), `more ${of}`)}</${Button}></li>`}`;
}
