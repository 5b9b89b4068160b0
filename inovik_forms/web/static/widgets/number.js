/* A number shows at once how it was read: "1500000" becomes "1.500.000" when the field is left. */

import { number, shownNumber } from "../typed.js";

export function start(element) {
  const field = element.querySelector("input.angka");
  if (!field || field.classList.contains("tahunan")) return; // a year has no dot
  field.addEventListener("change", () => { field.value = shownNumber(number(field.value)); });
}
