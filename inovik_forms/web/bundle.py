"""All modules of a page of questions as one script, so that a phone far away asks once instead of thirty times.

The sources stay what they are: modules that browsers and Node run as they stand. Each becomes a function here, called
when something first imports it. Only the forms of `import` and `export` that our modules use are known; any other is
refused, as are circles, so that the bundle never means something else than its sources.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "(\.[^"]+)";$', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:async )?function\*? |class |const )(\w+)", re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_ANY_LATER = re.compile(r"\bimport\((?!\")")
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_LEFT_OVER = re.compile(r"^(?:import\b(?!\()|export\b).*$", re.MULTILINE)
_START = """const $made = {};
const $use = (name) => {
  if (!$made[name]) $parts[name]($made[name] = {});
  return $made[name];
};
const $later = (name) => Promise.resolve().then(() => $use(name));
const $any = (address) => ($addresses[address] ? $later($addresses[address]) : import(address));
const $give = (to, getters) => Object.defineProperties(to, Object.getOwnPropertyDescriptors(getters));
"""


BY_ADDRESS = "widgets/"
"""Modules that a page names by their address (data-widget)."""
LATER = "later/"
"""Modules that most pages never need: they come by themselves when asked for. They import nothing, or what they share
with the page would be there twice; they are given what they need."""


class NotBundled(ValueError):
    """A module says something that a bundle cannot say; the message names the module and the line."""


def bundle(folder: Path, entry: str, address: Callable[[str], str]) -> bytes:
    """The script of `entry` with every module under `folder`, which must all be ours. `address`: where a module is
    served by itself; whoever imports that gets the one of the bundle. Raises NotBundled."""
    found = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*.js"))
    names = [entry, *(name for name in found if name != entry and not name.startswith(LATER))]
    parts = {name: _Part(name, (folder / name).read_text(), address) for name in names}
    for name in found:
        if name.startswith(LATER) and _IMPORT.search((folder / name).read_text()):
            raise NotBundled(f"{name}: import")
    _refuse_circles(parts, entry)
    others = [part for name, part in parts.items() if name != entry]
    bodies = "".join(f"{json.dumps(p.name)}: ($to) => {{\n{p.given}{p.body}}},\n" for p in others)
    addresses = {address(name): name for name in names if name.startswith(BY_ADDRESS)}
    tables = f"const $addresses = {json.dumps(addresses)};\nconst $parts = {{\n{bodies}}};\n"
    return (_START + tables + parts[entry].body).encode()


class _Part:
    """A module as the body of a function; `needs`: what it imports before it begins."""

    def __init__(self, name: str, source: str, address: Callable[[str], str]) -> None:
        self.name = name
        self.needs: list[str] = []
        getters: list[str] = []

        def imported(found: re.Match[str]) -> str:
            what = found[2] or "{" + ", ".join(": ".join(pair) for pair in _pairs(found[1])) + "}"
            return f"const {what} = $use({self._named(found[3])});"

        def passed_on(found: re.Match[str]) -> str:
            other = self._named(found[2])
            getters.extend(f"get {new}() {{ return $use({other}).{old}; }}" for old, new in _pairs(found[1]))
            return ""

        def listed(found: re.Match[str]) -> str:
            getters.extend(f"get {new}() {{ return {old}; }}" for old, new in _pairs(found[1]))
            return ""

        def later(found: re.Match[str]) -> str:
            path = self._path(found[1])
            return f'import("{address(path)}")' if path.startswith(LATER) else f"$later({json.dumps(path)})"

        def declared(found: re.Match[str]) -> str:
            getters.append(f"get {found[2]}() {{ return {found[2]}; }}")
            return found[1] + found[2]

        source = _COMMENT.sub("", source)
        body = _PASSED_ON.sub(passed_on, _IMPORT.sub(imported, source))
        body = _DECLARED.sub(declared, _LISTED.sub(listed, body))
        body = _LATER.sub(later, body)
        self.body = _ANY_LATER.sub("$any(", body)
        self.given = f"$give($to, {{ {', '.join(getters)} }});\n" if getters else ""
        for line in _LEFT_OVER.findall(self.body):
            raise NotBundled(f"{name}: {line}")

    def _path(self, found: str) -> str:
        return posixpath.normpath(str(PurePosixPath(self.name).parent / found))

    def _named(self, found: str) -> str:
        self.needs.append(self._path(found))
        return json.dumps(self.needs[-1])


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """ "a, b as c" → (a, a), (b, c)."""
    for name in filter(None, map(str.strip, names.split(","))):
        old, _, new = name.partition(" as ")
        yield old, new or old


def _refuse_circles(parts: dict[str, _Part], entry: str) -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise NotBundled(f"{entry}: {' → '.join((*above, name))}")
        if name not in parts:
            raise NotBundled(f"{above[-1]}: {name}")
        if name not in done:
            for need in parts[name].needs:
                visit(need, (*above, name))
            done.add(name)

    for name in parts:
        visit(name, ())
