/* What the server says of answers that left this device in the background: that they arrived and wait for a person. */

export function tell(words) {
  const note = document.getElementById("kabar-terlambat") ?? Object.assign(document.createElement("div"), { id: "kabar-terlambat", className: "pesan hati" });
  note.setAttribute("role", "status");
  document.getElementById("isi").prepend(note);
  note.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
}
