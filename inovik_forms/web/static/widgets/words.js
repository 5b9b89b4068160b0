/* Counts words or letters while they are typed; says it aloud when the typing rests and the end is near. */

import { characters, words } from "../expressions/blanks.js";
import { shownNumber } from "../typed.js";

const REST = 1200; // ms without typing
const NEAR = 0.9; // of the length

export function start(element) {
  const field = element.querySelector("textarea, input[type=text]");
  const line = element.querySelector(".hitung");
  if (!field || !line) return;
  const { paling, satuan, kata, lebih } = line.dataset;
  const most = Number(paling);
  const aloud = Object.assign(document.createElement("span"), { className: "tak-tampak" });
  aloud.setAttribute("aria-live", "polite");
  line.after(aloud);
  let timer = 0;
  const count = () => (satuan === "words" ? words(field.value) : characters(field.value)).length;
  const show = () => {
    const found = count();
    const more = found > most ? ` – ${lebih.replace("{more}", found - most).replace("{unit}", kata)}` : "";
    line.textContent = `${shownNumber(String(found))}/${shownNumber(paling)} ${kata}${more}`;
    line.classList.toggle("lebih", found > most);
    return found;
  };
  field.addEventListener("input", () => {
    const found = show();
    clearTimeout(timer);
    if (found >= most * NEAR) timer = setTimeout(() => { aloud.textContent = line.textContent; }, REST);
  });
  show();
}
