/*
 * What this device keeps (IndexedDB), under the account that it belongs to; nobody else's page reads it.
 *
 * records: what was typed and has not arrived: {account, mark, path, id, value, nth, base, at, to, response, title, label, refused}. `mark`: the page it
 *   was typed in; `nth`: by this device's counting (order.js); `at`: ms since 1970 by its clock; `to`: where it is sent; `title`, `label`, `said`: for people; `refused`: why the server does not take
 *   it, "" so far. `kind`: what was done to a list (entries.js), none for an answer. One record for each answer of a page: what is typed later takes its place.
 * answers: the last value known here of each answer: {account, response, path, value, seq, base, mark, to, nth}. `seq`: the number of the change that it
 *   stands for; the rest, where it was typed here, as in its record: it may have replaced what others answered after `base`, which nobody here has seen.
 *   A record with `file` {hash, name, size} stands for a file; its value is "hash/name".
 * files: what was chosen or drawn and has not arrived: {account, hash, blob}. `hash`: SHA-256 in hexadecimal.
 * forms: whole forms, and the answers of whole responses, for pages drawn from this device: {account, key, told}.
 * drafts: responses begun here (drafts.js): {account, draft, response, subject, questionnaire, title, pages, at}. `draft`: its number here; `response`: the
 *   server's number of it, "" until it has arrived; `pages`: the key in `forms` of its blank pages.
 * pages: the server's pages, to be read without a network (shelf.js): {account, address, html, title, at, release, leads}. `leads`: the addresses of pages
 *   that it leads to.
 */

const NAME = "inovik";
const STEPS = [ // the stores that each version adds; one that is out in the world never changes
  { records: ["account", "mark", "response", "path"], answers: ["account", "response", "path"], pages: ["account", "address"] },
  { files: ["account", "hash"], forms: ["account", "key"], drafts: ["account", "draft"] },
];
const CHANGED = "inovik-device"; // told to the window when something was kept or taken away

let opening = null;
let isMade = false; // the storage was not there before this page
let isWiped = false; // then this page leaves behind nothing but what has not arrived
const news = globalThis.BroadcastChannel ? new BroadcastChannel(CHANGED) : null; // to the other tabs
if (news) news.onmessage = () => dispatchEvent(new Event(CHANGED));

/* who is signed in on this page: a name that says nothing, "" for nobody */
export const account = () => document.body.dataset.akun ?? "";

/* whether the storage was made by this page: it is the first one, or the browser has wiped what there was (later/wiped.js) */
export const isNew = () => isMade;

/* call `hear` whenever something was kept or taken away, in this tab or another one */
export const onChange = (hear) => addEventListener(CHANGED, hear);

const HINT = "inovik-ada"; // in localStorage: that something may be kept, for a page that cannot wait for the database

export const mayBeKept = () => localStorage.getItem(HINT) !== null;

/* Keep records; resolves when they are on the device. Rejects where they cannot be kept (no room, storage closed). The records come first, in a transaction
 * that waits for nothing: a page that is left in this moment has no time for a second question to the database. */
export async function keep(records) {
  const work = async () => {
    localStorage.setItem(HINT, "1");
    await run(["records"], "readwrite", (store) => {
      for (const record of records) store.put(record);
      store.transaction.commit?.();
    });
    await write((_, answers) => { for (const record of records) remember(answers, record, record.base); });
  };
  try {
    await work();
  } catch (error) {
    if (error?.name !== "QuotaExceededError") throw error;
    await run(["pages", "forms"], "readwrite", (...stores) => { for (const store of stores) store.clear(); }); // the server has them, too
    await work();
  }
}

/* Keep a record of a file, and the file itself (null where it is only taken away). Rejects as `keep` does. The record comes first: a file that none names
 * is tidied away. */
export async function keepFile(record, blob) {
  await keep([record]);
  if (!blob) return;
  try {
    await run(["files"], "readwrite", (files) => files.put({ account: record.account, hash: record.file.hash, blob }));
  } catch (error) {
    await forget([record]);
    throw error;
  }
}

