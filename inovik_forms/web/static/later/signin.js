/*
 * Signing in again where one is, after the session has ended: the same person goes on with the page, whose answers are still here. The words are the
 * page's own (dasar.html, #masuk-lagi). This module comes by itself, so it is given what it needs: `send` posts JSON (post.js).
 */

let asking = null; // one dialog at a time

/* Resolves to whether the person has signed in. `back`: where the focus belongs afterwards. */
export function signIn(send, back) {
  asking ??= ask(send, back).finally(() => { asking = null; });
  return asking;
}

async function ask(send, back) {
  const dialog = document.getElementById("masuk-lagi").content.firstElementChild.cloneNode(true);
  const form = dialog.querySelector("form");
  const password = form.elements.sandi;
  let isIn = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    isIn = await attempt(form, send);
    if (isIn) dialog.close();
  });
  form.querySelector("[type=button]").onclick = () => dialog.close();
  const closed = new Promise((resolve) => { dialog.onclose = resolve; });
  document.body.append(dialog);
  dialog.showModal();
  password.focus();
  await closed;
  dialog.remove();
  if (back?.isConnected) back.focus({ preventScroll: true });
  return isIn;
}

/* whether name and password were taken; if not, the reason is said at the password, which is there to be typed anew */
async function attempt(form, send) {
  const { nama: name, sandi: password } = form.elements;
  const button = form.querySelector(".tombol");
  const problem = form.querySelector("[role=alert]");
  button.disabled = true;
  problem.textContent = "";
  const { status, data } = await send("/masuk", { nama: name.value, sandi: password.value });
  button.disabled = false;
  if (status === 200) {
    for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = data.page_token;
    return true;
  }
  problem.textContent = data?.message ?? password.dataset.putus;
  password.setAttribute("aria-invalid", "true");
  password.focus();
  password.select();
  return false;
}
