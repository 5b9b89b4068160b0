/* On pages that ask nothing: send what pages of questions have left on this device, and let nobody sign out without a word of it. */

import { sendLeft } from "./queue.js";
import { guardSignOut } from "./signout.js";

guardSignOut();
sendLeft().catch(reportError);
