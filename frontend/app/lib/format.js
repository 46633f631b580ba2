// Numbers, sizes and times as a person reads them.
const integer = new Intl.NumberFormat();
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const list = new Intl.ListFormat(undefined, { type: "conjunction" });

export const count = (number) => integer.format(number);
export const enumerate = (words) => list.format(words);

/** "1 file", "3,001 files" */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${Math.round(size / 1024)} KB`;
  if (size < 1024 ** 3) return `${(size / 1024 ** 2).toFixed(1)} MB`;
  return `${(size / 1024 ** 3).toFixed(1)} GB`;
}

/** "about 3 min left" */
export function remaining(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 50) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** "just now", "3 days ago" */
export function ago(time, now = Date.now()) {
  const seconds = (Date.parse(time) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 60) return "just now";
  if (distance < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (distance < 86400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86400), "day");
}

export function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function moment(time) {
  return new Date(time).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

const months = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric", timeZone: "UTC" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });

/** "2018-03" as "Mar 2018"; what is no month stays. */
export function monthWords(month) {
  return /^\d{4}-\d{2}$/.test(month) ? months.format(Date.parse(`${month}-01`)) : month;
}

/** "2018-03-25" as "Mar 25, 2018"; a date of a document has no time and no zone. */
export function day(date) {
  return days.format(Date.parse(date));
}

/** 0.934 as "93%"; what is not quite all never shows as all. */
export function percent(share) {
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100}%`;
}

/** How often something is done: "4.1 batches a second", or where it takes longer "8 s a batch". */
export function perSecond(number, one, many) {
  return number < 1 ? `${duration(1 / number)} a ${one}` : `${rate(number)} ${many} a second`;
}

/** 41.26 as "41", 4.126 as "4.1" */
export function rate(number) {
  return number.toLocaleString(undefined, { maximumFractionDigits: number < 10 ? 1 : 0 });
}

/** Cuts the middle out, so that both the start and the ending of a name stay readable. */
export function shorten(text, length = 60) {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.ceil(length / 2) - 1)}…${text.slice(-Math.floor(length / 2))}`;
}

/** Where in a document: {page: 3} is "page 3", {sheet: "Q1", row: 4} is "sheet Q1, row 4". */
export function placeLabel(place) {
  return Object.entries(place || {})
    .filter(([, value]) => value !== null && value !== "")
    .map(([kind, value]) => `${kind} ${value}`)
    .join(", ");
}
