/* On the page of what has not been sent: what this device holds beside it, and whether the browser has promised to keep it all. */

const inMegabytes = (bytes) => (bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

/* `counts`: {halaman, isian, berkas}, how many of each are here */
export async function describe(box, counts) {
  const { dataset: words } = box;
  const told = Object.entries(counts).reduce((text, [name, count]) => text.replace(`{${name}}`, count), words.isi);
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  const room = quota ? ` ${words.ruang.replace("{dipakai}", inMegabytes(usage)).replace("{boleh}", inMegabytes(quota))}` : "";
  box.querySelector("[data-tempat=isi]").textContent = told + room;
  const promise = box.querySelector("[data-tempat=janji]");
  const ask = box.querySelector("button");
  const say = (isKept, otherwise) => {
    promise.textContent = isKept ? words.dijaga : otherwise;
    ask.hidden = isKept || !navigator.storage?.persist || otherwise === words.ditolak;
  };
  say(Boolean(await navigator.storage?.persisted?.()), words.tidak);
  ask.onclick = async () => say(await navigator.storage.persist(), words.ditolak);
  box.hidden = false;
}
