// One server-sent event stream with resume, read by fetch. EventSource is not used because it gives up for good on a
// reconnect that is answered 401, 429 or 5xx, hides that status, and drops event names that were not listed beforehand.

const SILENCE = 13_000; // the server sends a ping every 5 s; a frozen server raises no error at all
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** @typedef {"connecting" | "live" | "retrying" | "signed-out"} Status */

export class EventStream {
  #cursor = "";
  #failures = 0;
  #running = false;
  #abort = null;
  #wake = null;

  /**
   * @param {string} url
   * @param {{event: (name: string, data: object) => void, status: (status: Status) => void}} listener
   */
  constructor(url, listener) {
    this.url = url;
    this.listener = listener;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#run();
  }

  /** Ends the stream and forgets its position. */
  stop() {
    this.#running = false;
    this.#cursor = "";
    this.#abort?.abort();
    this.#wake?.();
  }

  /** Tries again now instead of after the wait, for example when the network came back. */
  hurry() {
    this.#wake?.();
  }

  async #run() {
    while (this.#running) {
      try {
        await this.#read();
      } catch {
        // Refused, cut or silent: all the same, another attempt follows.
      }
      if (!this.#running) return;
      if (this.signedOut) {
        this.#running = false;
        this.listener.status("signed-out");
        return;
      }
      this.listener.status("retrying");
      await this.#wait();
    }
  }

  async #read() {
    this.#abort = new AbortController();
    this.signedOut = false;
    const watchdog = this.#watch();
    try {
      const url = this.#cursor ? `${this.url}?after=${encodeURIComponent(this.#cursor)}` : this.url;
      const response = await fetch(url, { headers: { Accept: "text/event-stream" }, cache: "no-store", signal: this.#abort.signal });
      this.signedOut = response.status === 401;
      if (!response.ok || !response.body) return;
      this.#failures = 0;
      this.listener.status("live");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parse = parser((message) => this.#receive(message));
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        watchdog.feed();
        parse(value);
      }
    } finally {
      watchdog.stop();
      this.#abort.abort();
    }
  }

  #receive({ id, name, data }) {
    if (name !== "ping") this.listener.event(name, JSON.parse(data));
    if (id) this.#cursor = id;
  }

  #watch() {
    const abort = this.#abort;
    let last = Date.now();
    const timer = setInterval(() => Date.now() - last > SILENCE && abort.abort(), 1000);
    return { feed: () => (last = Date.now()), stop: () => clearInterval(timer) };
  }

  async #wait() {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++);
    let timer;
    await new Promise((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, longest * (0.7 + Math.random() * 0.6));
    });
    clearTimeout(timer);
    this.#wake = null;
  }
}

/** Takes text as it arrives and calls `emit` for every complete event. */
export function parser(emit) {
  let rest = "";
  return (text) => {
    rest += text;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const message = { id: "", name: "message", data: "" };
      const data = [];
      for (const line of block.split(/\r?\n/)) {
        const colon = line.indexOf(":");
        if (colon <= 0) continue; // a comment, or a field without a value
        const value = line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
        const field = line.slice(0, colon);
        if (field === "data") data.push(value);
        else if (field === "id") message.id = value;
        else if (field === "event") message.name = value;
      }
      if (data.length) emit({ ...message, data: data.join("\n") });
    }
  };
}
