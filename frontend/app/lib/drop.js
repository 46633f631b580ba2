// Turns a drop or a picker's choice into a growing list of {path, file(): Promise<File>}.
// A file is opened only when it is sent: opening 3,250 at once takes seconds and their handles.

const JUNK = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|~\$[^/]*|\.git\/.*|__MACOSX\/.*)$/;
const MAX_DEPTH = 64;

/** @typedef {{path: string, file: () => Promise<File>}} Item */

/** The entries of a drop. Call it inside the event: the browser empties the DataTransfer right after. */
export function takeEntries(transfer) {
  const entries = [];
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry?.() || item.getAsFile();
    if (entry) entries.push(entry);
  }
  return entries.length ? entries : [...transfer.files];
}

/** The name of the one folder that was dropped, or "". */
export function folderName(entries) {
  return entries.length === 1 && entries[0].isDirectory ? entries[0].name : "";
}

/**
 * Walks folders and reports files as they are found.
 * @param {(FileSystemEntry | File)[]} entries
 * @param {(items: Item[]) => void} found
 * @returns {Promise<string[]>} the folders that could not be read
 */
export async function walk(entries, found) {
  const unreadable = [];

  async function visit(entry, depth) {
    if (entry instanceof File) {
      report([{ path: entry.webkitRelativePath || entry.name, file: async () => entry }]);
    } else if (entry.isFile) {
      report([itemOf(entry)]);
    } else if (depth > MAX_DEPTH) {
      unreadable.push(pathOf(entry));
    } else {
      await visitFolder(entry, depth);
    }
  }

  async function visitFolder(folder, depth) {
    try {
      const children = await readFolder(folder);
      report(children.filter((child) => child.isFile).map(itemOf));
      for (const child of children) if (child.isDirectory) await visit(child, depth + 1);
    } catch {
      unreadable.push(pathOf(folder));
    }
  }

  function report(items) {
    const wanted = items.filter((item) => !JUNK.test(item.path));
    if (wanted.length) found(wanted);
  }

  for (const entry of entries) await visit(entry, 0);
  return unreadable;
}

function itemOf(entry) {
  return { path: pathOf(entry), file: () => new Promise((resolve, reject) => entry.file(resolve, reject)) };
}

function pathOf(entry) {
  return entry.fullPath.replace(/^\//, "");
}

/** All children of a folder: the browser hands out at most 100 a call. */
async function readFolder(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return children;
    children.push(...some);
  }
}

/** What to call an upload: its folder, its only file, or how many there are. */
export function labelOf(items) {
  const folders = new Set(items.map(({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/") + 1) : "")));
  const [folder] = folders;
  if (folders.size === 1 && folder) return folder;
  return items.length === 1 ? items[0].path : `${items.length} files`;
}
