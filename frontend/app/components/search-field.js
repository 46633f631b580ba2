import { useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";

/**
 * A field to search with, which can be emptied.
 * @param {{
 *   label: string, text: string, onType: (text: string) => void, shortcut: string, kind?: string,
 * }} props `shortcut` names the key that leads here, see shortcuts.js
 */
export function SearchField({ label, text, onType, shortcut, kind = "" }) {
  const field = useRef();
  const empty = () => {
    onType("");
    field.current.focus();
  };
  return html`
    <span class=${`field-with-icon ${kind}`}>
      <${Icon} name="search" />
      <input
        ref=${field}
        type="search"
        aria-label=${label}
        placeholder=${label}
        autocomplete="off"
        data-shortcut=${shortcut}
        value=${text}
        onInput=${(event) => onType(event.currentTarget.value)}
      />
      ${text && html`<${Button} icon="x" kind="ghost" label="Empty the field" onClick=${empty} />`}
    </span>`;
}
