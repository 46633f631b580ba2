// The figures of an answer as the page shows them. Pure. A figure's `part` is its place in the answer, by which the
// server gives the findings behind it; one that stands on nothing has none.

/** Everything that was counted, and what of it does not say its group. */
export const COUNTED = "counted";
export const SILENT = "silent";

/** Why findings are left out, as headings. */
export const LEFT_OUT = {
  excluded: "Left out by the filters",
  repeated: "Counted once already",
  undecidable: "Could not be decided",
};

/** What a group without a name is called. */
export const keyWords = (key) => key || "Not stated";

const OPERATIONS = {
  sum: "Total", average: "Average", minimum: "Smallest", maximum: "Largest", median: "Median",
  count: "Number", distinct: "Different values", list: "Found", summary: "Found",
};
const MEASURES = new Set(["sum", "average", "minimum", "maximum", "median"]);

/** Whether the plan computes with values, so that it has totals to show. */
export const measures = (plan) => MEASURES.has(plan.operation);

/** The figures on top of an answer: {label, value, unit, exact, part}. */
export function headline({ plan, details }) {
  const { summary, lines, group_by: groups } = details;
  const counted = { value: String(summary.count), unit: "", part: summary.count ? COUNTED : null };
  const results = lines.map((line) => ({ label: OPERATIONS[plan.operation], value: line.value, unit: line.unit, exact: line.exact, part: partOf(line) }));
  if (!measures(plan)) return groups.length || !results.length ? [{ label: "Number", ...counted }] : results;
  const totals = summary.total.map((each) => ({ label: "Total", value: each.total, unit: each.unit, part: partOf(each) }));
  const averages = summary.average.map(({ unit, average, exact }, index) => ({ label: "Average", value: average, unit, exact, part: totals[index].part }));
  return [...(groups.length ? totals : results), { label: "Values counted", ...counted }, ...(plan.operation === "average" ? [] : averages)];
}

/** The place of what was made of findings; null when there were none. */
export function partOf({ part, findings_count: number }) {
  return number > 0 ? part : null;
}
