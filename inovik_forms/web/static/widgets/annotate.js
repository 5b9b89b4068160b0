/* A photo on which one can draw: chosen and sent as any photo, then drawn upon and kept as one picture. */

import { start as photo } from "./photo.js";
import { Pad, button } from "./signature.js";

export function start(element, page) {
  photo(element, page);
  const box = element.querySelector(".kanvas");
  const kept = element.querySelector(".berkas");
  const canvas = document.createElement("canvas");
  if (!box || !kept?.querySelector("img") || !canvas.getContext || !window.PointerEvent) return;
  const { buka, takTerbuka } = box.dataset;
  const open = button("kedua", buka);
  const line = Object.assign(document.createElement("p"), { className: "kecil" });
  line.setAttribute("role", "status");
  open.addEventListener("click", async () => {
    if (open.getAttribute("aria-disabled") === "true") return; // it is on its way
    open.setAttribute("aria-disabled", "true");
    const image = Object.assign(new Image(), { src: kept.querySelector("a").href, alt: "" });
    try {
      await image.decode();
    } catch {
      line.textContent = takTerbuka;
      return open.setAttribute("aria-disabled", "false");
    }
    open.remove();
    line.remove();
    kept.hidden = true; // the same picture, large, stands below
    box.hidden = false;
    new Pad(box, canvas, element.querySelector("input[type=file]"), page, kept, image);
    box.scrollIntoView({ block: "nearest" });
  });
  box.before(open, line);
}
