import { html } from "../lib/html.js";

/** A row of filters of which one is on. @param {{label: string, value: string, onChange: (value: string) => void, options: {value: string, words: string, number?: string}[]}} props */
export function Segments({ label, value, onChange, options }) {
  return html`<div class="segments" role="group" aria-label=${label}>${options.map((option) => html`
    <button type="button" key=${option.value} aria-pressed=${option.value === value} onClick=${() => onChange(option.value)}>
      ${option.words}${option.number && html` <span class="number">${option.number}</span>`}</button>`)}</div>`;
}
