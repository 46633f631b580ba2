// The figures of an answer in all their parts.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { keyWords, measures, partOf } from "../lib/figures.js";
import { count, day, monthWords } from "../lib/format.js";
import { amount } from "../lib/decimal.js";
import { ValueOf } from "./figure.js";
import { GroupTable } from "./group-table.js";
import { HowItWasDone } from "./how-it-was-done.js";
import { LeftOut } from "./left-out.js";
import { Tabs } from "./tabs.js";

export function Breakdown({ job, answer }) {
  const options = tabsOf(job, answer);
  const tab = useSignal(options[0].value);
  return html`
    <${Tabs}
      id=${`breakdown-${job}`}
      label="Breakdown"
      value=${tab.value}
      onChange=${(value) => (tab.value = value)}
      options=${options}
    />`;
}

/** Where nothing was counted, there is still what was left out, and how it was done. */
function tabsOf(job, answer) {
  const { details } = answer;
  const counted = details.summary.count > 0;
  const usual = details.group_by.every((name) => name === "category" || name === "month");
  const own = details.group_by.length > 1 || !usual;
  const tab = (value, words, View) => ({
    value,
    words,
    view: () => html`<${View} job=${job} answer=${answer} details=${details} />`,
  });
  return [
    counted && own && tab("lines", `By ${details.group_by.join(" and ")}`, Lines),
    counted && tab("category", "By category", ByCategory),
    counted && tab("month", "By month", ByMonth),
    counted && tab("top", "Top items", TopItems),
    details.left_out.length > 0 && tab("left", "Not counted", LeftOut),
    tab("done", "How it was done", HowItWasDone),
  ].filter(Boolean);
}

function Lines({ job, answer: { plan, details } }) {
  const valued = measures(plan) || plan.operation === "distinct";
  const rows = details.lines.map((line) => ({
    name: line.key.map(keyWords).join(" · "),
    count: line.findings_count,
    part: partOf(line),
    values: valued ? { [line.unit]: valueOf(line) } : {},
  }));
  const table = { job, plan, details, rows };
  return html`
    <${GroupTable} head=${details.group_by.join(" and ")} ...${table} />
    ${details.lines_cut > 0 && html`<p class="small muted">${cutWords(plan, details)}</p>`}`;
}

function valueOf(line) {
  return { value: line.value, exact: line.exact, part: partOf(line) };
}

function cutWords(plan, { lines_cut: cut, lines_tied: tied }) {
  const first = `since the question asks for the first ${count(plan.top)}`;
  const equal = tied ? `; ${count(tied)} of them equal the last one shown` : "";
  return `${count(cut)} more lines are not shown, ${first}${equal}.`;
}

function ByCategory({ job, answer: { plan, details } }) {
  const groups = details.summary.by_category;
  if (groups.every(({ category }) => !category)) {
    return html`<p class="muted">No document states a category.</p>`;
  }
  const rows = groups.map((each) => groupRow(each, keyWords(each.category)));
  const table = { job, plan, details, rows };
  return html`<${GroupTable} head="Category" ranked ...${table} />`;
}

function ByMonth({ job, answer: { plan, details } }) {
  const groups = details.summary.by_month;
  if (groups.every(({ month }) => !month)) {
    return html`<p class="muted">No date was found in what was counted.</p>`;
  }
  const rows = groups.map((each) => ({
    ...groupRow(each, each.month ? monthWords(each.month) : keyWords("")),
    month: each.month,
  }));
  const table = { job, plan, details, rows };
  return html`<${GroupTable} head="Month" months ...${table} />`;
}

function groupRow(each, name) {
  const values = each.totals.map((total) => [
    total.unit,
    { value: total.total, part: partOf(total) },
  ]);
  return { name, count: each.count, part: partOf(each), values: Object.fromEntries(values) };
}

function TopItems({ job, details }) {
  if (!details.top_items.length) return html`<p class="muted">Nothing was counted.</p>`;
  return html`
    <table class="groups">
      <caption class="hidden">Top items</caption>
      <thead>
        <tr>
          <th>Item</th>
          <th>Date</th>
          <th class="right">Value</th>
        </tr>
      </thead>
      <tbody>
        ${details.top_items.map(
          (item) => html`<${TopItem} key=${item.finding} job=${job} item=${item} />`,
        )}
      </tbody>
    </table>`;
}

function TopItem({ job, item }) {
  const { finding, label, vendor, category, date, value, unit } = item;
  const name = vendor || label || category || `Finding ${count(finding + 1)}`;
  const words = value === null ? "Open" : amount(value, unit);
  return html`
    <tr>
      <th scope="row">
        ${name}
        ${label && label !== name && html`<small class="muted clip">${label}</small>`}
      </th>
      <td class="muted number">${date ? day(date) : ""}</td>
      <td class="right">
        <${ValueOf} job=${job} finding=${finding} words=${words} label=${name} />
      </td>
    </tr>`;
}
