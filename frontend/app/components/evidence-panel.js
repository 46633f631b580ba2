// The list behind a number of an answer, beside the page: findings, or documents.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { answerOf } from "../lib/answers.js";
import { CoverageList } from "../lib/coverage-list.js";
import { closeEvidence, openedEvidence } from "../lib/evidence.js";
import { FindingList } from "../lib/finding-list.js";
import { findingsOf, groupWords } from "../lib/figures.js";
import { plural } from "../lib/format.js";
import { Button } from "./button.js";
import { CoverageRow, FindingRow } from "./evidence-rows.js";
import { VirtualTable } from "./virtual-table.js";

const OUTCOMES = {
  contributing: "in the answer",
  not_relevant: "not relevant",
  excluded: "left out by filters",
  failed: "could not be read",
};

/** @param {{covered: boolean}} props a document that was opened from the list lies over it */
export function EvidencePanel({ covered }) {
  const evidence = openedEvidence();
  if (!evidence) return null;
  return html`<${Panel} key=${JSON.stringify(evidence)} evidence=${evidence} covered=${covered} />`;
}

function Panel({ evidence, covered }) {
  const found = useMemo(() => answerOf(evidence.job), []);
  const heading = useRef();
  useEffect(() => covered || heading.current.focus({ preventScroll: true }), []);
  const { answer, error } = found.value || {};
  const onKeyDown = (event) => event.key === "Escape" && closeEvidence();
  return html`<aside class="source evidence" aria-label="Behind the number" hidden=${covered} onKeyDown=${onKeyDown}>
    <header><div><h2 tabindex="-1" ref=${heading}>${answer ? title(evidence, answer) : "Loading…"}</h2><p class="muted small">${answer?.plan_sentence}</p></div>
      <${Button} icon="x" kind="ghost" label="Close the list" onClick=${closeEvidence} /></header>
    ${error && html`<p class="source-message">${error}</p>`}
    ${answer && (evidence.outcome ? html`<${Documents} ...${evidence} total=${answer.coverage[evidence.outcome] || 0} />` : html`<${Findings} ...${evidence} answer=${answer} />`)}</aside>`;
}

function title({ group, outcome }, { details, coverage }) {
  if (outcome) return `${plural(coverage[outcome] || 0, "document")}: ${OUTCOMES[outcome] || outcome}`;
  return `${plural(findingsOf(details, group).length, "finding")}: ${groupWords(details, group)}`.replace(/: $/, "");
}

function Findings({ job, group, answer: { details } }) {
  const list = useMemo(() => new FindingList(job, findingsOf(details, group)), []);
  const reasons = useMemo(() => new Map(details.left_out.map(({ finding, reason }) => [finding, reason])), []);
  useEffect(() => () => list.stop(), []);
  if (!list.ids.length) return html`<p class="source-message">Nothing stands behind this number.</p>`;
  return html`<div class="evidence-body">${list.error.value && html`<${Failed} list=${list} />`}
    <${VirtualTable} label="Findings" kind="findings" head=${["Value", "Where it stands"]} height=${92} ids=${list.ids} total=${list.ids.length} want=${(index) => list.want(index)}
      row=${(number) => html`<${FindingRow} finding=${list.row(number)} reason=${reasons.get(number)} />`} /></div>`;
}

function Documents({ job, outcome, total }) {
  const list = useMemo(() => new CoverageList(job, outcome), []);
  useEffect(() => () => list.stop(), []);
  const items = list.items.value;
  if (!total) return html`<p class="source-message">No document is in this list.</p>`;
  const byId = new Map(items.map((item) => [item.document_id, item]));
  return html`<div class="evidence-body">${list.error.value && html`<${Failed} list=${list} />`}
    <${VirtualTable} label="Documents" kind="covered" head=${["Document"]} height=${72} ids=${[...byId.keys()]} total=${list.complete.value ? items.length : total} want=${(index) => list.want(index)}
      row=${(id) => html`<${CoverageRow} item=${byId.get(id)} />`} /></div>`;
}

function Failed({ list }) {
  return html`<p class="note bad" role="alert">${list.error.value} <${Button} kind="small" onClick=${() => list.want(0)}>Try again</${Button}></p>`;
}
