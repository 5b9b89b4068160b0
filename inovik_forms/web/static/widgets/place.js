/*
 * A button that asks the phone where it is, and writes it as XLSForm does: "latitude longitude altitude accuracy". As in ODK
 * Collect, a position as accurate as `capture-accuracy` is taken at once; until then the person may take what there is, and
 * with 0 always decides. From `warning-accuracy` on it is said to be coarse. After a while the best one is taken.
 * Of a line or an area (`data-tambah`), each position is one more.
 */

const WAIT = 20000; // ms

export function start(element) {
  const box = element.querySelector(".letak");
  const field = box?.querySelector("input, textarea");
  if (!field || !navigator.geolocation || !window.isSecureContext) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua", textContent: box.dataset.ambil });
  const line = Object.assign(document.createElement("p"), { className: "kecil" });
  line.setAttribute("role", "status");
  box.append(button, line);
  let search = null;
  button.addEventListener("click", () => {
    if (!search) search = new Search(box.dataset, field, button, line, () => { search = null; });
    else if (search.best) search.take();
  });
}

class Search {
  best = null; // the most accurate coordinates so far

  constructor(words, field, button, line, over) {
    Object.assign(this, { words, field, button, line, over });
    this.enough = Number(words.cukup);
    this.#say(words.mencari);
    button.setAttribute("aria-disabled", "true");
    const options = { enableHighAccuracy: true, timeout: WAIT, maximumAge: 0 };
    this.watch = navigator.geolocation.watchPosition(({ coords }) => this.#found(coords), ({ code }) => this.#failed(code), options);
    this.timer = setTimeout(() => { if (this.best && this.enough) this.take(); }, WAIT);
  }

  take() {
    this.#end();
    const before = "tambah" in this.words ? this.field.value.trimEnd() : "";
    this.field.value = [before, written(this.best)].filter(Boolean).join("\n");
    for (const type of ["input", "change"]) this.field.dispatchEvent(new Event(type, { bubbles: true }));
    const { kasarMulai, kasar, teliti } = this.words;
    this.#say(this.#told(this.best.accuracy >= Number(kasarMulai) ? kasar : teliti));
  }

  #found(coords) {
    if (!this.field.isConnected) return this.#end(); // the page was turned
    if (this.best && this.best.accuracy <= coords.accuracy) return;
    this.best = coords;
    if (coords.accuracy <= this.enough) return this.take();
    this.button.setAttribute("aria-disabled", "false");
    this.button.textContent = this.words.pakai;
    this.#say(this.#told(this.enough ? this.words.menunggu : this.words.putuskan));
  }

  #failed(code) {
    if (this.best) return; // what was found stays, to be taken
    const { takAda, ditolak, lama } = this.words;
    this.#end();
    this.#say([takAda, ditolak, takAda, lama][code] ?? takAda, true);
  }

  #end() {
    navigator.geolocation.clearWatch(this.watch);
    clearTimeout(this.timer);
    this.button.setAttribute("aria-disabled", "false");
    this.button.textContent = this.words.ambil;
    this.over();
  }

  #say(text, failed = false) {
    this.line.textContent = text;
    this.line.classList.toggle("gagal", failed);
  }

  #told(text) {
    const shown = (number) => number.toLocaleString(document.documentElement.lang || "id");
    return text.replace("{m}", shown(Math.max(1, Math.round(this.best.accuracy)))).replace("{n}", shown(this.enough));
  }
}

/* A centimetre of place, a decimetre of height; a phone that does not know its height says nothing of it: 0, as XLSForm has it. */
const written = ({ latitude, longitude, altitude, accuracy }) =>
  [latitude.toFixed(7), longitude.toFixed(7), (altitude ?? 0).toFixed(1), accuracy.toFixed(1)].map(Number).map(plain).join(" ");

const plain = (number) => (Math.abs(number) < 1e-6 ? "0" : String(number)); // never 1e-7
