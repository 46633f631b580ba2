// What a conversation shows, in order. Pure.

/**
 * A job stands behind the question that asked for it, and so does its answer, however late it came. The same question
 * asked again while its job runs belongs to that job. What no question names stands where it was made: all ids grow
 * with time.
 * @returns {({kind: "question" | "answer", id: string, message: object} | {kind: "job", id: string, again: boolean})[]}
 */
export function entries(messages, jobs) {
  const answers = new Map(messages.filter((message) => message.job_id && isAnswer(message)).map((message) => [message.job_id, message]));
  const asked = new Set(messages.filter(({ role, job_id: job }) => role === "user" && job).map(({ job_id: job }) => job));
  const shown = new Set();
  const made = [];
  for (const message of messages) {
    const { id, role, job_id: job } = message;
    if (role === "user") made.push({ kind: "question", id, message });
    else if (asked.has(job)) continue; // it stands at its question
    else if (isAnswer(message)) made.push({ kind: "answer", id, message });
    if (!job || (role !== "user" && answers.has(job))) continue;
    made.push(ofJob(job, shown.has(job), answers.get(job), id));
    shown.add(job);
  }
  const homeless = jobs.filter(({ job_id: job }) => !shown.has(job) && !answers.has(job));
  for (const { job_id: job } of homeless) insert(made, ofJob(job, false));
  return made;
}

function ofJob(job, again, answer, question = "") {
  if (answer && !again) return { kind: "answer", id: answer.id, message: answer };
  return { kind: "job", id: job, again, key: `${question} ${job}` };
}

/** An assistant's message without words and without an answer only holds the place of its job. */
function isAnswer({ role, content, answer, job_id: job }) {
  return role === "assistant" && Boolean(answer || content || !job);
}

function insert(made, entry) {
  const place = made.findIndex(({ id }) => id > entry.id);
  made.splice(place < 0 ? made.length : place, 0, entry);
}
