// Which findings stand behind a figure of an answer. Pure.

/**
 * A group says which findings are meant: {} is everything counted, and each further name narrows it down:
 * {unit, category, month, or any name the plan groups by}, {line: 3} of the answer's lines, {left: "excluded"} for what
 * was not counted, {silent: true} for what does not say its group, {findings: [1, 2]} as they are.
 * @returns {number[]} the numbers of the findings, in order
 */
export function findingsOf(details, group) {
  const { findings, left, silent, line, key, ...names } = group;
  if (findings) return findings;
  if (left) return details.left_out.filter(({ outcome }) => outcome === left).map(({ finding }) => finding);
  if (silent) return details.silent;
  if (line !== undefined) return details.lines[line]?.findings || [];
  if (key) return union(details.lines.filter((each) => sameKey(each, key, names.unit)));
  return Object.entries(names).reduce((held, [name, value]) => intersection(held, named(details, name, value)), counted(details));
}

/** Everything that was counted stands in exactly one category, be it the one without a name. */
function counted(details) {
  return union(details.summary.by_category);
}

function named(details, name, value) {
  if (name === "unit") return union(details.summary.total.filter(({ unit }) => unit === value));
  const list = details.summary[`by_${name}`];
  if (list) return union(list.filter((each) => each[name] === value));
  const place = details.group_by.indexOf(name);
  return union(details.lines.filter(({ key }) => place >= 0 && key[place] === value));
}

function sameKey(line, key, unit) {
  return String(line.key) === String(key) && (unit === undefined || line.unit === unit);
}

function union(lists) {
  return [...new Set(lists.flatMap(({ findings }) => findings))].sort((one, other) => one - other);
}

function intersection(numbers, others) {
  const wanted = new Set(others);
  return numbers.filter((number) => wanted.has(number));
}

/** What a group is called on the page: "Food, MYR". */
export function groupWords(details, group) {
  const { line, left, silent, findings, key, unit, ...names } = group;
  if (left) return LEFT_OUT[left] || left;
  if (silent) return "Do not say what the answer is grouped by";
  const meant = line === undefined ? { key, unit } : details.lines[line] || {};
  const parts = [...(meant.key || Object.values(names)).map(keyWords), meant.unit];
  return parts.filter(Boolean).join(", ") || (findings ? "" : "Everything that was counted");
}

/** Reasons for which findings are left out, as headings. */
export const LEFT_OUT = {
  excluded: "Left out by the filters",
  repeated: "Counted once already",
  undecidable: "Could not be decided",
};

export const keyWords = (key) => key || "Not stated";

const OPERATIONS = {
  sum: "Total", average: "Average", minimum: "Smallest", maximum: "Largest", median: "Median",
  count: "Number", distinct: "Different values", list: "Found", summary: "Found",
};
const MEASURES = new Set(["sum", "average", "minimum", "maximum", "median"]);

/** Whether the plan computes with values, so that it has totals to show. */
export const measures = (plan) => MEASURES.has(plan.operation);

/** The figures on top of an answer: {label, value, unit, note, group}. */
export function headline({ plan, details }) {
  const { summary, lines, group_by: groups } = details;
  const name = OPERATIONS[plan.operation];
  const figures = groups.length
    ? summary.total.map(({ unit, total }) => ({ label: "Total", value: total, unit, group: { unit } }))
    : lines.map(({ value, unit, exact }, line) => ({ label: name, value, unit, exact, group: { line } }));
  if (!measures(plan)) return groups.length || !figures.length ? [{ label: "Number", value: String(summary.count), unit: "", group: {} }] : figures;
  const counted = { label: "Values counted", value: String(summary.count), unit: "", group: {} };
  if (plan.operation === "average") return [...figures, counted];
  const averages = summary.average.map(({ unit, average, exact }) => ({ label: "Average", value: average, unit, exact, group: { unit } }));
  return [...figures, counted, ...averages];
}
