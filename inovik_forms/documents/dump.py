"""A plain-text picture of a document, for golden files and reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from inovik_forms.documents.numbering import labels
from inovik_forms.documents.tree import (
    Blank,
    Branches,
    Document,
    Drawing,
    Furniture,
    Image,
    LineBreak,
    Link,
    Note,
    PageCount,
    PageNumber,
    Paragraph,
    ReferTo,
    Repetition,
    Row,
    SectionEnd,
    Tab,
    Table,
    Toc,
    Value,
)
from inovik_forms.documents.walk import sections

_NOTES = {"footnote": "catatan kaki", "endnote": "catatan akhir"}
_KINDS = {"default": "biasa", "first": "halaman pertama", "even": "halaman genap"}


def dump(document: Document) -> str:
    """One line a paragraph, its label before its text, cells parted by " | ", each header and footer once and first.

    The same document gives the same text. Line breaks inside a paragraph become blanks. Ends with a line break.
    """
    label_of = labels(document)
    lines: list[str] = []
    for title, item in _furniture(document):
        lines += [f"[{title}]", *_blocks(item.blocks, label_of)]
    if lines:
        lines.append("[isi]")
    lines += _blocks(document.body[:-1] if _ends(document.body) else document.body, label_of)
    return "\n".join(lines) + "\n"


def _ends(blocks: Sequence[Any]) -> bool:
    """The last section's end says nothing in a text."""
    return bool(blocks) and isinstance(blocks[-1], SectionEnd)


def _furniture(document: Document) -> Iterator[tuple[str, Furniture]]:
    """Each header and footer with what it is called and where it first stands; empty ones are left out."""
    seen: set[int] = set()
    for number, section in enumerate(sections(document.body), 1):
        for name, items in (("kepala", section.headers), ("kaki", section.footers)):
            for kind in sorted(items):
                item = items[kind]
                if id(item) not in seen and any(line.strip() for line in _blocks(item.blocks, {})):
                    seen.add(id(item))
                    yield f"{name} {_KINDS.get(kind, kind)}, bagian {number}", item


def _blocks(blocks: Iterable[Any], label_of: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(_paragraph(block, label_of))
            if block.page_break:
                lines.append("[kolom baru]" if block.to_column else "[halaman baru]")
        elif isinstance(block, Table):
            lines += _rows(block.rows, label_of)
        elif isinstance(block, Toc):
            lines.append("[daftar isi]")
            lines += [f"{'  ' * (e.level - 1)}{e.text}" for e in block.entries]
        elif isinstance(block, SectionEnd):
            lines.append("[bagian baru]")
        else:
            lines += _control(block, lambda part: _blocks(part, label_of))
    return lines


def _rows(rows: Iterable[Any], label_of: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if isinstance(row, Row):
            cells = (" / ".join(t for t in _blocks(c.blocks, label_of) if t) for c in row.cells)
            lines.append(" | ".join(cells))
        else:
            lines += _control(row, lambda part: _rows(part, label_of))
    return lines


def _control(node: Any, inside: Any) -> list[str]:
    """Conditions and repeats of a template that is not filled."""
    lines: list[str] = []
    if isinstance(node, Branches):
        for number, (condition, part) in enumerate(node.branches):
            word = "ATAU JIKA" if number else "JIKA"
            lines.append(f"[[{word} {condition.text.strip()}]]" if condition else "[[SELAIN ITU]]")
            lines += inside(part)
    elif isinstance(node, Repetition):
        separator = f'; PEMISAH "{node.separator}"' if node.separator else ""
        lines += [f"[[ULANGI {node.name}{separator}]]", *inside(node.body)]
        if node.empty:
            lines += ["[[KOSONG]]", *inside(node.empty)]
    return [*lines, "[[AKHIR]]"]


def _paragraph(paragraph: Paragraph, label_of: Mapping[str, str]) -> str:
    label = paragraph.label or label_of.get(paragraph.id, "")
    text = "".join(_inline(i) for i in paragraph.inlines)
    return " ".join(f"{label} {text}".split())


def _told(blocks: Iterable[Any]) -> str:
    """A text of its own inside a line."""
    return " / ".join(line for line in _blocks(blocks, {}) if line)


def _inline(inline: Any) -> str:
    if isinstance(inline, Tab | LineBreak):
        return " "
    if isinstance(inline, Blank):
        return f"[…{inline.label}…]" if inline.label else "[…]"
    if isinstance(inline, Image):
        return f"[gambar: {inline.alt}]" if inline.alt else "[gambar]"
    if isinstance(inline, PageNumber):
        return "[nomor halaman]"
    if isinstance(inline, PageCount):
        return "[jumlah halaman]"
    if isinstance(inline, Link):
        return "".join(_inline(i) for i in inline.inlines)
    if isinstance(inline, Note):
        return f" [{_NOTES[inline.kind]}: {_told(inline.blocks)}]"
    if isinstance(inline, Drawing):
        return "".join(f" [kotak teks: {_told(box.blocks)}] " for box in inline.boxes)
    if isinstance(inline, Value):
        return f"{{{{ {inline.expression.text.strip()} }}}}"
    if isinstance(inline, ReferTo):
        return inline.cached if inline.instruction else f"{{{{ RUJUK {', '.join(inline.targets)} }}}}"
    if isinstance(inline, Branches | Repetition):
        return "".join(_control(inline, lambda part: ["".join(_inline(i) for i in part)]))
    return str(getattr(inline, "text", ""))
