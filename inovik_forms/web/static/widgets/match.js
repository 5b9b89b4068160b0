/* Whether a label has all the words that were typed, in any order, whatever their case and accents. */

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function matcher(typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return (label) => {
    const text = plain(label);
    return words.every((word) => text.includes(word));
  };
}
