"""The map of the rooms is a rule: a room imports only from rooms above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "inovik_forms"
ROOMS = (
    "words", "problems", "disk", "processes", "archives", "bahasa", "numbers", "letterheads", "expressions",
    "questionnaires", "answers", "documents", "lint", "paper", "workflow", "store", "jobs", "packs", "settings",
    "web", "cli", "__main__",
)  # fmt: skip
"""From the top down, as docs/architecture.md draws them."""

PURE_DOCUMENTS = ("tree", "read", "numbering", "resolve", "write_", "pdf", "dump")
"""Modules of `documents` (by how their names begin) that work on a Word file which has never seen a tag."""

PURE = ("words", "problems", "disk", "bahasa", "numbers", "letterheads", "expressions", "questionnaires", "answers",
        "documents", "lint", "paper", "workflow")  # fmt: skip
EDGES = {"flask", "sqlalchemy", "click", "sqlite3", "socket", "subprocess", "wtforms", "granian", "psycopg"}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "content" not in p.parts and p != PACKAGE / "__init__.py")


def name_of(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix().removesuffix(".py")


def room_of(dotted: str) -> str:
    return dotted.split(".")[1]


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that a module imports, functions' own imports included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def upward(source: str, module: str) -> list[str]:
    """What a module imports from rooms below its own. `module`: dotted, inovik_forms.room…"""
    rank = ROOMS.index(room_of(module))
    found = []
    for line, name in imports(source, module.rpartition(".")[0]):
        inside = name.startswith("inovik_forms.") and room_of(name) in ROOMS
        if inside and ROOMS.index(room_of(name)) > rank:
            found.append(f"{module}:{line} imports {name}")
    return found


def test_every_module_stands_in_a_room_of_the_map() -> None:
    assert {name_of(file).split("/")[0] for file in modules()} == set(ROOMS)


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_a_room_imports_only_from_rooms_above(file: Path) -> None:
    module = "inovik_forms." + name_of(file).replace("/", ".")
    assert upward(file.read_text(encoding="utf-8"), module) == []


def test_the_rule_sees_every_way_of_importing() -> None:
    for source in (
        "from inovik_forms.web import app",
        "import inovik_forms.web.app",
        "from inovik_forms import web",
        "def f():\n    from inovik_forms.cli import main",
        "from ..web import app",
    ):
        assert len(upward(source, "inovik_forms.answers.state")) == 1, source
    assert upward("from inovik_forms.questionnaires import model", "inovik_forms.answers.state") == []


@pytest.mark.parametrize(
    "file", [f for f in modules() if f.parent.name == "documents" and f.name.startswith(PURE_DOCUMENTS)], ids=name_of
)
def test_the_writers_know_nothing_of_questionnaires(file: Path) -> None:
    names = [name for _, name in imports(file.read_text(encoding="utf-8"), "inovik_forms.documents")]
    assert [n for n in names if n.startswith(("inovik_forms.questionnaires", "inovik_forms.answers"))] == []


@pytest.mark.parametrize("file", [f for f in modules() if name_of(f).split("/")[0] in PURE], ids=name_of)
def test_the_core_knows_no_edge(file: Path) -> None:
    roots = {name.split(".")[0] for _, name in imports(file.read_text(encoding="utf-8"), "inovik_forms")}
    assert roots & EDGES == set()
