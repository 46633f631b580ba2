import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { magnitude } from "../lib/decimal.js";
import { measures } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { HorizontalBar, MonthBars } from "./bars.js";
import { Amount, Figure } from "./figure.js";
import { More, shownOf } from "./more.js";
import { Segments } from "./segments.js";

const FIRST = 20;
const NUMBER = "number of findings"; // stands beside the units; no unit is called so

/**
 * Groups with their numbers and a chart of one measure: a unit, since units are never added, or how
 * many there are.
 * @typedef {{value: string, exact?: string, part: string}} Value
 * @typedef {{
 *   name: string, count: number, part: string, month?: string, values: Record<string, Value>,
 * }} Row
 * @param {{
 *   job: string, plan: object, details: object, head: string, rows: Row[], ranked?: boolean,
 *   months?: boolean,
 * }} props `ranked` sorts by the measure; `months` draws a column for each month instead of a bar
 * in each row
 */
export function GroupTable({ job, plan, details, head, rows, ranked, months }) {
  const units = unitsOf(rows, details);
  const chosen = useSignal(measures(plan) && units.length ? units[0] : NUMBER);
  const limit = useSignal(FIRST);
  const measure = chosen.value;
  const sizeOf = (row) => (measure === NUMBER ? row.count : magnitude(row.values[measure].value));
  const held = rows.filter(({ values }) => measure === NUMBER || values[measure]);
  if (ranked) held.sort((one, other) => sizeOf(other) - sizeOf(one));
  const largest = Math.max(...held.map((row) => Math.abs(sizeOf(row))), 0);
  const options = [
    ...units.map((unit) => ({ value: unit, words: unit || "Value" })),
    { value: NUMBER, words: "Number" },
  ];
  return html`
    ${units.length > 0 &&
    html`
      <${Segments}
        label="What to show"
        value=${measure}
        onChange=${(value) => (chosen.value = value)}
        options=${options}
      />`}
    ${months && html`<${Months} rows=${held} sizeOf=${sizeOf} measure=${measure} />`}
    <table class=${months ? "groups narrow" : "groups"}>
      <caption class="hidden">${head}</caption>
      <${Head} head=${head} measure=${measure} months=${months} />
      <tbody>
        ${shownOf(held, limit).map(
          (row) => html`
            <${Group}
              key=${row.name}
              job=${job}
              row=${row}
              measure=${measure}
              share=${!months && (largest ? sizeOf(row) / largest : 0)}
            />`,
        )}
      </tbody>
    </table>
    <${More} items=${held} limit=${limit} of="more line" />`;
}

/**
 * The units of all rows; the one with the most values, which the totals begin with, comes first.
 */
function unitsOf(rows, details) {
  const place = (unit) => details.summary.total.findIndex((total) => total.unit === unit);
  const units = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  return [...units].sort((one, other) => place(one) - place(other));
}

function Months({ rows, sizeOf, measure }) {
  const dated = rows.filter(({ month }) => month);
  const bars = dated.map((row) => ({ month: row.month, size: sizeOf(row) }));
  const what = measure === NUMBER ? "Number" : measure || "Value";
  return html`<${MonthBars} bars=${bars} label=${`${what} by month`} />`;
}

function Head({ head, measure, months }) {
  return html`
    <thead>
      <tr>
        <th>${head.charAt(0).toUpperCase() + head.slice(1)}</th>
        <th class="right">Number</th>
        ${measure !== NUMBER && html`<th class="right">${measure || "Value"}</th>`}
        ${!months && html`<td></td>`}
      </tr>
    </thead>`;
}

/** @param {{share: number | false}} props of the largest one, for its bar; false for none */
function Group({ job, row, measure, share }) {
  const label = [row.name, measure].filter(Boolean).join(", ");
  return html`
    <tr>
      <th scope="row">${row.name}</th>
      <td class="right">
        <${Figure} job=${job} part=${row.part} words=${count(row.count)} label=${row.name} />
      </td>
      ${measure !== NUMBER &&
      html`
        <td class="right"><${Amount} job=${job} ...${row.values[measure]} label=${label} /></td>`}
      ${share !== false && html`<td class="bar-cell"><${HorizontalBar} part=${share} /></td>`}
    </tr>`;
}
