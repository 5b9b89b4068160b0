/* On pages that ask nothing: send what pages of questions have left on this device, keep the page for a time without a network, and let nobody sign out
 * without a word of what is left. */

import { SHUT_OUT, sendLeft } from "./queue.js";
import { SIGNED_IN, hearColleagues, signInAgain } from "./session.js";
import { settleIn } from "./shelf.js";
import { guardSignOut } from "./signout.js";

const source = document.documentElement.outerHTML;

/* Answers wait because the session has ended: whoever reads here is told, and asked only on asking for it. */
const note = document.getElementById("sesi-habis");
note.querySelector("button").onclick = () => signInAgain();
addEventListener(SHUT_OUT, () => { note.hidden = false; });
addEventListener(SIGNED_IN, () => { note.hidden = true; });
guardSignOut();
if (document.getElementById("antrean")) import("./waiting.js").then((page) => page.start()).catch(reportError);
sendLeft().catch(reportError);
hearColleagues().catch(reportError);
settleIn(source).catch(reportError);
