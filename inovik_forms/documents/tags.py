"""Tags in the text of a paragraph: found in the joined text, so that Word may split them over runs as it likes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from msgspec.structs import replace

from inovik_forms.documents.tag_words import WORDS, written
from inovik_forms.documents.tree import CharFormat, Inline, LineBreak, Tab, Text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.parse import parse
from inovik_forms.problems import WordPlace

Kind = Literal[
    "value", "refer", "if", "elseif", "else", "end", "repeat", "column", "empty", "anchor", "clause", "letterhead"
]
PASTED: frozenset[Kind] = frozenset({"clause", "letterhead"})
"""Tags in whose place a Word file of its own is put."""
CONTROL: frozenset[Kind] = frozenset({"if", "elseif", "else", "end", "repeat", "empty"})

_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "\u00a0": " ", "\u202f": " "}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
"""What Word's AutoCorrect makes of quotation marks, blanks and dashes; one letter for one, so that offsets stay."""
_STANDS: dict[str, Kind] = {
    "JIKA": "if", "ATAU": "elseif", "SELAIN": "else", "AKHIR": "end", "ULANGI": "repeat", "KOSONG": "empty",
}  # fmt: skip
"""First word of a control tag → the tag that a faulty one stands for, so that its partner is not called lonely."""
_NAME = r"(?:\$\{)?([A-Za-z_][\w.\-]*)\}?"
_REPEAT = re.compile(rf'\s*ULANGI(\s+KOLOM)?\s+{_NAME}\s*(?:;\s*PEMISAH\s+(?:"([^"]*)"|\'([^\']*)\')\s*)?$')
_ANCHOR = re.compile(rf"\s*TANDAI\s+{_NAME}\s*$")
_CLAUSE = re.compile(rf"\s*KLAUSUL\s+{_NAME}(?:\s+{_NAME})?\s*$")
_LETTERHEAD = re.compile(r"\s*KOP(\s+JABATAN)?\s*$")
_REFER = re.compile(rf"\s*RUJUK\s+({_NAME}(?:\s*,\s*{_NAME})*)\s*$")
_SINGLE = re.compile(r"(?<!\[)\[(JIKA|ATAU JIKA|SELAIN ITU|AKHIR|ULANGI|KOSONG|TANDAI|KLAUSUL|KOP)\b")
MAX_FAULTS = 20
"""Faults of one paragraph that are told; a paragraph with more is no text that a person wrote."""
_OBJECT = "\ufffc"
_PLAIN = CharFormat()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag. `offset` in the paragraph's text; `text` as written; `names`: targets, repeat or anchor."""

    kind: Kind
    text: str
    offset: int
    expression: Expression | None = None
    names: tuple[str, ...] = ()
    separator: str = ""
    format: CharFormat = _PLAIN
    raw_rpr: str = ""
    place: WordPlace | None = None  # set by the template's builder: where messages point
    faulty: bool = False  # stands for what its author meant; what is wrong with it is told already


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the tags of one paragraph: a problem's code, its offset, the text it is about. `stands`: the
    control tag that it was meant to be."""

    code: str
    offset: int
    quote: str
    detail: dict[str, object] = field(default_factory=dict)
    stands: Kind | None = None


Piece = Inline | Tag


def tokenise(inlines: Sequence[Inline]) -> tuple[list[Piece], list[Fault]]:
    """The inlines with their tags cut out as `Tag`s, and what is wrong with them."""
    text = joined(inlines)
    if "{{" not in text and "[" not in text and "}}" not in text:
        return list(inlines), []
    tags: list[tuple[int, int, Tag]] = []
    faults: list[Fault] = []
    for start, end, found in _scan(text.translate(_SAME), text):
        if isinstance(found, Fault):
            faults.append(found)
            if len(faults) == MAX_FAULTS:
                break
            if found.stands is not None:
                tags.append((start, end, Tag(found.stands, text[start:end], start, names=("",), faulty=True)))
        elif _OBJECT in text[start:end]:
            faults.append(Fault("template.object_in_tag", start, text[start:end]))
        else:
            tags.append((start, end, found))
    return list(_cut(inlines, tags)), faults


def joined(inlines: Sequence[Inline]) -> str:
    """The paragraph's text, one letter for every inline that is no text, so that offsets point into both."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Text):
            parts.append(inline.text)
        else:
            parts.append("\t" if isinstance(inline, Tab) else "\n" if isinstance(inline, LineBreak) else _OBJECT)
    return "".join(parts)


def _cut(inlines: Sequence[Inline], tags: Sequence[tuple[int, int, Tag]]) -> Iterator[Piece]:
    """Splits the inlines at the tags; a tag takes the formatting of its first letter."""
    waiting = list(tags)
    at = 0
    for inline in inlines:
        length = len(inline.text) if isinstance(inline, Text) else 1
        begin = at
        while waiting and waiting[0][0] < at + length:
            start, end, tag = waiting[0]
            if start >= at:
                if isinstance(inline, Text):
                    if start > begin:
                        yield replace(inline, text=inline.text[begin - at : start - at])
                    yield dataclasses.replace(tag, format=inline.format, raw_rpr=inline.raw_rpr)
                begin = start
            begin = min(end, at + length)
            if end > at + length:
                break
            waiting.pop(0)
        if begin < at + length:
            yield replace(inline, text=inline.text[begin - at :]) if isinstance(inline, Text) and begin > at else inline
        at += length


