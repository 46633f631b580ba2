import { useRef } from "preact/hooks";
import { html } from "../lib/html.js";

/**
 * Tabs and the panel of the chosen one. Arrow keys move between the tabs.
 * @param {{id: string, label: string, value: string, onChange: (value: string) => void, options: {value: string, words: string}[], children: object}} props
 */
export function Tabs({ id, label, value, onChange, options, children }) {
  const list = useRef();
  const onKeyDown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = (options.findIndex((option) => option.value === value) + step + options.length) % options.length;
    event.preventDefault();
    onChange(options[at].value);
    list.current.children[at].focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} ref=${list} onKeyDown=${onKeyDown}>${options.map((option) => html`
      <button type="button" key=${option.value} role="tab" id=${`${id}-${option.value}`} aria-selected=${option.value === value} aria-controls=${`${id}-panel`}
        tabindex=${option.value === value ? 0 : -1} onClick=${() => onChange(option.value)}>${option.words}</button>`)}</div>
    <div class="tab-panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${value}`}>${children}</div>`;
}
