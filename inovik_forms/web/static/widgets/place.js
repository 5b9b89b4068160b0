/* A button that asks the phone where it is, and writes it as XLSForm does: "latitude longitude altitude accuracy". */

const WAIT = 20000; // ms
const COARSE = 100; // metres; worse is said

export function start(element) {
  const box = element.querySelector(".letak");
  const field = box?.querySelector("input");
  if (!field || !navigator.geolocation || !window.isSecureContext) return;
  const words = box.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua", textContent: words.ambil });
  const line = Object.assign(document.createElement("p"), { className: "kecil" });
  line.setAttribute("role", "status");
  box.append(button, line);
  const say = (text, failed = false) => {
    line.textContent = text;
    line.classList.toggle("gagal", failed);
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") return; // still looking
    button.setAttribute("aria-disabled", "true");
    say(words.mencari);
    const over = (then) => (what) => {
      button.setAttribute("aria-disabled", "false");
      then(what);
    };
    const found = ({ coords }) => {
      field.value = written(coords);
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
      const metres = Math.max(1, Math.round(coords.accuracy));
      say((metres > COARSE ? words.kasar : words.teliti).replace("{m}", metres.toLocaleString(document.documentElement.lang || "id")));
    };
    const failed = ({ code }) => say([words.takAda, words.ditolak, words.takAda, words.lama][code] ?? words.takAda, true);
    navigator.geolocation.getCurrentPosition(over(found), over(failed), { enableHighAccuracy: true, timeout: WAIT, maximumAge: 0 });
  });
}

/* A centimetre of place, a decimetre of height; a phone that does not know its height says nothing of it: 0, as XLSForm has it. */
const written = ({ latitude, longitude, altitude, accuracy }) =>
  [latitude.toFixed(7), longitude.toFixed(7), (altitude ?? 0).toFixed(1), accuracy.toFixed(1)].map(Number).map(plain).join(" ");

const plain = (number) => (Math.abs(number) < 1e-6 ? "0" : String(number)); // never 1e-7
