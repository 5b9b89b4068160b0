/* Dragging the items of a list by a handle, with mouse, pen or finger. A comfort: each list has buttons that do the same. */

import { icon } from "./icon.js";

const EDGE = 70; // px from the screen's edge at which it scrolls
const SPEED = 12; // px each time

/* the handle to put into an item of `list`; `dropped(item)` is called when the item has a new place in it */
export function handle(list, item, dropped) {
  const grip = Object.assign(document.createElement("span"), { className: "pegangan" });
  grip.setAttribute("aria-hidden", "true");
  grip.append(icon("grip"));
  grip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    drag(list, item, grip, event.clientY, dropped);
  });
  return grip;
}

function drag(list, item, grip, startY, dropped) {
  const before = [...list.children];
  const grabbed = startY - item.getBoundingClientRect().top; // where in the item it was taken
  let shift = 0;
  item.classList.add("digeser");
  const place = (y) => {
    shift = y - grabbed - (item.getBoundingClientRect().top - shift);
    item.style.transform = `translateY(${shift}px)`;
  };
  const move = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -SPEED);
    else if (clientY > innerHeight - EDGE) scrollBy(0, SPEED);
    place(clientY);
    const { previousElementSibling: above, nextElementSibling: below } = item;
    // The neighbour steps aside; the item itself stays where it is in the page, or it would lose the pointer.
    if (above && middle(item) < middle(above)) item.after(above);
    else if (below && middle(item) > middle(below)) item.before(below);
    else return;
    place(clientY);
  };
  const end = () => {
    grip.removeEventListener("pointermove", move);
    item.classList.remove("digeser");
    item.style.transform = "";
    if (before.some((child, index) => list.children[index] !== child)) dropped(item);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", end, { once: true });
}

const middle = (element) => {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
};
