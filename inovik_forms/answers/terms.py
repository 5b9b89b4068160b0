"""What an expression's values are called in a sentence: “Apakah ada anggaran?”, hari ini, jumlah kata jawaban ini."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Protocol

from inovik_forms import bahasa
from inovik_forms.expressions.moments import read_moment
from inovik_forms.expressions.nodes import (
    Binary,
    Call,
    Current,
    Expression,
    Literal,
    Lookup,
    Node,
    Parent,
    Reference,
    Unary,
)
from inovik_forms.expressions.values import number_text
from inovik_forms.questionnaires.model import Item, Question, Repeat, text
from inovik_forms.words import gettext, language, mark

_LONGEST = 100
_PIPED = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_MARKS = re.compile(r"[*_#`]+(?=\S)|(?<=\S)[*_`]+")
_PLAIN = frozenset({"string", "number", "date", "decimal-date-time", "normalize-space", "once", "translate"})
"""Functions that a reader need not hear of: they only tidy their first argument."""
_SIGNS = {"+": "+", "-": "−", "*": "×", "div": "÷"}

_CALLS = {
    "today": mark("hari ini"),
    "now": mark("saat ini"),
    "string-length": mark("jumlah huruf {0}"),
    "count-non-empty": mark("jumlah {0} yang sudah dijawab"),
    "sum": mark("jumlah seluruh {0}"),
    "min": mark("nilai terkecil {0}"),
    "max": mark("nilai terbesar {0}"),
    "round": mark("{0} yang dibulatkan"),
    "int": mark("bagian bulat {0}"),
    "floor": mark("{0} yang dibulatkan ke bawah"),
    "ceiling": mark("{0} yang dibulatkan ke atas"),
    "abs": mark("nilai mutlak {0}"),
    "coalesce": mark("{0} (atau {1} bila kosong)"),
    "concat": mark("gabungan {all}"),
    "selected-at": mark("pilihan pada {0}"),
    "jr:choice-name": mark("nama pilihan {0}"),
    "label": mark("nama pilihan {0}"),
    "pulldata": mark("kolom {1} pada tabel {0}"),
    "tambah_bulan": mark("{1} bulan setelah {0}"),
    "tambah_tahun": mark("{1} tahun setelah {0}"),
    "substring-before": mark("bagian {0} sebelum {1}"),
    "substring-after": mark("bagian {0} setelah {1}"),
    "random": mark("bilangan acak"),
    "pow": mark("{0} pangkat {1}"),
    "sqrt": mark("akar {0}"),
    "terbilang": mark("{0} dalam huruf"),
}
"""Function → how its result is called; {0} is the first argument."""

_DATE_PARTS = {"%Y": mark("tahun {0}"), "%m": mark("bulan {0}"), "%n": mark("bulan {0}"), "%d": mark("tanggal {0}")}


class Form(Protocol):
    """What a speaker needs of a plan."""

    default_language: str

    def resolve(self, name: str, parent: str) -> Item | None:
        """The item that a name means within the group `parent`."""

    def source_of(self, question: Question) -> Question | None:
        """The question whose answers are this question's choices."""


