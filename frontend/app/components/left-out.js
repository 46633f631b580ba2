import { html } from "../lib/html.js";
import { LEFT_OUT } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { Figure } from "./figure.js";

/** What was read and not counted, by why. The list of each gives the reason of every one. */
export function LeftOut({ job, details }) {
  const groups = grouped(details.left_out);
  return html`<table class="groups"><caption class="hidden">Not counted</caption><thead><tr><th>Why</th><th>For example</th><th class="right">Number</th></tr></thead>
    <tbody>${Object.entries(groups).map(([outcome, held]) => html`<tr key=${outcome}><th scope="row">${LEFT_OUT[outcome] || outcome}</th><td class="muted">${held[0].reason}</td>
      <td class="right"><${Figure} job=${job} group=${{ left: outcome }} words=${count(held.length)} label=${LEFT_OUT[outcome] || outcome} /></td></tr>`)}</tbody></table>`;
}

function grouped(list) {
  const groups = {};
  for (const each of list) (groups[each.outcome] ||= []).push(each);
  return groups;
}
