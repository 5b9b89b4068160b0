/* Signing out with answers on this device that have not arrived: they are sent first, and if that does not work the person is asked. */

import { kept } from "./device.js";
import { sendLeft } from "./queue.js";
import { lock } from "./shelf.js";

const PATIENCE = 3000; // ms that sending may take before the person is asked

/* `sendOwn`: sends what the page that is open has in hand */
export function guardSignOut(sendOwn = () => {}) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-keluar]") || form.dataset.sudah) return;
    event.preventDefault();
    sendOwn();
    await Promise.race([sendLeft(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]).catch(reportError);
    const left = await settled();
    if (!left) return go(form);
    const dialog = document.getElementById("belum-terkirim");
    dialog.querySelector("[data-berapa]").textContent = left;
    dialog.onclose = () => { if (dialog.returnValue === "keluar") go(form); };
    dialog.showModal();
  });
}

function go(form) {
  form.dataset.sudah = "1";
  lock();
  form.submit();
}

/* how many answers are left once those on their way have arrived, or the patience is over */
async function settled(until = Date.now() + PATIENCE) {
  for (;;) {
    const count = (await kept().catch(() => [])).length;
    if (!count || Date.now() > until || !navigator.onLine) return count;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
