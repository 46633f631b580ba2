import { html } from "../lib/html.js";
import { Icon } from "./icon.js";

// icon, words, tone
const STATES = {
  queued: ["clock", "Waiting", ""],
  extracting: ["loader", "Reading", "info"],
  chunking: ["loader", "Dividing", "info"],
  embedding: ["loader", "Indexing", "info"],
  ready: ["check", "Ready", "ok"],
  failed: ["circle-alert", "Failed", "bad"],
  cancelled: ["ban", "Cancelled", ""],
  running: ["loader", "Running", "info"],
  completed: ["check", "Done", "ok"],
  mixed: ["triangle-alert", "Finished with failures", "warn"],
  finished: ["check", "Finished", "ok"],
  paused: ["pause", "Paused", ""],
  stopped: ["triangle-alert", "Sending stopped", "warn"],
  waiting: ["wifi-off", "Waiting for the server", "warn"],
  idle: ["check", "Idle", ""],
  busy: ["loader", "Busy", "info"],
};

/** A state as icon and words; colour alone never carries it. `words` replaces the usual ones. */
export function State({ is, words }) {
  const [icon, usual, tone] = STATES[is] || ["info", is, ""];
  return html`<span class=${`state ${tone}`}><${Icon} name=${icon} spin=${icon === "loader"} /><span>${words || usual}</span></span>`;
}
