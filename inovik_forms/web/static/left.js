/* On pages that ask nothing: send what pages of questions have left on this device, keep the page for a time without a network, and let nobody sign out
 * without a word of what is left. */

import { sendLeft } from "./queue.js";
import { settleIn } from "./shelf.js";
import { guardSignOut } from "./signout.js";

const source = document.documentElement.outerHTML;

guardSignOut();
if (document.getElementById("antrean")) import("./waiting.js").then((page) => page.start()).catch(reportError);
sendLeft().catch(reportError);
settleIn(source).catch(reportError);
