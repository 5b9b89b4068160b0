"""A paragraph's inlines as chunks: what is never parted, with the spaces behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from inovik_forms.documents.css_looks import Looks
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    CharFormat,
    Drawing,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Opaque,
    PageCount,
    PageNumber,
    PageSetup,
    Ref,
    Tab,
    Text,
)
from inovik_forms.documents.typeset.faces import Face, Shaped, stretches
from inovik_forms.documents.typeset.inks import SMALL, Ink, Inks
from inovik_forms.documents.walk import is_harmless

if TYPE_CHECKING:
    from inovik_forms.documents.typeset.panels import Panel

_TOKENS = re.compile(r" +|[^ ]+")
_MAY_PART = re.compile(r"(?<=\w-)(?=[^\W\d])|(?<=[–—])(?=.)|(?<=\u200b)(?=.)")
_CASES = re.compile(r"[^a-zß-öø-ÿ]+|[a-zß-öø-ÿ]+")
_SOFT = "\u00ad"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True, eq=False)
class Piece:
    """Letters of one face and ink, or a picture, or what a tab is filled with. `width` in points; `spaces`: how many
    of its letters can be stretched; `target`: where it leads ('' = nowhere, "#name" = a place in the document);
    `note`: what is told at the page's foot."""

    width: float
    ink: Ink
    text: str
    face: Face | None = None
    shaped: Shaped | None = None
    spaces: int = 0
    target: str = ""
    image: Image | Panel | None = None
    leader: str = ""
    note: Note | None = None


Kind = Literal["text", "tab", "break"]


@dataclass(slots=True, eq=False)
class Chunk:
    """`pieces` and, behind them, `tail`: the spaces at which a line may end. `hyphen`: shown behind it when the line
    ends there, inside a word. Widths in points."""

    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0
    tail: list[Piece] = field(default_factory=list)
    gap: float = 0.0
    kind: Kind = "text"
    hyphen: Piece | None = None


@dataclass(slots=True)
class Setting:
    """What all parts of one output share. `targets`: bookmarks that are there to be led to. `page`, `count`: the number
    of the page that is set and of all pages, as printed; `note`: of the note that is set. `parted` puts soft hyphens
    into words, where the document asks for it. `signs`: paragraph that a space to sign in begins with → what the field
    is called, and how many paragraphs it takes. `panels`: by their identity, the drawings of the paragraph that is set;
    `sheet`: the page that is filled."""

    looks: Looks
    inks: Inks
    targets: Set[str]
    page: str = "1"
    count: str = "1"
    default_tab: float = 36.0
    note: str = ""
    has_notes: bool = False
    parted: Callable[[str], str] | None = None
    signs: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    panels: dict[int, Panel] = field(default_factory=dict)
    sheet: PageSetup = field(default_factory=PageSetup)


def chunks(setting: Setting, nodes: Iterable[Inline], base: CharFormat, *, hyphenate: bool = False) -> list[Chunk]:
    """The inlines of a paragraph whose text is `base`, floating pictures left out. `hyphenate`: parted as the setting
    says."""
    out = [Chunk()]
    parted = setting.parted if hyphenate else None
    for kind, text, ink, target, thing in _stretches(setting, nodes, base, ""):
        if kind != "text":
            out.append(Chunk(kind=kind, pieces=[Piece(0.0, ink, "")]))
            out.append(Chunk())
        elif isinstance(thing, Image):
            _add(out, Piece(thing.width, ink, thing.alt, target=target, image=thing))
        elif isinstance(thing, Drawing):
            panel = setting.panels[id(thing)]
            _add(out, Piece(panel.width, ink, "", image=panel))
        elif thing is not None:
            for piece in [*_set(ink, text, target), Piece(0.0, ink, "", note=thing)]:
                _add(out, piece)
        else:
            _add_text(out, text if parted is None else parted(text), ink, target)
    return [chunk for chunk in out if chunk.pieces or chunk.tail]


_Stretch = tuple[Kind, str, Ink, str, "Image | Drawing | Note | None"]


