// The rows of the lists behind a number. Each opens its document.
import { html } from "../lib/html.js";
import { amount } from "../lib/decimal.js";
import { day, percent } from "../lib/format.js";
import { openSource } from "../lib/source.js";

const base = (name) => name.slice(name.lastIndexOf("/") + 1);

/** `finding` is the signal of one; `reason` says why it was not counted, when it was not. */
export function FindingRow({ finding, reason }) {
  const found = finding.value;
  if (!found) return html`<span role="cell" class="muted">Loading…</span><span role="cell"></span>`;
  const { document_id: document, document_name: name, value, unit, quote, start, end, row, date, vendor, category, confidence } = found;
  const about = [confidence < 1 && `${percent(confidence)} sure`, row !== null && `row ${row}`, date && day(date), vendor, category].filter(Boolean).join(" · ");
  return html`<span role="cell" class="number evidence-value">${value === null ? "" : amount(value, unit)}</span>
    <span role="cell" class="evidence-where"><button type="button" class="link" title=${name} onClick=${() => openSource({ document, start, end, over: true })}><b class="clip">${base(name)}</b></button>
      <q class="clip" title=${quote}>${quote.replace(/\s+/g, " ")}</q>
      <small class=${reason ? "clip warn" : "clip muted"} title=${[reason, ...found.reasons].filter(Boolean).join("\n")}>${reason || about}</small></span>`;
}

export function CoverageRow({ item: { document_id: document, name, reason } }) {
  return html`<span role="cell" class="evidence-where"><button type="button" class="link" title=${name} onClick=${() => openSource({ document, over: true })}><b class="clip">${base(name)}</b></button>
    <small class="muted reason" title=${reason}>${reason}</small></span>`;
}
