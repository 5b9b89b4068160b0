/* What appears because a field was left (a message, an echo, the server's reply) would push the page down between the press
 * and the release of a button, which then misses it. So it waits until the press is over. */

const NO_CLICK = 400; // ms after the release in which a finger's click still comes
const LONGEST_PRESS = 2000; // ms

let pressing = false;
let timer = 0;
const waiting = [];

function release() {
  pressing = false;
  for (const draw of waiting.splice(0)) draw();
}

/* after the listeners of whatever comes next, the click's own among them */
function soon(ms) {
  clearTimeout(timer);
  timer = setTimeout(release, ms);
}

addEventListener("pointerdown", () => {
  pressing = true;
  soon(LONGEST_PRESS); // it may be released outside the window
}, true);
addEventListener("pointerup", () => soon(NO_CLICK), true);
addEventListener("pointercancel", () => soon(0), true); // the finger scrolls instead
addEventListener("click", () => { if (pressing) soon(0); }, true);

/* draws at once, or when the press that is under way is over */
export function steadily(draw) {
  if (pressing) waiting.push(draw);
  else draw();
}
