/* Putting choices in order: buttons up and down, or dragging; each move is said aloud. Before the first move nothing is
   answered: the order shown is only the one in which the choices were written. */

import { handle } from "./drag.js";
import { icon } from "./icon.js";
import { shownAs } from "../offers.js";

export function start(element) {
  const list = element.querySelector(".urutan");
  if (!list) return;
  const words = JSON.parse(list.dataset.kata);
  const items = [...list.children];
  const name = list.dataset.medan;
  let given = list.dataset.jawaban.split(" ").filter(Boolean); // with what a filter has set aside, until the next move
  const placed = given.map((one) => items.find((item) => item.dataset.nama === one)).filter(Boolean);
  list.prepend(...placed); // restored from the device (page.js), they stand elsewhere
  const answer = Object.assign(document.createElement("input"), { type: "hidden", name, value: order(placed) });
  const aloud = Object.assign(document.createElement("p"), { className: "tak-tampak" });
  aloud.setAttribute("aria-live", "polite");
  const accept = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua", textContent: words.accept });
  const open = Object.assign(document.createElement("p"), { className: "samar kecil", textContent: words.open });

  const show = () => {
    const ranked = new Set(answer.value.split(" "));
    const isWhole = [...list.children].every((item) => ranked.has(item.dataset.nama));
    [...list.children].forEach((item, place, all) => {
      item.querySelector(".nomor").textContent = ranked.has(item.dataset.nama) ? place + 1 : "–";
      const [up, down] = item.querySelectorAll(".alat button");
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === all.length - 1));
    });
    list.classList.toggle("belum", !isWhole);
    for (const part of [open, accept]) part.hidden = isWhole;
  };
  const settle = (item) => {
    given = [...list.children].map((each) => each.dataset.nama);
    answer.value = order([...list.children]);
    show();
    answer.dispatchEvent(new Event("change", { bubbles: true }));
    if (item) aloud.textContent = words.moved.replace("{label}", labelOf(item)).replace("{place}", [...list.children].indexOf(item) + 1).replace("{count}", list.children.length);
  };
  const tool = (item, way) => {
    const button = Object.assign(document.createElement("button"), { type: "button", title: words[way].replace("{label}", "").trim() });
    button.setAttribute("aria-label", words[way].replace("{label}", labelOf(item)));
    button.append(icon(way));
    button.addEventListener("click", () => {
      const neighbour = way === "up" ? item.previousElementSibling : item.nextElementSibling;
      if (!neighbour) return;
      neighbour[way === "up" ? "before" : "after"](item);
      settle(item);
      button.focus();
    });
    return button;
  };

  const dress = (item) => {
    const tools = Object.assign(document.createElement("span"), { className: "alat" });
    tools.append(tool(item, "up"), tool(item, "down"));
    item.prepend(handle(list, item, settle), Object.assign(document.createElement("span"), { className: "nomor" }));
    item.append(tools);
    return item;
  };
  for (const item of items) {
    item.querySelector("select").remove();
    dress(item);
  }
  // Other choices are offered: those that have a place keep it or get it back, the others come after them and wait for theirs.
  element.addEventListener("offer", ({ detail }) => {
    const known = new Map([...list.children].map((item) => [item.dataset.nama, item]));
    const offered = new Map(detail);
    const back = given.filter((name) => offered.has(name));
    const names = new Set([...back, ...[...known.keys()].filter((name) => offered.has(name)), ...offered.keys()]);
    list.replaceChildren(...[...names].map((name) => known.get(name) || dress(entry(name, shownAs(element, name, offered.get(name))))));
    answer.value = back.join(" ");
    show();
  });
  list.id = name; // where links to this question lead
  list.tabIndex = -1;
  list.classList.add("geser-urut");
  accept.addEventListener("click", () => { settle(); list.focus(); });
  list.before(open);
  list.after(answer, accept, aloud);
  show();
}

function entry(name, shown) {
  const item = document.createElement("li");
  item.dataset.nama = name;
  const said = Object.assign(document.createElement("span"), { className: "isi" });
  said.append(...shown);
  item.append(said);
  return item;
}

const order = (items) => items.map((item) => item.dataset.nama).join(" ");
const labelOf = (item) => item.querySelector(".isi").textContent.trim();
