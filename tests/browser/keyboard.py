"""A person who has a keyboard and nothing else: Tab, Shift+Tab, Enter, Space, arrows, and letters where one types.

At each stop the focus must be seen: on the screen, not covered by anything, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .conftest import Visitor

MOST_STOPS = 400
"""Presses of Tab within which anything on a page is reached."""

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.closest("label") ?? at.labels?.[0];
  const isHidden = (e) => Number(getComputedStyle(e).opacity) === 0 || e.getBoundingClientRect().width < 4;
  const seen = at.matches(".opsi input") || isHidden(at) ? (label ?? at.parentElement) : at;
  const box = seen.getBoundingClientRect();
  const hasMark = ({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  const hits = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return Boolean(top && (seen.contains(top) || top === at || (top.localName === "label" && top.contains(at))));
  };
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [up, low] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]];
  const option = at.getAttribute("aria-activedescendant");
  return {
    tag: at.localName, type: at.type ?? "", name: at.name ?? "", id: at.id, value: at.value ?? "",
    role: at.getAttribute("role") ?? "", checked: Boolean(at.checked), href: at.getAttribute("href") ?? "",
    text: (seen.textContent ?? "").trim().slice(0, 80),
    option: option ? document.getElementById(option)?.dataset.nilai ?? "" : "",
    isSeen: right - left > 3 && low - up > 3 &&
      points.some(([x, y]) => hits(left + (right - left) * x, up + (low - up) * y)),
    isMarked: [at, seen].some((e) => !isHidden(e) && hasMark(getComputedStyle(e))),
    box: [box.left, box.top, box.right, box.bottom].map(Math.round),
  };
}"""


class Keyboard:
    """Someone at a page. `stops` counts where the focus has been; `unseen`: what was wrong there, if anything."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.stops = 0
        self.unseen: list[str] = []

    def at(self) -> dict[str, Any] | None:
        """What has the focus; None for the page itself."""
        found: dict[str, Any] | None = self.page.evaluate(STOP)
        return found

    def press(self, key: str) -> dict[str, Any] | None:
        """A key; where the focus is then."""
        self.page.keyboard.press(key)
        here = self.at()
        if here is not None:
            self.stops += 1
            what = f"{here['tag']} {here['name'] or here['id']} {here['text'][:40]!r} {here['box']} in {self.page.url}"
            if not here["isSeen"]:
                self.unseen.append(f"covered or off the screen: {what}")
            if not here["isMarked"]:
                self.unseen.append(f"not marked: {what}")
        return here

    def stops_on(self) -> Iterator[dict[str, Any]]:
        """Tab by Tab, until the focus leaves the page at its end."""
        for _ in range(MOST_STOPS):
            here = self.press("Tab")
            if here is None:
                return
            yield here

    def go_to(self, **wanted: str) -> dict[str, Any]:
        """Tab until something is reached whose parts match these patterns. From the end of the page it begins anew."""
        for _ in range(2):
            for here in self.stops_on():
                if all(re.search(pattern, str(here[part])) for part, pattern in wanted.items()):
                    return here
        raise AssertionError(f"not reached by Tab: {wanted} in {self.page.url}")

    def enter(self, **wanted: str) -> None:
        """Go there and press Enter; until what it leads to is there."""
        self.go_to(**wanted)
        self.page.keyboard.press("Enter")
        self.visitor.turned()

    # ---- one answer

    def answer(self, here: dict[str, Any], wanted: Any) -> None:
        """Give the answer where the focus is. `wanted`: as in a file of answers."""
        if here["type"] == "radio":
            self._radio(here, str(wanted))
        elif here["type"] == "checkbox":
            names = wanted if isinstance(wanted, list) else [wanted]
            if here["checked"] != (here["value"] in map(str, names)):
                self.page.keyboard.press("Space")
        elif here["type"] == "file":
            self._choose(str(wanted))
        elif here["tag"] == "select":
            self._select(here, str(wanted))
        elif here["role"] == "combobox":
            self._combobox(str(wanted))
        elif here["tag"] in ("input", "textarea"):
            self._type(here, wanted)

    def _type(self, here: dict[str, Any], wanted: Any) -> None:
        words = str(wanted)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
            year, month, day = words.split("-")
            words = f"{day}/{month}/{year}"
        elif isinstance(wanted, int | float):
            words = words.replace(".", ",")
        if here["value"] != words:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(words)

    def _choose(self, file: str) -> None:
        """Ask for the chooser by Space, and choose. `file`: a path. The chooser itself is the operating system's; it is
        kept shut, since Chromium without a screen does not always report it."""
        self.page.evaluate("""() => {
          window.isAsked = false;
          const ask = (event) => { window.isAsked = event.isTrusted; event.preventDefault(); };
          document.activeElement.addEventListener("click", ask, { once: true });
        }""")
        self.page.keyboard.press("Space")
        assert self.page.evaluate("window.isAsked"), "the button does not answer to Space"
        self.page.locator(":focus").set_input_files(file)
        self.page.locator("#simpanan:not([data-menunggu])").filter(has_text="Tersimpan").wait_for()

    def _radio(self, here: dict[str, Any], wanted: str) -> None:
        if not here["checked"]:
            self.page.keyboard.press("Space")
        for _ in range(30):
            now = self.at()
            if now is None or now["value"] == wanted:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no choice {wanted} at {here}")

    def _select(self, here: dict[str, Any], wanted: str) -> None:
        for _ in range(60):
            now = self.at()
            if now is None or now["value"] == wanted:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no choice {wanted} at {here}")

    def _combobox(self, wanted: str) -> None:
        for _ in range(90):
            now = self.press("ArrowDown")
            if now is not None and now["option"] == wanted:
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"no option {wanted}")