def _stretches(setting: Setting, nodes: Iterable[Inline], base: CharFormat, target: str) -> Iterator[_Stretch]:
    looks, inks = setting.looks, setting.inks
    for node in nodes:
        match node:
            case Text(text, form):
                if not form.hidden:
                    yield "text", text, inks.of(looks.character(base, form)), target, None
            case Ref(bookmark, text, _, form):
                place = f"#{bookmark}" if bookmark in setting.targets else target
                yield "text", text, inks.of(looks.character(base, form)), place, None
            case Blank():
                yield "text", BLANK_TEXT, inks.of(looks.character(base, node.format)), target, None
            case LineBreak():
                yield "break", "", inks.of(base), "", None
            case Tab():
                yield "tab", "", inks.of(base), "", None
            case Image():
                if node.floating is None:
                    yield "text", "", inks.of(base), target, node
            case Link(url, inner):
                yield from _stretches(setting, inner, base, _leads_to(setting, url))
            case PageNumber():
                yield "text", setting.page, inks.of(looks.character(base, node.format)), "", None
            case PageCount():
                yield "text", setting.count, inks.of(looks.character(base, node.format)), "", None
            case Note():
                yield "text", node.label, inks.of(looks.character(base, node.format)), target, node
            case NoteMark():
                yield "text", setting.note, inks.of(looks.character(base, node.format)), "", None
            case Drawing():
                if node.floating is None:
                    yield "text", "", inks.of(base), "", node
            case Opaque():
                yield "text", node.text, inks.of(base), target, None
            case _:
                raise TypeError(f"{type(node).__name__} is left in a document that should be filled and resolved")


def _leads_to(setting: Setting, url: str) -> str:
    if url.startswith("#"):
        return url if url[1:] in setting.targets else ""
    return url if is_harmless(url) else ""


def _add(out: list[Chunk], piece: Piece) -> None:
    """More of what is not parted; after spaces, something new."""
    last = out[-1]
    if last.tail or last.kind != "text":
        last = Chunk()
        out.append(last)
    last.pieces.append(piece)
    last.width += piece.width


def _add_text(out: list[Chunk], text: str, ink: Ink, target: str) -> None:
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    if ink.caps:
        text = text.upper()
    for token in _TOKENS.findall(text):
        if token[0] == " ":
            piece = space(ink, len(token), target)
            out[-1].tail.append(piece)
            out[-1].gap += piece.width
            continue
        if _SOFT in token:
            _add_parted(out, token, ink, target)
            continue
        for number, part in enumerate(known(ink, token, target)):
            if number:
                out.append(Chunk())
            for piece in part:
                _add(out, piece)


def _add_parted(out: list[Chunk], token: str, ink: Ink, target: str) -> None:
    """A word with soft hyphens."""
    parts = [part for part in token.split(_SOFT) if part]
    for at, part in enumerate(parts):
        for number, pieces in enumerate(known(ink, part, target)):
            if number or at:
                out.append(Chunk())
            for piece in pieces:
                _add(out, piece)
        if at + 1 < len(parts):
            out[-1].hyphen = _set(ink, "-", target)[0]


def known(ink: Ink, token: str, target: str = "") -> list[list[Piece]]:
    """The parts of a word between which a line may end, each as pieces; the same objects for the same word."""
    key = f"{target} {token}" if target else token
    found = ink.words.get(key)
    if found is None:
        found = ink.words[key] = [_pieces(ink, part, target) for part in _MAY_PART.split(token)]
    made: list[list[Piece]] = found
    return made


def space(ink: Ink, count: int, target: str = "") -> Piece:
    """Spaces that can be stretched."""
    shaped = ink.face.shape(" " * count)
    return Piece(shaped.width * ink.size / 1000, ink, " " * count, ink.face, shaped, count, target)


def _pieces(ink: Ink, word: str, target: str) -> list[Piece]:
    if ink.small_caps:
        small = _smaller(ink)
        return [
            piece
            for run in _CASES.findall(word)
            for piece in _set(small if run[0].islower() else ink, run.upper(), target)
        ]
    return _set(ink, word, target)


def _set(ink: Ink, word: str, target: str) -> list[Piece]:
    out = []
    for face, letters in stretches(word.replace("\u200b", ""), ink.face):
        if letters:
            shaped = face.shape(letters)
            out.append(Piece(shaped.width * ink.size / 1000, ink, letters, face, shaped, target=target))
    return out


def _smaller(ink: Ink) -> Ink:
    return Ink(
        ink.face, ink.size * SMALL, ink.color, ink.rise, ink.ascent, ink.descent,
        ink.underline, ink.strike, ink.shade, False, False,
    )  # fmt: skip


def letters(piece: Piece) -> list[Piece]:
    """A piece that is wider than any line, letter by letter (a letter with its marks)."""
    out = []
    for cluster in _CLUSTERS.findall(piece.text):
        out += _set(piece.ink, cluster, piece.target)
    return out


_CLUSTERS = re.compile(r".[\u0300-\u036f\u20d0-\u20ff]*", re.DOTALL)
