// The answers of finished jobs, by job: in the messages that are here, or read from the job.
import { signal } from "@preact/signals";
import { api } from "./api.js";

/** Signals of {answer} or {error}; null while on the way. */
const answers = new Map();

/** Keeps what a message says of its job's answer. */
export function keepAnswer({ job_id: job, answer }) {
  if (job && answer?.kind === "full") of(job).value = { answer };
}

/** The signal of a job's answer, which is read when it is not here. */
export function answerOf(job) {
  if (!answers.has(job)) read(job);
  return of(job);
}

function of(job) {
  if (!answers.has(job)) answers.set(job, signal(null));
  return answers.get(job);
}

async function read(job) {
  const found = of(job);
  try {
    const { result } = await api.get(`/jobs/${job}`);
    found.value ||= result ? { answer: result } : { error: "This job has no answer yet." };
  } catch (failure) {
    found.value ||= { error: failure.message };
  }
  if (found.peek().error) answers.delete(job); // read again when somebody asks again
}
