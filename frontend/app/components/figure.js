import { html } from "../lib/html.js";
import { amount } from "../lib/decimal.js";
import { openFinding, openFindings } from "../lib/evidence.js";

/**
 * A number that opens what it was made of; without a `part` it stands on nothing and is plain text.
 * @param {{job: string, part: string | null, words: string, label?: string, big?: boolean, exact?: string}} props
 */
export function Figure({ job, part, words, label = "", big, exact }) {
  const kind = big ? "big number" : "number";
  if (!part) return html`<span class=${kind}>${words}</span>`;
  const name = [label, words].filter(Boolean).join(": ");
  return html`<button type="button" class=${`figure ${kind}`} title=${exact ? `Exactly ${exact}` : undefined} aria-label=${`${name}. Show its sources`}
    onClick=${() => openFindings(job, part, name)}>${words}</button>`;
}

/** An amount with its unit that opens its findings. */
export function Amount({ value, unit, ...rest }) {
  return html`<${Figure} words=${amount(value, unit)} ...${rest} />`;
}

/** One finding's value, which opens its document at the place it was read from. */
export function ValueOf({ job, finding, words, label }) {
  return html`<button type="button" class="figure number" aria-label=${`${label}: ${words}. Open its document`} onClick=${() => openFinding(job, finding)}>${words}</button>`;
}