/* the file of a record, undefined when it is not here (any more) */
export const fileOf = async ({ account: owner, file }) => (await every("files", [owner, file.hash]))[0]?.blob;

/* Files that no record names any more have arrived, or nobody wants them. */
async function tidyFiles() {
  await run(["records", "files"], "readwrite", (records, files) => {
    const all = records.getAll();
    all.onsuccess = () => {
      const named = new Set(all.result.filter((record) => record.file).map((record) => `${record.account} ${record.file.hash}`));
      const keys = files.getAllKeys();
      keys.onsuccess = () => { for (const [owner, hash] of keys.result) if (!named.has(`${owner} ${hash}`)) files.delete([owner, hash]); };
    };
  });
}

/* … and what has arrived as change number `seq` is taken away, with nothing else in its place */
export async function arrived(records, seq) {
  await write((store, answers) => {
    each(store, records, (key) => store.delete(key));
    for (const record of records) remember(answers, record, seq);
  });
  if (records.some((record) => record.file)) await tidyFiles();
}

/* unless a later one is known: typed in another tab */
function remember(answers, { account: owner, response, path, value, base, mark, to, nth = 0, kind }, seq) {
  if (isWiped || kind === "begin") return;
  const request = answers.get([owner, response, path]);
  request.onsuccess = () => {
    if ((request.result?.nth ?? 0) <= nth) answers.put({ account: owner, response, path, value, seq, base, mark, to, nth, kind });
  };
}

/* Keep what a page shows: path → value of a response, as of change number `seq`. */
export const learn = async (response, values, seq) =>
  isWiped || run(["answers"], "readwrite", (store) => {
    for (const [path, value] of values) store.put({ account: account(), response, path, value, seq });
  });

/* the last values known here of a response */
export const known = (response, owner = account()) => every("answers", IDBKeyRange.bound([owner, response], [owner, response, []]));

/* Take records away, those whose id is still the same: what was typed meanwhile stays. */
export async function forget(records) {
  if (!records.length) return;
  await write((store) => each(store, records, (key) => store.delete(key)));
  if (records.some((record) => record.file)) await tidyFiles();
}

/* Keep records with the reason why the server does not take them, so that nothing is lost and a person can see to it. */
export const refuse = (records, why) => write((store) => each(store, records, (key, record) => store.put({ ...record, refused: why })));

/* every record of an account, oldest first */
export async function kept(owner = account()) {
  if (!owner) return [];
  return (await every("records", IDBKeyRange.bound([owner], [owner, []]))).sort((a, b) => (a.nth ?? 0) - (b.nth ?? 0) || a.at - b.at);
}

/* Take away what this device has of an account; never an answer that has not arrived. `unsentStays`: nor the files of such. */
export async function wipe(owner, unsentStays) {
  isWiped = true;
  const kinds = STEPS.flatMap((step) => Object.keys(step));
  const names = kinds.filter((name) => name !== "records" && !(unsentStays && ["files", "drafts"].includes(name)));
  await run(names, "readwrite", (...stores) => { for (const store of stores) store.delete(IDBKeyRange.bound([owner], [owner, []])); });
  dispatchEvent(new Event(CHANGED));
}

export const keepPage = async (page) => isWiped || run(["pages"], "readwrite", (store) => store.put(page));

export const dropPages = (addresses) => run(["pages"], "readwrite", (pages) => { for (const address of addresses) pages.delete([account(), address]); });

/* Keep something of whole responses (later/whole.js): a form under its address, a response's answers under "isian 7". */
export const keepForm = async (key, told) => isWiped || run(["forms"], "readwrite", (store) => store.put({ account: account(), key, told }));

export const formAt = async (key, owner = account()) => (await every("forms", [owner, key]))[0]?.told;

/* the keys of all that is kept so */
export const formKeys = async () => (await every("forms", IDBKeyRange.bound([account()], [account(), []]))).map(({ key }) => key);

