/* The entries of a repeat's list can be dragged to another place; its buttons up and down do the same. */

import { handle } from "./drag.js";

export function start(element, { form }) {
  const list = element.querySelector(".butir");
  for (const item of list?.children ?? []) {
    item.querySelector(".alat").append(handle(list, item, () => {
      const value = `pindah ${[...list.children].indexOf(item)} ${item.dataset.butir}`;
      const button = Object.assign(document.createElement("button"), { name: "aksi", value, hidden: true });
      form.append(button);
      form.requestSubmit(button);
    }));
  }
}
