// The language models that are set up; and what works without one, and how one is set up.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { api } from "../lib/api.js";
import { decimal } from "../lib/decimal.js";
import { count, enumerate, plural } from "../lib/format.js";
import { useLiveAgain } from "../lib/live-again.js";
import { attempt } from "../lib/notify.js";
import { Button } from "./button.js";
import { Setting } from "./setting.js";

const ROLES = {
  map: "reads documents",
  synthesis: "writes answers",
  intent: "understands questions",
};
const PROVIDERS = { openai: "OpenAI-compatible", anthropic: "Anthropic", gemini: "Gemini" };
const BALANCES = {
  "round-robin": "in turn",
  "least-used": "the least used one first",
  weighted: "by their weights",
};
const SERVER = "WINNOW_MODEL_URL=https://SERVER/v1 WINNOW_MODEL_KEY=KEY";
const WAYS = [
  { name: "Any OpenAI-compatible server", setting: `WINNOW_MODEL=openai:MODEL ${SERVER}` },
  { name: "Anthropic", setting: "WINNOW_MODEL=anthropic:MODEL WINNOW_MODEL_KEY=KEY" },
  { name: "Gemini", setting: "WINNOW_MODEL=gemini:MODEL WINNOW_MODEL_KEY=KEY" },
];

export function ModelsCard() {
  const found = useSignal(null);
  const error = useSignal("");
  const load = async () => {
    try {
      found.value = await api.get("/models");
      error.value = "";
    } catch (failure) {
      error.value = failure.message;
    }
  };
  useEffect(() => void load(), []);
  useLiveAgain(error.value !== "", load);
  if (error.value) {
    return html`
      <p class="bad">${error.value}</p>
      <div class="actions">
        <${Button} icon="rotate-cw" onClick=${load}>Try again</${Button}>
      </div>`;
  }
  if (!found.value) return html`<p class="muted" role="status">Loading…</p>`;
  const { items, balance } = found.value;
  if (!items.length) return html`<${None} />`;
  return html`<${Configured} items=${items} balance=${balance} />`;
}

function Configured({ items, balance }) {
  const shared = items.length > 1 && BALANCES[balance];
  return html`
    <ul class="models">
      ${items.map((model) => html`<${Model} key=${model.name} model=${model} />`)}
    </ul>
    ${shared &&
    html`<p class="small muted">Models with the same task share it: ${shared}.</p>`}
    <p class="small muted">
      What documents say goes to these servers when a question is asked. Models are changed in the
      settings of the server; keys are never shown here.
    </p>`;
}

function Model({ model }) {
  const { name, provider, base_url: address, roles } = model;
  const about = [PROVIDERS[provider] || provider, model.model !== name && model.model, address];
  const tasks = sentence(enumerate(roles.map((role) => ROLES[role] || role)));
  return html`
    <li>
      <h3>${name}</h3>
      <p class="small muted">${about.filter(Boolean).join(" · ")}</p>
      <p class="small">${tasks}. ${limits(model)}</p>
    </li>`;
}

const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function limits(model) {
  const { requests_per_minute: requests, tokens_per_minute: tokens } = model;
  const { price_in: input, price_out: output } = model;
  const parts = [
    `${plural(model.concurrency, "call")} at once`,
    requests && `${count(requests)} calls a minute`,
    tokens && `${count(tokens)} tokens a minute`,
  ];
  const most = `Up to ${enumerate(parts.filter(Boolean))}.`;
  if (input === null || output === null) return most;
  const prices = `${decimal(input)} read, ${decimal(output)} written`;
  return `${most} Price per million tokens: ${prices}.`;
}

function None() {
  return html`
    <p>No language model is set up. This works without one:</p>
    <ul class="points">
      <li>Totals, counts, averages, lists and rankings over every document, exact, by rules</li>
      <li>Search, and quick answers as the passages that fit best</li>
    </ul>
    <p>
      With a model, quick answers are written in words with citations, and documents are read for
      what no rule can judge. Rules and exact figures stay as they are.
    </p>
    <h3>Set one up</h3>
    <p>
      Start Winnow with one of these settings before${" "}<code>./start.sh</code>, with the name of
      your model and your key.
    </p>
    ${WAYS.map(
      ({ name, setting }) => html`<${Setting} key=${name} name=${name} text=${setting} />`,
    )}
    <${Local} />`;
}

/** Model servers that run on the machine Winnow runs on, looked for only when somebody asks. */
function Local() {
  const servers = useSignal(null);
  const busy = useSignal(false);
  const ask = () => api.get("/models", { look: 1 });
  const look = async () => {
    busy.value = true;
    const reply = await attempt(ask, "Nobody looked for model servers");
    servers.value = reply?.local ?? servers.peek();
    busy.value = false;
  };
  const found = busy.value ? [] : servers.value || [];
  return html`
    <div class="actions">
      <${Button} icon="search" disabled=${busy.value} onClick=${look}>
        Look for one on this machine
      </${Button}>
    </div>
    <div role="status">
      ${busy.value && html`<p class="small muted">Looking…</p>`}
      ${!busy.value && servers.value?.length === 0 && html`<${NoneFound} />`}
    </div>
    ${found.map(
      ({ name, base_url: address, models, settings }) => html`
        <${Setting}
          key=${address}
          name=${`${name} at ${address}`}
          text=${settings}
          about=${enumerate(models)}
        />`,
    )}`;
}

function NoneFound() {
  return html`
    <p class="small">
      None was found. Ollama, llama.cpp and LM Studio are found while they run on the machine that
      Winnow runs on.
    </p>`;
}
