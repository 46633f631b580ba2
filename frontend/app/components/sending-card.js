import { html } from "../lib/html.js";
import { plural } from "../lib/format.js";
import { forget } from "../lib/sending.js";
import { Button } from "./button.js";
import { State } from "./state.js";

/** A sending whose Upload does not exist yet, or never will. */
export function SendingCard({ sending }) {
  const words = {
    reading: `Reading the folder: ${plural(sending.found.value, "file")} found`,
    empty: "There were no files in what you dropped.",
    failed: sending.error.value,
    stopped: "Stopped before anything was sent.",
  }[sending.phase.value];
  const over = !sending.active;
  return html`<section class="card" aria-label="Upload" data-testid="reading"><div class="line">
    <p role="status">${sending.phase.value === "failed" ? html`<b>The upload could not go on.</b> ` : ""}${words}</p>
    <span class="actions">${!over && html`<${State} is="running" words=${sending.waiting.value || "Reading"} />`}
    ${over && html`<${Button} icon="x" kind="ghost" label="Hide this message" onClick=${() => forget(sending)} />`}</span></div></section>`;
}
