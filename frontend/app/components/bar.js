import { html } from "../lib/html.js";
import { count } from "../lib/format.js";

const UNFINISHED = new Set(["working", "indexing"]);

/**
 * A stacked progress bar. Whatever has ended fills it, failures too, so that it always reaches its
 * end.
 * @param {{
 *   parts: {number: number, tone: string}[], total: number, label: string, thin?: boolean,
 * }} props
 */
export function Bar({ parts, total, label, thin }) {
  const ended = parts.filter(({ tone }) => !UNFINISHED.has(tone));
  const done = ended.reduce((sum, { number }) => sum + number, 0);
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  const width = (number) => ({ width: `${(number / Math.max(total, 1)) * 100}%` });
  return html`
    <div
      class=${thin ? "bar thin" : "bar"}
      role="progressbar"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
      aria-valuetext=${`${count(done)} of ${count(total)}`}
    >
      ${parts.map(
        ({ number, tone }) =>
          number > 0 && html`<i key=${tone} class=${tone} style=${width(number)}></i>`,
      )}
    </div>`;
}
