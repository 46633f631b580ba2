// An answer that read every document: what was counted, the figures, what became of every document,
// the breakdown.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { openFindings } from "../lib/evidence.js";
import { headline } from "../lib/figures.js";
import { count } from "../lib/format.js";
import { planWords } from "../lib/plan.js";
import { Breakdown } from "./breakdown.js";
import { Button } from "./button.js";
import { CoverageLine } from "./coverage-line.js";
import { FailedBatches } from "./failed-batches.js";
import { Amount } from "./figure.js";
import { NotReadYet } from "./not-read-yet.js";
import { PlanDialog } from "./plan-dialog.js";
import { PrintedFindings } from "./printed-sources.js";
import { Remarks } from "./remarks.js";
import { State } from "./state.js";

/**
 * @param {{
 *   message: object, onRun: (plan: object) => Promise<void>, onDone: () => void,
 * }} props the message in which a finished job gave its answer; `onRun` asks again with another
 * plan, `onDone` is told when the answer was made anew
 */
export function FullAnswer({ message, onRun, onDone }) {
  const { id, job_id: job, content, answer } = message;
  const { details, coverage } = answer;
  // An empty collection has words of its own.
  const parts = coverage.total ? answer.parts : [{ text: content }];
  return html`
    <section class="card full" aria-label="Answer from every document">
      <div class="line">
        <h3>Full answer</h3>
        <${Made} coverage=${coverage} />
      </div>
      <p class="reply">${parts.map((part) => pieceOf(part, job))}</p>
      <${Headline} job=${job} answer=${answer} />
      <${CoverageLine} job=${job} coverage=${coverage} />
      <${NotReadYet} answer=${answer} onRun=${onRun} />
      <${Counted} plan=${answer.plan} per=${details.per || answer.plan.per} onRun=${onRun} />
      <${Remarks} job=${job} details=${details} said=${content} />
      <${FailedBatches} id=${job} info=${details.processing_info} onDone=${onDone} />
      ${coverage.total > 0 &&
      html`
        <details class="fold" open>
          <summary>Breakdown</summary>
          <${Breakdown} job=${job} answer=${answer} />
        </details>`}
      <${PrintedFindings} job=${job} answered=${id} />
    </section>`;
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

/** A piece of the text; one with a `ref` leads to what it says. */
function pieceOf({ text, ref }, job) {
  if (!ref) return text.replaceAll(DASH, BULLET);
  return html`
    <button
      type="button"
      class="figure number"
      aria-label=${`${text}. Show its sources`}
      onClick=${() => openFindings(job, ref.part, text)}
    >
      ${text}
    </button>`;
}

const MOST = 6; // figures on top; the rest stands in the breakdown

function Headline({ job, answer }) {
  const figures = headline(answer);
  const more = figures.length - MOST;
  return html`
    <dl class="headline">
      ${figures.slice(0, MOST).map(
        (figure) => html`
          <div key=${`${figure.label} ${figure.unit}`}>
            <dt>${figure.label}</dt>
            <dd><${Amount} big job=${job} ...${figure} /></dd>
          </div>`,
      )}
    </dl>
    ${more > 0 && html`<p class="small muted">${count(more)} more stand in the breakdown.</p>`}`;
}

/** What was counted, which a person may change. */
function Counted({ plan, per, onRun }) {
  const changing = useSignal(false);
  const close = () => (changing.value = false);
  return html`
    <p class="line counted small">
      <span class="muted">${planWords(plan, per).join(" · ")}</span>
      <${Button} kind="small" icon="pencil" onClick=${() => (changing.value = true)}>
        Change and run again
      </${Button}>
    </p>
    ${changing.value && html`<${PlanDialog} plan=${plan} onRun=${onRun} onClose=${close} />`}`;
}
