// Where a question is written: the box, the completion of #collection, and how it is to be
// answered.
import { useSignal } from "@preact/signals";
import { html } from "../lib/html.js";
import { mode } from "../lib/asking.js";
import { draftOf, setDraft } from "../lib/drafts.js";
import { enumerate, plural } from "../lib/format.js";
import { begunTag, isNamed, pieces, suggest } from "../lib/hashtags.js";
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
 * @param {{
 *   conversationId: string, asking?: import("../lib/asking.js").Asking, box: object,
 *   onSend: (text: string) => void,
 * }} props `asking` is the question that is being answered; `box` is a ref
 */
export function Composer({ conversationId, asking, box, onSend }) {
  const busy = Boolean(asking);
  const text = draftOf(conversationId).value;
  const picker = usePicker(conversationId, box);
  const writing = useWriting();
  const send = () => {
    if (!text.trim() || busy) return;
    setDraft(conversationId, "");
    picker.close();
    onSend(text.trim());
  };
  const onSubmit = (event) => {
    event.preventDefault();
    send();
  };
  const stop = () => {
    asking.stop();
    box.current.focus(); // the button becomes another one
  };
  return html`
    <form class=${writing.is ? "composer open" : "composer"} onSubmit=${onSubmit} ...${writing.on}>
      <${Box}
        conversationId=${conversationId}
        text=${text}
        picker=${picker}
        box=${box}
        onSend=${send}
      />
      <p id="question-scope" class="small muted scope">
        <${Scope} text=${text} typing=${picker.options.length > 0} />
      </p>
      <div class="composer-line">
        <${Segments}
          label="How to answer"
          value=${mode.value}
          onChange=${(value) => (mode.value = value)}
          options=${MODES}
        />
        ${asking?.isBegun
          ? html`<${Stop} onClick=${stop} />`
          : html`
              <${Button} icon="send" kind="primary" type="submit" disabled=${busy || !text.trim()}>
                Ask
              </${Button}>`}
      </div>
      <p class="hidden" role="status">${picker.says}</p>
    </form>`;
}

/**
 * Whether somebody is writing. In a low window the composer is a line otherwise. Its button alone
 * does not open it: it would move away from under the pointer.
 */
function useWriting() {
  const is = useSignal(false);
  const onFocusIn = ({ target }) => {
    if (!target.matches(".composer-line > .button")) is.value = true;
  };
  const onFocusOut = ({ currentTarget, relatedTarget }) => {
    if (!currentTarget.contains(relatedTarget)) is.value = false;
  };
  return { is: is.value, on: { onFocusIn, onFocusOut } };
}

function Stop({ onClick }) {
  const title = "Stop reading along. The answer is still finished and kept.";
  return html`<${Button} icon="ban" title=${title} onClick=${onClick}>Stop</${Button}>`;
}

function Box({ conversationId, text, picker, box, onSend }) {
  const open = picker.options.length > 0;
  const onKeyDown = (event) => {
    if (event.isComposing || picker.takes(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    onSend();
  };
  const onInput = (event) => {
    setDraft(conversationId, event.currentTarget.value);
    picker.look();
  };
  return html`
    <div class="composer-box">
      ${open &&
      html`
        <${TagPicker} options=${picker.options} current=${picker.current} onPick=${picker.pick} />`}
      <label class="hidden" for="question">Your question</label>
      <textarea
        id="question"
        ref=${box}
        rows="2"
        maxlength=${LONGEST}
        data-shortcut="search"
        placeholder="Ask about your documents. # names a collection."
        value=${text}
        aria-describedby="question-scope"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${open ? "tags" : null}
        aria-activedescendant=${open ? optionId(picker.current) : null}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
        onClick=${picker.look}
        onBlur=${picker.close}
      ></textarea>
    </div>`;
}

/**
 * Says which collections the question is for, before it is sent. A tag that is still being typed is
 * not unknown.
 */
function Scope({ text, typing }) {
  const all = collections.list();
  if (!loaded.value) return null;
  if (!all.length) {
    return html`There are no documents yet. Add some in the${" "}<a href="/library">Library</a>.`;
  }
  const names = all.map(({ name }) => name);
  const tags = pieces(text, names).filter(({ tag }) => tag);
  const unknown = tags.filter(({ name }) => !name).map(({ tag }) => `#${tag}`);
  const warning = `There is no collection ${enumerate(unknown)}.`;
  return html`
    ${asks(tags, names)}
    ${unknown.length > 0 && !typing && html` <span class="warn">${warning}</span>`}`;
}

function asks(tags, names) {
  const known = [...new Set(tags.filter(({ name }) => name).map(({ name }) => `#${name}`))];
  if (known.length) return `Asks ${enumerate(known)}.`;
  const all = names.length === 1 ? `#${names[0]}` : `all ${plural(names.length, "collection")}`;
  return `Asks ${all}. Type # to choose.`;
}

/** The completion of the tag before the caret. */
function usePicker(conversationId, box) {
  const begun = useSignal(null);
  const current = useSignal(0);
  const moved = useSignal(false);
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
    const chosen = field.selectionStart !== field.selectionEnd;
    begun.value = chosen ? null : begunTag(field.value, field.selectionStart);
    current.value = 0;
    moved.value = false;
  };
  const move = (step) => {
    current.value = (current.peek() + step + options.length) % options.length;
    moved.value = true;
  };
  const take = () => pick(options[current.peek()]);
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: take,
    Tab: take,
    Escape: close,
  };
  /** Whether the key was for the list. A name that is typed out needs no completion: Enter asks. */
  const takes = (event) => {
    if (!options.length || event.shiftKey || !keys[event.key]) return false;
    const whole = !moved.peek() && isNamed(options, begun.peek().typed);
    if (event.key === "Enter" && whole) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  };
  const at = Math.min(current.value, options.length - 1);
  return { options, current: at, says: says(options, begun.value), pick, look, close, takes };
}

function says(options, begun) {
  if (!options.length) return "";
  const enter = isNamed(options, begun.typed) ? "Tab takes it, Enter asks" : "Enter takes it";
  return `${plural(options.length, "collection")}. Arrow keys choose, ${enter}.`;
}
