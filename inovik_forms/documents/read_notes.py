"""Footnotes and endnotes of a Word file: their texts, and how they are counted."""

from __future__ import annotations

from inovik_forms.documents.read_blocks import StoryReader
from inovik_forms.documents.read_context import Context
from inovik_forms.documents.read_xml import Element, attribute, child, integer, local, value
from inovik_forms.documents.tree import NOTE_KINDS, NoteKind, NoteNumbers

_USUAL = {"footnote": "decimal", "endnote": "lowerRoman"}


def read_notes(context: Context, kind: NoteKind, part: str, root: Element | None) -> None:
    """Put the texts of one part into the context, by kind and id; lines that separate are none."""
    if root is None:
        return
    story = StoryReader(context, part, f"{kind}.")
    for element in root:
        if local(element) == kind and attribute(element, "type", "normal") == "normal":
            context.notes[kind, attribute(element, "id")] = tuple(story.blocks(element))


def note_numbers(settings: Element | None, body: Element | None) -> dict[str, NoteNumbers]:
    """How notes are counted: as the last section says, else the whole file."""
    found: dict[str, NoteNumbers] = {}
    for kind in NOTE_KINDS:
        own, whole = child(child(body, "sectPr"), f"{kind}Pr"), child(settings, f"{kind}Pr")

        def told(name: str, own: Element | None = own, whole: Element | None = whole) -> str:
            return value(own, name) or value(whole, name)

        found[kind] = NoteNumbers(
            told("numFmt") or _USUAL[kind], integer(told("numStart"), 1) or 1, told("numRestart") or "continuous"
        )
    return found
