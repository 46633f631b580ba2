// What an answer stands on, as it is printed under it: for the eye on paper, where no number opens.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { amount } from "../lib/decimal.js";
import { COUNTED } from "../lib/figures.js";
import { count, day, placeLabel } from "../lib/format.js";
import { PRINTED, printing } from "../lib/printing.js";

/**
 * The findings of a job that are known to be printed: {items, total}. @type {Map<string, object>}
 */
const known = new Map();

function foundBy(job) {
  if (!known.has(job)) known.set(job, signal(null));
  return known.get(job);
}

/**
 * The findings of a full answer. A page that is printed can not wait for them, so they are read
 * when the answer is seen.
 */
export function PrintedFindings({ job, answered }) {
  const place = useRef();
  const found = foundBy(`${job} ${answered}`);
  useEffect(() => {
    if (found.peek()) return undefined;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      observer.disconnect();
      const query = { part: COUNTED, limit: PRINTED };
      api.get(`/jobs/${job}/findings`, query).then((page) => (found.value = page), () => {});
    });
    observer.observe(place.current.parentElement);
    return () => observer.disconnect();
  }, [found]);
  return html`
    <div ref=${place}>${printing.value && html`<${Findings} page=${found.value} />`}</div>`;
}

function Findings({ page }) {
  if (!page) return html`<p class="small">Each number opens its sources at ${location.href}</p>`;
  if (!page.items.length) return null;
  const more = page.total - page.items.length;
  return html`
    <section class="printed">
      <h4>Sources</h4>
      <ol>
        ${page.items.map(
          (finding) => html`<${Finding} key=${finding.number} finding=${finding} />`,
        )}
      </ol>
      ${more > 0 && html`<p class="small">${count(more)} more are not printed.</p>`}
    </section>`;
}

function Finding({ finding: { document_name: name, value, unit, date, row, quote } }) {
  const about = [
    value !== null && amount(value, unit),
    date && day(date),
    row !== null && `row ${row}`,
  ];
  return html`<${Source} name=${name} about=${about.filter(Boolean)} quote=${quote} />`;
}

/** The sentences that the sources of a quick answer point at, by their numbers. */
export function PrintedPassages({ sources }) {
  if (!printing.value || !sources.length) return null;
  return html`
    <section class="printed">
      <h4>Sources</h4>
      <ol>
        ${sources.map(
          (source) => html`
            <${Source}
              key=${source.number}
              number=${source.number}
              name=${source.document_name}
              about=${[placeLabel(source.place)].filter(Boolean)}
              quote=${sentenceOf(source)}
            />`,
        )}
      </ol>
    </section>`;
}

function Source({ number, name, about, quote }) {
  return html`
    <li value=${number}>
      <b>${name || "Deleted since"}</b>
      ${about.length > 0 && `, ${about.join(", ")}`}
      ${quote && html`: <q>${quote.replace(/\s+/g, " ")}</q>`}
    </li>`;
}

function sentenceOf({ text, start, focus }) {
  const letters = [...text]; // offsets count code points
  return focus ? letters.slice(focus.start - start, focus.end - start).join("") : text;
}
