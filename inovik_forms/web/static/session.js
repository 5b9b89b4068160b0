/* What a page does when its session has ended: it asks the person to sign in again, there and then. */

import { get, sendAs } from "./post.js";

export const SIGNED_IN = "inovik-masuk"; // told to the window when the person has signed in again

/* whether a reply says that nobody is signed in any more; not that somebody else is */
export const hasEnded = ({ status, data }) => status === 401 && data?.error === "masuk";

/* Hear of colleagues on the response that is open, if it is one. `form`: what a page of questions lends for that (later/news.js). */
export async function hearColleagues(form = null) {
  const line = document.getElementById("hadir");
  if (line) (await import("./later/news.js")).watch(line, get, form);
}

/* Ask for the password in place. Resolves to whether the person is signed in now. `back`: where the focus belongs afterwards. */
export async function signInAgain(back = document.activeElement) {
  const later = await import("./later/signin.js").catch(() => null);
  const isIn = Boolean(later && (await later.signIn(sendAs, back)));
  if (isIn) dispatchEvent(new Event(SIGNED_IN));
  return isIn;
}
