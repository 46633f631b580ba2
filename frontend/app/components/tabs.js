import { useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { printing } from "../lib/printing.js";

/**
 * Tabs and the panel of the chosen one; on paper the panels of all. Arrow keys move between tabs.
 * @param {{
 *   id: string, label: string, value: string, onChange: (value: string) => void,
 *   options: {value: string, words: string, view: () => object}[],
 * }} props
 */
export function Tabs({ id, label, value, onChange, options }) {
  const list = useRef();
  const at = options.findIndex((option) => option.value === value);
  const onKeyDown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (at + step + options.length) % options.length;
    event.preventDefault();
    onChange(options[next].value);
    list.current.children[next].focus();
  };
  if (printing.value) return html`<${Panels} options=${options} />`;
  return html`
    <div class="tabs" role="tablist" aria-label=${label} ref=${list} onKeyDown=${onKeyDown}>
      ${options.map(
        (option, index) => html`
          <button
            type="button"
            key=${option.value}
            role="tab"
            id=${`${id}-${option.value}`}
            aria-selected=${index === at}
            aria-controls=${`${id}-panel`}
            tabindex=${index === at ? 0 : -1}
            onClick=${() => onChange(option.value)}
          >
            ${option.words}
          </button>`,
      )}
    </div>
    <div class="tab-panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${value}`}>
      ${options[at].view()}
    </div>`;
}

function Panels({ options }) {
  return options.map(
    ({ value, words, view }) => html`
      <section class="tab-panel" key=${value}>
        <h4>${words}</h4>
        ${view()}
      </section>`,
  );
}
