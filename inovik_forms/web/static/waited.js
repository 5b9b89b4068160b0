/* What has waited for days on this device is in danger: browsers wipe what lies long unused. */

import { account, isNew, kept, onChange } from "./device.js";
import { dayAndTime } from "./moment.js";

const DAY = 86400000; // ms
const DAYS_LONG = 3; // in which answers should have found a network

/* say so on this page, but on that of what waits; and where a browser has done it */
export async function remind() {
  const records = await kept();
  if (account() && navigator.onLine) await (await import("./later/wiped.js")).watch({ account: account(), kept, onChange, isNew }, document.getElementById("terhapus"), dayAndTime);
  const days = Math.floor((Date.now() - Math.min(...records.map(({ at }) => at))) / DAY);
  const box = document.getElementById("lama-menunggu");
  if (!records.length || days < DAYS_LONG || !box || document.getElementById("antrean")) return;
  box.querySelector("span").textContent = box.dataset.kata.replace("{n}", records.length).replace("{hari}", days);
  box.hidden = false;
}
