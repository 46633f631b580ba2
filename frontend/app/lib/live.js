// The page's end of the live connection.
import { signal } from "@preact/signals";
import { LiveSource } from "./live-source.js";
import { signedOut } from "./api.js";
import { receiveChanges, receiveSnapshot } from "./store.js";

/** @type {import("@preact/signals").Signal<import("./event-stream.js").Status>} */
export const connection = signal("connecting");

/** When the page last heard something while it was live, in milliseconds. */
export const heard = signal(Date.now());

/** Tabs that are still open run the worker they were loaded with: raise the number when its messages change. */
const WORKER = "winnow-live-3";

let send = null;

/** Opens the connection, or joins it again after signing in. */
export function connect() {
  if (send) {
    send("join");
    return;
  }
  send = typeof SharedWorker === "function" ? throughWorker() : inPage();
  send("join");
  addEventListener("online", () => send("hurry"));
  addEventListener("pagehide", () => send("leave"));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** Ends the stream for all tabs after signing out. */
export function disconnect() {
  send?.("sign-out");
}

function throughWorker() {
  const worker = new SharedWorker("/app/lib/live-worker.js", { type: "module", name: WORKER });
  worker.onerror = () => {
    send = inPage(); // the script did not load, or this browser knows no module workers
    send("join");
  };
  worker.port.onmessage = (event) => receive(event.data);
  return (request) => worker.port.postMessage(request);
}

function inPage() {
  const source = new LiveSource("/api/v1/events", receive);
  const requests = {
    join: () => source.start(),
    leave: () => source.stop(),
    hurry: () => source.hurry(),
    "sign-out": () => source.signOut(),
  };
  return (request) => requests[request]();
}

function receive({ type, ...message }) {
  if (type === "status") {
    if (connection.peek() === "live") heard.value = Date.now();
    connection.value = message.status;
    if (message.status === "signed-out") signedOut.value = true;
    return;
  }
  heard.value = Date.now();
  if (type === "snapshot") receiveSnapshot(message);
  else receiveChanges(message);
}
