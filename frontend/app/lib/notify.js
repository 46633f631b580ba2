// Telling that something ended: a message on the page, and a browser notification where the browser
// allows one.
import { effect, signal } from "@preact/signals";
import { count, plural } from "./format.js";
import { collectionAddress, conversationAddress, go, place } from "./router.js";
import { sendingOf } from "./sending.js";
import { collections, conversations, jobs, onJobStatus, onUploadStatus } from "./store.js";

const SHOWN_FOR = 8000;
const AT_ONCE = 3;

/**
 * @type {import("@preact/signals").Signal<{id: number, tone: "ok" | "warn" | "bad" | "info", title:
 * string, text: string, href?: string}[]>}
 */
export const toasts = signal([]);
let lastToast = 0;

export function toast(message) {
  const id = ++lastToast;
  toasts.value = [...toasts.value.slice(1 - AT_ONCE), { id, tone: "info", ...message }];
  return id;
}

export function dismiss(id) {
  toasts.value = toasts.value.filter((message) => message.id !== id);
}

/** Runs a request of the user's and says so when it fails. @returns the reply, or null */
export async function attempt(request, title) {
  try {
    return await request();
  } catch (error) {
    toast({ tone: "bad", title, text: error.message });
    return null;
  }
}

/**
 * Calls `expire` after the time a message is shown, not counting time in which nobody can see it.
 */
export function whileVisible(expire) {
  let left = SHOWN_FOR;
  const timer = setInterval(() => {
    if (!document.hidden && (left -= 500) <= 0) expire();
  }, 500);
  return () => clearInterval(timer);
}

// Browsers allow notifications on https and localhost only.
export const canNotify = isSecureContext && "Notification" in globalThis;
export const permission = signal(canNotify ? Notification.permission : "unavailable");

export async function askPermission() {
  permission.value = await Notification.requestPermission();
}

/** What ended while nobody looked, for the tab's title. */
const unseen = signal("");

function announceUpload(before, upload) {
  if (upload.status !== "finished" || before.status === "cancelled") return;
  const name = `#${collections.peek(upload.collection_id)?.name || "collection"}`;
  const failed = upload.failed + upload.rejected;
  const unsent = Math.max(0, (upload.expected_files || 0) - upload.files_received);
  const parts = [`${plural(upload.ready, "file")} ready`];
  if (upload.duplicates) parts.push(`${count(upload.duplicates)} already here`);
  if (failed) parts.push(`${count(failed)} failed`);
  if (unsent) parts.push(`${count(unsent)} not sent`);
  const tone = failed || unsent ? "warn" : "ok";
  const href = collectionAddress(name.slice(1));
  const message = { tone, title: name, text: `${parts.join(", ")}.`, href };
  if (!document.hidden || sendingOf(upload.id)) toast(message);
  if (document.hidden) notify(upload.id, message);
}

const ENDINGS = {
  completed: { tone: "ok", title: "An answer is ready" },
  failed: { tone: "bad", title: "A question was not answered" },
};

/** Whoever looks at the conversation sees it there. */
function announceQuestion(before, job) {
  const ending = ENDINGS[job.status];
  if (!ending || !job.conversation_id) return;
  const [section, conversation] = place.peek().path;
  if (!document.hidden && section === "ask" && conversation === job.conversation_id) return;
  const message = { ...ending, text: job.title, href: conversationAddress(job.conversation_id) };
  toast(message);
  if (document.hidden) notify(job.job_id, message);
}

/** The tag is the id of what ended: several tabs of a browser show one notification. */
function notify(tag, { title, text, href }) {
  unseen.value = `${title}: ${text}`;
  if (permission.peek() !== "granted") return;
  const notification = new Notification(title, { body: text, tag, icon: "/app/icon.svg" });
  notification.onclick = () => {
    focus();
    go(href);
    notification.close();
  };
}

const TITLES = { library: "Library", ask: "Ask", jobs: "Jobs", settings: "Settings" };

function pageTitle() {
  const [section = "library", name] = place.value.path;
  if (section === "library" && name) return `#${name}`;
  if (section === "ask" && conversations.get(name)) return conversations.get(name).title;
  return TITLES[section] || "Page not found";
}

export function runningCount() {
  const runs = ({ status }) => status === "running" || status === "queued";
  return jobs.list().filter((job) => isTop(job) && runs(job)).length;
}

/** Jobs that somebody asked for, not the groups they were divided into. */
export const isTop = (job) => !job.parent_id;

export function startNotifications() {
  onUploadStatus.add(announceUpload);
  onJobStatus.add(announceQuestion);
  document.addEventListener("visibilitychange", () => document.hidden || (unseen.value = ""));
  effect(() => {
    const running = runningCount();
    document.title = unseen.value || `${running ? `(${running}) ` : ""}${pageTitle()} · Winnow`;
  });
}
