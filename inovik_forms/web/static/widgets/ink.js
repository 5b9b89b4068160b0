/* Strokes of a pen as points [x, y] in CSS pixels, drawn smoothly, and as a PNG no larger than what was drawn; or on a photo. */

const WIDTH = 2.4; // of a line, CSS pixels
const SHARP = 3; // dots of the picture per CSS pixel
const LONGEST = 1200; // dots of the picture's longer side
const COLOUR = "#10204a"; // blue-black: seen at once to be no part of the printed text
const MARKER = { colour: "#e00024", width: 6 }; // on a photo
export const WIDE = 600; // a photo's width in the units of strokes on it, however large it is shown

/* A curve through the middles of the points, so that no corner shows however seldom the finger was asked where it is. */
export function draw(context, stroke, { colour, width } = { colour: COLOUR, width: WIDTH }) {
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(...stroke[0]);
  for (let place = 1; place < stroke.length - 1; place++) {
    const [x, y] = stroke[place];
    const [nextX, nextY] = stroke[place + 1];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  context.lineTo(...stroke.at(-1)); // of a dot: a line of no length, which round ends make visible
  context.stroke();
}

export const drawOn = (context, stroke) => draw(context, stroke, MARKER);

/* left, top, width, height around all lines */
export function bounds(strokes) {
  const points = strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const least = (all) => all.reduce((a, b) => Math.min(a, b)) - WIDTH;
  const most = (all) => all.reduce((a, b) => Math.max(a, b)) + WIDTH;
  return [least(xs), least(ys), most(xs) - least(xs), most(ys) - least(ys)];
}

/* The file at once, not by a promise: a page that is being sent or left does not wait. */
export function picture(strokes, name) {
  const [left, top, width, height] = bounds(strokes);
  const scale = Math.min(SHARP, LONGEST / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.translate(-left, -top);
  for (const stroke of strokes) draw(context, stroke);
  return file(canvas, name, "image/png");
}

/* The photo with the strokes on it, as large as it is. */
export function marked(photo, strokes, name) {
  const canvas = Object.assign(document.createElement("canvas"), { width: photo.naturalWidth, height: photo.naturalHeight });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // a transparent picture
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(photo, 0, 0);
  context.scale(canvas.width / WIDE, canvas.width / WIDE);
  for (const stroke of strokes) drawOn(context, stroke);
  return file(canvas, name, "image/jpeg");
}

function file(canvas, name, type) {
  const letters = atob(canvas.toDataURL(type, 0.9).split(",")[1]);
  return new File([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], name, { type });
}
