import { html } from "../lib/html.js";
import { Icon } from "./icon.js";

const PHASES = [
  ["queued", "Queued"],
  ["filter", "Filter"],
  ["map", "Read each document"],
  ["reduce", "Combine"],
  ["synthesis", "Write up"],
];

/** Where a question's job is on its way. */
export function Phases({ job }) {
  const running = job.status === "running";
  const now = job.status === "queued" ? 0 : Math.max(1, PHASES.findIndex(([phase]) => phase === job.current_phase));
  return html`<ol class="phases small" aria-label="Phases">${PHASES.map(([phase, words], index) => html`<li key=${phase} class=${index < now ? "past" : index === now ? "now" : ""} aria-current=${index === now ? "step" : null}>
    <${Icon} name=${iconOf(index, now, running)} spin=${index === now && running} />${words}</li>`)}</ol>`;
}

function iconOf(index, now, running) {
  if (index < now) return "check";
  return index === now && running ? "loader" : "clock";
}
