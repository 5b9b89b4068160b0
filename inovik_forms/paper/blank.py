"""A blank questionnaire: numbered questions with boxes and lines, where to go on, and tables for lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.sentences import sentence
from inovik_forms.documents.tree import Cell, Document, Inline, ParaFormat, Tab, TabStop, Text
from inovik_forms.expressions.nodes import Literal
from inovik_forms.paper import options
from inovik_forms.paper.pictures import Files, Pictures, no_files
from inovik_forms.paper.sheet import INNER, NUMBER_WIDTH, WIDTH, Sheet, plain
from inovik_forms.paper.skips import Skips, conditions, skips
from inovik_forms.questionnaires.model import Choice, Item, Question, Questionnaire, Repeat, text, walk
from inovik_forms.questionnaires.model import Text as Words
from inovik_forms.words import gettext

UNASKED = frozenset(
    {"calculate", "hidden", "start", "end", "today", "deviceid", "username", "email", "phonenumber", "audit"}
)
"""Kinds that nobody answers by hand."""
ROWS = 6
"""Rows of a table for a list; what is longer goes on a copy of the page."""
COPIES = 2
"""How often the questions of a list are printed where they are too many for a table."""
MOST_COLUMNS = 5
LINES = 4
"""Lines for a long text, where the questionnaire does not say how many rows."""
_REFERENCE = re.compile(r"\$\{[^{}]*\}")


def blank(questionnaire: Questionnaire, language: str, files: Files = no_files) -> Document:
    """The questionnaire as a document to be filled in by hand. `files`: what its labels show, by name."""
    return _Blank(questionnaire, language, files).made()


class _Blank:
    def __init__(self, questionnaire: Questionnaire, language: str, files: Files) -> None:
        self.form = questionnaire
        self.language = language
        self.plan: Plan = plan_of(questionnaire)
        self.sheet = Sheet(questionnaire.title, language)
        self.pictures = Pictures(files, language, questionnaire.default_language)
        self.questions = [q for q in walk(questionnaire.items) if isinstance(q, Question) and is_asked(q)]
        self.numbers = {q.path: n for n, q in enumerate((q for q in self.questions if q.kind != "note"), 1)}
        self.skips: Skips = skips(self.plan, [q for q in self.questions if q.kind != "note"])

    def made(self) -> Document:
        self.sheet.put(self.form.title, "Title")
        self.sheet.put(
            gettext("Isi dengan huruf cetak. Beri tanda silang pada kotak jawaban yang dipilih."), "Subtitle"
        )
        self._items(self.form.items, 1)
        return self.sheet.document()

    def words(self, texts: Words) -> str:
        """A text of the form; an answer that it would repeat is left as dots."""
        return _REFERENCE.sub("…", plain(text(texts, self.language, self.form.default_language)))

    # ---- groups and lists

    def _items(self, items: Sequence[Item], depth: int) -> None:
        for item in items:
            if isinstance(item, Question):
                if is_asked(item):
                    self._question(item)
            elif any(isinstance(q, Question) and is_asked(q) for q in walk(item.items)):
                self.sheet.put(self.words(item.label) or item.name, f"Heading{min(depth, 2)}")
                self._media(item, WIDTH)
                if item.hint:
                    self.sheet.put(self.words(item.hint), "Hint", ParaFormat(indent_left=0))
                self._only(item)
                if isinstance(item, Repeat):
                    self._list(item, depth)
                else:
                    self._items(item.items, depth + 1)

    def _list(self, repeat: Repeat, depth: int) -> None:
        """A list: a table where its questions fit side by side, else its questions a few times over."""
        columns = [q for q in repeat.items if isinstance(q, Question) and is_asked(q)]
        wanted = repeat.repeat_count.root if repeat.repeat_count else None
        fixed = int(wanted.value) if isinstance(wanted, Literal) and isinstance(wanted.value, float) else 0
        if len(columns) == len([i for i in repeat.items if not _silent(i)]) <= MOST_COLUMNS and all(
            map(_fits_cell, columns)
        ):
            self._table(columns, min(fixed or ROWS, 30))
        else:
            label = self.words(repeat.label) or repeat.name
            for number in range(1, min(fixed or COPIES, 10) + 1):
                self.sheet.put(f"{label}: {number}", "Heading2")
                self._items(repeat.items, depth + 1)
        if not fixed:
            self.sheet.put(
                gettext("Bila tempatnya kurang, lanjutkan pada salinan halaman ini."),
                "Hint",
                ParaFormat(keep_next=False),
            )

    def _table(self, columns: Sequence[Question], rows: int) -> None:
        sheet, first = self.sheet, 22.0
        width = (WIDTH - first) / len(columns)
        head = [sheet.cell("", first)]
        for question in columns:
            blocks = [sheet.paragraph(f"{self.numbers[question.path]}. {self.words(question.label)}", "CellHead")]
            about = self.words(question.hint) or _unit(question)
            if about:
                blocks.append(sheet.paragraph(about, "Small"))
            blocks += [sheet.paragraph(f"☐ {self.words(c.label) or c.name}", "Cell") for c in _choices(question)]
            head.append(sheet.cell(blocks, width))
        lines = [sheet.row(head, header=True)]
        for number in range(1, rows + 1):
            empty: list[Cell] = [sheet.cell(f"{number}.", first)]
            empty += [sheet.cell("", width) for _ in columns]
            lines.append(sheet.row(empty, height=30))
        sheet.table(lines, [first, *[width] * len(columns)])
        sheet.close()

    # ---- questions

    def _question(self, question: Question) -> None:
        sheet = self.sheet
        label = self.words(question.label) or ("" if question.media else question.name)
        if question.kind == "note":
            if not conditions(self.plan, question):  # the others comment on what was typed
                sheet.put(label, "Note")
                self._media(question, WIDTH)
            return
        number = f"{self.numbers[question.path]}."
        star = " *" if question.required is not None else ""
        sheet.put((Text(number), Tab(), Text(label + star)), "Question")
        self._media(question, INNER)
        if question.hint:
            sheet.put(self.words(question.hint), "Hint")
        self._only(question)
        self._room(question)
        sheet.close()

    def _media(self, item: Item, width: float) -> None:
        self.pictures.put(self.sheet, item, self.words(item.label) or item.name, width)

    def _only(self, item: Item) -> None:
        """Whom this is for, unless the jumps before it say so. A question says only what its groups have not said."""
        if item.relevant is None or item.path in self.skips.told or self._told_inside(item):
            return
        indent = None if isinstance(item, Question) else ParaFormat(indent_left=0)
        said = sentence(item.relevant, self.form, self.language)
        self.sheet.put(gettext("Diisi hanya bila {condition}.").format(condition=said), "Only", indent)

    def _told_inside(self, item: Item) -> bool:
        """Whether the jumps pass over everything inside a group."""
        if isinstance(item, Question):
            return False
        inside = [q.path for q in walk(item.items) if isinstance(q, Question) and q.path in self.numbers]
        return bool(inside) and all(path in self.skips.told for path in inside)

    def _room(self, question: Question) -> None:
        """The place to write the answer."""
        kind: str = question.kind
        if kind in ("select_one", "select_multiple", "rank") and question.choices is not None:
            self._options(question)
        elif kind == "acknowledge":
            self._line("☐  " + gettext("Ya, saya setuju"))
        elif kind == "date":
            self._line(gettext("Tanggal ____ ____   Bulan ____ ____   Tahun ____ ____ ____ ____"))
        elif kind == "time":
            self._line(gettext("Pukul ____ ____ . ____ ____"))
        elif kind == "datetime":
            self._line(gettext("Tanggal ____ ____   Bulan ____ ____   Tahun ____ ____ ____ ____"))
            self._line(gettext("Pukul ____ ____ . ____ ____"))
        elif kind in ("integer", "decimal", "range"):
            self._number(question)
        elif kind == "geopoint":
            self._line(gettext("Lintang ____________________   Bujur ____________________"))
        elif kind == "image" and {"signature", "draw"} & set(question.appearance.split()):
            self._box(72)
        elif kind in ("image", "file", "audio", "video"):
            self._line("☐  " + gettext("Terlampir, dengan nama: ______________________________"))
        else:
            self._lines(_rows(question))

    def _options(self, question: Question) -> None:
        choices = _choices(question)
        texts = [self.words(c.label) or ("" if c.media else c.name) for c in choices]
        jumps = [self._jump(question, choice) for choice in choices]
        ranked = str(question.kind) == "rank"
        mark = "____" if ranked else "☐"
        if ranked:
            self.sheet.put(gettext("Beri nomor urut, 1 untuk yang terpenting."), "Hint")
        if any(choice.media for choice in choices):
            boxes = [f"{mark}  {w}" + (f"   → {j}" if j else "") for w, j in zip(texts, jumps, strict=True)]
            alts = [self.words(c.label) or c.name for c in choices]
            options.pictured(self.sheet, self.pictures, zip(choices, boxes, alts, strict=True))
            return
        columns = (
            1
            if any(jumps) or len(texts) < 6
            else 3
            if max(map(len, texts)) <= 26
            else 2
            if max(map(len, texts)) <= 44
            else 1
        )
        if columns > 1:
            options.columns(self.sheet, [f"{mark}  {words}" for words in texts], columns)
        else:
            for words, jump in zip(texts, jumps, strict=True):
                inlines: list[Inline] = [Text(mark), Tab(), Text(words)]
                if jump:
                    inlines.append(Text("   → " + jump))
                self.sheet.put(inlines, "Option")

    def _jump(self, question: Question, choice: Choice) -> str:
        target = self.skips.jumps.get((question.path, choice.name))
        if target is None:
            return ""
        return gettext("lanjut ke nomor {number}").format(number=self.numbers[target]) if target else gettext("selesai")

    def _number(self, question: Question) -> None:
        steps = _steps(question)
        if steps:
            self._line("     ".join(f"☐ {step}" for step in steps))
        else:
            unit = _unit(question)
            stop = ParaFormat(tabs=(TabStop(WIDTH, "clear"), TabStop(NUMBER_WIDTH + 170, "right", "dot")))
            self.sheet.put((Tab(), Text(f" {unit}")), "Write", stop)

    def _line(self, words: str) -> None:
        self.sheet.put((Text(words),), "Write")

    def _lines(self, count: int) -> None:
        for _ in range(count):
            self.sheet.put((Tab(),), "Write")

    def _box(self, height: float) -> None:
        sheet = self.sheet
        sheet.table([sheet.row([sheet.cell("", 230)], height=height)], [230], indent=NUMBER_WIDTH)


def is_asked(question: Question) -> bool:
    """Whether a person answers (or reads) this on paper."""
    return question.kind not in UNASKED and question.calculation is None and "hidden" not in question.appearance.split()


def _silent(item: Item) -> bool:
    return isinstance(item, Question) and not is_asked(item)


def _fits_cell(question: Question) -> bool:
    """Whether its answer fits into a cell of a table: short, with few choices and nothing to look at."""
    if question.media or any(choice.media for choice in _choices(question)):
        return False
    if question.kind in ("select_one", "acknowledge"):
        return len(_choices(question)) <= 4
    return question.kind in ("text", "integer", "decimal", "range", "date", "time", "barcode") and _rows(question) == 1


def _rows(question: Question) -> int:
    rows = question.parameters.get("rows", "")
    if rows.isdigit():
        return max(1, min(int(rows), 20))
    return LINES if "multiline" in question.appearance.split() else 1


def _choices(question: Question) -> Sequence[Choice]:
    return question.choices.choices if question.choices is not None else ()


def _unit(question: Question) -> str:
    return question.parameters.get("satuan", "")


def _steps(question: Question) -> list[str]:
    """The numbers of a short range, to be ticked; [] for any other number."""
    if question.kind != "range":
        return []
    return list(_stepped(*(question.parameters.get(name, "") for name in ("start", "end", "step"))))


def _stepped(start: str, end: str, step: str) -> Iterator[str]:
    try:
        first, last, by = float(start or 0), float(end or 10), float(step or 1)
    except ValueError:
        return
    count = int((last - first) / by) + 1 if by > 0 and last >= first else 0
    if 0 < count <= 11:
        yield from (f"{first + n * by:g}".replace(".", ",") for n in range(count))
