/* Takes away the stored pages that nothing leads to any more: of responses that were sent, of entries that were removed. Only from the start page, once all
 * that it leads to has been seen; never what an answer still waits for, nor what was begun here. */

const LONG = 30 * 86400000; // ms; what was only looked at (a colleague's answers) stays so long
const OF_QUESTIONS = /^\/isian\/\d+\/(bagian|butir|butir-baru)\//;

const responseOf = (address) => /^\/isian\/(\d+)/.exec(address)?.[1];

/* pages: those that are here; seen: the addresses that the start page leads to; device: of device.js {kept, draftsOf, formKeys, formAt, dropForms, dropPages};
 * now: ms since 1970 */
export async function prune(pages, seen, device, now) {
  const [records, drafts] = await Promise.all([device.kept(), device.draftsOf()]);
  const needed = new Set([...records.map(({ response }) => response), ...drafts.flatMap(({ draft, response }) => [draft, response])]);
  const stays = ({ address, at }) =>
    seen.has(address) || needed.has(responseOf(address)) || (!OF_QUESTIONS.test(address) && now - at < LONG);
  const gone = pages.filter((page) => !stays(page));
  if (!gone.length) return;
  await device.dropPages(gone.map(({ address }) => address));
  await pruneForms(new Set([...pages.filter(stays).map(({ address }) => responseOf(address)), ...needed]), device);
}

/* what is known of whole responses goes with their last page, a form with the last of its responses */
async function pruneForms(responses, device) {
  const keys = await device.formKeys();
  const known = keys.filter((key) => key.startsWith("isian "));
  const left = known.filter((key) => responses.has(key.slice("isian ".length)));
  const used = new Set((await Promise.all(left.map((key) => device.formAt(key)))).map((told) => told.form));
  await device.dropForms(keys.filter((key) => (key.startsWith("isian ") ? !left.includes(key) : key.startsWith("/isian/") && !used.has(key))));
}
