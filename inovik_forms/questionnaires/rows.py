"""The rows of the survey sheet as a tree of nodes: begin and end matched, names and types checked, texts sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from inovik_forms.problems import Cell, Problem, Severity
from inovik_forms.questionnaires.archive import TABLE_ENDING
from inovik_forms.questionnaires.choices import Lists
from inovik_forms.questionnaires.columns import MEDIA, TRANSLATABLE, Column
from inovik_forms.questionnaires.details import check_details
from inovik_forms.questionnaires.kinds import COMMON_WORDS, TypeCell, read_type
from inovik_forms.questionnaires.kobo import Kobo
from inovik_forms.questionnaires.media import media_of
from inovik_forms.questionnaires.model import NO_MEDIA, Media
from inovik_forms.questionnaires.refused_types import REFUSED
from inovik_forms.questionnaires.sheets import Sheet
from inovik_forms.questionnaires.texts import FALSE_WORDS, TRUE_WORDS, clean, is_name, proposed_name

from . import texts as _texts

RESERVED_NAMES = frozenset({"meta"})
MAX_DEPTH = 12
MAX_SUGGESTIONS = 200
"""Each looks at every name of the form; a form with more mistakes than that is better served by a quick answer."""


@dataclass(slots=True)
class Node:
    """A row while the form is being read. `what`: question, group or repeat. `repeats`: paths of those around it."""

    what: str
    kind: str
    name: str
    path: str
    row: int
    cells: dict[str, str]
    texts: dict[str, dict[str, str]]
    extra: dict[str, str]
    parent: Node | None
    repeats: tuple[str, ...] = ()
    type: TypeCell = field(default_factory=lambda: TypeCell("question"))
    parameters: dict[str, str] = field(default_factory=dict)
    list_name: str = ""
    trigger: tuple[str, ...] = ()
    number_pattern: str = ""
    number_date: str = ""
    children: list[Node] = field(default_factory=list)
    generated: bool = False
    media: Media = NO_MEDIA


class Survey:
    """The tree under construction, with every problem found; `nodes` in document order."""

    def __init__(self, sheet: Sheet, columns: list[Column], lists: Lists, collapse: bool) -> None:
        self.sheet = sheet
        self.columns = columns
        self.lists = lists
        self.collapse = collapse
        self.letters = {(column.name, column.language): column.letter for column in columns}
        self.problems: list[Problem] = []
        self.nodes: list[Node] = []
        self.top: list[Node] = []
        self._stack: list[Node] = []
        self._siblings: list[dict[str, int]] = [{}]
        self._repeat_rows: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._ends_are_missing = False
        self._suggestions = 0
        self._kobo = Kobo()

    def place(self, row: int, column: str, quote: str = "", language: str = "") -> Cell:
        """The cell of a row in one of our columns."""
        return Cell(self.sheet.name, row, self.letters.get((column, language), ""), quote)

    def report(
        self, code: str, row: int, column: str, quote: str = "", /, severity: Severity = "error", **detail: object
    ) -> None:
        """Note a problem in a cell; the quote is part of what its sentence may use."""
        detail.setdefault("quote", quote)
        self.problems.append(Problem(f"questionnaires.{code}", self.place(row, column, quote), detail, severity))

    def close_to(self, wrong: str, names: Iterable[str]) -> list[str]:
        """The nearest name, none, or (after many) no more suggestions."""
        self._suggestions += 1
        return get_close_matches(wrong, names, 1, 0.6) if self._suggestions <= MAX_SUGGESTIONS else []

    def read(self) -> None:
        """Go through all rows; what cannot be understood is reported and passed over."""
        kinds = [read_type(clean(text)).what for text in self._type_cells()]
        self._ends_are_missing = kinds.count("begin") > kinds.count("end")
        for row, raw in self.sheet.rows:
            self._read_row(row, raw)
        for node in self._stack:
            self.report("not_closed", node.row, "type", node.cells.get("type", ""), what=node.what, name=node.name)

    def _type_cells(self) -> list[str]:
        index = next(column.index for column in self.columns if column.name == "type")
        return [raw[index] for _, raw in self.sheet.rows if index < len(raw)]

    def _cells(self, raw: list[str]) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, str]]:
        cells: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        extra: dict[str, str] = {}
        width = len(raw)
        for column in self.columns:
            if column.index >= width or not raw[column.index]:
                continue
            text = clean(raw[column.index], self.collapse)
            if not text:
                continue
            name = column.name
            if not name:
                extra[column.heading] = text
            elif name in TRANSLATABLE:
                texts.setdefault(name, {})[column.language] = text
            else:
                cells[name] = text
        return cells, texts, extra

    def _read_row(self, row: int, raw: list[str]) -> None:
        cells, texts, extra = self._cells(raw)
        if "disabled" in cells:
            off = cells.pop("disabled") in TRUE_WORDS
            self.report("disabled", row, "disabled", severity="warning", row=row)
            if off:
                return
        if "type" not in cells:
            if "name" in cells or "label" in texts:
                self.report("no_type", row, "type", name=cells.get("name", ""))
            elif cells or texts or extra:
                self.report("row_skipped", row, "type", severity="warning")
            return
        cells["type"], look = self._kobo.plain(cells["type"], extra)
        if not cells["type"]:
            return
        if look:
            cells.setdefault("appearance", look)
        kind = read_type(cells["type"])
        if kind.what == "end":
            self._close(row, kind)
        elif kind.what == "table":
            self._read_table(row, cells)
        elif kind.what in ("begin", "question"):
            self._open(row, kind, cells, texts, extra)
        else:
            self._refuse_type(row, kind, cells)

    def _read_table(self, row: int, cells: dict[str, str]) -> None:
        """`csv-external`: its name is that of a table, which must have come along."""
        name = cells.get("name", "")
        if not name:
            self.report("no_name", row, "name", type=cells["type"])
        elif name.lower() + TABLE_ENDING not in self.lists.attached:
            self.report("file_missing", row, "name", name, file=name + TABLE_ENDING)

    def _refuse_type(self, row: int, kind: TypeCell, cells: dict[str, str]) -> None:
        code = (
            "list_missing" if kind.what == "incomplete" else "type_unknown_like" if kind.suggestion else "type_unknown"
        )
        code = REFUSED.get(kind.kind, code)
        served = ", ".join(COMMON_WORDS)
        self.report(code, row, "type", cells["type"], kind=kind.kind, suggestion=kind.suggestion, served=served)
        # The name still exists for references, so that one mistake is not reported as many.
        if kind.what != "incomplete" or "name" in cells:
            name = cells.get("name", "")
            if name and is_name(name):
                self._check_unique(row, name)
                self._add(self._node(row, TypeCell("question", "text"), name, cells, {}, {}))

    def _close(self, row: int, kind: TypeCell) -> None:
        if self._stack and self._stack[-1].what == kind.kind:
            self._stack.pop()
            self._siblings.pop()
            return
        opened = self._stack[-1] if self._stack else None
        quote = f"end {kind.kind}"
        if opened is None:
            self.report("end_without_begin", row, "type", quote, what=kind.kind)
        else:
            self.report("end_mismatch", row, "type", quote, opened=opened.what, name=opened.name, row=opened.row)
        # With fewer ends than begins one was forgotten: closing up to the right one keeps later rows where they
        # belong. With as many, two are mixed up, and each still closes the innermost.
        forgotten = self._ends_are_missing and any(node.what == kind.kind for node in self._stack)
        while self._stack:
            self._siblings.pop()
            if self._stack.pop().what == kind.kind or not forgotten:
                break

    def _open(
        self,
        row: int,
        kind: TypeCell,
        cells: dict[str, str],
        texts: dict[str, dict[str, str]],
        extra: dict[str, str],
    ) -> None:
        name = cells.get("name", "")
        if not name and kind.kind == "note":
            name = f"generated_note_name_{row}"
        if not name:
            self.report("no_name", row, "name", type=cells["type"])
            name = f"_baris_{row}"
        elif not is_name(name):
            self.report("bad_name", row, "name", name, proposed=proposed_name(name))
        elif len(name) > _texts.MAX_NAME:
            self.report("long_name", row, "name", name[:30] + "…", limit=_texts.MAX_NAME)
        self._check_unique(row, name)
        self._check_id(row, cells, extra)
        node = self._node(row, kind, name, cells, texts, extra)
        self._add(node)
        check_details(self, node)
        if kind.what == "begin":
            self._begin(row, node)
        elif kind.or_other:
            self._add_other(node)

    def _node(
        self,
        row: int,
        kind: TypeCell,
        name: str,
        cells: dict[str, str],
        texts: dict[str, dict[str, str]],
        extra: dict[str, str],
    ) -> Node:
        parent = self._stack[-1] if self._stack else None
        path = f"{parent.path}/{name}" if parent else name
        repeats: tuple[str, ...] = ()
        if parent:
            repeats = (*parent.repeats, parent.path) if parent.what == "repeat" else parent.repeats
        what = kind.kind if kind.what == "begin" else "question"
        media = media_of({column: texts.pop(column) for column in MEDIA & texts.keys()})
        return Node(
            what,
            kind.kind,
            name,
            path,
            row,
            cells,
            texts,
            extra,
            parent,
            repeats,
            kind,
            list_name=kind.list_name if kind.source != "file" else "",
            media=media,
        )

    def _add(self, node: Node) -> None:
        (node.parent.children if node.parent else self.top).append(node)
        self.nodes.append(node)

    def _begin(self, row: int, node: Node) -> None:
        if node.what == "repeat":
            if node.name in self._repeat_rows:
                self.report("double_repeat", row, "name", node.name, other=self._repeat_rows[node.name])
            self._repeat_rows.setdefault(node.name, row)
            if not node.texts.get("label"):
                self.report("repeat_no_label", row, "label", severity="warning", name=node.name)
        if len(self._stack) == MAX_DEPTH:
            self.report("too_deep", row, "type", node.cells["type"], limit=MAX_DEPTH)
        self._stack.append(node)
        self._siblings.append({})

    def _check_unique(self, row: int, name: str) -> None:
        siblings = self._siblings[-1]
        lowered = name.lower()
        if name in RESERVED_NAMES:
            self.report("reserved_name", row, "name", name)
        elif name in siblings:
            self.report("double_name", row, "name", name, other=siblings[name])
        elif "\x00" + lowered in siblings:
            other = siblings["\x00" + lowered]
            self.report("case_name", row, "name", name, severity="warning", other=other)
        siblings.setdefault(name, row)
        siblings.setdefault("\x00" + lowered, row)

    def _check_id(self, row: int, cells: dict[str, str], extra: dict[str, str]) -> None:
        """Our column `id`: what a question is by, however it is renamed; kept among what else was written."""
        identity = cells.pop("id", "")
        if not identity:
            return
        extra["id"] = identity
        if identity in self._ids:
            self.report("double_id", row, "id", identity, other=self._ids[identity])
        self._ids.setdefault(identity, row)

    def _add_other(self, node: Node) -> None:
        """The text field that or_other brings along, relevant when "other" is chosen."""
        name = f"{node.name}_other"
        self._check_unique(node.row, name)
        labels = {
            language: OTHER_LABELS.get(language, OTHER_LABELS["id"]) for language in node.texts.get("label", {"": ""})
        }
        cells = {"relevant": f"selected(${{{node.name}}}, 'other')"}
        other = self._node(node.row, TypeCell("question", "text"), name, cells, {"label": labels}, {})
        other.generated = True
        self._add(other)

    def expression_cells(self) -> Iterator[tuple[Node, str, str]]:
        """(node, column, text) of every cell that holds an expression, yes and no already put as functions."""
        for node in self.nodes:
            for column in EXPRESSION_COLUMNS:
                text = node.cells.get(column)
                if text:
                    if column not in ("repeat_count", "choice_filter"):
                        text = "true()" if text in TRUE_WORDS else "false()" if text in FALSE_WORDS else text
                    yield node, column, text


EXPRESSION_COLUMNS = (
    "required", "relevant", "constraint", "calculation", "read_only", "choice_filter", "repeat_count",
)  # fmt: skip
OTHER_LABELS = {"id": "Sebutkan yang lain", "": "Sebutkan yang lain", "en": "Specify other"}
