// The stream and its replica as one source of messages. It runs in the shared worker, where all tabs of a browser use
// one connection, or in the page itself where there are no shared workers.
import { EventStream } from "./event-stream.js";
import { Replica } from "./replica.js";

const INTERVAL = 250; // changes are joined to at most four messages a second

export class LiveSource {
  #replica = new Replica();
  #stream;
  #status = "connecting";
  #timer = 0;
  #sent = 0;

  /** @param {(message: object) => void} emit receives {type: "snapshot" | "changes" | "status", ...} */
  constructor(url, emit) {
    this.emit = emit;
    this.#stream = new EventStream(url, {
      event: (name, data) => this.#receive(name, data),
      status: (status) => this.#report(status),
    });
  }

  start() {
    if (this.#status === "signed-out") this.#report("connecting");
    this.#stream.start();
  }

  stop() {
    this.#stream.stop();
    this.#replica.clear();
    this.#status = "connecting";
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  signOut() {
    this.stop();
    this.#report("signed-out");
  }

  hurry() {
    this.#stream.hurry();
  }

  /** What a newcomer needs to know, after everybody else has heard what is still waiting. */
  welcome() {
    this.#flush();
    const status = { type: "status", status: this.#status };
    return this.#replica.ready ? [{ type: "snapshot", ...this.#replica.snapshot() }, status] : [status];
  }

  #report(status) {
    if (status === this.#status) return;
    this.#status = status;
    this.emit({ type: "status", status });
  }

  #receive(name, data) {
    if (name === "snapshot") {
      this.#replica.reset(data);
      this.emit({ type: "snapshot", ...this.#replica.snapshot() });
      return;
    }
    this.#replica.apply(name, data);
    this.#timer ||= setTimeout(() => this.#flush(), Math.max(0, this.#sent + INTERVAL - Date.now()));
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#sent = Date.now();
    const changes = this.#replica.take();
    if (changes) this.emit({ type: "changes", ...changes });
  }
}
