/* On pages that ask nothing: send what pages of questions have left on this device, keep the page for a time without a network, and let nobody sign out
 * without a word of what is left. */

import { kept, onChange } from "./device.js";
import { SHUT_OUT, sendLeft } from "./queue.js";
import { SIGNED_IN, hearColleagues, signInAgain } from "./session.js";
import { settleIn, worker } from "./shelf.js";
import { guardSignOut } from "./signout.js";
import { remind } from "./waited.js";

const source = document.documentElement.outerHTML;

/* Answers wait because the session has ended: whoever reads here is told, and asked only on asking for it. */
const note = document.getElementById("sesi-habis");
note.querySelector("button").onclick = () => signInAgain();
addEventListener(SHUT_OUT, () => { note.hidden = false; });
addEventListener(SIGNED_IN, () => { note.hidden = true; });
guardSignOut();
if (document.getElementById("antrean")) import("./waiting.js").then((page) => page.start()).catch(reportError);
const unknown = document.getElementById("tunggu");
if (unknown) awaitArrival(unknown).catch(reportError);
sendLeft().then(remind).catch(reportError);
hearColleagues().catch(reportError);
settleIn(source).catch(reportError);
offerUpdate().catch(reportError);

/* a newer version of the site than the one that this device runs */
async function offerUpdate() {
  const registration = await worker();
  if (registration) (await import("./later/update.js")).offer(registration, document.getElementById("versi-baru"), sendLeft);
}

/* on the page of an address that the server does not know: it may, once it has what was begun, or added to a list, on this device */
async function awaitArrival(note) {
  const [, response, path = ""] = /^\/isian\/(\d+)(?:\/butir\/(.+))?/.exec(decodeURIComponent(location.pathname)) ?? [];
  const isAwaited = (record) => record.response === response && (record.kind === "begin" || (record.kind === "add" && path.startsWith(record.path.split("#")[0])));
  const find = async () => (await kept()).find(isAwaited);
  if (!response || !(await find())) return;
  const look = async () => {
    const record = await find();
    if (!record) return location.reload();
    note.hidden = false;
    note.querySelector("[data-sebab]").textContent = record.refused;
  };
  onChange(() => look().catch(reportError));
  await look();
}
