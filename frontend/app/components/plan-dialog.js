// What a question counted, as a form: change it and run again.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { faultIn, formOf, GROUPS, OPERATIONS, ORDERS, planOf } from "../lib/plan.js";
import { Button } from "./button.js";
import { Dialog } from "./dialog.js";

/**
 * @param {{
 *   plan: object, onRun: (plan: object) => Promise<void>, onClose: () => void,
 * }} props `onRun` throws when the server refuses it
 */
export function PlanDialog({ plan, onRun, onClose }) {
  const form = useSignal(formOf(plan));
  const error = useSignal("");
  const busy = useSignal(false);
  const set = (changes) => (form.value = { ...form.peek(), ...changes });
  const run = async (event) => {
    event.preventDefault();
    const fields = [...event.currentTarget.elements];
    const fault = faultIn(form.peek(), unread(fields));
    error.value = fault?.words || "";
    if (fault) return fields.find(({ name }) => name === fault.field).focus();
    busy.value = true;
    try {
      await onRun(planOf(form.peek(), plan));
      onClose();
    } catch (failure) {
      error.value = failure.message;
      busy.value = false;
    }
  };
  return html`
    <${Dialog} wide title="Change and run again" onClose=${onClose}>
      <form class="form plan-form" noValidate onSubmit=${run}>
        <p class="muted small">
          The question stays as it is. What a model has read already is not paid for again.
        </p>
        <${Counted} form=${form.value} set=${set} />
        <${Conditions} form=${form.value} set=${set} />
        ${error.value && html`<p class="note bad" role="alert">${error.value}</p>`}
        <div class="row-end">
          <${Button} onClick=${onClose}>Cancel</${Button}>
          <${Button} kind="primary" type="submit" disabled=${busy.value}>Run again</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}

/**
 * Names of the fields that hold something which the browser can not read, and so gives no value of.
 */
function unread(fields) {
  return fields.filter(({ validity }) => validity?.badInput).map(({ name }) => name);
}

function Counted({ form, set }) {
  const toggle = (name, on) => {
    const others = form.groups.filter((other) => other !== name);
    set({ groups: on ? [...others, name] : others });
  };
  return html`
    <fieldset>
      <legend>Count</legend>
      <div class="fields">
        <label>
          Operation
          <${Choice}
            value=${form.operation}
            options=${OPERATIONS}
            autofocus
            onChange=${(operation) => set({ operation })}
          />
        </label>
        <${Text} label="Of what" name="what" form=${form} set=${set} />
        <label>
          Only the first
          <span class="pair">
            <${Input} name="top" form=${form} set=${set} inputmode="numeric" placeholder="All" />
            <${Choice}
              label="Of the ranking"
              value=${form.order}
              options=${ORDERS}
              onChange=${(order) => set({ order })}
            />
          </span>
        </label>
      </div>
      <fieldset class="choices">
        <legend>Group by</legend>
        ${Object.entries(GROUPS).map(
          ([name, words]) => html`
            <label key=${name}>
              <input
                type="checkbox"
                checked=${form.groups.includes(name)}
                onChange=${(event) => toggle(name, event.currentTarget.checked)}
              />
              <span>${words}</span>
            </label>`,
        )}
      </fieldset>
      <${Text}
        label="Other columns or fields"
        hint="Separate them by commas."
        name="others"
        form=${form}
        set=${set}
      />
    </fieldset>`;
}

function Conditions({ form, set }) {
  return html`
    <fieldset>
      <legend>Count only what fits</legend>
      <div class="fields">
        <label>
          Dated from
          <${Input} name="from" type="date" form=${form} set=${set} />
        </label>
        <label>
          Dated to
          <${Input} name="to" type="date" form=${form} set=${set} />
        </label>
        <${Limit}
          label="Value from"
          words=${["At least", "Above"]}
          value="low"
          strict="above"
          form=${form}
          set=${set}
        />
        <${Limit}
          label="Value to"
          words=${["At most", "Below"]}
          value="high"
          strict="below"
          form=${form}
          set=${set}
        />
        <${Text} label="From or to (vendor)" name="vendor" form=${form} set=${set} />
        <${Text} label="In the category" name="category" form=${form} set=${set} />
        <${Text} label="In the currency or unit" name="unit" form=${form} set=${set} />
      </div>
      <${Text}
        label="Saying these words"
        hint="Separate them by commas: all must stand there. diesel|petrol takes either."
        name="words"
        form=${form}
        set=${set}
      />
      <${Text}
        label="Meaning"
        hint="A condition in your words, such as: renews by itself. Every document is judged for it,
          so this takes longest."
        name="meaning"
        form=${form}
        set=${set}
      />
    </fieldset>`;
}

function Text({ label, hint, name, form, set }) {
  const id = hint ? `plan-${name}-hint` : null;
  return html`
    <label>
      ${label}
      <${Input} name=${name} form=${form} set=${set} maxlength="1000" aria-describedby=${id} />
      ${hint && html`<small id=${id} class="muted">${hint}</small>`}
    </label>`;
}

/** A bound of the values, with or without the bound itself. */
function Limit({ label, words: [inclusive, strictly], value, strict, form, set }) {
  return html`
    <div class="field">
      <span aria-hidden="true">${label}</span>
      <span class="pair">
        <${Choice}
          label=${`${label}: with or without the value itself`}
          value=${form[strict] ? "yes" : "no"}
          options=${{ no: inclusive, yes: strictly }}
          onChange=${(chosen) => set({ [strict]: chosen === "yes" })}
        />
        <${Input} name=${value} form=${form} set=${set} inputmode="decimal" aria-label=${label} />
      </span>
    </div>`;
}

function Input({ name, form, set, ...rest }) {
  return html`
    <input
      name=${name}
      value=${form[name]}
      autocomplete="off"
      onInput=${(event) => set({ [name]: event.currentTarget.value })}
      ...${rest}
    />`;
}

function Choice({ label, value, options, onChange, ...rest }) {
  return html`
    <select
      aria-label=${label}
      value=${value}
      onChange=${(event) => onChange(event.currentTarget.value)}
      ...${rest}
    >
      ${Object.entries(options).map(
        ([option, words]) => html`<option key=${option} value=${option}>${words}</option>`,
      )}
    </select>`;
}
