/* A chosen photo is made smaller before it is sent, shown while it travels, and kept to try again when it did not arrive. */

import { UNSENT } from "../turn.js";
import { shrink, sized } from "./shrink.js";

const told = new Map(); // answer path → what to say on the page that comes back with the photo

export function start(element, page) {
  const box = element.querySelector(".unggah");
  const field = box?.querySelector("input[type=file]");
  if (!field) return;
  const path = element.dataset.soal;
  if (told.has(path)) {
    const line = Object.assign(document.createElement("p"), { className: "samar kecil ukuran", textContent: told.get(path) });
    if (element.querySelector(".berkas")) element.querySelector(".berkas").after(line);
    told.delete(path);
  }
  let ready = false; // the field holds what is to be sent
  field.addEventListener("change", async (event) => {
    if (ready) return void (ready = false);
    if (!field.files.length) return clear(box); // emptied: nothing is left to send, or to try again
    if (!window.createImageBitmap) return;
    event.stopPropagation(); // form.js sends it when it is ready
    const sending = new Sending(box, page, path);
    const chosen = field.files[0];
    const { file, canvas } = await shrink(chosen, Number(box.dataset.terpanjang));
    if (field.files[0] !== chosen) return; // another was chosen meanwhile
    if (file !== chosen) told.set(path, words(box, chosen, file));
    else told.delete(path);
    sending.show(put(field, file) ? file : chosen, canvas, told.get(path));
    sending.send = () => {
      ready = true;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    sending.send();
  });
}

const words = (box, from, to) => box.dataset.ukuran.replace("{from}", sized(from.size)).replace("{to}", sized(to.size));

const clear = (box) => box.parentElement.querySelectorAll(".kiriman").forEach((old) => old.remove());

function put(field, file) {
  const data = new DataTransfer();
  data.items.add(file);
  field.files = data.files;
  return field.files[0] === file || field.files[0]?.size === file.size;
}

/* What stands by the field while its photo travels. */
class Sending {
  constructor(box, page, path) {
    clear(box);
    this.box = box;
    this.page = page;
    this.path = path;
    this.holder = Object.assign(document.createElement("div"), { className: "kiriman" });
    this.line = Object.assign(document.createElement("p"), { textContent: box.dataset.siapkan });
    this.line.setAttribute("role", "status");
    this.holder.append(this.line);
    box.after(this.holder);
    page.form.addEventListener(UNSENT, () => { if (this.holder.isConnected) this.#failed(); });
  }

  show(file, canvas, told) {
    this.line.textContent = this.text = [this.box.dataset.mengirim.replace("{name}", file.name), told].filter(Boolean).join(" ");
    if (!canvas) return;
    canvas.setAttribute("aria-hidden", "true");
    this.holder.prepend(canvas);
  }

  #failed() {
    if (this.page.files.has(this.path)) return this.holder.remove(); // the device keeps it and says so (files.js)
    this.line.textContent = this.box.dataset.gagal;
    this.line.classList.add("gagal");
    if (this.button || !this.send) return;
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua", textContent: this.box.dataset.ulang });
    this.button.addEventListener("click", () => {
      this.line.textContent = this.text;
      this.line.classList.remove("gagal");
      this.send();
    });
    this.holder.append(this.button);
  }
}