class Terms:
    """Names the values of one expression of `item` ('' forms: of none), in the language of this context.

    `unsaid`: what could only be quoted, for those who want to know how well a form can be told.
    """

    def __init__(self, form: Form, expression: Expression, item: Item | None, condition: Callable[[Node], str]) -> None:
        self.form = form
        self.expression = expression
        self.item = item
        self.parent = item.path.rpartition("/")[0] if item else ""
        self.condition = condition
        self.unsaid: list[str] = []

    def term(self, node: Node) -> str:
        """How a value is called."""
        match node:
            case Literal(value):
                return bahasa_number(value) if isinstance(value, float) else written(value)
            case Reference():
                return self.reference(node)
            case Current():
                return gettext("jawaban ini")
            case Unary(operand):
                return f"−{self.term(operand)}"
            case Binary("+" | "-" | "*" | "div" as sign, left, right):
                return f"{self._operand(left, sign)} {_SIGNS[sign]} {self._operand(right, sign)}"
            case Binary("mod", left, right):
                return gettext("sisa {0} dibagi {1}").format(self.term(left), self.term(right))
            case Binary("|", left, right):
                return gettext("{0} dan {1}").format(self.term(left), self.term(right))
            case Lookup(table, _, column):
                return gettext("kolom {1} pada tabel {0}").format(quoted(table), quoted(column))
            case Call():
                return self.call(node)
            case _:
                return self.quote(node)

    def _operand(self, node: Node, sign: str) -> str:
        words = self.term(node)
        return f"({words})" if isinstance(node, Binary) and node.operator in "+-" and sign in "*div" else words

    def reference(self, node: Reference) -> str:
        """A question by its label."""
        if node.bare:
            return gettext("kolom {0}").format(quoted(node.name))
        item = self.form.resolve(node.name, self.parent)
        name = self.label(item) if item else quoted(node.name)
        return gettext("{0} pada isian yang terakhir dikirim").format(name) if node.last_saved else name

    def call(self, node: Call) -> str:
        """The result of a function."""
        name, arguments = node.name, node.arguments
        if name in _PLAIN and arguments:
            return self.term(arguments[0])
        if name == "count-selected":
            counted = gettext("jumlah pilihan {0}") if self.has_choices(arguments[0]) else gettext("jumlah kata {0}")
            return counted.format(self.term(arguments[0]))
        if name == "count":
            is_repeat = isinstance(self.meant(arguments[0]), Repeat)
            return (gettext("jumlah isian {0}") if is_repeat else gettext("jumlah {0}")).format(self.term(arguments[0]))
        if name == "position" and isinstance(arguments[0], Parent):
            return gettext("nomor urut isian ini")
        if name == "position":
            return gettext("nomor urut {0}").format(self.term(arguments[0]))
        if name == "if":
            condition, then, otherwise = self.condition(arguments[0]), self.term(arguments[1]), self.term(arguments[2])
            return gettext("({0} bila {1}, selain itu {2})").format(then, condition, otherwise)
        if name == "indexed-repeat" and _is_one_before(arguments[2]):
            return gettext("{0} pada {1} sebelumnya").format(*map(self.term, arguments[:2]))
        if name == "indexed-repeat":
            field, repeat, place = (self.term(part) for part in arguments[:3])
            return gettext("{0} pada {1} nomor {2}").format(field, repeat, place)
        if name == "substr" and len(arguments) == 3 and all(isinstance(part, Literal) for part in arguments[1:]):
            first, last = (part.value for part in arguments[1:] if isinstance(part, Literal))
            return gettext("huruf ke-{1} sampai ke-{2} dari {0}").format(
                self.term(arguments[0]), bahasa_number(float(first) + 1), bahasa_number(float(last))
            )
        if name == "format-date" and isinstance(arguments[1], Literal) and arguments[1].value in _DATE_PARTS:
            return gettext(_DATE_PARTS[str(arguments[1].value)]).format(self.term(arguments[0]))
        if name == "format-date":
            return self.term(arguments[0])
        if name in _CALLS:
            terms = [self.term(argument) for argument in arguments]
            return gettext(_CALLS[name]).format(*terms, all=bahasa.daftar(terms, gettext("dan")))
        return self.quote(node)

    def quote(self, node: Node) -> str:
        """What cannot be said, as it is written."""
        written_ = self.expression.text[slice(*node.span)]
        self.unsaid.append(written_)
        return gettext("rumus {0}").format(quoted(written_))

    def meant(self, node: Node) -> Item | None:
        """The item that a node stands for: of `.` this question; of a tidied answer the question itself."""
        match node:
            case Reference():
                return None if node.bare else self.form.resolve(node.name, self.parent)
            case Current():
                return self.item
            case Call(name, (first, *_)) if name in _PLAIN:
                return self.meant(first)
            case _:
                return None

    def has_choices(self, node: Node) -> bool:
        """Is it the answer of a question with choices."""
        item = self.meant(node)
        return isinstance(item, Question) and (item.choices is not None or bool(item.choices_from))

    def choice(self, node: Node, value: str) -> str | None:
        """The label of a choice of the question that a node stands for, in quotes."""
        item = self.meant(node)
        question = (self.form.source_of(item) or item) if isinstance(item, Question) else None
        for choice in question.choices.choices if question and question.choices else ():
            if choice.name == value.strip():
                return quoted(plain(text(choice.label, language(), self.form.default_language)) or value)
        return None

    def label(self, item: Item) -> str:
        """An item by its label in quotes, by its name where it has none."""
        return quoted(plain(text(item.label, language(), self.form.default_language)) or item.name)


def _is_one_before(place: Node) -> bool:
    """`position(..) - 1`"""
    match place:
        case Binary("-", Call("position", (Parent(),)), Literal(1.0)):
            return True
    return False


def plain(label: str) -> str:
    """A label without marks of Markdown; answers put into it as three dots."""
    return _MARKS.sub("", _PIPED.sub("…", label)).strip().rstrip(":")


def quoted(words: str) -> str:
    """In quotes, in one line and not too long."""
    words = " ".join(words.split())
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + '…'}”"


def written(value: str) -> str:
    """A text in quotes; a date as people write it."""
    moment = read_moment(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
    return day(moment.date) if moment else quoted(value)


def day(when: date) -> str:
    """A date with the month's name in this context's language."""
    return f"{when.day} {gettext(bahasa.MONTHS[when.month - 1])} {when.year}"


def bahasa_number(value: float) -> str:
    """A number as people of this context's language write it; what may be a year, without a dot."""
    if abs(value) >= 1e15 or (1900 <= value <= 2100 and value.is_integer()):
        return number_text(value)
    found = bahasa.angka(value)
    return found if language() == "id" else found.translate(str.maketrans(".,", ",."))
