"""What stands between and behind the items of a repeat: "a; b; dan c." """

from __future__ import annotations

import re

from msgspec.structs import replace

from inovik_forms.documents.tree import Block, Inline, Paragraph, Text

_CONJUNCTION = re.compile(r"\s*([;,]?)\s*(dan/atau|dan|atau|serta)\s*")
_ENDING_DOT = re.compile(r"(?:[a-z]{4,}|[\])”\"])\.$")
"""A full stop that ends a sentence, not an abbreviation or a degree."""


def tails(separator: str, count: int, *, inline: bool, last_stop: bool) -> list[str]:
    """The text behind each of `count` items. With a conjunction ("; dan") the mark comes after every item, the
    conjunction after the last but one, and a full stop after the last (`last_stop`)."""
    found = _CONJUNCTION.fullmatch(separator)
    if not found:
        plain = separator if inline else separator.rstrip()
        if inline and plain.strip() and not plain[-1].isspace():
            plain += " "
        return [plain] * (count - 1) + [""] * min(count, 1)
    sign, word = found[1], found[2]
    space = " " if inline else ""
    before_word = "" if inline and sign == "," and count == 2 else sign
    result = [sign + space] * (count - 2) + [f"{before_word} {word}{space}"] * (count > 1)
    return result + ["." if last_stop else ""] * min(count, 1)


def end_with(inlines: tuple[Inline, ...], tail: str) -> tuple[Inline, ...]:
    """The inlines with `tail` behind their last text; a mark that the item already ends with is not doubled."""
    if not tail or not inlines:
        return inlines
    last = inlines[-1]
    if isinstance(last, Text):
        text = last.text.rstrip()
        if text.endswith((";", ",")) or _ENDING_DOT.search(text):
            text = text[:-1]
        own = tail[1:] if tail == "." and text.endswith(".") else tail
        if not last.path:
            return (*inlines[:-1], replace(last, text=text + own))
        kept = (replace(last, text=text),) if text else ()
        return (*inlines[:-1], *kept, *((Text(own, last.format, last.raw_rpr),) if own else ()))
    form = getattr(last, "format", None)
    raw_rpr = getattr(last, "raw_rpr", "")
    return (*inlines, Text(tail, form, raw_rpr) if form is not None else Text(tail))


def end_block(blocks: list[Block], tail: str) -> None:
    """Put `tail` behind the last paragraph, in place."""
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Paragraph) and block.inlines:
            blocks[index] = replace(block, inlines=end_with(block.inlines, tail))
            return
