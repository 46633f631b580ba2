import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { toast } from "../lib/notify.js";
import { Button } from "./button.js";

/** A line of settings to copy. Browsers give the clipboard on https and localhost only: elsewhere it can be selected. */
export function Setting({ name, text, about }) {
  const copied = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = true;
    } catch {
      toast({ tone: "warn", title: "It was not copied", text: "Select the line and copy it yourself." });
    }
  };
  return html`<div class="setting"><p class="small"><b>${name}</b>${about && html` <span class="muted">${about}</span>`}</p>
    <div><code tabindex="0">${text}</code>${globalThis.navigator?.clipboard && html`<${Button} kind="ghost small" icon=${copied.value ? "check" : "copy"} aria-label=${`Copy the settings for ${name}`} onClick=${copy}>${copied.value ? "Copied" : "Copy"}</${Button}>`}</div></div>`;
}
