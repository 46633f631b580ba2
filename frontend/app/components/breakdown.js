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
  const { details } = answer;
  const tabs = tabsOf(details);
  const tab = useSignal(tabs[0].value);
  const views = {
    lines: () => html`<${Lines} job=${job} answer=${answer} />`,
    category: () => html`<${ByCategory} job=${job} answer=${answer} />`,
    month: () => html`<${ByMonth} job=${job} answer=${answer} />`,
    top: () => html`<${TopItems} job=${job} details=${details} />`,
    left: () => html`<${LeftOut} job=${job} details=${details} />`,
    done: () => html`<${HowItWasDone} job=${job} answer=${answer} />`,
  };
  return html`<${Tabs} id=${`breakdown-${job}`} label="Breakdown" value=${tab.value} onChange=${(value) => (tab.value = value)} options=${tabs}>${views[tab.value]()}</${Tabs}>`;
}

/** Where nothing was counted, there is still what was left out, and how it was done. */
function tabsOf(details) {
  const counted = details.summary.count > 0;
  const own = details.group_by.some((name) => name !== "category" && name !== "month") || details.group_by.length > 1;
  return [
    counted && own && { value: "lines", words: `By ${details.group_by.join(" and ")}` },
    counted && { value: "category", words: "By category" },
    counted && { value: "month", words: "By month" },
    counted && { value: "top", words: "Top items" },
    details.left_out.length > 0 && { value: "left", words: "Not counted" },
    { value: "done", words: "How it was done" },
  ].filter(Boolean);
}

function Lines({ job, answer: { plan, details } }) {
  const rows = details.lines.map((line) => ({
    name: line.key.map(keyWords).join(" · "),
    count: line.findings_count,
    part: partOf(line),
    values: measures(plan) || plan.operation === "distinct" ? { [line.unit]: { value: line.value, exact: line.exact, part: partOf(line) } } : {},
  }));
  return html`<${GroupTable} job=${job} plan=${plan} details=${details} head=${details.group_by.join(" and ")} rows=${rows} />
    ${details.lines_cut > 0 && html`<p class="small muted">${count(details.lines_cut)} more lines are not shown, since the question asks for the first ${count(plan.top)}${details.lines_tied ? `; ${count(details.lines_tied)} of them equal the last one shown` : ""}.</p>`}`;
}

function ByCategory({ job, answer: { plan, details } }) {
  const rows = details.summary.by_category.map((each) => groupRow(each, keyWords(each.category)));
  if (details.summary.by_category.every(({ category }) => !category)) return html`<p class="muted">No document states a category.</p>`;
  return html`<${GroupTable} job=${job} plan=${plan} details=${details} head="Category" rows=${rows} ranked />`;
}

function ByMonth({ job, answer: { plan, details } }) {
  const rows = details.summary.by_month.map((each) => ({ ...groupRow(each, each.month ? monthWords(each.month) : keyWords("")), month: each.month }));
  if (rows.every(({ month }) => !month)) return html`<p class="muted">No date was found in what was counted.</p>`;
  return html`<${GroupTable} job=${job} plan=${plan} details=${details} head="Month" rows=${rows} months />`;
}

function groupRow(each, name) {
  const values = Object.fromEntries(each.totals.map((total) => [total.unit, { value: total.total, part: partOf(total) }]));
  return { name, count: each.count, part: partOf(each), values };
}

function TopItems({ job, details }) {
  if (!details.top_items.length) return html`<p class="muted">Nothing was counted.</p>`;
  return html`<table class="groups"><caption class="hidden">Top items</caption><thead><tr><th>Item</th><th>Date</th><th class="right">Value</th></tr></thead>
    <tbody>${details.top_items.map(({ finding, label, vendor, category, date, value, unit }) => {
      const name = vendor || label || category || `Finding ${count(finding + 1)}`;
      return html`<tr key=${finding}><th scope="row">${name}${label && label !== name && html`<small class="muted clip">${label}</small>`}</th><td class="muted number">${date ? day(date) : ""}</td>
        <td class="right"><${ValueOf} job=${job} finding=${finding} words=${value === null ? "Open" : amount(value, unit)} label=${name} /></td></tr>`;
    })}</tbody></table>`;
}
