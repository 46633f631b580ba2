// Two bar charts. They say nothing that the tables beside them do not say in figures.
import { html } from "../lib/html.js";
import { monthWords } from "../lib/format.js";

const MOST_MONTHS = 240;
const LABELS = 5; // as many as fit on a phone

/** One bar of a row. @param {{part: number}} props -1 to 1, of the largest one */
export function HorizontalBar({ part }) {
  return html`<svg class=${part < 0 ? "row-bar below" : "row-bar"} aria-hidden="true"><rect width=${`${Math.max(0.5, Math.abs(part) * 100)}%`} height="100%" rx="2" /></svg>`;
}

/** A column for each month from the first to the last, those without anything too. */
export function MonthBars({ bars, label }) {
  const all = filled(bars);
  const top = Math.max(...all.map(({ size }) => size), 0);
  const bottom = Math.min(...all.map(({ size }) => size), 0);
  const scale = (size) => ((top - size) / (top - bottom || 1)) * 100;
  const width = 100 / all.length;
  const step = Math.ceil(all.length / LABELS);
  const names = all.filter((_, index) => index % step === 0);
  return html`<figure class="month-bars" style=${{ maxWidth: `${all.length * 90}px` }}><svg role="img" aria-label=${label}>${all.map(({ month, size }, index) => html`
      <rect key=${month} class=${size < 0 ? "below" : ""} x=${`${(index + 0.12) * width}%`} width=${`${width * 0.76}%`} y=${`${Math.min(scale(size), scale(0))}%`}
        height=${`${Math.abs(scale(size) - scale(0))}%`} rx="2" />`)}<line x1="0" x2="100%" y1=${`${scale(0)}%`} y2=${`${scale(0)}%`} /></svg>
    <div class=${`month-names small muted ${step === 1 ? "each" : ""}`} aria-hidden="true">${names.map(({ month }, index) => html`
      <span key=${month} style=${{ flexGrow: Math.min(step, all.length - index * step) }}>${monthWords(month)}</span>`)}</div></figure>`;
}

function filled(bars) {
  const sizes = new Map(bars.map(({ month, size }) => [month, size]));
  const months = [...sizes.keys()].sort();
  const made = [];
  for (let month = months[0]; month <= months.at(-1) && made.length < MOST_MONTHS; month = next(month)) made.push({ month, size: sizes.get(month) || 0 });
  return made.length < MOST_MONTHS ? made : bars;
}

function next(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01`.padStart(7, "0") : `${year}-${String(number + 1).padStart(2, "0")}`.padStart(7, "0");
}
