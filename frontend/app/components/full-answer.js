// An answer that read every document: what was counted, the figures, what became of every document,
// the breakdown.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { openCoverage, openFindings } from "../lib/evidence.js";
import { headline, SILENT } from "../lib/figures.js";
import { count, plural } from "../lib/format.js";
import { planWords } from "../lib/plan.js";
import { Breakdown } from "./breakdown.js";
import { Button } from "./button.js";
import { FailedBatches } from "./failed-batches.js";
import { Amount, Figure } from "./figure.js";
import { Icon } from "./icon.js";
import { PlanDialog } from "./plan-dialog.js";
import { PrintedFindings } from "./printed-sources.js";
import { Some } from "./some.js";
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
  const info = details.processing_info;
  // An empty collection has words of its own.
  const parts = coverage.total ? answer.parts : [{ text: content }];
  return html`
    <section class="card full" aria-label="Answer from every document">
      <div class="line">
        <h3>Full answer</h3>
        ${coverage.failed
          ? html`<${State} is="mixed" words=${`Done, ${count(coverage.failed)} not read`} />`
          : html`<${State} is="completed" />`}
      </div>
      <p class="reply">${parts.map((part) => pieceOf(part, job))}</p>
      <${Headline} job=${job} answer=${answer} />
      <${CoverageLine} job=${job} coverage=${coverage} />
      <${Counted} plan=${answer.plan} onRun=${onRun} />
      <${Remarks} job=${job} details=${details} />
      <${FailedBatches} id=${job} info=${info} onDone=${onDone} />
      ${coverage.total > 0 &&
      html`
        <details class="fold" open>
          <summary>Breakdown</summary>
          <${Breakdown} job=${job} answer=${answer} />
        </details>`}
      <${PrintedFindings} job=${job} answered=${id} />
    </section>`;
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

const OUTCOMES = [
  ["contributing", "contributed"],
  ["not_relevant", "not relevant"],
  ["excluded", "left out by filters"],
  ["failed", "could not be read"],
];

/** Every document once: the four numbers add up to the total. */
function CoverageLine({ job, coverage }) {
  return html`
    <p class="coverage">
      <span>${plural(coverage.total, "document")}:</span>
      ${OUTCOMES.map(
        ([outcome, words]) => html`
          <span key=${outcome} class=${outcome === "failed" && coverage.failed ? "bad" : ""}>
            <${Covered} job=${job} outcome=${outcome} number=${coverage[outcome]} words=${words} />
            ${` ${words}`}
          </span>`,
      )}
    </p>`;
}

function Covered({ job, outcome, number, words }) {
  if (!number) return "0";
  return html`
    <button
      type="button"
      class="figure number"
      aria-label=${`${count(number)} ${words}: show the documents`}
      onClick=${() => openCoverage(job, outcome)}
    >
      ${count(number)}
    </button>`;
}

/** What was counted, which a person may change. */
function Counted({ plan, onRun }) {
  const changing = useSignal(false);
  const close = () => (changing.value = false);
  return html`
    <p class="line counted small">
      <span class="muted">${planWords(plan).join(" · ")}</span>
      <${Button} kind="small" icon="pencil" onClick=${() => (changing.value = true)}>
        Change and run again
      </${Button}>
    </p>
    ${changing.value && html`<${PlanDialog} plan=${plan} onRun=${onRun} onClose=${close} />`}`;
}

/**
 * What to know before trusting the figures: what went wrong, what is not stated, what was chosen
 * and left out.
 */
function Remarks({ job, details }) {
  const { warnings = [], notes: chosen = [] } = details.processing_info || {};
  const notes = [...chosen, ...details.notes];
  if (!warnings.length && !notes.length && !details.silent.length) return null;
  return html`
    <ul class="remarks small">
      <${Some}
        items=${warnings}
        of="warning"
        row=${(words, index) => remark("warn", "triangle-alert", words, index)}
      />
      ${details.silent.length > 0 && remark("warn", "triangle-alert", silent(job, details))}
      <${Some}
        items=${notes}
        of="note"
        first=${3}
        row=${(words, index) => remark("muted", "info", words, index)}
      />
    </ul>`;
}

function remark(tone, icon, words, key) {
  return html`
    <li class=${tone} key=${key}>
      <${Icon} name=${icon} />
      <span>${words}</span>
    </li>`;
}

function silent(job, { silent: missing, group_by: groups }) {
  const number = count(missing.length);
  const words = groups.length
    ? "do not say what the answer is grouped by. They are listed as “Not stated”."
    : "do not say it, so they are not among the different ones.";
  return html`
    <${Figure} job=${job} part=${SILENT} words=${number} label="Not stated" />
    ${` of those counted ${words}`}`;
}
