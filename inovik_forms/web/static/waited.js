/* What has waited for days on this device is in danger: browsers wipe what lies long unused. */

import { kept } from "./device.js";

const DAY = 86400000; // ms
const DAYS_LONG = 3; // in which answers should have found a network

/* say so on this page, but on that of what waits */
export async function remind() {
  const records = await kept();
  const days = Math.floor((Date.now() - Math.min(...records.map(({ at }) => at))) / DAY);
  const box = document.getElementById("lama-menunggu");
  if (!records.length || days < DAYS_LONG || !box || document.getElementById("antrean")) return;
  box.querySelector("span").textContent = box.dataset.kata.replace("{n}", records.length).replace("{hari}", days);
  box.hidden = false;
}
