"""Text → tokens, with places in the text as it was written.

Word processors change straight quotes and blanks into typographic ones; both are understood, one character for one,
so that places stay right. What stands inside a text in quotes is kept letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Span
from inovik_forms.expressions.operators import FOREIGN

Kind = Literal["number", "text", "reference", "name", "operator", "lookup", "close", "end"]


class Token(NamedTuple):
    """`text`: the operator, the name, the number's digits, the content of a text in quotes, the referred name, the
    table of a look-up. `column`: what follows the rows of a look-up, "[" where their condition begins."""

    kind: Kind
    text: str
    span: Span
    column: str = ""


NAME = r"[^\W\d](?:[\w.\-]*\w)?"
_DOUBLE, _SINGLE = '"“”„‟', "'‘’‚‛"
_BLANKS = "\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_LONG, _LONE = ("|".join(re.escape(sign) for sign in FOREIGN if (len(sign) > 1) is long) for long in (True, False))
_TOKEN = re.compile(
    rf"""
    (?:
    (?P<reference>\$\{{[\s{_BLANKS}]*(?P<referred>(?:last-saved\#)?{NAME})[\s{_BLANKS}]*\}})
  | (?P<number>(?:\d|\.\d)[\w.]*)
  | (?P<text>[{_DOUBLE}][^{_DOUBLE}]*[{_DOUBLE}]|[{_SINGLE}][^{_SINGLE}]*[{_SINGLE}])
  | (?P<lookup>instance\([\s{_BLANKS}]*[{_DOUBLE}{_SINGLE}](?P<table>[^{_DOUBLE}{_SINGLE}]+)[{_DOUBLE}{_SINGLE}]
      [\s{_BLANKS}]*\)/root/item(?:/(?P<cells>{NAME})|[\s{_BLANKS}]*(?P<rows>\[))?)
  | (?P<close>\](?:/(?P<column>{NAME}))?)
  | (?P<name>{NAME}(?::{NAME})?)
  | (?P<foreign>{_LONG})
  | (?P<operator><=|>=|!=|\.\.(?:/\.\.)*|[=<>+\-*|(),.−])
  | (?P<lone>{_LONE})
    )
    [\s{_BLANKS}]*
    """,
    re.VERBOSE,
)
_SPACE = re.compile(rf"[\s{_BLANKS}]*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_PATH = re.compile(r"/{1,2}[^\W\d.][\w/.:\-]*|/\.\.?(/[\w/.:\-]*)?|\[.*", re.DOTALL)
_SHOWN = 20


def tokens(text: str) -> Iterator[Token]:
    """The tokens, the last of kind `end`. Raises ExpressionError for what is no token."""
    place = _SPACE.match(text).end()  # type: ignore[union-attr]
    lookups = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        lookups += 0 if match is None else 1 if match["rows"] else -1 if match["close"] else 0
        if match is None or lookups < 0:
            raise _refusal(text, place)
        yield _token(match)
        place = match.end()
    yield Token("end", "", (len(text), len(text)))


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    found, span = match[kind], match.span(kind)
    match kind:
        case "number":
            if not _NUMBER.fullmatch(found):
                raise ExpressionError("expressions.number_form", span, {"found": found})
            return Token("number", found, span)
        case "reference":
            return Token("reference", match["referred"], span)
        case "text":
            return Token("text", found[1:-1], span)
        case "name":
            return Token("name", found, span)
        case "lookup":
            return Token("lookup", match["table"].strip(), span, match["cells"] or match["rows"] or "")
        case "close":
            return Token("close", found, span, match["column"] or "")
        case "foreign" | "lone":
            raise ExpressionError("expressions.operator_unknown", span, {"found": found, "use": FOREIGN[found]})
        case _:
            return Token("operator", "-" if found == "−" else found, span)


def _refusal(text: str, place: int) -> ExpressionError:
    """What precisely is wrong with the text from `place`, which begins no token."""
    sign = text[place]
    if sign in _DOUBLE or sign in _SINGLE:
        quote = '"' if sign in _DOUBLE else "'"
        return ExpressionError("expressions.text_open", (place, len(text)), {"quote": quote})
    if sign == "$":
        end = text.find("}", place) + 1 or min(len(text), place + _SHOWN)
        return ExpressionError("expressions.reference_form", (place, end), {"found": text[place:end]})
    path = _PATH.match(text, place)
    if path:
        return ExpressionError("expressions.path", path.span(), {"found": path[0][:_SHOWN]})
    if sign == "/":
        return ExpressionError("expressions.operator_unknown", (place, place + 1), {"found": "/", "use": "div"})
    return ExpressionError("expressions.character", (place, place + 1), {"found": sign})
