/* An answer that was taken over is no longer marked once it is changed: that is what the server makes of it, too. */

export function start(element) {
  const mark = element.querySelector("p");
  const drop = (event) => {
    if (!mark.contains(event.target)) {
      mark.hidden = true;
      element.classList.add("diubah");
    }
  };
  element.addEventListener("input", drop);
  element.addEventListener("change", drop);
}
