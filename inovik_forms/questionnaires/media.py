"""Pictures, sounds and films in labels: which names of files are taken, and which named files are not there.

The files lie in a folder `media/` beside the questionnaire, or are uploaded with its draft; the questionnaire only says
their names. An SVG is a document that can run scripts, so it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping

from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.model import NO_MEDIA, Media, Question, Questionnaire, Text, walk

FOLDER = "media"
"""Beside a questionnaire's file."""
LONGEST_NAME = 100
TYPES: Mapping[str, str] = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
    "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
"""Ending → media type, of everything that is taken."""
_PICTURES = tuple(ending for ending, found in TYPES.items() if found.startswith("image/"))
ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "image": _PICTURES, "big-image": _PICTURES, "audio": ("mp3", "m4a", "ogg", "wav", "webm"), "video": ("mp4", "webm"),
}  # fmt: skip
_NAME = re.compile(rf"""(?![. ])[^/\\:*?"<>|\x00-\x1f\x7f]{{1,{LONGEST_NAME}}}(?<! )""")


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type(name: str) -> str:
    """The media type that a file of this name is shown as."""
    return TYPES.get(ending_of(name), "application/octet-stream")


def media_of(columns: Mapping[str, Text]) -> Media:
    """The cells of a row's media columns ("image" → language → name) as a value; names as an upload's are read (NFC,
    one blank where there were several)."""
    if not columns:
        return NO_MEDIA
    found = {
        column.replace("-", "_"): {
            code: " ".join(unicodedata.normalize("NFC", name).split()) for code, name in texts.items()
        }
        for column, texts in columns.items()
    }
    return Media(**found)


def faults_of(media: Media, place: Callable[[str, str, str], Cell]) -> Iterator[Problem]:
    """What is wrong with the names of a row; `place`: (column, quote, language) → its cell."""
    for column, texts in columns_of(media):
        for language, name in texts.items():
            fault = _fault(column, name)
            if fault:
                detail = {
                    "quote": name, "column": column, "limit": LONGEST_NAME,
                    "accepted": ", ".join(f".{ending}" for ending in ACCEPTED[column]),
                }  # fmt: skip
                yield Problem(f"questionnaires.{fault}", place(column, name, language), detail)
    if media.big_image and not media.image:
        language, name = next(iter(media.big_image.items()))
        yield Problem("questionnaires.media_big_alone", place("big-image", name, language), {"quote": name})


def columns_of(media: Media) -> tuple[tuple[str, Text], ...]:
    """The column of each kind, with its names."""
    return (
        ("image", media.image), ("big-image", media.big_image), ("audio", media.audio), ("video", media.video),
    )  # fmt: skip


def _fault(column: str, name: str) -> str:
    if not _NAME.fullmatch(name) or not name.isprintable():
        return "media_name"
    ending = ending_of(name)
    if ending == "svg":
        return "media_svg"
    return "" if ending in ACCEPTED[column] else "media_kind"


def named(questionnaire: Questionnaire) -> dict[str, Cell]:
    """Every file that a questionnaire names → where it does first, in the order of the questionnaire."""
    found: dict[str, Cell] = {}
    for item in walk(questionnaire.items):
        for name in item.media.names:
            found.setdefault(name, Cell("survey", item.row or None, "", name))
        listed = item.choices if isinstance(item, Question) else None
        if listed is None:
            continue
        for choice in listed.choices:
            for name in choice.media.names:
                found.setdefault(name, Cell(listed.sheet, choice.row or None, "", name))
    return found


def missing(questionnaire: Questionnaire, present: Collection[str]) -> list[Problem]:
    """One problem for each file that the questionnaire names and that is not among those present. It forbids
    publishing; a draft may wait for its files."""
    return [
        Problem("questionnaires.media_missing", where, {"file": name})
        for name, where in named(questionnaire).items()
        if name not in present
    ]
