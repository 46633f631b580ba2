// An answer that read every document: what was counted, the figures, what became of every document, the breakdown.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { openFindings } from "../lib/evidence.js";
import { headline, SILENT } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { planWords } from "../lib/plan.js";
import { Breakdown } from "./breakdown.js";
import { Button } from "./button.js";
import { CoverageLine } from "./coverage-line.js";
import { FailedBatches } from "./failed-batches.js";
import { Amount, Figure } from "./figure.js";
import { Icon } from "./icon.js";
import { NotReadYet } from "./not-read-yet.js";
import { PlanDialog } from "./plan-dialog.js";
import { Some } from "./some.js";
import { State } from "./state.js";

/**
 * @param {{message: object, onRun: (plan: object) => Promise<void>, onDone: () => void}} props the message in which a
 * finished job gave its answer; `onRun` asks again with another plan, `onDone` is told when the answer was made anew
 */
export function FullAnswer({ message: { job_id: job, content, answer }, onRun, onDone }) {
  const { details, coverage } = answer;
  const parts = coverage.total ? answer.parts : [{ text: content }]; // an empty collection has words of its own
  return html`<section class="card full" aria-label="Answer from every document">
    <div class="line"><h3>Full answer</h3><${Made} coverage=${coverage} /></div>
    <p class="reply">${parts.map(({ text, ref }) => (ref ? html`<${Reference} job=${job} text=${text} to=${ref} />` : text.replaceAll(DASH, BULLET)))}</p>
    <${Headline} job=${job} answer=${answer} />
    <${CoverageLine} job=${job} coverage=${coverage} />
    <${NotReadYet} answer=${answer} onRun=${onRun} />
    <${Counted} plan=${answer.plan} onRun=${onRun} />
    <${Remarks} job=${job} details=${details} /><${FailedBatches} id=${job} info=${details.processing_info} onDone=${onDone} />
    ${coverage.total > 0 && html`<details class="fold" open><summary>Breakdown</summary><${Breakdown} job=${job} answer=${answer} /></details>`}</section>`;
}

/** That it is done, and how many documents it lacks. */
function Made({ coverage: { failed, pending = 0 } }) {
  const missing = failed + pending;
  if (!missing) return html`<${State} is="completed" />`;
  const words = `Done, ${count(missing)} not read${failed ? "" : " yet"}`;
  return html`<${State} is="mixed" words=${words} />`;
}

const DASH = "\n- "; // of a line of a list; the font sets it too tight
const BULLET = "\n• ";

/** A piece of the text that leads to what it says. */
function Reference({ job, text, to }) {
  return html`<button type="button" class="figure number" aria-label=${`${text}. Show its sources`} onClick=${() => openFindings(job, to.part, text)}>${text}</button>`;
}

const MOST = 6; // figures on top; the rest stands in the breakdown

function Headline({ job, answer }) {
  const figures = headline(answer);
  return html`<dl class="headline">${figures.slice(0, MOST).map((figure) => html`<div key=${`${figure.label} ${figure.unit}`}><dt>${figure.label}</dt>
    <dd><${Amount} big job=${job} ...${figure} /></dd></div>`)}</dl>
    ${figures.length > MOST && html`<p class="small muted">${count(figures.length - MOST)} more stand in the breakdown.</p>`}`;
}

/** What was counted, which a person may change. */
function Counted({ plan, onRun }) {
  const changing = useSignal(false);
  return html`<p class="line counted small"><span class="muted">${planWords(plan).join(" · ")}</span>
    <${Button} kind="small" icon="pencil" onClick=${() => (changing.value = true)}>Change and run again</${Button}></p>
    ${changing.value && html`<${PlanDialog} plan=${plan} onRun=${onRun} onClose=${() => (changing.value = false)} />`}`;
}

/** What to know before trusting the figures: what went wrong, what is not stated, what was chosen and left out. */
function Remarks({ job, details }) {
  const { warnings = [], notes: chosen = [] } = details.processing_info || {};
  const notes = [...chosen, ...details.notes];
  if (!warnings.length && !notes.length && !details.silent.length) return null;
  return html`<ul class="remarks small">
    <${Some} items=${warnings} of="warning" row=${(words, index) => html`<li class="warn" key=${index}><${Icon} name="triangle-alert" /><span>${words}</span></li>`} />
    ${details.silent.length > 0 && html`<li class="warn"><${Icon} name="triangle-alert" /><span>
      <${Figure} job=${job} part=${SILENT} words=${count(details.silent.length)} label="Not stated" /> ${details.group_by.length ? "of those counted do not say what the answer is grouped by. They are listed as “Not stated”." : "of those counted do not say it, so they are not among the different ones."}</span></li>`}
    <${Some} items=${notes} of="note" first=${3} row=${(words, index) => html`<li class="muted" key=${index}><${Icon} name="info" /><span>${words}</span></li>`} /></ul>`;
}
