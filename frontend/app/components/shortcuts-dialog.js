import { html } from "../lib/html.js";
import { helpOpen, shortcuts } from "../lib/shortcuts.js";
import { Button } from "./button.js";
import { Dialog } from "./dialog.js";

export function ShortcutsDialog() {
  if (!helpOpen.value) return null;
  const close = () => (helpOpen.value = false);
  return html`<${Dialog} title="Keyboard shortcuts" onClose=${close}><${ShortcutList} />
    <div class="row-end"><${Button} onClick=${close}>Close</${Button}></div></${Dialog}>`;
}

export function ShortcutList() {
  return html`<dl class="shortcuts">${shortcuts().map(({ keys, says }) => html`<div key=${says}>
    <dt>${keys.map((key, index) => html`${index > 0 && " then "}<kbd>${key}</kbd>`)}</dt><dd>${says}</dd></div>`)}</dl>`;
}
