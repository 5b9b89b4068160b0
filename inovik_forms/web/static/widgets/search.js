/* Many check boxes: a search field narrows them, and what is ticked stands above as buttons that take it away again. */

import { matcher } from "./match.js";

export function start(element) {
  const box = element.querySelector(".opsi");
  if (!box) return;
  const { cari, lepas, cocok } = box.dataset;
  const field = Object.assign(document.createElement("input"), { type: "text", className: "cari", placeholder: cari, autocomplete: "off" });
  const title = element.querySelector(".soal").firstChild.textContent.trim();
  field.setAttribute("aria-label", `${cari}: ${title}`);
  const chips = Object.assign(document.createElement("ul"), { className: "keping" });
  const aloud = Object.assign(document.createElement("p"), { className: "tak-tampak" });
  aloud.setAttribute("aria-live", "polite");

  const show = () => {
    const ticked = [...box.querySelectorAll("input:checked")];
    chips.replaceChildren(...ticked.map((input) => {
      const label = input.closest("label").textContent.trim();
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.setAttribute("aria-label", lepas.replace("{label}", label));
      button.addEventListener("click", () => {
        input.checked = false;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        (chips.querySelector("button") ?? field).focus();
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
    chips.hidden = !ticked.length;
  };
  const narrow = () => {
    const fits = matcher(field.value);
    let count = 0;
    for (const label of box.querySelectorAll("label")) {
      label.hidden = !fits(label.textContent);
      count += !label.hidden;
    }
    aloud.textContent = cocok.replace("{count}", count);
  };
  field.addEventListener("input", (event) => { event.stopPropagation(); narrow(); });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.addEventListener("change", show);
  new MutationObserver(() => { show(); if (field.value) narrow(); }).observe(box, { childList: true });
  box.before(chips, field, aloud);
  show();
}
