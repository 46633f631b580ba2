import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { magnitude } from "../lib/decimal.js";
import { measures } from "../lib/figures.js";
import { count, plural } from "../lib/format.js";
import { HorizontalBar, MonthBars } from "./bars.js";
import { Button } from "./button.js";
import { Amount, Figure } from "./figure.js";
import { Segments } from "./segments.js";

const FIRST = 20;
const MORE = 200;
const NUMBER = "number of findings"; // stands beside the units; no unit is called so

/**
 * Groups with their numbers and a chart of one measure: a unit, since units are never added, or how many there are.
 * @param {{
 *   job: string, plan: object, details: object, head: string, ranked?: boolean, months?: boolean,
 *   rows: {name: string, count: number, part: string, month?: string, values: Record<string, {value: string, exact?: string, part: string}>}[],
 * }} props `ranked` sorts by the measure; `months` draws a column for each month instead of a bar in each row
 */
export function GroupTable({ job, plan, details, head, rows, ranked, months }) {
  const units = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].sort((one, other) => shareOf(details, one) - shareOf(details, other));
  const chosen = useSignal(measures(plan) && units.length ? units[0] : NUMBER);
  const limit = useSignal(FIRST);
  const measure = chosen.value;
  const sizeOf = (row) => (measure === NUMBER ? row.count : magnitude(row.values[measure].value));
  const held = rows.filter(({ values }) => measure === NUMBER || values[measure]);
  if (ranked) held.sort((one, other) => sizeOf(other) - sizeOf(one));
  const largest = Math.max(...held.map((row) => Math.abs(sizeOf(row))), 0);
  const options = [...units.map((unit) => ({ value: unit, words: unit || "Value" })), { value: NUMBER, words: "Number" }];

  return html`${units.length > 0 && html`<${Segments} label="What to show" value=${measure} onChange=${(value) => (chosen.value = value)} options=${options} />`}
    ${months && html`<${MonthBars} bars=${held.filter(({ month }) => month).map((row) => ({ month: row.month, size: sizeOf(row) }))} label=${`${measure === NUMBER ? "Number" : measure || "Value"} by month`} />`}
    <table class=${months ? "groups narrow" : "groups"}><caption class="hidden">${head}</caption><thead><tr><th>${head.charAt(0).toUpperCase() + head.slice(1)}</th>
      <th class="right">Number</th>${measure !== NUMBER && html`<th class="right">${measure || "Value"}</th>`}${!months && html`<td></td>`}</tr></thead>
    <tbody>${held.slice(0, limit.value).map((row) => html`<tr key=${row.name}><th scope="row">${row.name}</th>
      <td class="right"><${Figure} job=${job} part=${row.part} words=${count(row.count)} label=${row.name} /></td>
      ${measure !== NUMBER && html`<td class="right"><${Amount} job=${job} ...${row.values[measure]} label=${[row.name, measure].filter(Boolean).join(", ")} /></td>`}
      ${!months && html`<td class="bar-cell"><${HorizontalBar} part=${largest ? sizeOf(row) / largest : 0} /></td>`}</tr>`)}</tbody></table>
    ${held.length > limit.value && html`<${Button} kind="small" onClick=${() => (limit.value += MORE)}>Show ${plural(Math.min(MORE, held.length - limit.value), "more line")}</${Button}>`}`;
}

/** The place of a unit among the totals, where the one with the most values comes first. */
function shareOf(details, unit) {
  return details.summary.total.findIndex((total) => total.unit === unit);
}
