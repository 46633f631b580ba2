// The list behind a number of an answer, beside the page: findings, or documents.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { closeEvidence, openedEvidence } from "../lib/evidence.js";
import { EvidenceList } from "../lib/evidence-list.js";
import { plural } from "../lib/format.js";
import { Button } from "./button.js";
import { CoverageRow, FindingRow } from "./evidence-rows.js";
import { VirtualTable } from "./virtual-table.js";

const OUTCOMES = {
  contributing: "In the answer",
  not_relevant: "Not relevant",
  excluded: "Left out by filters",
  failed: "Could not be read",
  pending: "Not read yet",
};

const KINDS = {
  findings: { one: "finding", label: "Findings", head: ["Value", "Where it stands"], height: 118, key: "number", row: (item) => html`<${FindingRow} finding=${item} />` },
  covered: { one: "document", label: "Documents", head: ["Document"], height: 72, key: "document_id", row: (item) => html`<${CoverageRow} item=${item} />` },
};

/** @param {{covered: boolean}} props a document that was opened from the list lies over it */
export function EvidencePanel({ covered }) {
  const evidence = openedEvidence();
  if (!evidence) return null;
  return html`<${Panel} key=${JSON.stringify(evidence)} evidence=${evidence} covered=${covered} />`;
}

function Panel({ evidence: { job, part, outcome, words }, covered }) {
  const kind = outcome ? "covered" : "findings";
  const list = useMemo(() => (outcome ? new EvidenceList(`/jobs/${job}/coverage`, { outcome }) : new EvidenceList(`/jobs/${job}/findings`, { part })), []);
  const heading = useRef();
  useEffect(() => {
    if (!covered) heading.current.focus({ preventScroll: true });
    list.want(0);
    return () => list.stop();
  }, []);
  const total = list.total.value;
  const onKeyDown = (event) => event.key === "Escape" && closeEvidence();
  return html`<aside class="source evidence" aria-label="Behind the number" hidden=${covered} onKeyDown=${onKeyDown}>
    <header><div><h2 tabindex="-1" ref=${heading}>${total === null ? KINDS[kind].label : plural(total, KINDS[kind].one)}</h2>
      <p class="muted small">${outcome ? OUTCOMES[outcome] || outcome : words}</p></div>
      <${Button} icon="x" kind="ghost" label="Close the list" onClick=${closeEvidence} /></header>
    <div class="evidence-body">${list.error.value && html`<p class="note bad" role="alert">${list.error.value} <${Button} kind="small" onClick=${() => list.want(0)}>Try again</${Button}></p>`}
      <${Rows} list=${list} kind=${KINDS[kind]} name=${kind} /></div></aside>`;
}

function Rows({ list, kind, name }) {
  const items = list.items.value;
  const total = list.total.value;
  if (total === null) return list.error.value ? null : html`<p class="source-message muted" role="status">Loading…</p>`;
  if (!total) return html`<p class="source-message">Nothing is in this list.</p>`;
  const byId = new Map(items.map((item) => [item[kind.key], item]));
  return html`<${VirtualTable} label=${kind.label} kind=${name} head=${kind.head} height=${kind.height} ids=${[...byId.keys()]} total=${total}
    want=${(index) => list.want(index)} row=${(id) => kind.row(byId.get(id))} />`;
}
