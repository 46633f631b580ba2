// What to know before trusting the figures: what went wrong, what is not stated, what was chosen.
import { html } from "../lib/html.js";
import { SILENT } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { Figure } from "./figure.js";
import { Icon } from "./icon.js";
import { Some } from "./some.js";

/** @param {{job: string, details: object, said: string}} props `said` is the answer's own text */
export function Remarks({ job, details, said }) {
  const { warnings = [], notes: chosen = [] } = details.processing_info || {};
  const notes = [...chosen, ...details.notes].filter((note) => !said.includes(note));
  if (!warnings.length && !notes.length && !details.silent.length) return null;
  return html`<ul class="remarks small">
    <${Some} items=${warnings} of="warning" row=${remark("triangle-alert", "warn")} />
    ${details.silent.length > 0 && html`<${Silent} job=${job} details=${details} />`}
    <${Some} items=${notes} of="note" first=${3} row=${remark("info", "muted")} /></ul>`;
}

const remark = (icon, tone) => (words, index) =>
  html`<${Remark} key=${index} icon=${icon} tone=${tone}>${words}</${Remark}>`;

function Remark({ icon, tone, children }) {
  return html`<li class=${tone}><${Icon} name=${icon} /><span>${children}</span></li>`;
}

/** How many of those counted do not say what is asked for. */
function Silent({ job, details: { silent, group_by: groups } }) {
  const one = silent.length === 1;
  const [does, it] = one ? ["does not say", "It is"] : ["do not say", "They are"];
  const words = groups.length
    ? `${does} what the answer is grouped by. ${it} listed as “Not stated”.`
    : `${does} it, so ${it.toLowerCase()} not among the different ones.`;
  const number = count(silent.length);
  return html`<${Remark} icon="triangle-alert" tone="warn">
    <${Figure} job=${job} part=${SILENT} words=${number} label="Not stated" /> of those
    counted ${words}</${Remark}>`;
}
