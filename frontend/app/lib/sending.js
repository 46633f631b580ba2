// One act of sending files from this tab, from reading the folder to the last byte. What becomes of
// the files after that is the server's Upload, which outlives the page.
import { batch, signal } from "@preact/signals";
import { api, signedOut } from "./api.js";
import { Packer } from "./bundles.js";
import { labelOf, walk } from "./drop.js";
import { plural } from "./format.js";
import { stoppedUpload } from "./stopped-upload.js";
import { transfer } from "./transfer.js";

const LANES = 3; // of six connections that HTTP/1.1 allows; one is for events, two stay free for the page
const SERVER_ERRORS = 4; // attempts at a bundle that the server fails on, before it is split or given up
const LONGEST_WAIT = 15_000;
export const SILENT_AFTER = 60_000; // ms without a file before who sends it looks gone
const SHOWN_ABOVE = 1024 * 1024; // smaller requests are over before anybody could read their name

/** @typedef {"reading" | "empty" | "sending" | "paused" | "sent" | "stopped" | "failed"} Phase */

export class Sending {
  /** @type {import("@preact/signals").Signal<Phase>} */
  phase = signal("reading");
  error = signal("");
  uploadId = signal("");
  found = signal(0);
  /** Files that this tab could not send: {path, reason}. The server does not know of them. */
  failures = signal([]);
  unreadable = signal([]);
  /** Large requests under way: {label, share: Signal<number>}. */
  underWay = signal([]);
  /** Why nothing moves at the moment, or "". */
  waiting = signal("");

  #items = [];
  #packer = null;
  #abort = new AbortController();
  #resumed = deferred();

  constructor(collection, limits) {
    this.collection = collection;
    this.limits = limits;
    this.started = Date.now();
    this.#resumed.resolve();
  }

  get active() {
    return ["reading", "sending", "paused"].includes(this.phase.value);
  }

  async run(entries) {
    try {
      await this.#read(entries);
      if (this.phase.peek() !== "reading") return;
      await this.#open();
      await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
      if (!this.#over) this.phase.value = "sent";
      await this.#close();
    } catch (error) {
      this.#fail(error.message);
    }
  }

  pause() {
    this.#resumed = deferred();
    this.phase.value = "paused";
  }

  resume() {
    this.phase.value = "sending";
    this.#resumed.resolve();
  }

  /** Sends nothing more. What has arrived stays and is ingested. */
  stop() {
    this.phase.value = "stopped";
    this.#abort.abort();
    this.#resumed.resolve();
  }

  /** While the page goes away there is time for one last request, which needs no answer. */
  abandon() {
    if (this.uploadId.peek()) {
      fetch(`/api/v1/uploads/${this.uploadId.peek()}/close`, {
        method: "POST",
        keepalive: true,
      }).catch(() => {});
    }
  }

  get #over() {
    return this.phase.peek() === "stopped" || this.phase.peek() === "failed";
  }

