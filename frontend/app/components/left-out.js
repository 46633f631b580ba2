import { html } from "../lib/html.js";
import { LEFT_OUT, partOf } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { Figure } from "./figure.js";

/** What was read and not counted, by why. */
export function LeftOut({ job, details }) {
  return html`<table class="groups"><caption class="hidden">Not counted</caption><thead><tr><th>Why</th><th></th><th class="right">Number</th></tr></thead>
    <tbody>${details.left_out.map((each) => html`<tr key=${each.part}><th scope="row">${LEFT_OUT[each.outcome] || each.outcome}</th><td class="muted">${each.reason}</td>
      <td class="right"><${Figure} job=${job} part=${partOf(each)} words=${count(each.findings_count)} label=${each.reason} /></td></tr>`)}</tbody></table>`;
}
