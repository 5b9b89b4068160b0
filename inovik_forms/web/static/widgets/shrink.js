/* A photo as small as it may be, made on the phone: what travels is a tenth of what the camera gave. */

const SMALL = 300_000; // bytes: not worth the work, nor a second loss of sharpness
const QUALITY = 0.85;

/* { file, canvas }: the smaller file, or the same one when it is small or nobody here can read it; `canvas` shows it. */
export async function shrink(file, longest) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { file, canvas: null };
  }
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  if (file.size <= SMALL) return { file, canvas };
  const type = file.type === "image/png" ? "image/png" : "image/jpeg"; // a PNG may be transparent
  const blob = await new Promise((done) => canvas.toBlob(done, type, QUALITY));
  if (!blob || blob.type !== type || blob.size >= file.size) return { file, canvas };
  const stem = file.name.replace(/\.[^.]{1,5}$/, "") || "foto";
  return { file: new File([blob], `${stem}.${type === "image/png" ? "png" : "jpg"}`, { type }), canvas };
}

/* 3200000 → "3,2 MB", 240000 → "240 kB", as the page's language writes numbers */
export function sized(bytes) {
  const [number, unit] = bytes >= 1e6 ? [bytes / 1e6, "MB"] : [Math.max(1, bytes / 1e3), "kB"];
  const digits = unit === "MB" ? 1 : 0;
  return `${number.toLocaleString(document.documentElement.lang || "id", { maximumFractionDigits: digits })} ${unit}`;
}
