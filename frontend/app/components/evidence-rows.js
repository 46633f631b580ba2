// The rows of the lists behind a number. Each opens its document.
import { html } from "../lib/html.js";
import { decimal } from "../lib/decimal.js";
import { day, percent } from "../lib/format.js";
import { openSource } from "../lib/source.js";

export function FindingRow({ finding }) {
  const { document_id: document, document_name: name, value, unit, quote, start, end, row, date, vendor, category, confidence, reasons } = finding;
  const about = [confidence < 1 && `${percent(confidence)} sure`, row !== null && `row ${row}`, date && day(date), vendor, category].filter(Boolean).join(" · ");
  const open = () => openSource({ document, start, end, over: true });
  return html`<span role="cell" class="number evidence-value">${value === null ? "" : `${unit} ${decimal(value)}`}</span>
    <span role="cell" class="evidence-where"><${Opener} name=${name} onClick=${open} />${quote && html`<q class="clip" title=${quote}>${quote.replace(/\s+/g, " ")}</q>`}
      <small class="clip muted" title=${about}>${about}</small>
      ${reasons.length > 0 && html`<small class="muted reason" title=${reasons.join("\n")}>Why: ${reasons.join("; ")}</small>`}</span>`;
}

export function CoverageRow({ item: { document_id: document, name, reason } }) {
  return html`<span role="cell" class="evidence-where"><${Opener} name=${name} onClick=${() => openSource({ document, over: true })} />
    <small class="muted reason" title=${reason}>${reason}</small></span>`;
}

/** A document that was deleted since has no name and can not be opened. */
function Opener({ name, onClick }) {
  if (!name) return html`<b class="muted">Deleted since</b>`;
  return html`<button type="button" class="link" title=${name} onClick=${onClick}><b class="clip">${name.slice(name.lastIndexOf("/") + 1)}</b></button>`;
}
