// A table of any length: only the rows in view exist in the page.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";

const MARGIN = 8; // rows kept beyond the view, so that Tab always finds the next one

/**
 * @param {{
 *   label: string, kind: string, head: string[], height: number, current?: string,
 *   ids: string[], total: number, want: (index: number) => void, row: (id: string) => object,
 * }} props `total` may exceed `ids`: rows that are not loaded yet are asked for with `want` when
 * they come into view; the style sheet gives the columns of the `kind`; `current` is the id of the
 * row that is open beside the page
 */
export function VirtualTable({ label, kind, head, height, ids, total, current, want, row }) {
  const body = useRef();
  const top = useSignal(0);
  const view = useSignal(600);
  useEffect(() => {
    const observer = new ResizeObserver(() => (view.value = body.current?.clientHeight || 0));
    observer.observe(body.current);
    return () => observer.disconnect();
  }, []);

  const rows = Math.max(total, ids.length);
  const first = Math.max(0, Math.min(Math.floor(top.value / height) - MARGIN, rows - 1));
  const last = Math.min(rows, Math.ceil((top.value + view.value) / height) + MARGIN);
  useEffect(() => want(last), [last, ids.length, rows]);

  const shown = Array.from({ length: last - first }, (_, offset) => first + offset);
  return html`
    <div class=${`table ${kind}`} role="table" aria-label=${label} aria-rowcount=${rows + 1}>
      <div role="rowgroup">
        <div class="table-head" role="row" aria-rowindex="1">
          ${head.map((words) => html`<span role="columnheader">${words}</span>`)}
        </div>
      </div>
      <div
        class="table-body"
        role="rowgroup"
        tabindex="0"
        aria-label=${`${label}, scrollable`}
        ref=${body}
        onScroll=${(event) => (top.value = event.currentTarget.scrollTop)}
      >
        <div role="presentation" class="table-space" style=${{ height: `${rows * height}px` }}>
          <div role="presentation" style=${{ transform: `translateY(${first * height}px)` }}>
            ${shown.map(
              (index) => html`
                <div
                  class="table-row"
                  role="row"
                  key=${ids[index] || `at-${index}`}
                  aria-rowindex=${index + 2}
                  aria-current=${current && ids[index] === current ? "true" : null}
                  style=${{ height: `${height}px` }}
                >
                  ${index < ids.length
                    ? row(ids[index])
                    : html`<span role="cell" class="muted">Loading…</span>`}
                </div>`,
            )}
          </div>
        </div>
      </div>
    </div>`;
}
