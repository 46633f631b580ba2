// One request that carries some files. XMLHttpRequest, because fetch does not tell how much has been sent.
import { BASE, sentence, signedOut } from "./api.js";

const PATIENCE = 120_000; // ms without a byte moving before the request is given up and tried again

export class TransferError extends Error {
  /** @param {string} message @param {number} status 0 when no answer came @param {number} retryAfter seconds */
  constructor(message, status, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The server is away or busy: the same request may succeed later, however long that takes. */
  get passes() {
    return [0, 401, 408, 429, 502, 503, 504, 507].includes(this.status);
  }

  /** The upload itself is gone, closed or cancelled: nothing more can be sent to it. */
  get ends() {
    return this.status === 404 || this.status === 409 || this.status === 410 || this.status === 403;
  }
}

/**
 * @param {string} uploadId
 * @param {import("./bundles.js").Part[]} parts
 * @param {{progress: (share: number) => void, signal: AbortSignal}} options
 * @returns {Promise<{files: object[], upload: object}>}
 */
export function transfer(uploadId, parts, { progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const watch = watchdog(() => request.abort());
    request.open("POST", `${BASE}/uploads/${uploadId}/files`);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      watch.feed();
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(failure(request));
    };
    request.onerror = () => reject(new TransferError("The connection was lost while sending.", 0));
    request.onabort = request.onerror;
    request.onloadend = () => {
      watch.stop();
      signal.removeEventListener("abort", stop);
    };
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.send(form(parts));
  });
}

function form(parts) {
  const data = new FormData();
  for (const { path, file } of parts) data.append("file", file, path);
  return data;
}

function failure(request) {
  if (request.status === 401) signedOut.value = true;
  const retryAfter = Number(request.getResponseHeader("Retry-After")) || 0;
  return new TransferError(sentence(request.response, request.status), request.status, retryAfter);
}

function watchdog(bite) {
  let timer = setTimeout(bite, PATIENCE);
  return {
    feed() {
      clearTimeout(timer);
      timer = setTimeout(bite, PATIENCE);
    },
    stop: () => clearTimeout(timer),
  };
}
