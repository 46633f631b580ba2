import { html } from "../lib/html.js";
import { amount } from "../lib/decimal.js";
import { openFinding, openFindings } from "../lib/evidence.js";

/** A number that opens what it was made of. A number without findings, such as 0, is plain text. */
export function Figure({ job, group, words, label, big, exact, empty }) {
  const kind = big ? "figure big number" : "figure number";
  if (empty) return html`<span class=${kind.replace("figure", "figure-plain")}>${words}</span>`;
  return html`<button type="button" class=${kind} title=${exact ? `Exactly ${exact}` : null} aria-label=${`${words}${label ? `, ${label}` : ""}: show its sources`}
    onClick=${() => openFindings(job, group)}>${words}</button>`;
}

/** An amount with its unit that opens its findings. */
export function Amount({ value, unit, ...rest }) {
  return html`<${Figure} words=${amount(value, unit)} ...${rest} />`;
}

/** One finding's value, which opens its document at the place it was read from. */
export function ValueOf({ job, finding, words, label }) {
  return html`<button type="button" class="figure number" aria-label=${`${words}${label ? `, ${label}` : ""}: open its document`} onClick=${() => openFinding(job, finding)}>${words}</button>`;
}