def _scan(text: str, original: str) -> Iterator[tuple[int, int, Tag | Fault]]:
    """Every tag and fault, with where it begins and ends."""
    at = 0
    opening = re.compile(r"\{\{|\[\[|\}\}")
    while match := opening.search(text, at):
        start, sign = match.start(), match[0]
        if sign == "}}":
            yield start, start + 2, Fault("template.stray_close", start, _around(original, start))
            at = start + 2
            continue
        closing = "}}" if sign == "{{" else "]]"
        end = _closing(text, start + 2, sign, closing)
        body = text[start + 2 : end if end >= 0 else start + 42]
        body = _with_literals(body, original[start + 2 :])
        found = _value(body, start) if sign == "{{" else _control(body, start)
        meant = None if sign == "{{" else _STANDS.get((re.findall(r"[A-Z]+", body) or [""])[0])
        if isinstance(found, Fault) and found.stands is None:
            found = dataclasses.replace(found, stands=meant)
        if end < 0:
            if sign == "{{" or found is not None:
                detail: dict[str, object] = {"sign": closing}
                yield start, start + 2, Fault("template.unclosed", start, _around(original, start), detail, meant)
            at = start + 2
            continue
        at = end + 2
        if found is not None:
            written = original[start:at]
            if isinstance(found, Fault):
                yield start, at, dataclasses.replace(found, quote=written)
            else:
                yield start, at, dataclasses.replace(found, text=written)
    for match in _SINGLE.finditer(text):
        yield (
            match.start(),
            match.end(),
            Fault(
                "template.single_bracket",
                match.start(),
                _around(original, match.start()),
                stands=_STANDS.get(match[1].split()[0]),
            ),
        )


def _with_literals(body: str, original: str) -> str:
    """The text of a tag without AutoCorrect's letters, but the quoted text in it as it was typed."""
    parts = list(body)
    for literal in re.finditer(r'"[^"]*"|\'[^\']*\'', body):
        start, end = literal.start() + 1, literal.end() - 1
        parts[start:end] = original[start:end]
    return "".join(parts)


def _around(text: str, at: int) -> str:
    return text[at : at + 40]


def _closing(text: str, at: int, opening: str, closing: str) -> int:
    """Where the tag that began before `at` closes, quoted text skipped; -1 when it does not."""
    quote = ""
    for place in range(at, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif text.startswith(closing, place):
            return place
        elif text.startswith(opening, place):
            break
    plain = text.find(closing, at)
    again = text.find(opening, at)
    return -1 if plain < 0 or 0 <= again < plain else plain


def _value(body: str, start: int) -> Tag | Fault:
    """What stands between `{{` and `}}`."""
    refer = _REFER.match(body)
    if refer:
        names = tuple(re.findall(_NAME, refer[1]))
        return Tag("refer", "", start, names=names)
    word = re.match(r"\s*([A-Z]{4,})\b", body)
    if word and get_close_matches(word[1], ["RUJUK"], 1, 0.7):
        return Fault("template.malformed", start, body, {"form": written("RUJUK")})
    return _with_expression("value", body, start, 2)


def _with_expression(kind: Kind, body: str, start: int, skipped: int) -> Tag | Fault:
    """A tag whose rest is an expression; `skipped` letters of the tag stand before it."""
    try:
        return Tag(kind, "", start, expression=parse(body, bare_names=True))
    except ExpressionError as error:
        return Fault(error.code, start + skipped + error.span[0], body, dict(error.detail))


def _control(body: str, start: int) -> Tag | Fault | None:
    """What stands between `[[` and `]]`; None when these are brackets of the text."""
    word = re.match(r"\s*([^\W\d_]+)", body)
    if word is None:
        return None
    first = word[1]
    if first not in WORDS:
        return _misspelt(first, start)
    condition = re.match(r"\s*(ATAU\s+)?JIKA\b", body)
    if condition:
        kind: Kind = "elseif" if condition[1] else "if"
        return _with_expression(kind, body[condition.end() :], start, 2 + condition.end())
    repeat = _REPEAT.match(body)
    if repeat:
        separator = repeat[3] if repeat[3] is not None else repeat[4] or ""
        return Tag("column" if repeat[1] else "repeat", "", start, names=(repeat[2],), separator=separator)
    anchor = _ANCHOR.match(body)
    if anchor:
        return Tag("anchor", "", start, names=(anchor[1],))
    clause = _CLAUSE.match(body)
    if clause:
        return Tag("clause", "", start, names=tuple(filter(None, clause.groups())))
    letterhead = _LETTERHEAD.match(body)
    if letterhead:
        return Tag("letterhead", "", start, names=("jabatan" if letterhead[1] else "unit",))
    simple: dict[str, Kind] = {"SELAIN ITU": "else", "AKHIR": "end", "KOSONG": "empty"}
    kind_found = simple.get(" ".join(body.split()))
    if kind_found:
        return Tag(kind_found, "", start)
    return Fault("template.malformed", start, body, {"form": written(first)})


def _misspelt(word: str, start: int) -> Fault | None:
    """A word that is nearly one of ours; brackets around anything else are text."""
    if word.upper() in ("JIKA", "ULANGI", "AKHIR", "TANDAI", "KLAUSUL", "KOP"):
        near = [word.upper()]
    elif word.isupper() and len(word) >= 3:
        near = get_close_matches(word, WORDS, 1, 0.76)
    else:
        return None
    if not near:
        return None
    return Fault("template.misspelt", start, word, {"word": word, "form": written(near[0])}, _STANDS.get(near[0]))
