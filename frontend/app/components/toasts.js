import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";
import { dismiss, toasts, whileVisible } from "../lib/notify.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";

const ICONS = { ok: "circle-check", warn: "triangle-alert", bad: "circle-alert", info: "info" };

export function Toasts() {
  return html`
    <div class="toasts" role="region" aria-label="Messages">
      <div role="status" aria-live="polite">
        ${toasts.value.map((message) => html`<${Toast} key=${message.id} message=${message} />`)}
      </div>
    </div>`;
}

function Toast({ message: { id, tone, title, text, href } }) {
  const close = () => dismiss(id);
  useEffect(() => whileVisible(close), [id]);
  return html`
    <div class=${`toast ${tone}`}>
      <${Icon} name=${ICONS[tone]} />
      <b>${title}</b>
      <${Button} icon="x" kind="ghost" label="Dismiss" onClick=${close} />
      <p>${text}</p>
      ${href && html`<a href=${href} onClick=${close}>Open</a>`}
    </div>`;
}
