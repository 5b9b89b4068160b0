/* What appears because a field was left (a message, an echo, the server's reply) would push the page down between the press
 * and the release of a button, which then misses it. So it waits until the press is over. The line above the buttons that says where
 * the answers are safe speaks at once, but grows only then, too. */

const NO_CLICK = 400; // ms after the release in which a finger's click still comes
const LONGEST_PRESS = 2000; // ms

let pressing = false;
let timer = 0;
const waiting = [];

/* the line keeps its height during the press */
function hold(still) {
  const line = document.getElementById("simpanan");
  if (line) Object.assign(line.style, { height: still ? `${line.offsetHeight}px` : "", overflow: still ? "hidden" : "" });
}

function release() {
  pressing = false;
  hold(false);
  for (const draw of waiting.splice(0)) draw();
}

/* after the listeners of whatever comes next, the click's own among them */
function soon(ms) {
  clearTimeout(timer);
  timer = setTimeout(release, ms);
}

addEventListener("pointerdown", () => {
  hold(false); // of a press before this one
  hold(true);
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
