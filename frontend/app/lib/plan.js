// What a question counts, in words, and as a form that a person can change. Pure.
import { decimal } from "./decimal.js";
import { count, day, enumerate } from "./format.js";

export const OPERATIONS = {
  sum: "Total", average: "Average", median: "Median", minimum: "Smallest value", maximum: "Largest value",
  count: "How many there are", distinct: "How many different ones", list: "List", summary: "Summary",
};
export const ORDERS = { largest: "largest", smallest: "smallest", latest: "latest", earliest: "earliest" };

/** What every document can be grouped by; a table's own columns come beside these. */
export const GROUPS = { month: "Month", quarter: "Quarter", year: "Year", category: "Category", vendor: "Vendor", unit: "Currency or unit" };

const EMPTY = { date_from: null, date_to: null, words: [], vendor: "", category: "", unit: "", value_from: null, value_to: null, value_above: null, value_below: null, meaning: "" };
const ONE_PER = {
  document: "one for each document",
  row: "one for each row",
  mention: "one for each mention",
  mixed: "one for each row of a table and for each other document",
};

/**
 * The plan in pieces, to be set one behind the other: what, of which, under which conditions.
 * @param {string} per what one was counted for in the end: tables are counted by their rows
 */
export function planWords(plan, per) {
  const { operation, what, group_by: groups = [], filters = {}, top, order, each } = plan;
  return [
    what && what !== "total" ? `${OPERATIONS[operation]}: ${what}` : OPERATIONS[operation],
    each && `of each ${each}`,
    ONE_PER[per],
    groups.length > 0 && `by ${enumerate(groups)}`,
    ...conditions({ ...EMPTY, ...filters }),
    top && `the ${count(top)} ${ORDERS[order] || "largest"}`,
  ].filter(Boolean);
}

function conditions(filters) {
  const { date_from: from, date_to: to, value_from: least, value_to: most, value_above: above, value_below: below } = filters;
  return [
    from && to && `dated ${day(from)} to ${day(to)}`,
    from && !to && `dated ${day(from)} or later`,
    to && !from && `dated ${day(to)} or before`,
    filters.words.length > 0 && `saying ${enumerate(filters.words.map((words) => `“${words.replaceAll("|", "” or “")}”`))}`,
    filters.weekdays?.length > 0 && `on a ${filters.weekdays.join(" or ")}`,
    filters.vendor && `vendor ${filters.vendor.replaceAll("|", " or ")}`,
    filters.category && `category ${filters.category}`,
    filters.unit && `in ${filters.unit}`,
    least !== null && `at least ${decimal(least)}`,
    above !== null && `above ${decimal(above)}`,
    most !== null && `at most ${decimal(most)}`,
    below !== null && `below ${decimal(below)}`,
    ...[...(filters.without_vendors ?? []), ...(filters.without_words ?? [])].map((name) => `without ${name}`),
    filters.meaning && `only where it holds: “${filters.meaning}”`,
  ];
}

/** The plan as flat texts, one for each field of the form. */
export function formOf({ operation, what, group_by: groups = [], filters: given, top, order }) {
  const filters = { ...EMPTY, ...given };
  return {
    operation,
    what: what || "",
    groups: groups.filter((name) => name in GROUPS),
    others: groups.filter((name) => !(name in GROUPS)).join(", "),
    from: filters.date_from || "",
    to: filters.date_to || "",
    words: filters.words.join(", "),
    vendor: filters.vendor,
    category: filters.category,
    unit: filters.unit,
    low: filters.value_from ?? filters.value_above ?? "",
    above: filters.value_from === null && filters.value_above !== null,
    high: filters.value_to ?? filters.value_below ?? "",
    below: filters.value_to === null && filters.value_below !== null,
    meaning: filters.meaning,
    top: top ? String(top) : "",
    order,
  };
}

/** The plan with what the form says; what the form does not show stays as it was. */
export function planOf(form, plan) {
  const filters = {
    ...plan.filters,
    ...EMPTY,
    date_from: form.from || null,
    date_to: form.to || null,
    words: listed(form.words),
    vendor: form.vendor.trim(),
    category: form.category.trim(),
    unit: form.unit.trim(),
    [form.above ? "value_above" : "value_from"]: number(form.low),
    [form.below ? "value_below" : "value_to"]: number(form.high),
    meaning: form.meaning.trim(),
  };
  const groups = [...Object.keys(GROUPS).filter((name) => form.groups.includes(name)), ...listed(form.others)];
  const kept = plan.group_by.filter((name) => groups.includes(name)); // the order they were asked for in
  const fresh = groups.filter((name) => !kept.includes(name));
  return { ...plan, operation: form.operation, what: form.what.trim(), group_by: [...kept, ...fresh], filters, top: form.top ? Number(form.top) : null, order: form.order };
}

const listed = (text) => [...new Set(text.split(",").map((part) => part.trim()).filter(Boolean))];
const number = (text) => text.trim() || null;
