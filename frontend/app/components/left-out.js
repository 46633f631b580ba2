import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { LEFT_OUT, partOf } from "../lib/figures.js";
import { count, plural } from "../lib/format.js";
import { Button } from "./button.js";
import { Figure } from "./figure.js";

const FIRST = 20;
const MORE = 200;

/** What was read and not counted, by why. */
export function LeftOut({ job, details: { left_out: reasons } }) {
  const limit = useSignal(FIRST);
  const hidden = reasons.length - limit.value;
  return html`<table class="groups"><caption class="hidden">Not counted</caption><thead><tr><th>Why</th><th></th><th class="right">Number</th></tr></thead>
    <tbody>${reasons.slice(0, limit.value).map((each) => html`<tr key=${each.part}><th scope="row">${LEFT_OUT[each.outcome] || each.outcome}</th><td class="muted">${each.reason}</td>
      <td class="right"><${Figure} job=${job} part=${partOf(each)} words=${count(each.findings_count)} label=${each.reason} /></td></tr>`)}</tbody></table>
    ${hidden > 0 && html`<${Button} kind="small" onClick=${() => (limit.value += MORE)}>Show ${plural(Math.min(MORE, hidden), "more line")}</${Button}>`}`;
}
