// How an answer came about: what was read, in how many batches, by whom, how fast, and how far it can be trusted.
import { html } from "../lib/html.js";
import { decimal } from "../lib/decimal.js";
import { count, duration, enumerate, percent, perSecond, plural, rate } from "../lib/format.js";
import { jobAddress } from "../lib/router.js";
import { openSource } from "../lib/source.js";
import { jobs } from "../lib/store.js";
import { Some } from "./some.js";

const RULES = "Rules: tables by their rows, every other document as a whole";

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function HowItWasDone({ job, answer: { details, confidence, intent } }) {
  const info = details.processing_info || {};
  const { models = [], ungrounded = [] } = info;
  const rows = [
    ["Understood as", intent?.reasoning],
    ["Documents", documentWords(info)],
    ["Batches", batchWords(info)],
    ["Strategy", strategyWords(info.strategy)],
    ["Speed", speedWords(info)],
    ["Models", models.length === 0 && (info.calls_kept ? `No new calls: ${plural(info.calls_kept, "earlier reply", "earlier replies")} used again` : "None: no model read or wrote any of this")],
    ["Job", jobs.get(job) && html`<a href=${jobAddress(job)}>Open the job</a>`],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${models.length > 0 && html`<${Models} models=${models} kept=${info.calls_kept} />`}
    ${ungrounded.length > 0 && html`<${Rejected} claims=${ungrounded} />`}
    <h4>Confidence: ${percent(confidence.value)}</h4>
    <table class="groups"><caption class="hidden">Parts of the confidence</caption><thead><tr><th>Part</th><th class="right">Factor</th><th>Why</th></tr></thead>
    <tbody>${confidence.factors.map(({ name, value, reason }) => html`<tr key=${name}><th scope="row">${capital(name)}</th><td class="right number">${percent(value)}</td><td class="muted">${reason}</td></tr>`)}</tbody></table>`;
}

function documentWords(info) {
  const { items_processed: counted, items_skipped: beside, items_failed: failed } = info;
  return [
    `${count(info.total_items_in_folder)} in all`,
    `${count(counted)} in the answer`,
    `${count(beside)} not relevant or left out`,
    `${count(failed)} could not be read`,
    info.items_pending > 0 && `${count(info.items_pending)} not read yet`,
  ].filter(Boolean).join(", ");
}

function batchWords({ batches_processed: done, batches_failed: failed, retries }) {
  return `${count(done)} done, ${count(failed)} failed${retries ? `, ${plural(retries, "call")} tried again` : ""}`;
}

/** "rules", "rules and NAME and NAME" */
function strategyWords(strategy = "rules") {
  const [first, ...names] = strategy.split(" and ");
  if (first !== "rules") return strategy;
  return names.length ? `${RULES}. What rules can not judge or word: ${enumerate(names)}` : RULES;
}

function speedWords({ duration_seconds: seconds, batches_per_second: batches, tokens_per_second: tokens, speed_up: times }) {
  if (seconds === undefined) return null;
  const parts = [
    seconds < 1 ? "less than a second" : duration(seconds),
    batches > 0 && perSecond(batches, "batch", "batches"),
    tokens > 0 && perSecond(tokens, "token", "tokens"),
    times >= 1.1 && `${rate(times)} times as fast as one call after the other`,
  ];
  return parts.filter(Boolean).join(", ");
}

function Models({ models, kept }) {
  const priced = models.some(({ cost }) => cost !== null);
  return html`<h4>Models</h4><table class="groups"><caption class="hidden">What each model did</caption>
    <thead><tr><th>Model</th><th class="right">Calls</th><th class="right">Tokens read</th><th class="right">Tokens written</th>${priced && html`<th class="right">Cost</th>`}</tr></thead>
    <tbody>${models.map(({ name, calls, tokens_in: read, tokens_out: written, cost }) => html`<tr key=${name}><th scope="row">${name}</th><td class="right number">${count(calls)}</td>
      <td class="right number">${count(read)}</td><td class="right number">${count(written)}</td>${priced && html`<td class="right number">${cost === null ? "Not known" : decimal(cost)}</td>`}</tr>`)}</tbody></table>
    ${priced && html`<p class="small muted">Cost is in the currency of the prices in the settings.</p>`}
    ${kept > 0 && html`<p class="small muted">${plural(kept, "earlier reply", "earlier replies")} used again, without being paid for again.</p>`}`;
}

/** What models said that the documents do not. None of it is in the figures. */
function Rejected({ claims }) {
  return html`<details class="fold"><summary>${plural(claims.length, "statement")} of a model rejected</summary>
    <p class="small muted">They could not be found in the documents, so nothing here is made of them.</p>
    <ul class="rejected small"><${Some} items=${claims} of="statement" first=${20} row=${({ document_id: document, quote, value, reason }, index) => html`<li key=${index}>
      ${quote && html`<q>${quote}</q>`}${value && html` <span class="number">${value}</span>`}<span class="muted">${reason}</span>
      ${document && html`<button type="button" class="link" onClick=${() => openSource({ document })}>Open its document</button>`}</li>`} /></ul></details>`;
}