  async #read(entries) {
    this.unreadable.value = await walk(entries, (items) => {
      this.#items.push(...items);
      this.found.value = this.#items.length;
    });
    if (!this.#items.length) this.phase.value = "empty";
    const most = this.limits.max_files_per_upload;
    if (most && this.#items.length > most) {
      this.#fail(
        `${plural(this.#items.length, "file")} are more than one upload takes (${plural(most, "file")}). Drop the folder in parts.`,
      );
    }
  }

  async #open() {
    this.label = labelOf(this.#items);
    const request = {
      collection_id: this.collection.id,
      expected_files: this.#items.length,
      label: this.label,
    };
    const paths = this.#items.map(({ path }) => path);
    const earlier = await stoppedUpload({ ...request, paths }, SILENT_AFTER);
    const upload = earlier || (await this.#insist(() => api.post("/uploads", request)));
    sendings.value = sendings.peek().filter((other) => other.uploadId.peek() !== upload.id);
    const refuse = (item, reason) => this.#lose([item], reason);
    this.#packer = new Packer(this.#items, refuse, this.limits.max_file_bytes || Infinity);
    batch(() => {
      this.uploadId.value = upload.id;
      this.phase.value = this.phase.peek() === "reading" ? "sending" : this.phase.peek();
    });
  }

  async #lane() {
    for (;;) {
      await this.#resumed.promise;
      if (this.#over) return;
      const bundle = await this.#packer.next();
      if (!bundle.length) return;
      await this.#deliver(bundle);
    }
  }

  async #deliver(bundle) {
    let errors = 0;
    for (let attempt = 0; !this.#over; attempt++) {
      try {
        await this.#transfer(bundle);
        this.waiting.value = "";
        return;
      } catch (error) {
        if (this.#over) return;
        if (error.ends) return void this.#fail(error.message);
        if (!error.passes && (error.status < 500 || ++errors >= SERVER_ERRORS))
          return this.#giveUp(bundle, error);
        bundle = await this.#readable(bundle);
        if (!bundle.length) return;
        await this.#wait(attempt, error);
      }
    }
  }

  async #transfer(bundle) {
    const size = bundle.reduce((sum, { file }) => sum + file.size, 0);
    const row = {
      label: bundle.length === 1 ? bundle[0].path : plural(bundle.length, "file"),
      share: signal(0),
    };
    if (size > SHOWN_ABOVE) this.underWay.value = [...this.underWay.peek(), row];
    const began = performance.now();
    try {
      await transfer(this.uploadId.peek(), bundle, {
        progress: (share) => (row.share.value = share),
        signal: this.#abort.signal,
      });
      if (bundle.length > 1 || size < SHOWN_ABOVE) this.#packer.learn(performance.now() - began);
    } finally {
      if (size > SHOWN_ABOVE)
        this.underWay.value = this.underWay.peek().filter((other) => other !== row);
    }
  }

  /** The server refuses this request as it is. One bad file must not take its neighbours along. */
  async #giveUp(bundle, error) {
    if (bundle.length === 1) this.#lose(bundle, error.message);
    else for (const part of bundle) await this.#deliver([part]);
  }

  /**
   * A file that changed or vanished on disk looks like a lost connection: find it, or it would be
   * tried for ever.
   */
  async #readable(bundle) {
    const checks = bundle.map((part) =>
      part.file
        .slice(0, 1)
        .arrayBuffer()
        .then(
          () => true,
          () => false,
        ),
    );
    const readable = await Promise.all(checks);
    const gone = bundle.filter((_, index) => !readable[index]);
    if (gone.length) this.#lose(gone, "The file was changed or removed while it was being sent.");
    return bundle.filter((_, index) => readable[index]);
  }

  async #wait(attempt, error) {
    this.waiting.value = error.status
      ? error.message
      : "The server does not answer. Sending goes on by itself when it is back.";
    const backoff =
      Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(attempt, 6)) * (0.7 + Math.random() * 0.6);
    await sleep(Math.max(backoff, error.retryAfter * 1000), this.#abort.signal);
  }

  /** Repeats a small request until the server answers it. */
  async #insist(request) {
    for (let attempt = 0; ; attempt++) {
      try {
        const reply = await request();
        this.waiting.value = "";
        return reply;
      } catch (error) {
        if (error.status && error.status < 500 && error.status !== 429 && error.status !== 401)
          throw error;
        if (error.status === 500 && attempt >= SERVER_ERRORS) throw error;
        if (this.#over && attempt >= SERVER_ERRORS) throw error;
        await this.#wait(attempt, { status: error.status, message: error.message, retryAfter: 0 });
      }
    }
  }

  async #close() {
    if (this.phase.peek() === "failed") return;
    await this.#insist(() => api.post(`/uploads/${this.uploadId.peek()}/close`)).catch(() => {});
  }

  #lose(items, reason) {
    this.failures.value = [...this.failures.peek(), ...items.map(({ path }) => ({ path, reason }))];
  }

  #fail(message) {
    batch(() => {
      this.phase.value = "failed";
      this.error.value = message;
      this.waiting.value = "";
    });
    this.#abort.abort();
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** What this tab is sending, or has sent since it was opened. */
export const sendings = signal([]);

export function sendingOf(uploadId) {
  return sendings.value.find((sending) => sending.uploadId.value === uploadId);
}

export function isSending() {
  return sendings.value.some((sending) => sending.active);
}

/** Starts to send entries to a collection; the caller sees it in `sendings`. */
export function send(collection, entries, limits) {
  const sending = new Sending(collection, limits);
  sendings.value = [...sendings.value, sending];
  sending.run(entries);
  return sending;
}

export function forget(sending) {
  sendings.value = sendings.value.filter((other) => other !== sending);
}

export function guardLeaving() {
  addEventListener("beforeunload", (event) => {
    if (isSending() && !signedOut.peek()) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    for (const sending of sendings.peek()) if (sending.active) sending.abandon();
  });
}
