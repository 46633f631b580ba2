import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { useLiveAgain } from "../lib/live-again.js";
import { Button } from "./button.js";

const PAGE = 200;

/** The files of an upload that ended alike, read from the server when the fold is opened. */
export function OutcomeList({ upload, outcome, number, summary, line, tone = "" }) {
  const files = useSignal([]);
  const next = useSignal(null);
  const error = useSignal("");

  const load = async (after) => {
    try {
      const query = { outcome, limit: PAGE, after };
      const page = await api.get(`/uploads/${upload.id}/files`, query);
      files.value = after ? [...files.value, ...page.items] : page.items;
      next.value = page.next;
      error.value = "";
    } catch (failure) {
      error.value = failure.message;
    }
  };
  const onToggle = (event) => {
    const missing = files.value.length < Math.min(number, PAGE);
    if (event.currentTarget.open && missing) load(null);
  };
  useLiveAgain(error.value !== "", () => load(next.value));

  return html`
    <details class="fold" onToggle=${onToggle}>
      <summary class=${tone}>${summary}</summary>
      <div class="scroll-box" tabindex="0" role="region" aria-label=${summary}>
        <ul class="lines small">
          ${files.value.map((file) => html`<li key=${file.id || file.name}>${line(file)}</li>`)}
        </ul>
        ${error.value && html`<p class="small bad">${error.value}</p>`}
        ${next.value &&
        html`<${Button} kind="small" onClick=${() => load(next.value)}>Show more</${Button}>`}
      </div>
    </details>`;
}
