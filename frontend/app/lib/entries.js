// What a conversation shows, in order. Pure.

/**
 * A job stands where it was asked for, until its answer is there. The same question asked again while its job runs
 * belongs to that job. Jobs that no message names stand where they were created: all ids grow with time.
 * @returns {({kind: "question" | "answer", id: string, message: object} | {kind: "job", id: string, again: boolean})[]}
 */
export function entries(messages, jobs) {
  const answered = new Set(messages.filter(isAnswer).map((message) => message.job_id));
  const shown = new Set();
  const made = [];
  for (const message of messages) {
    const { job_id: job } = message;
    if (message.role === "user") made.push({ kind: "question", id: message.id, message });
    else if (isAnswer(message)) made.push({ kind: "answer", id: message.id, message });
    if (!job || answered.has(job)) continue;
    made.push({ kind: "job", id: job, again: shown.has(job), key: `${message.id} ${job}` });
    shown.add(job);
  }
  for (const { job_id: id } of jobs) if (!shown.has(id) && !answered.has(id)) insert(made, { kind: "job", id, again: false });
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
