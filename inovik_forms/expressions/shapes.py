"""What some functions ask of their arguments beyond a type: a text written out, a reference, a sound pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from inovik_forms.expressions.date_functions import DATE_CODES, TIME_CODES
from inovik_forms.expressions.faults import ExpressionProblem
from inovik_forms.expressions.nodes import Call, Literal, Node, Parent, Reference
from inovik_forms.expressions.patterns import anchored, matcher

Shape = Callable[[Call], Iterator[ExpressionProblem]]

TERM_UNITS = ("hari", "bulan", "tahun")


def pattern(call: Call) -> Iterator[ExpressionProblem]:
    """regex(text, 'pattern')"""
    node = call.arguments[1]
    text = _text(node)
    if text is None:
        yield _must_be_text(call, node, "'^[0-9]{16}$'")
        return
    try:
        matcher(text)
    except ValueError as refused:
        code, found = refused.args
        yield ExpressionProblem(code, node.span, {"pattern": text, "found": found})
        return
    if anchored(text) != text:
        detail = {"pattern": text, "anchored": anchored(text)}
        yield ExpressionProblem("expressions.regex_not_anchored", node.span, detail, "warning")


def date_format(call: Call) -> Iterator[ExpressionProblem]:
    """format-date(date, '%d …'): codes that exist; a format that is calculated is checked by nobody."""
    known = DATE_CODES if call.name == "format-date" else DATE_CODES + TIME_CODES
    for code in re.findall(r"%.?", _text(call.arguments[1]) or ""):
        if code not in known:
            detail = {"found": code, "name": call.name, "known": " ".join(known)}
            yield ExpressionProblem("expressions.date_format", call.arguments[1].span, detail)


def pairs_after(count: int, usage: str) -> Shape:
    """Arguments after the first `count` come in pairs."""

    def shape(call: Call) -> Iterator[ExpressionProblem]:
        if (len(call.arguments) - count) % 2:
            yield ExpressionProblem("expressions.pairs", call.span, {"name": call.name, "usage": usage})

    return shape


def indexed(call: Call) -> Iterator[ExpressionProblem]:
    """indexed-repeat(${field}, ${repeat}, index, …)"""
    if len(call.arguments) % 2 == 0:
        usage = "indexed-repeat(${isian}, ${pengulangan}, nomor)"
        yield ExpressionProblem("expressions.pairs", call.span, {"name": call.name, "usage": usage})
    for node in (call.arguments[0], *call.arguments[1::2]):
        if not isinstance(node, Reference):
            yield _must_be_reference(call, node, "indexed-repeat(${isian}, ${pengulangan}, 1)")


def choice_name(call: Call) -> Iterator[ExpressionProblem]:
    """jr:choice-name(value, '${question}')"""
    if not isinstance(call.arguments[1], Reference):
        yield _must_be_reference(call, call.arguments[1], "jr:choice-name(${pilihan}, '${pilihan}')")


def label(call: Call) -> Iterator[ExpressionProblem]:
    """label(${question})"""
    if not isinstance(call.arguments[0], Reference):
        yield _must_be_reference(call, call.arguments[0], "label(${pilihan})")


def position(call: Call) -> Iterator[ExpressionProblem]:
    """position(..) or position(${repeat})"""
    if not isinstance(call.arguments[0], Parent | Reference):
        yield ExpressionProblem("expressions.must_be_parent", call.arguments[0].span)


def table(call: Call) -> Iterator[ExpressionProblem]:
    """pulldata('table', 'column', 'key column', key)"""
    for node in call.arguments[:3]:
        if _text(node) is None:
            yield _must_be_text(call, node, "pulldata('tarif', 'harga', 'kode', ${kode})")


def term(call: Call) -> Iterator[ExpressionProblem]:
    """akhir_masa(date, count, 'tahun')"""
    if _text(call.arguments[2]) not in TERM_UNITS:
        yield _must_be_text(call, call.arguments[2], "'hari', 'bulan', 'tahun'")


def _text(node: Node) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _must_be_text(call: Call, node: Node, example: str) -> ExpressionProblem:
    return ExpressionProblem("expressions.must_be_text", node.span, {"name": call.name, "example": example})


def _must_be_reference(call: Call, node: Node, example: str) -> ExpressionProblem:
    return ExpressionProblem("expressions.must_be_reference", node.span, {"name": call.name, "example": example})
