/* Puts into the page what the server said of its lines (web/live.py). */

/* texts come as HTML of the server's own making */
function write(element, html) {
  if (!element || element.dataset.kini === html) return;
  const marks = element.querySelectorAll(":scope > .wajib, :scope > .tak-tampak, :scope > .pilihan"); // behind a label
  element.innerHTML = html;
  for (const mark of marks) element.append(mark.matches(".pilihan") ? " " : "", mark);
  element.dataset.kini = html;
}

/* whoever stands on a button of the list stays there */
function replace(list, html) {
  const pressed = list.contains(document.activeElement) ? document.activeElement.value : "";
  list.innerHTML = html;
  if (pressed) list.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true });
}

/* `put`: writes an answer into its field */
export function redraw(holder, line, put) {
  if ("label" in line) write(holder.querySelector(":scope > .soal, :scope > h2, :scope > div:not(.petunjuk)"), line.label);
  if ("hint" in line) write(holder.querySelector(":scope > .petunjuk"), line.hint);
  const output = "text" in line && holder.querySelector("output");
  if (output) output.textContent = line.text || "–";
  if ("value" in line) put(line.value);
  const list = "list" in line && holder.querySelector("[data-daftar]");
  if (list) replace(list, line.list);
}
