// What a conversation shows, in order. Pure.

/**
 * @typedef {{kind: "question" | "answer", id: string, key: string, message: object, arriving?: object}
 *   | {kind: "job", id: string, key: string, again: boolean} | {kind: "unanswered", id: string, key: string}} Entry
 *
 * A job stands behind the question that asked for it, and so does its answer, however late it came. The same question
 * asked again while its job runs belongs to that job. What no question names stands where it was made: all ids grow
 * with time.
 * @returns {Entry[]}
 */
export function entries(messages, jobs) {
  const answers = new Map(messages.filter((message) => message.job_id && isAnswer(message)).map((message) => [message.job_id, message]));
  const asked = new Set(messages.filter(({ role, job_id: job }) => role === "user" && job).map(({ job_id: job }) => job));
  const shown = new Set();
  const made = [];
  for (const message of messages) {
    const { id, role, job_id: job } = message;
    if (role === "user") made.push({ kind: "question", id, key: id, message });
    else if (asked.has(job)) continue; // it stands at its question
    else if (isAnswer(message)) made.push({ kind: "answer", id, key: answerKey(made.at(-1), id), message });
    if (!job || (role !== "user" && answers.has(job))) continue;
    made.push(ofJob(job, shown.has(job), answers.get(job), id));
    shown.add(job);
  }
  const homeless = jobs.filter(({ job_id: job }) => !shown.has(job) && !answers.has(job));
  for (const { job_id: job } of homeless) insert(made, ofJob(job, false));
  return made;
}

function ofJob(job, again, answer, question = "") {
  if (answer && !again) return { kind: "answer", id: answer.id, key: answer.id, message: answer };
  return { kind: "job", id: job, again, key: `${question} ${job}` };
}

/** The answer right behind its question keeps its key while it arrives and when it stands there. */
function answerKey(before, id) {
  return before?.kind === "question" ? `${before.id} answer` : id;
}

/** Whether what a question on its way shows stands among the messages of its conversation. */
export function isStored({ questionId, jobId }, messages) {
  if (!questionId) return false;
  if (jobId) return messages.some(({ id }) => id === questionId);
  return messages.some(({ id, role, job_id: job }) => role === "assistant" && !job && id > questionId);
}

/**
 * What questions on their way add behind the messages: the question, as long as it is not stored, and its answer.
 * A stored question that nothing follows and nobody works on here is marked: its answer is being written elsewhere,
 * or will never come.
 * @returns {Entry[]}
 */
export function withArriving(shown, askings, messages) {
  const made = [...shown];
  for (const asking of askings.filter((each) => !isStored(each, messages))) {
    const id = asking.questionId || `sent-${asking.number}`;
    if (!messages.some((message) => message.id === id)) made.push({ kind: "question", id, key: id, message: { content: asking.text } });
    const message = { content: "", answer: { sources: asking.sources } };
    if (!asking.jobId) made.push({ kind: "answer", id, key: `${id} answer`, message, arriving: asking });
  }
  const last = made.at(-1);
  if (last?.kind === "question" && !last.message.job_id && !askings.length) made.push({ kind: "unanswered", id: last.id, key: `${last.id} answer` });
  return made;
}

/** An assistant's message without words and without an answer only holds the place of its job. */
function isAnswer({ role, content, answer, job_id: job }) {
  return role === "assistant" && Boolean(answer || content || !job);
}

function insert(made, entry) {
  const place = made.findIndex(({ id }) => id > entry.id);
  made.splice(place < 0 ? made.length : place, 0, entry);
}
