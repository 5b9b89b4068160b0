"""The `type` cell: which kind of row it begins, with its list; and the types that are known but not served yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from inovik_forms.questionnaires.model import Kind

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
_SELECT_WORD = re.compile(rf"^({'|'.join(_SELECT)})\b")
_SIMPLE: Mapping[str, Kind] = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date",
    "time": "time", "range": "range", "acknowledge": "acknowledge", "trigger": "acknowledge", "note": "note",
    "calculate": "calculate", "hidden": "hidden", "image": "image", "photo": "image", "add image prompt": "image",
    "add photo prompt": "image", "file": "file", "add file prompt": "file",
}  # fmt: skip
_NOT_SERVED = frozenset(
    {
        "audio", "video", "barcode", "geopoint", "geotrace", "geoshape", "gps", "location", "datetime",
        "dateTime", "date time", "start", "end", "today", "deviceid", "device id", "imei", "simserial", "subscriberid",
        "phonenumber", "phone number", "username", "email", "audit", "start-geopoint", "background-geopoint",
        "background-audio", "csv-external", "xml-external", "osm", "cascading_select", "cascading select", "percentage",
        "select_one_external", "select_one_from_file", "select_multiple_from_file", "select one from file",
        "select multiple from file", "begin loop", "end loop", "begin_loop", "end_loop", "uri:deviceid",
        "add audio prompt", "add video prompt", "add barcode prompt", "add location prompt", "add date prompt",
    }
)  # fmt: skip
SERVED_WORDS = (
    "text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "rank", "range", "acknowledge",
    "note", "calculate", "hidden", "image", "file", "begin_group", "end_group", "begin_repeat", "end_repeat", "trigger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeCell:
    """`what`: begin, end, question, or why not: unserved, unknown, incomplete. `kind`: group, repeat or a Kind."""

    what: str
    kind: str = ""
    list_name: str = ""
    or_other: bool = False
    suggestion: str = ""


def read_type(cell: str) -> TypeCell:
    """What a type cell says; never fails."""
    if cell in _SIMPLE:
        return TypeCell("question", _SIMPLE[cell])
    select = _SELECT_CELL.match(cell)
    if select:
        list_name = select[2]
        if "${" in list_name:
            return TypeCell("unserved", f"{select[1]} ${{…}}")
        return TypeCell("question", _SELECT[select[1]], list_name, bool(select[3]))
    control = _BEGIN_END.match(cell)
    if control:
        return TypeCell(control[1], _CONTROL[control[2]])
    first = cell.split(" ")[0]
    if cell in _NOT_SERVED or first in _NOT_SERVED or cell.startswith(("begin loop", "begin_loop", "osm ")):
        return TypeCell("unserved", first if first in _NOT_SERVED else cell)
    if _SELECT_WORD.match(cell):
        return TypeCell("incomplete", cell)
    return TypeCell("unknown", cell, suggestion=_suggest(cell))


def _suggest(cell: str) -> str:
    """The nearest served type, '' when none is near."""
    lowered = "_".join(cell.lower().replace("-", "_").split()[:2])
    first = cell.lower().split()[0] if cell.split() else ""
    near = get_close_matches(lowered, SERVED_WORDS, 1, 0.72) or get_close_matches(first, SERVED_WORDS, 1, 0.72)
    if not near:
        return ""
    rest = cell.split()[1:] if near[0].startswith("select") else []
    return " ".join([near[0], *rest])
