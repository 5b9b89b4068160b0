"""Fields of Word (w:fldChar, w:fldSimple): what their codes say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inovik_forms.documents.read_context import Place
from inovik_forms.documents.tree import CharFormat, Inline, Source, Toc

OUTSIDE = {"INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "IMPORT", "DATABASE", "RD"}
"""Fields that take their content from outside the document: refused."""
PLAIN_RESULT = {"FORMTEXT", "QUOTE", "SYMBOL", "ADVANCE"}
"""Fields whose result is text like any other."""


@dataclass
class Field:
    """A field that is open: its code so far, and its result once `separate` has come."""

    format: CharFormat
    raw_rpr: str
    code: str = ""
    in_result: bool = False
    result: list[Inline] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    offset: int = 0

    @property
    def name(self) -> str:
        """The field's name in capitals: PAGE, REF…"""
        return (self.code.split() or [""])[0].upper()


def address(code: str) -> str:
    """The address in a HYPERLINK field's code."""
    local_part = re.search(r'\\l\s+"?([^"\s]+)', code)
    address = re.search(r'HYPERLINK\s+"([^"]*)"', code, re.IGNORECASE)
    url = address[1] if address else ""
    return f"{url}#{local_part[1]}" if local_part else url


def toc(code: str, place: Place) -> Toc:
    """A TOC field as a block. Its switches \\o, \\u and \\t choose the entries; a list of figures has none here."""
    return Toc(
        f"toc{place.paragraph}", " ".join(code.split()), _levels(code, place), (), Source(place.part, place.paragraph)
    )


def _levels(code: str, place: Place) -> tuple[int, int]:
    if re.search(r"\\[ca]\b", code):
        place.unsupported("figures")
        return (0, 0)
    found = re.search(r"\\o\s+\"?(\d)-(\d)", code)
    if found:
        return int(found[1]), int(found[2])
    if "\\o" in code or "\\u" in code:
        return (1, 9)
    return (0, 0) if "\\t" in code else (1, 3)
