/* Signing out with answers on this device that have not arrived: they are sent first, and if that does not work the person is asked. */

import { account, kept, wipe } from "./device.js";
import { SHUT_OUT, sendLeft } from "./queue.js";
import { signInAgain } from "./session.js";
import { isShared, lock, unlock } from "./shelf.js";

const PATIENCE = 3000; // ms that sending may take before the person is asked

/* `sendOwn`: sends what the page that is open has in hand; `isWaiting`: whether some of it has not arrived */
export function guardSignOut(sendOwn = () => {}, isWaiting = () => false) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-keluar]") || form.dataset.sudah) return;
    event.preventDefault();
    sendOwn();
    await Promise.race([sendLeft(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]).catch(reportError);
    const left = await settled(isWaiting);
    if (!left) return go(form);
    const dialog = document.getElementById("belum-terkirim");
    dialog.querySelector("[data-berapa]").textContent = left;
    dialog.querySelector("[data-berkas]").onclick = async () => (await import("./waiting.js")).save();
    dialog.onclose = () => {
      if (dialog.returnValue === "keluar") go(form);
      if (dialog.returnValue === "kirim") form.requestSubmit();
    };
    dialog.showModal();
  });
  addEventListener(SHUT_OUT, () => { if (isShared()) closeUp().catch(reportError); });
}

/* On a shared phone the session has ended by itself: nobody else is to read on. What has not arrived stays under the account's name. */
async function closeUp() {
  const { classList } = document.body;
  if (classList.contains("terkunci")) return;
  classList.add("terkunci");
  lock();
  await clear().catch(reportError);
  if (!(await signInAgain())) return location.assign("/masuk");
  unlock();
  classList.remove("terkunci");
}

const clear = async () => wipe(account(), (await kept()).length > 0);

async function go(form) {
  form.dataset.sudah = "1";
  lock();
  if (isShared()) await clear().catch(reportError);
  form.submit();
}

/* how many answers are left once those on their way have arrived, or the patience is over */
async function settled(isWaiting, until = Date.now() + PATIENCE) {
  for (;;) {
    const count = (await kept().catch(() => [])).length;
    if (!(count || isWaiting()) || Date.now() > until || !navigator.onLine) return count;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
