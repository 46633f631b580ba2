// What a question counted, as a form: change it and run again.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { formOf, GROUPS, OPERATIONS, ORDERS, planOf } from "../lib/plan.js";
import { Button } from "./button.js";
import { Dialog } from "./dialog.js";

const AMOUNT = "-?[0-9]+([.][0-9]+)?";

/** @param {{plan: object, onRun: (plan: object) => Promise<void>, onClose: () => void}} props `onRun` throws when the server refuses it */
export function PlanDialog({ plan, onRun, onClose }) {
  const form = useSignal(formOf(plan));
  const error = useSignal("");
  const busy = useSignal(false);
  const set = (changes) => (form.value = { ...form.peek(), ...changes });
  const run = async (event) => {
    event.preventDefault();
    busy.value = true;
    try {
      await onRun(planOf(form.peek(), plan));
      onClose();
    } catch (failure) {
      error.value = failure.message;
      busy.value = false;
    }
  };
  return html`<${Dialog} wide title="Change and run again" onClose=${onClose}><form class="form plan-form" onSubmit=${run}>
    <p class="muted small">The question stays as it is. What a model has read already is not paid for again.</p>
    <${Counted} form=${form.value} set=${set} /><${Conditions} form=${form.value} set=${set} />
    ${error.value && html`<p class="note bad" role="alert">${error.value}</p>`}
    <div class="row-end"><${Button} onClick=${onClose}>Cancel</${Button}><${Button} kind="primary" type="submit" disabled=${busy.value}>Run again</${Button}></div></form></${Dialog}>`;
}

function Counted({ form, set }) {
  const toggle = (name, on) => set({ groups: on ? [...form.groups, name] : form.groups.filter((other) => other !== name) });
  return html`<fieldset><legend>Count</legend><div class="fields">
      <label>Operation<${Choice} value=${form.operation} options=${OPERATIONS} autofocus onChange=${(operation) => set({ operation })} /></label>
      <${Text} label="Of what" name="what" form=${form} set=${set} />
      <label>Only the first<span class="pair"><input type="number" min="1" max="1000000" placeholder="All" value=${form.top} onInput=${(event) => set({ top: event.currentTarget.value })} />
        <${Choice} label="Of the ranking" value=${form.order} options=${ORDERS} onChange=${(order) => set({ order })} /></span></label></div>
    <fieldset class="choices"><legend>Group by</legend>${Object.entries(GROUPS).map(([name, words]) => html`<label key=${name}>
      <input type="checkbox" checked=${form.groups.includes(name)} onChange=${(event) => toggle(name, event.currentTarget.checked)} /><span>${words}</span></label>`)}</fieldset>
    <${Text} label="Other columns or fields" hint="Separate them by commas." name="others" form=${form} set=${set} /></fieldset>`;
}

function Conditions({ form, set }) {
  return html`<fieldset><legend>Count only what fits</legend><div class="fields">
      <label>Dated from<input type="date" value=${form.from} onInput=${(event) => set({ from: event.currentTarget.value })} /></label>
      <label>Dated to<input type="date" value=${form.to} min=${form.from || null} onInput=${(event) => set({ to: event.currentTarget.value })} /></label>
      <${Limit} label="Value from" words=${["At least", "Above"]} value="low" strict="above" form=${form} set=${set} />
      <${Limit} label="Value to" words=${["At most", "Below"]} value="high" strict="below" form=${form} set=${set} />
      <${Text} label="From or to (vendor)" name="vendor" form=${form} set=${set} />
      <${Text} label="In the category" name="category" form=${form} set=${set} />
      <${Text} label="In the currency or unit" name="unit" form=${form} set=${set} /></div>
    <${Text} label="Saying these words" hint="Separate them by commas: all must stand there. diesel|petrol takes either." name="words" form=${form} set=${set} />
    <${Text} label="Meaning" hint="A condition in your words, such as: renews by itself. Every document is judged for it, so this takes longest." name="meaning" form=${form} set=${set} /></fieldset>`;
}

function Text({ label, hint, name, form, set }) {
  const id = `plan-${name}-hint`;
  return html`<label>${label}<input value=${form[name]} maxlength="1000" autocomplete="off" aria-describedby=${hint ? id : null} onInput=${(event) => set({ [name]: event.currentTarget.value })} />
    ${hint && html`<small id=${id} class="muted">${hint}</small>`}</label>`;
}

/** A bound of the values, with or without the bound itself. */
function Limit({ label, words: [inclusive, strictly], value, strict, form, set }) {
  return html`<div class="field"><span aria-hidden="true">${label}</span><span class="pair">
    <${Choice} label=${`${label}: with or without the value itself`} value=${form[strict] ? "yes" : "no"} options=${{ no: inclusive, yes: strictly }} onChange=${(chosen) => set({ [strict]: chosen === "yes" })} />
    <input inputmode="decimal" pattern=${AMOUNT} title="A number such as 1250.40" aria-label=${label} autocomplete="off" value=${form[value]} onInput=${(event) => set({ [value]: event.currentTarget.value })} /></span></div>`;
}

function Choice({ label, value, options, onChange, ...rest }) {
  return html`<select aria-label=${label} value=${value} onChange=${(event) => onChange(event.currentTarget.value)} ...${rest}>
    ${Object.entries(options).map(([option, words]) => html`<option key=${option} value=${option}>${words}</option>`)}</select>`;
}
