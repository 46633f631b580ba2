// The list behind a number of an answer, beside the page: findings, or documents.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { closeEvidence, openedEvidence } from "../lib/evidence.js";
import { EvidenceList } from "../lib/evidence-list.js";
import { plural } from "../lib/format.js";
import { useLiveAgain } from "../lib/live-again.js";
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
  findings: {
    one: "finding",
    label: "Findings",
    head: ["Value", "Where it stands"],
    height: 118,
    key: "number",
    row: (item) => html`<${FindingRow} finding=${item} />`,
  },
  covered: {
    one: "document",
    label: "Documents",
    head: ["Document"],
    height: 72,
    key: "document_id",
    row: (item) => html`<${CoverageRow} item=${item} />`,
  },
};

/** @param {{covered: boolean}} props a document that was opened from the list lies over it */
export function EvidencePanel({ covered }) {
  const evidence = openedEvidence();
  if (!evidence) return null;
  return html`<${Panel} key=${JSON.stringify(evidence)} evidence=${evidence} covered=${covered} />`;
}

function listOf({ job, part, outcome }) {
  if (outcome) return new EvidenceList(`/jobs/${job}/coverage`, { outcome });
  return new EvidenceList(`/jobs/${job}/findings`, { part });
}

function Panel({ evidence, covered }) {
  const { outcome, words } = evidence;
  const name = outcome ? "covered" : "findings";
  const kind = KINDS[name];
  const list = useMemo(() => listOf(evidence), []);
  const heading = useRef();
  useEffect(() => {
    if (!covered) heading.current.focus({ preventScroll: true });
    list.want(0);
    return () => list.stop();
  }, []);
  const error = list.error.value;
  const again = () => list.want(0);
  useLiveAgain(error !== "", again);
  const total = list.total.value;
  const onKeyDown = (event) => event.key === "Escape" && closeEvidence();
  return html`
    <aside
      class="source evidence"
      aria-label="Behind the number"
      hidden=${covered}
      onKeyDown=${onKeyDown}
    >
      <header>
        <div>
          <h2 tabindex="-1" ref=${heading}>
            ${total === null ? kind.label : plural(total, kind.one)}
          </h2>
          <p class="muted small">${outcome ? OUTCOMES[outcome] || outcome : words}</p>
        </div>
        <${Button} icon="x" kind="ghost" label="Close the list" onClick=${closeEvidence} />
      </header>
      <div class="evidence-body">
        ${error &&
        html`
          <p class="note bad" role="alert">
            ${error}${" "}
            <${Button} kind="small" onClick=${again}>Try again</${Button}>
          </p>`}
        <${Rows} list=${list} kind=${kind} name=${name} />
      </div>
    </aside>`;
}

function Rows({ list, kind, name }) {
  const items = list.items.value;
  const total = list.total.value;
  if (total === null) {
    if (list.error.value) return null;
    return html`<p class="source-message muted" role="status">Loading…</p>`;
  }
  if (!total) return html`<p class="source-message">Nothing is in this list.</p>`;
  const byId = new Map(items.map((item) => [item[kind.key], item]));
  return html`
    <${VirtualTable}
      label=${kind.label}
      kind=${name}
      head=${kind.head}
      height=${kind.height}
      ids=${[...byId.keys()]}
      total=${total}
      want=${(index) => list.want(index)}
      row=${(id) => kind.row(byId.get(id))}
    />`;
}
