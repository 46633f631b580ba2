// Where a question is written: the box, the completion of #collection, and how it is to be answered.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { mode } from "../lib/asking.js";
import { draftOf, setDraft } from "../lib/drafts.js";
import { enumerate, plural } from "../lib/format.js";
import { begunTag, pieces, suggest } from "../lib/hashtags.js";
import { collections, loaded } from "../lib/store.js";
import { Button } from "./button.js";
import { Segments } from "./segments.js";
import { optionId, TagPicker } from "./tag-picker.js";

const LONGEST = 4000;
const MODES = [
  { value: "auto", words: "Let Winnow choose" },
  { value: "quick", words: "Quick answer" },
  { value: "full", words: "Read everything" },
];

/**
 * @param {{conversationId: string, asking?: import("../lib/asking.js").Asking, box: object, onSend: (text: string) => void}} props
 * `asking` is the question that is being answered; `box` is a ref
 */
export function Composer({ conversationId, asking, box, onSend }) {
  const busy = Boolean(asking);
  const text = draftOf(conversationId).value;
  const picker = usePicker(conversationId, box);
  const send = () => {
    if (!text.trim() || busy) return;
    setDraft(conversationId, "");
    picker.close();
    onSend(text.trim());
  };
  const stop = () => {
    asking.stop();
    box.current.focus(); // the button becomes another one
  };
  const onKeyDown = (event) => {
    if (event.isComposing || picker.takes(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const onInput = (event) => {
    setDraft(conversationId, event.currentTarget.value);
    picker.look();
  };
  const open = picker.options.length > 0;
  return html`<form class="composer" onSubmit=${(event) => (event.preventDefault(), send())}>
    <div class="composer-box">${open && html`<${TagPicker} options=${picker.options} current=${picker.current} onPick=${picker.pick} />`}
      <label class="hidden" for="question">Your question</label>
      <textarea id="question" ref=${box} rows="2" maxlength=${LONGEST} data-shortcut="search" placeholder="Ask about your documents. # names a collection." value=${text}
        aria-describedby="question-scope" aria-autocomplete="list" aria-haspopup="listbox" aria-controls=${open ? "tags" : null}
        aria-activedescendant=${open ? optionId(picker.current) : null} onInput=${onInput} onKeyDown=${onKeyDown} onClick=${picker.look} onBlur=${picker.close}></textarea></div>
    <p id="question-scope" class="small muted scope"><${Scope} text=${text} typing=${open} /></p>
    <div class="composer-line"><${Segments} label="How to answer" value=${mode.value} onChange=${(value) => (mode.value = value)} options=${MODES} />
      ${asking?.isBegun ? html`<${Button} icon="ban" title="Stop reading along. The answer is still finished and kept." onClick=${stop}>Stop</${Button}>`
        : html`<${Button} icon="send" kind="primary" type="submit" disabled=${busy || !text.trim()}>Ask</${Button}>`}</div>
    <p class="hidden" role="status">${open ? `${plural(picker.options.length, "collection")}. Arrow keys choose, Enter takes it.` : ""}</p></form>`;
}

/** Says which collections the question is for, before it is sent. A tag that is still being typed is not unknown. */
function Scope({ text, typing }) {
  const all = collections.list();
  if (!loaded.value) return null;
  if (!all.length) return html`There are no documents yet. Add some in the <a href="/library">Library</a>.`;
  const tags = pieces(text, all.map(({ name }) => name)).filter(({ tag }) => tag);
  const known = [...new Set(tags.filter(({ name }) => name).map(({ name }) => `#${name}`))];
  const unknown = tags.filter(({ name }) => !name).map(({ tag }) => `#${tag}`);
  const where = known.length ? `Asks ${enumerate(known)}.` : `Asks ${all.length === 1 ? `#${all[0].name}` : `all ${plural(all.length, "collection")}`}. Type # to choose.`;
  return html`${where}${unknown.length > 0 && !typing && html` <span class="warn">There is no collection ${enumerate(unknown)}.</span>`}`;
}

/** The completion of the tag before the caret. */
function usePicker(conversationId, box) {
  const begun = useSignal(null);
  const current = useSignal(0);
  const options = begun.value ? suggest(collections.list(), begun.value.typed) : [];
  const close = () => (begun.value = null);
  const pick = ({ name }) => {
    const { start, typed } = begun.peek();
    const text = draftOf(conversationId).peek();
    const rest = text.slice(start + 1 + typed.length);
    const before = `${text.slice(0, start)}#${name} `;
    setDraft(conversationId, before + rest.replace(/^ /, ""));
    close();
    setTimeout(() => {
      box.current?.focus();
      box.current?.setSelectionRange(before.length, before.length);
    });
  };
  const look = () => {
    const field = box.current;
    begun.value = field.selectionStart === field.selectionEnd ? begunTag(field.value, field.selectionStart) : null;
    current.value = 0;
  };
  const move = (step) => (current.value = (current.peek() + step + options.length) % options.length);
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => pick(options[current.peek()]), Tab: () => pick(options[current.peek()]), Escape: close };
  /** Whether the key was for the list. */
  const takes = (event) => {
    if (!options.length || event.shiftKey || !keys[event.key]) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  };
  return { options, current: Math.min(current.value, options.length - 1), pick, look, close, takes };
}
