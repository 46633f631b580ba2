// What became of every document of a question. Each number opens its documents.
import { html } from "../lib/html.js";
import { openCoverage } from "../lib/evidence.js";
import { count, plural } from "../lib/format.js";

const OUTCOMES = [
  ["contributing", "contributed"],
  ["not_relevant", "not relevant"],
  ["excluded", "left out by filters"],
  ["failed", "could not be read", "bad"],
];

/** The four numbers add up to the total; what was not read yet stands beside them. */
export function CoverageLine({ job, coverage }) {
  const { total, pending } = coverage;
  const beside = ["pending", total ? "more not read yet" : "not read yet", "warn"];
  const shown = pending ? [...OUTCOMES, beside] : OUTCOMES;
  return html`<p class="coverage"><span>${plural(total, "document")}:</span>
    ${shown.map(([outcome, words, tone]) => html`<${Covered} key=${outcome} job=${job}
      outcome=${outcome} number=${coverage[outcome]} words=${words} tone=${tone} />`)}</p>`;
}

function Covered({ job, outcome, number, words, tone }) {
  if (!number) return html`<span>0 ${words}</span>`;
  const label = `${count(number)} ${words}: show the documents`;
  const open = () => openCoverage(job, outcome);
  return html`<span class=${tone || null}><button type="button" class="figure number"
    aria-label=${label} onClick=${open}>${count(number)}</button> ${words}</span>`;
}
