// The messages of a conversation, its jobs where they were asked for, and what is on its way.
import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { forget, sent } from "../lib/asking.js";
import { changedQuestion, parts } from "../lib/changes.js";
import { entries, isStored, withArriving } from "../lib/entries.js";
import { jobs } from "../lib/store.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";
import { FullAnswer } from "./full-answer.js";
import { JobCard } from "./job-card.js";
import { Question } from "./question.js";
import { QuickAnswer } from "./quick-answer.js";

const NEAR = 80; // px from where the reading goes on that still count as being there

/**
 * @param {{
 *   thread: import("../lib/thread.js").Thread,
 *   onAsk: (text: string, how?: string) => void,
 *   onRun: (text: string, plan: object, job: string) => Promise<void>,
 * }} props `onRun` asks once more, with a plan of the person's own, what the job was asked
 */
export function Conversation({ thread, onAsk, onRun }) {
  const messages = thread.messages.value;
  const askings = sent.value.filter(({ conversationId }) => conversationId === thread.id);
  const own = thread.id ? jobs.list().filter((job) => job.conversation_id === thread.id) : [];
  const shown = withArriving(entries(messages, own), askings, messages);
  const { inner, goToNewest } = useFollowing(thread, askings.at(-1)?.number);
  useHandover(thread, askings, messages);
  const runAgain = async (asked, plan, job) => {
    await onRun(changedQuestion(asked, firstPlan(shown, asked) || plan, plan), plan, job);
    setTimeout(goToNewest); // after the dialog has given back the focus
  };
  const newest = messages.at(-1);
  const does = { onAsk, onRun: runAgain, onDone: () => thread.load() };
  return html`
    <div class="log" tabindex="0" role="region" aria-label="Questions and answers">
      <div class="log-inner" ref=${inner}>
        ${!shown.length && html`<${Nothing} thread=${thread} />`}
        ${shown.map((entry, index) => {
          const asked = askedBefore(shown, index);
          return html`<${Entry} key=${entry.key} entry=${entry} asked=${asked} does=${does} />`;
        })}
      </div>
      <p class="hidden" role="status">
        ${newest?.role === "assistant" ? `Answer: ${newest.content.slice(0, 300)}` : ""}
      </p>
    </div>`;
}

/**
 * When an answer has come, the server's own message takes its place; should its event be late, it
 * is read.
 */
function useHandover(thread, askings, messages) {
  const ended = askings.filter(({ state }) => state.value === "done");
  const stored = askings.filter((asking) => !asking.isRunning && isStored(asking, messages));
  useEffect(() => {
    if (ended.length) thread.load();
  }, [thread, ended.length]);
  useEffect(() => {
    if (stored.length) forget(stored);
  }, [stored.length]);
}

function Nothing({ thread }) {
  if (thread.state.value === "loading") {
    return html`<p class="waiting muted" role="status">Loading the conversation…</p>`;
  }
  if (thread.id) return html`<p class="waiting muted">This conversation has no messages yet.</p>`;
  return html`
    <${Empty} icon="message-square-text" title="Ask your documents">
      Type # to choose a collection. Short questions are answered at once from the passages that
      fit best. Questions that need every document, such as a total or a count, become a job that
      you can leave running.
    </${Empty}>`;
}

/** The question that the entry at `index` belongs to. */
function askedBefore(shown, index) {
  const question = shown.slice(0, index + 1).findLast(({ kind }) => kind === "question");
  return question?.message.content || "";
}

/** The plan that a question's own words gave: that of their first answer. */
function firstPlan(shown, asked) {
  const { words } = parts(asked);
  const first = shown.find(
    ({ message }, index) =>
      message?.answer?.kind === "full" && askedBefore(shown, index) === words,
  );
  return first?.message.answer.plan;
}

function Entry({ entry, asked, does }) {
  if (entry.kind === "question") {
    return html`<div class="question"><${Question} text=${entry.message.content} /></div>`;
  }
  return html`
    <div class="answer">
      <h2 class="hidden">Answer</h2>
      ${answerOf(entry, asked, does)}
    </div>`;
}

function answerOf({ kind, id, again, message, arriving }, asked, { onAsk, onRun, onDone }) {
  if (kind === "unanswered") return html`<${Unanswered} onAskAgain=${() => onAsk(asked)} />`;
  const readAll = () => onAsk(asked, "full");
  if (kind === "job") {
    return html`<${JobCard} id=${id} again=${again} onAskAgain=${readAll} onDone=${onDone} />`;
  }
  if (message.answer?.kind === "full") {
    const run = (plan) => onRun(asked, plan, message.job_id);
    return html`<${FullAnswer} message=${message} onRun=${run} onDone=${onDone} />`;
  }
  return html`
    <${QuickAnswer}
      message=${message}
      asked=${asked}
      arriving=${arriving}
      onReadAll=${readAll}
      onAskAgain=${() => onAsk(asked)}
    />`;
}

/** A question whose answer is written in another window, or was never finished. */
function Unanswered({ onAskAgain }) {
  return html`
    <p class="made small muted">
      <span>There is no answer yet. It appears here when it is written.</span>
      <${Button} kind="small" icon="rotate-cw" onClick=${onAskAgain}>Ask again</${Button}>
    </p>`;
}

/**
 * Keeps the newest question and what follows it in view, whatever makes the conversation longer,
 * while the reader is there, or has just asked. A long answer is shown from its beginning.
 */
function useFollowing(thread, asked) {
  const inner = useRef();
  const there = useRef(true);
  const scroller = () => inner.current.closest(".thread");
  const newest = () => [...inner.current.querySelectorAll(":scope > .question")].at(-1);
  const target = () => {
    const box = scroller();
    const end = box.scrollHeight - box.clientHeight;
    if (!newest()) return end;
    const covered = parseFloat(getComputedStyle(box).scrollPaddingTop); // by what sticks above
    const place = newest().getBoundingClientRect().top - box.getBoundingClientRect().top;
    return Math.max(0, Math.min(end, box.scrollTop + place - covered - 10));
  };
  const follow = () => {
    there.current = true;
    scroller().scrollTop = target();
  };
  const goToNewest = () => {
    if (!inner.current) return;
    newest()?.querySelector(".asked").focus({ preventScroll: true });
    follow();
  };
  useEffect(() => {
    there.current = true;
    const box = scroller();
    const observer = new ResizeObserver(() => inner.current && there.current && follow());
    const onScroll = () => {
      if (inner.current) there.current = Math.abs(box.scrollTop - target()) < NEAR;
    };
    observer.observe(inner.current);
    observer.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [thread]);
  useEffect(() => {
    if (asked) follow();
  }, [asked]);
  return { inner, goToNewest };
}
