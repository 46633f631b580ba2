// Sending questions. One that is on its way is shown in its conversation, with the words of its
// answer as they come, until the server's own messages stand there. Nothing is lost when the page
// is left: the server finishes every answer.
import { signal } from "@preact/signals";
import { api, ApiError } from "./api.js";
import { draftOf, setDraft } from "./drafts.js";
import { enumerate } from "./format.js";
import { toast } from "./notify.js";

const FLUSH = 100; // ms between looks at the words that came

/**
 * How a question is answered: "auto", "quick" or "full". Stays as chosen until the page is loaded
 * again.
 */
export const mode = signal("auto");

/** @type {import("@preact/signals").Signal<Asking[]>} questions on their way, in order */
export const sent = signal([]);
let last = 0;

/**
 * One question on its way. The id of its conversation is "" as long as there is none, that of its
 * message until the server has it. `state`: "looking" before any word, "writing", "done", and three
 * in which nothing more comes: "stopped" by the person, "cut" off, "failed".
 */
export class Asking {
  words = signal("");
  state = signal("looking");
  error = "";
  questionId = "";
  jobId = null;
  sources = [];

  #abort = new AbortController();
  #pending = "";
  #timer = 0;

  constructor(conversationId, text) {
    this.number = ++last;
    this.conversationId = conversationId;
    this.text = text;
  }

  get isRunning() {
    return this.state.value === "looking" || this.state.value === "writing";
  }

  /** Whether the server has the question, so that the answer comes even when nobody reads along. */
  get isBegun() {
    return this.questionId !== "";
  }

  /** Stops reading along. */
  stop() {
    this.#abort.abort();
  }

  /**
   * Sends it, and reads its answer to the end. Throws when the server did not take the question.
   */
  async run(body, onPlaced) {
    const place = (reply) => {
      const { conversation_id: id, message_id: questionId, sources } = reply;
      Object.assign(this, { conversationId: id, questionId, sources });
      sent.value = [...sent.peek()];
      warnOfTags(reply.hashtag_info);
      onPlaced?.(id);
    };
    const events = {
      "answer.begun": (begun) => {
        place(begun);
        this.state.value = "writing";
      },
      "answer.streamed": ({ text }) => this.#add(text),
      "answer.completed": (reply) => {
        this.jobId = reply.job_id || null;
        if (!this.isBegun) place(reply);
        this.#end("done");
      },
      "answer.failed": ({ detail, title }) => this.#fail(new ApiError(detail || title)),
    };
    try {
      await api.stream("/chat", body, (name, data) => events[name]?.(data), this.#abort.signal);
      if (this.isRunning) this.#fail(new ApiError("The answer was cut off."), "cut");
    } catch (failure) {
      if (failure.name === "AbortError") this.#end("stopped");
      else this.#fail(failure, "cut");
    }
  }

  /** Before the server has the question this is the sender's to deal with. */
  #fail(failure, state = "failed") {
    this.error = failure.message;
    this.#end(this.isBegun ? state : "failed");
    if (!this.isBegun) throw failure;
  }

  #add(text) {
    this.#pending += text;
    this.#timer ||= setTimeout(() => this.#flush(), FLUSH);
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.words.value += this.#pending;
    this.#pending = "";
  }

  #end(state) {
    this.#flush();
    this.state.value = state;
  }
}

/**
 * Asks, and reads the answer to its end. Throws when the question was not taken.
 * @param {{
 *   how?: string, plan?: object, about?: string[], onPlaced?: (conversationId: string) => void,
 * }} options `plan` is run instead of what the question would give, over the collections that it is
 * `about` unless the question names others; `onPlaced` is called once its conversation is known
 */
export async function askQuestion(conversationId, text, options = {}) {
  const { how = mode.peek(), plan, about, onPlaced } = options;
  const asking = new Asking(conversationId, text);
  const others = sent
    .peek()
    .filter((other) => other.isRunning || other.conversationId !== conversationId);
  sent.value = [...others, asking];
  const body = {
    ...(conversationId && { conversation_id: conversationId }),
    message: text,
    mode: how,
    keep: true,
    ...(plan && { plan }),
    ...(about?.length && { collection_ids: about }),
  };
  try {
    await asking.run(body, onPlaced);
  } catch (failure) {
    forget([asking]);
    throw failure;
  }
}

/** Takes what stands in its conversation off the list. */
export function forget(askings) {
  sent.value = sent.peek().filter((asking) => !askings.includes(asking));
}

/** Puts a question that was not sent back into the box, unless another one was begun there. */
export function giveBack(conversationId, text, failure) {
  if (!draftOf(conversationId).peek()) setDraft(conversationId, text);
  const words = `${failure.message} It is still in the box.`;
  toast({ tone: "bad", title: "Your question was not sent", text: words });
}

function warnOfTags({ unrecognized_hashtags: unknown = [], folder_filtered: filtered } = {}) {
  if (!unknown.length) return;
  const names = enumerate(unknown.map((name) => `#${name.replace(/^#/, "")}`));
  const where = filtered ? "to the other ones you named" : "to all collections";
  const text = `The question went ${where}.`;
  toast({ tone: "warn", title: `There is no collection ${names}`, text });
}
