import { html } from "../lib/html.js";
import { count, enumerate, percent } from "../lib/format.js";
import { jobAddress } from "../lib/router.js";
import { jobs } from "../lib/store.js";

const STRATEGIES = { rules: "Rules: tables by their rows, every other document as a whole" };

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** How the answer came about: what was read, in how many batches, by whom, and how far it can be trusted. */
export function HowItWasDone({ job, answer: { details, confidence } }) {
  const info = details.processing_info || {};
  const rows = [
    ["Documents", `${count(info.total_items_in_folder)} in the collection, ${count(info.items_processed)} read, ${count(info.items_skipped)} skipped, ${count(info.items_failed)} failed`],
    ["Batches", `${count(info.batches_processed)} done, ${count(info.batches_failed)} failed`],
    ["Strategy", STRATEGIES[info.strategy] || info.strategy],
    ["Models", info.models?.length ? enumerate(info.models) : "None: no model read or wrote any of this"],
    ["Job", jobs.get(job) && html`<a href=${jobAddress(job)}>Open the job</a>`],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <h4>Confidence: ${percent(confidence.value)}</h4>
    <table class="groups"><caption class="hidden">Parts of the confidence</caption><thead><tr><th>Part</th><th class="right">Factor</th><th>Why</th></tr></thead>
    <tbody>${confidence.factors.map(({ name, value, reason }) => html`<tr key=${name}><th scope="row">${capital(name)}</th><td class="right number">${percent(value)}</td><td class="muted">${reason}</td></tr>`)}</tbody></table>`;
}
