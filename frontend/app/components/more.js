// Lists of which the first are shown, and more on demand; on paper all there is room for.
import { html } from "../lib/html.js";
import { plural } from "../lib/format.js";
import { PRINTED, printing } from "../lib/printing.js";
import { Button } from "./button.js";

const MORE = 200;

const limitOf = (limit) => (printing.value ? PRINTED : limit.value);

/** The items that are shown. @param {import("@preact/signals").Signal<number>} limit how many */
export const shownOf = (items, limit) => items.slice(0, limitOf(limit));

/** Shows more of them; says how many are missing on paper. `of` names one, such as "more line". */
export function More({ items, limit, of }) {
  const hidden = items.length - limitOf(limit);
  if (hidden <= 0) return null;
  const more = () => (limit.value += MORE);
  if (printing.value) return html`<p class="small muted">${plural(hidden, of)} not printed.</p>`;
  return html`
    <${Button} kind="small" onClick=${more}>Show ${plural(Math.min(MORE, hidden), of)}</${Button}>`;
}
