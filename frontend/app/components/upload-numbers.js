// How an upload's numbers add up. Every file stands in exactly one of them, so that the bar always
// ends full.

/**
 * @param {object} upload as the server tells
 * @param {number} lost files that this tab could not send
 * @param {boolean} sending whether this tab still sends
 */
export function uploadNumbers(upload, lost = 0, sending = false) {
  const { ready, duplicates, cancelled } = upload;
  const failed = upload.failed + upload.rejected + lost;
  const indexing = upload.indexing || 0; // read already: found by their words
  const waiting = upload.queued + upload.working - indexing;
  const open = sending || upload.status === "open";
  const missing = Math.max(0, (upload.expected_files || 0) - upload.files_received - lost);
  const toSend = open ? missing : 0;
  const unsent = missing - toSend;
  const ended = ready + duplicates + cancelled + failed;
  const total = ended + indexing + waiting + missing;
  const parts = { ready, duplicates, failed, cancelled, unsent, indexing, waiting, toSend };
  return { ...parts, ended, missing, total };
}
