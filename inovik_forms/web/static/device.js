/*
 * What was typed and has not arrived yet, kept on this device (IndexedDB) under the account that typed it. Nobody else's page reads it.
 *
 * A record: {account, mark, path, id, value, base, at, to, response, title, label, refused}. `mark`: the page it was typed in; `at`: ms since 1970
 * by this device's clock; `to`: where it is sent; `title`, `label`: for people; `refused`: why the server does not take it, "" so far. One record for
 * each answer of a page: what is typed later takes its place.
 */

const NAME = "inovik";
const VERSION = 1; // another one needs its step in `upgrade`
const RECORDS = "records";
const CHANGED = "inovik-device"; // told to the window when something was kept or taken away

let opening = null;
const news = globalThis.BroadcastChannel ? new BroadcastChannel(CHANGED) : null; // to the other tabs
if (news) news.onmessage = () => dispatchEvent(new Event(CHANGED));

/* who is signed in on this page: a name that says nothing, "" for nobody */
export const account = () => document.body.dataset.akun ?? "";

/* call `hear` whenever something was kept or taken away, in this tab or another one */
export const onChange = (hear) => addEventListener(CHANGED, hear);

/* Keep records; resolves when they are on the device. Rejects where they cannot be kept (no room, storage closed). */
export const keep = (records) => write((store) => { for (const record of records) store.put(record); });

/* Take records away, those whose id is still the same: what was typed meanwhile stays. */
export const forget = (records) => write((store) => each(store, records, (key) => store.delete(key)));

/* Keep records with the reason why the server does not take them, so that nothing is lost and a person can see to it. */
export const refuse = (records, why) => write((store) => each(store, records, (key, record) => store.put({ ...record, refused: why })));

/* every record of an account, oldest first */
export async function kept(owner = account()) {
  if (!owner) return [];
  let found = [];
  await run("readonly", (store) => {
    const request = store.getAll(IDBKeyRange.bound([owner], [owner, []]));
    request.onsuccess = () => { found = request.result; };
  });
  return found.sort((a, b) => a.at - b.at);
}

async function write(work) {
  await run("readwrite", work);
  dispatchEvent(new Event(CHANGED));
  news?.postMessage("");
}

/* what to do with each record, unless another one has taken its place meanwhile */
function each(store, records, work) {
  for (const record of records) {
    const key = [record.account, record.mark, record.response, record.path];
    const request = store.get(key);
    request.onsuccess = () => { if (!request.result || request.result.id === record.id) work(key, record); };
  }
}

/* A browser may close the connection at any time (storage cleared, a newer page's upgrade): then it is opened once more. */
async function run(mode, work) {
  try {
    await attempt(mode, work);
  } catch (error) {
    if (error?.name !== "InvalidStateError") throw error;
    opening = null;
    await attempt(mode, work);
  }
}

async function attempt(mode, work) {
  const database = await (opening ??= open());
  await new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, mode);
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("the storage was closed"));
    work(transaction.objectStore(RECORDS));
  });
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => request.result.createObjectStore(RECORDS, { keyPath: ["account", "mark", "response", "path"] });
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => { opening = null; };
      database.onversionchange = () => { database.close(); opening = null; };
      resolve(database);
    };
    request.onerror = request.onblocked = () => { opening = null; reject(request.error ?? new Error("the storage is blocked")); };
  });
}
