/* A new version of the site has been set up beside the one that runs here: offered on pages that ask nothing, so that no field is open. What waits to be
 * sent goes first; then the new version takes over and the page comes anew. */

const PATIENCE = 5000; // ms until the page comes anew even if the new version has not said that it is at work

/* registration: of the service worker; box: what says so, with a button; sendLeft: sends what waits on this device */
export function offer(registration, box, sendLeft) {
  const workers = navigator.serviceWorker;
  const show = () => { box.hidden = !(registration.waiting && workers.controller); };
  const watch = () => registration.installing?.addEventListener("statechange", show);
  registration.addEventListener("updatefound", watch);
  watch();
  show();
  const button = box.querySelector("button");
  button.onclick = async () => {
    button.disabled = true;
    await sendLeft().catch(() => false); // what does not go is on the device, and the new version sends it
    const again = () => location.reload();
    if (!registration.waiting) return again(); // another tab has taken it
    workers.addEventListener("controllerchange", again, { once: true });
    registration.waiting.postMessage("pakai");
    setTimeout(again, PATIENCE);
  };
}
