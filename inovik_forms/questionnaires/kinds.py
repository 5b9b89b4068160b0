"""The `type` cell: which kind of row it begins, with its list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from inovik_forms.questionnaires.model import Kind
from inovik_forms.questionnaires.refused_types import REFUSED

_CONTROL = {"group": "group", "repeat": "repeat", "lgroup": "repeat", "looped group": "repeat"}
_BEGIN_END = re.compile(r"^(begin|end)[ _](group|repeat|lgroup|looped group)$")
_SELECT: dict[str, Kind] = {
    "add select one prompt using": "select_one",
    "add select multiple prompt using": "select_multiple",
    "select all that apply from": "select_multiple",
    "select one from": "select_one",
    "select1": "select_one",
    "select_one": "select_one",
    "select one": "select_one",
    "select_multiple": "select_multiple",
    "rank": "rank",
    "select all that apply": "select_multiple",
}
_SELECT_CELL = re.compile(
    rf"^({'|'.join(_SELECT)}) (\S+)( (?:or specify other|or_other|or other))?$"
)  # fmt: skip
_FROM_REPEAT = re.compile(rf"^({'|'.join(_SELECT)}) \$\{{\s*([^{{}}\s]+)\s*\}}$")
_FROM_FILE = re.compile(r"^(select_one|select_multiple|select one|select multiple)(?:_from_file| from file) (\S+)$")
_EXTERNAL = re.compile(r"^select(?:_one_|1_| one | )external (\S+)$")
_SELECT_WORD = re.compile(rf"^({'|'.join(_SELECT)})(?:(?:_from_file| from file|_external| external))?\b")
_SIMPLE: Mapping[str, Kind] = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date",
    "time": "time", "datetime": "datetime", "dateTime": "datetime", "date time": "datetime", "range": "range",
    "acknowledge": "acknowledge", "trigger": "acknowledge", "note": "note", "calculate": "calculate",
    "hidden": "hidden", "barcode": "barcode", "add barcode prompt": "barcode", "geopoint": "geopoint",
    "location": "geopoint", "gps": "geopoint", "add location prompt": "geopoint", "geotrace": "geotrace",
    "geoshape": "geoshape", "image": "image", "photo": "image", "add image prompt": "image",
    "add photo prompt": "image", "audio": "audio", "add audio prompt": "audio", "video": "video",
    "add video prompt": "video", "file": "file", "add file prompt": "file", "start": "start", "end": "end",
    "today": "today", "username": "username", "deviceid": "deviceid", "device id": "deviceid", "email": "email",
    "phonenumber": "phonenumber", "phone number": "phonenumber",
}  # fmt: skip
TABLE = "csv-external"
"""A row that brings a table along for look-ups; nobody is asked."""
SERVED_WORDS = (
    "text", "integer", "decimal", "date", "time", "datetime", "select_one", "select_multiple", "rank", "range",
    "acknowledge", "note", "calculate", "hidden", "image", "audio", "video", "file", "barcode", "geopoint", "geotrace",
    "geoshape", "begin_group", "end_group", "begin_repeat", "end_repeat", "trigger", "select_one_from_file",
    "select_multiple_from_file", "select_one_external", "start", "end", "today", "username", "deviceid", "email",
    "phonenumber", TABLE,
)  # fmt: skip
COMMON_WORDS = (
    "text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "rank", "range", "acknowledge",
    "note", "calculate", "hidden", "image", "file", "geopoint", "barcode", "begin_group", "end_group", "begin_repeat",
    "end_repeat",
)  # fmt: skip
"""What a spreadsheet offers in the column `type`: all would be more than its cell may hold."""


@dataclass(frozen=True, slots=True)
class TypeCell:
    """`what`: begin, end, question, table, or why not: unserved, unknown, incomplete. `kind`: group, repeat or a Kind.

    `list_name`: the list of the choices sheet, or with `source` the file, the list of the sheet external_choices, or
    the question in a repeat.
    """

    what: str
    kind: str = ""
    list_name: str = ""
    or_other: bool = False
    suggestion: str = ""
    source: Literal["choices", "file", "external_choices", "repeat"] = "choices"


def read_type(cell: str) -> TypeCell:
    """What a type cell says; never fails."""
    if "\u00a0" in cell:
        cell = " ".join(cell.split())  # a blank that does not break, as copied text has it, is a blank
    if cell in _SIMPLE:
        return TypeCell("question", _SIMPLE[cell])
    select = _SELECT_CELL.match(cell)
    if select:
        from_repeat = _FROM_REPEAT.match(cell)
        if from_repeat:
            return TypeCell("question", _SELECT[from_repeat[1]], from_repeat[2], source="repeat")
        return TypeCell("question", _SELECT[select[1]], select[2], bool(select[3]))
    if from_file := _FROM_FILE.match(cell):
        kind: Kind = "select_one" if "one" in from_file[1] else "select_multiple"
        return TypeCell("question", kind, from_file[2], source="file")
    if external := _EXTERNAL.match(cell):
        return TypeCell("question", "select_one", external[1], source="external_choices")
    if cell == TABLE:
        return TypeCell("table", TABLE)
    control = _BEGIN_END.match(cell)
    if control:
        return TypeCell(control[1], _CONTROL[control[2]])
    if word := _refused(cell):
        return TypeCell("unserved", word)
    if _SELECT_WORD.match(cell):
        return TypeCell("incomplete", cell)
    return TypeCell("unknown", cell, suggestion=_suggest(cell))


def _refused(cell: str) -> str:
    """The word by which it is refused (a list may follow it); '' for none. KoboToolbox writes blanks, too."""
    joined = re.sub(r"^(begin|end) (score|rank|kobomatrix)\b", r"\1_\2", cell)
    first = joined.split(" ")[0] if joined.split() else ""
    two = " ".join(joined.split(" ")[:2])
    return next((word for word in (joined, two, first) if word in REFUSED), "")


def _suggest(cell: str) -> str:
    """The nearest served type, '' when none is near."""
    lowered = "_".join(cell.lower().replace("-", "_").split()[:2])
    first = cell.lower().split()[0] if cell.split() else ""
    near = get_close_matches(lowered, SERVED_WORDS, 1, 0.72) or get_close_matches(first, SERVED_WORDS, 1, 0.72)
    if not near:
        return ""
    rest = cell.split()[1:] if near[0].startswith("select") else []
    return " ".join([near[0], *rest])