export const dropForms = (keys) => run(["forms"], "readwrite", (forms) => { for (const key of keys) forms.delete([account(), key]); });

export const draftsOf = (owner = account()) => every("drafts", IDBKeyRange.bound([owner], [owner, []]));

/* Keep a response that was begun here with what it begins with, all or nothing. `record`: of the beginning; `answers`: {path, value, seq, kind}; `told`: as
 * of a response of the server's (later/whole.js). */
export async function keepBegun(draft, record, told, answers) {
  const { account: owner } = draft;
  localStorage.setItem(HINT, "1");
  await run(["records", "answers", "forms", "drafts"], "readwrite", (records, known, forms, drafts) => {
    drafts.put(draft);
    records.put(record);
    if (told) forms.put({ account: owner, key: `isian ${draft.draft}`, told });
    for (const answer of answers) known.put({ account: owner, response: draft.draft, ...answer });
  });
  tell();
}

/* … and is not wanted any more */
export const dropDraft = (draft) => run(["drafts", "forms"], "readwrite", (drafts, forms) => {
  drafts.delete([account(), draft]);
  forms.delete([account(), `isian ${draft}`]);
});

/* … and has arrived: what the server calls it */
export async function nameDraft(draft, response) {
  await run(["drafts"], "readwrite", (drafts) => {
    const request = drafts.get([account(), draft]);
    request.onsuccess = () => { if (request.result) drafts.put({ ...request.result, response }); };
  });
}

export const pagesOf = (owner) => every("pages", IDBKeyRange.bound([owner], [owner, []]));

export async function pageAt(owner, address) {
  return (await every("pages", [owner, address]))[0];
}

async function every(name, range) {
  let request;
  await run([name], "readonly", (store) => { request = store.getAll(range); });
  return request.result;
}

async function write(work) {
  localStorage.setItem(HINT, "1");
  await run(["records", "answers"], "readwrite", work);
  let count;
  await run(["records"], "readonly", (store) => { count = store.count(); });
  if (!count.result) localStorage.removeItem(HINT);
  tell();
}

function tell() {
  dispatchEvent(new Event(CHANGED));
  news?.postMessage("");
}

/* what to do with each record, unless a later one has taken its place meanwhile; an earlier one, which this one was not kept over, is done with, too */
function each(store, records, work) {
  for (const record of records) {
    const key = [record.account, record.mark, record.response, record.path];
    const request = store.get(key);
    request.onsuccess = () => {
      const there = request.result;
      if (!there || there.id === record.id || (there.nth ?? 0) < (record.nth ?? 0)) work(key, record);
    };
  }
}

/* A browser may close the connection at any time (storage cleared, a newer page's upgrade): then it is opened once more. */
async function run(names, mode, work) {
  try {
    await attempt(names, mode, work);
  } catch (error) {
    if (error?.name !== "InvalidStateError") throw error;
    opening = null;
    await attempt(names, mode, work);
  }
}

async function attempt(names, mode, work) {
  const database = await (opening ??= open());
  await new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode);
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("the storage was closed"));
    work(...names.map((name) => transaction.objectStore(name)));
  });
}

/* `version` null: as it is, made by a page of a newer release; what this one knows of it is there, since versions only add. */
function open(version = STEPS.length) {
  return new Promise((resolve, reject) => {
    const request = version ? indexedDB.open(NAME, version) : indexedDB.open(NAME);
    request.onupgradeneeded = ({ oldVersion }) => {
      isMade ||= oldVersion === 0;
      for (const step of STEPS.slice(oldVersion))
        for (const [name, keyPath] of Object.entries(step)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => { opening = null; };
      database.onversionchange = () => { database.close(); opening = null; };
      resolve(database);
    };
    request.onerror = request.onblocked = () => {
      if (request.error?.name === "VersionError") return resolve(open(null));
      opening = null;
      reject(request.error ?? new Error("the storage is blocked"));
    };
  });
}
