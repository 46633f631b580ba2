// What a question counts, in words, and as a form that a person can change. Pure.
import { decimal } from "./decimal.js";
import { count, day, enumerate } from "./format.js";

export const OPERATIONS = {
  sum: "Total",
  average: "Average",
  median: "Median",
  minimum: "Smallest value",
  maximum: "Largest value",
  count: "How many there are",
  distinct: "How many different ones",
  list: "List",
  summary: "Summary",
};

export const ORDERS = {
  largest: "largest",
  smallest: "smallest",
  latest: "latest",
  earliest: "earliest",
};

/** What every document can be grouped by; a table's own columns come beside these. */
export const GROUPS = {
  month: "Month",
  quarter: "Quarter",
  year: "Year",
  category: "Category",
  vendor: "Vendor",
  unit: "Currency or unit",
};

const EMPTY = {
  date_from: null,
  date_to: null,
  words: [],
  vendor: "",
  category: "",
  unit: "",
  value_from: null,
  value_to: null,
  value_above: null,
  value_below: null,
  meaning: "",
};
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
  return Object.values(aspects({ ...plan, per })).filter(Boolean);
}

/** What another plan does differently, in pieces: ["by vendor instead of by month", "in EUR"]. */
export function planChanges(before, after) {
  const was = aspects(before);
  return Object.entries(aspects(after))
    .map(([name, words]) => changed(was[name] || "", words || ""))
    .filter(Boolean);
}

function changed(before, after) {
  if (before === after) return "";
  if (!after) return `no longer ${inSentence(before)}`;
  return inSentence(after) + (before ? ` instead of ${inSentence(before)}` : "");
}

const inSentence = (words) => words.charAt(0).toLowerCase() + words.slice(1);

/**
 * What a plan says of each thing that a plan can say something of; nothing where it says nothing.
 */
function aspects({ operation, what, per, group_by: groups = [], filters, top, order, each }) {
  const name = OPERATIONS[operation];
  return {
    operation: what && what !== "total" ? `${name}: ${what}` : name,
    each: each && `of each ${each}`,
    per: ONE_PER[per],
    groups: groups.length > 0 && `by ${enumerate(groups)}`,
    ...conditions({ ...EMPTY, ...filters }),
    top: top && `the ${count(top)} ${ORDERS[order] || "largest"}`,
  };
}

function conditions(filters) {
  const { words, vendor, weekdays = [], without_vendors: vendors, without_words: others } = filters;
  const without = [...(vendors ?? []), ...(others ?? [])];
  return {
    dates: datesIn(filters),
    words: words.length > 0 && `saying ${enumerate(words.map(quoted))}`,
    weekdays: weekdays.length > 0 && `on a ${weekdays.join(" or ")}`,
    vendor: vendor && `vendor ${vendor.replaceAll("|", " or ")}`,
    category: filters.category && `category ${filters.category}`,
    unit: filters.unit && `in ${filters.unit}`,
    low: bound("at least", filters.value_from) || bound("above", filters.value_above),
    high: bound("at most", filters.value_to) || bound("below", filters.value_below),
    without: without.map((each) => `without ${each}`).join(" and "),
    meaning: filters.meaning && `only where it holds: “${filters.meaning}”`,
  };
}

function datesIn({ date_from: from, date_to: to }) {
  if (from && to) return `dated ${day(from)} to ${day(to)}`;
  if (from) return `dated ${day(from)} or later`;
  return to && `dated ${day(to)} or before`;
}

const quoted = (words) => `“${words.replaceAll("|", "” or “")}”`;
const bound = (words, value) => value !== null && `${words} ${decimal(value)}`;

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

const AMOUNT = /^-?\d+([.]\d+)?$/;
const MOST = 1_000_000; // lines that a question may ask for

/**
 * The first thing in the form that makes no plan, as {field, words}; undefined when there is none.
 * @param {string[]} unread fields whose value the browser could not read, such as half a date
 */
export function faultIn(form, unread = []) {
  const faults = [
    ["top", notCount(form.top), "“Only the first” takes a whole number from 1."],
    ["from", unread.includes("from"), "“Dated from” is no date. Complete it, or empty it."],
    ["to", unread.includes("to"), "“Dated to” is no date. Complete it, or empty it."],
    ["to", reversed(form), "“Dated to” lies before “Dated from”."],
    ["low", notAmount(form.low), "“Value from” takes a number such as 1250.40."],
    ["high", notAmount(form.high), "“Value to” takes a number such as 1250.40."],
    ["high", crossed(form), "“Value to” is less than “Value from”."],
  ];
  const found = faults.find(([, wrong]) => wrong);
  return found && { field: found[0], words: found[2] };
}

function notCount(text) {
  if (text.trim() === "") return false;
  return !/^\d+$/.test(text.trim()) || Number(text) < 1 || Number(text) > MOST;
}

const reversed = ({ from, to }) => from && to && to < from;
const notAmount = (text) => text.trim() !== "" && !AMOUNT.test(text.trim());
const crossed = ({ low, high }) => low.trim() && high.trim() && Number(high) < Number(low);

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
  return {
    ...plan,
    operation: form.operation,
    what: form.what.trim(),
    group_by: groupsOf(form, plan),
    filters,
    top: form.top ? Number(form.top) : null,
    order: form.order,
  };
}

/** Those that stay keep the order they were asked for in. */
function groupsOf(form, plan) {
  const own = Object.keys(GROUPS).filter((name) => form.groups.includes(name));
  const groups = [...own, ...listed(form.others)];
  const kept = plan.group_by.filter((name) => groups.includes(name));
  return [...kept, ...groups.filter((name) => !kept.includes(name))];
}

function listed(text) {
  const parts = text.split(",").map((part) => part.trim());
  return [...new Set(parts.filter(Boolean))];
}

const number = (text) => text.trim() || null;
