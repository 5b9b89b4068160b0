"""How a value is printed in a document, by the kind of its question."""

from __future__ import annotations

import re
from collections.abc import Callable

from inovik_forms.bahasa import TOO_BIG, angka, daftar, tanggal
from inovik_forms.expressions.evaluate import to_number, to_text
from inovik_forms.expressions.functions import FUNCTIONS
from inovik_forms.expressions.nodes import Binary, Call, Literal, Node, Unary, Value
from inovik_forms.questionnaires.model import Question, text

Printer = Callable[[Value], str]

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
_TIME = re.compile(r"(\d\d):(\d\d)")
_NUMBERS = ("integer", "decimal", "range")
_DIGITS_ONLY = ("year", "tahun", "thousands-sep-off")


def print_result(value: Value) -> str:
    """A computed value: numbers with Indonesian separators, truth as ya/tidak, several joined by "dan"."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return daftar([printed for item in value if (printed := print_result(item))])
    return value


def _number(value: float) -> str:
    """'' for what is no number; one that is too long for separators in plain digits."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return angka(value) if abs(value) < TOO_BIG else to_text(value)


def printer(question: Question, language: str, default_language: str) -> Printer:
    """The function that prints a bare answer of this question. '' when there is nothing to print."""
    kind = question.kind
    if kind in ("select_one", "select_multiple", "rank"):
        return _labels(question, language, default_language)
    if kind == "date":
        return lambda value: _several(value, _date)
    if kind == "time":
        return lambda value: _several(value, _time)
    if kind == "acknowledge":
        return lambda value: "Ya" if value else ""
    if kind == "file":
        return lambda value: _several(value, lambda v: to_text(v).rsplit("/", 1)[-1])
    if any(word in question.appearance for word in _DIGITS_ONLY):
        return lambda value: _several(value, to_text)
    if kind in _NUMBERS:
        return lambda value: _several(value, _numeric)
    if question.calculation is not None and is_number(question.calculation.root):
        return lambda value: _several(value, lambda v: _number(to_number(v)))
    if kind in ("calculate", "hidden"):
        return lambda value: _several(value, _computed)
    return lambda value: _several(value, to_text)


def _several(value: Value, one: Printer) -> str:
    """One value, or the values of all instances joined."""
    if isinstance(value, list):
        return daftar([printed for item in value if (printed := one(item))])
    return one(value) if value != "" else ""


def is_number(node: Node) -> bool:
    """Is the result of this expression a number whatever is answered? Text that merely looks like one is none."""
    if isinstance(node, Binary):
        return node.operator in ("+", "-", "*", "div", "mod")
    if isinstance(node, Call):
        function = FUNCTIONS[node.name]
        chosen = [node.arguments[place] for place in function.same_as if place < len(node.arguments)]
        return function.result == "number" or (bool(chosen) and all(is_number(argument) for argument in chosen))
    return isinstance(node, Unary) or (isinstance(node, Literal) and isinstance(node.value, float))


def _numeric(value: Value) -> str:
    return _number(value) if isinstance(value, float) else to_text(value)


def _date(value: Value) -> str:
    """ "14 November 2016"; what is no date is printed as it was typed."""
    typed = to_text(value)
    if not _ISO_DATE.fullmatch(typed):
        return typed
    try:
        return tanggal(typed[:10])
    except ValueError:
        return typed


def _time(value: Value) -> str:
    typed = to_text(value)
    found = _TIME.match(typed)
    return f"{found[1]}.{found[2]}" if found else typed


def _computed(value: Value) -> str:
    """A calculation has no kind of its own: the value shows what it is."""
    return _date(value) if isinstance(value, str) else print_result(value)


def _labels(question: Question, language: str, default_language: str) -> Printer:
    """Choice names as labels; a name without label is printed itself."""
    choices = question.choices.choices if question.choices else ()
    labels = {c.name: text(c.label, language, default_language) or c.name for c in choices}

    def one(value: Value) -> str:
        names = to_text(value).split() if question.kind in ("select_multiple", "rank") else [to_text(value)]
        return daftar([labels.get(name, name) for name in names if name])

    return lambda value: _several(value, one)
