import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { html } from "../lib/html.js";
import { Button } from "./button.js";

/**
 * A modal dialog. The browser keeps the focus inside and closes it on Escape; the focus goes back
 * to where it was, and the page stays where it is.
 */
export function Dialog({ title, onClose, children, wide }) {
  const element = useRef();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      const taken = document.activeElement !== document.body; // by who goes on from here
      if (!taken && opener?.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  const onClick = (event) => event.target === element.current && onClose();
  return html`
    <dialog
      ref=${element}
      class=${wide ? "dialog wide" : "dialog"}
      aria-labelledby="dialog-title"
      onClose=${onClose}
      onClick=${onClick}
    >
      <h2 id="dialog-title">${title}</h2>
      ${children}
    </dialog>`;
}

const question = signal(null);

/**
 * Asks before something that can not be undone.
 * @param {{title: string, text: string, action: string, keep?: string}} wording
 * @returns {Promise<boolean>}
 */
export function confirm(wording) {
  return new Promise((resolve) => {
    question.value = { ...wording, resolve };
  });
}

export function Confirmation() {
  if (!question.value) return null;
  const { title, text, action, keep = "Keep", resolve } = question.value;
  const answer = (yes) => {
    question.value = null;
    resolve(yes);
  };
  return html`
    <${Dialog} title=${title} onClose=${() => answer(false)}>
      <p>${text}</p>
      <div class="row-end">
        <${Button} onClick=${() => answer(false)}>${keep}</${Button}>
        <${Button} kind="danger" onClick=${() => answer(true)}>${action}</${Button}>
      </div>
    </${Dialog}>`;
}
