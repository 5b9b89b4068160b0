"""Rules of single rows that need no other row: lists, parameters, labels, columns that are not served."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from inovik_forms.questionnaires.appearances import unknown_words
from inovik_forms.questionnaires.archive import TABLE_ENDING
from inovik_forms.questionnaires.media import faults_of
from inovik_forms.questionnaires.texts import FALSE_WORDS, TRUE_WORDS, parameters

if TYPE_CHECKING:
    from inovik_forms.questionnaires.rows import Node, Survey

SELECTS = frozenset({"select_one", "select_multiple", "rank"})
SEVERAL = SELECTS - {"select_one"}
RANGE_DEFAULTS = {"start": "1", "end": "10", "step": "1"}
_ACCEPTED = {
    "range": frozenset({"start", "end", "step", "tick_interval", "placeholder", "tick_labelset"}),
    "select_one": frozenset({"randomize", "seed"}),
    "select_multiple": frozenset({"randomize", "seed"}),
    "rank": frozenset({"randomize", "seed"}),
    "text": frozenset({"rows", "words"}),
    "image": frozenset({"max-pixels", "app"}),
    "audio": frozenset({"quality"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy", "allow-mock-accuracy"}),
    "geotrace": frozenset({"allow-mock-accuracy"}),
    "geoshape": frozenset({"allow-mock-accuracy"}),
}
_FROM_FILE = frozenset({"value", "label"})
_TRIGGER = re.compile(r"\$\{([^{}]+)\}")
_NUMBERED = re.compile(r"([a-z0-9-]+)(?:\s+\$\{([^{}]+)\})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = {"rows", "words", "max-pixels"}
_METRES = {"capture-accuracy", "warning-accuracy"}
METADATA = frozenset({"start", "end", "today", "username", "deviceid", "email", "phonenumber"})
_NO_LABEL_NEEDED = METADATA | {"calculate", "hidden"}
MAX_RANGE_STEPS = 1_000_000


def check_details(survey: Survey, node: Node) -> None:
    """Report what is wrong within the row itself, and read its parameters."""
    if node.what == "question":
        _check_list(survey, node)
        _check_parameters(survey, node)
        if _lacks_label(node):
            code = "guidance_only" if "guidance_hint" in node.texts else "no_label"
            survey.report(code, node.row, "label", name=node.name)
        if node.kind == "calculate" and not node.cells.get("calculation") and not node.cells.get("default"):
            survey.report("no_calculation", node.row, "calculation", name=node.name)
    _check_columns(survey, node)


def _lacks_label(node: Node) -> bool:
    """Is it shown to people, but with nothing to read? A calculation without label is not shown."""
    if node.kind in _NO_LABEL_NEEDED or node.texts.get("label") or node.texts.get("hint"):
        return False
    return not node.media and not node.cells.get("calculation") and not node.cells.get("trigger")


def _check_columns(survey: Survey, node: Node) -> None:
    """Columns that this kind of row does not have, or that we do not serve: said, never dropped in silence."""
    cells = node.cells
    if node.kind in METADATA and node.repeats:
        survey.report("metadata_in_repeat", node.row, "type", cells["type"], severity="warning", name=node.name)
    _check_trigger(survey, node)
    for word in unknown_words(cells["appearance"]) if "appearance" in cells else ():
        quote = cells["appearance"]
        survey.report("appearance_unknown", node.row, "appearance", quote, severity="warning", word=word)
    survey.problems += faults_of(node.media, partial(survey.place, node.row))
    if "repeat_count" in cells and node.what != "repeat":
        survey.report("only_repeat", node.row, "repeat_count", cells.pop("repeat_count"), severity="warning")
    if "choice_filter" in cells and node.kind not in SELECTS:
        survey.report("only_select", node.row, "choice_filter", cells.pop("choice_filter"), severity="warning")
    if node.what != "question":
        for column in ("required", "constraint", "calculation", "default", "choice_filter"):
            if column in cells:
                survey.report("only_question", node.row, column, cells.pop(column), severity="warning", column=column)
    _check_number(survey, node)
    sensitive = cells.get("sensitive", "no")
    if sensitive not in TRUE_WORDS and sensitive not in FALSE_WORDS:
        survey.report("yes_or_no", node.row, "sensitive", sensitive, column="sensitive")


def _check_trigger(survey: Survey, node: Node) -> None:
    """`${a}` or `${a}, ${b}`; names that nothing has are reported with the other references."""
    text = node.cells.get("trigger", "")
    if not text:
        return
    found = [_TRIGGER.fullmatch(part.strip()) for part in text.split(",")]
    if not all(found):
        survey.report("trigger_form", node.row, "trigger", text)
        return
    node.trigger = tuple(match[1].strip() for match in found if match)
    if node.what != "question" or not node.cells.get("calculation"):
        survey.report("trigger_alone", node.row, "trigger", text, severity="warning", name=node.name)


def _check_number(survey: Survey, node: Node) -> None:
    """`pattern` or `pattern ${date}`; a name that nothing has is reported with the other references."""
    text = node.cells.get("number_pattern", "")
    if not text:
        return
    found = _NUMBERED.fullmatch(text)
    if not found:
        survey.report("number_form", node.row, "number_pattern", text)
    elif node.kind != "text" or node.cells.get("calculation"):
        survey.report("number_text", node.row, "number_pattern", text, name=node.name)
    else:
        node.number_pattern, node.number_date = found[1], (found[2] or "").strip()


def _table_list(survey: Survey, node: Node) -> None:
    """The list of choices from a file: found by the file's name, made of the columns that parameters name."""
    file, lists = node.type.list_name, survey.lists
    table = lists.attached.get(file.lower())
    if not file.lower().endswith(TABLE_ENDING):
        survey.report("file_kind", node.row, "type", node.cells["type"], file=file)
    elif table is None:
        survey.report("file_missing", node.row, "type", node.cells["type"], file=file)
    else:
        named = parameters(node.cells.get("parameters", "")) or {}
        value, label = named.get("value", "name"), named.get("label", "label")
        missing = [
            one for one, there in ((value, value in table.columns), (label, table.has_label(label))) if not there
        ]
        for column in missing:
            known = ", ".join(table.columns)
            survey.report("file_column", node.row, "type", node.cells["type"], file=file, column=column, known=known)
        if not missing:
            node.list_name = lists.add_table(file.lower(), value, label)


def _check_list(survey: Survey, node: Node) -> None:
    if node.kind not in SELECTS or node.type.source == "repeat":
        return
    lists = survey.lists
    if node.type.source == "file":
        _table_list(survey, node)
        if not node.list_name:
            return
    name = node.list_name
    wrong_sheet = name in lists.lists and node.type.source != "file" and not _fits(survey, node)
    if name not in lists.lists or wrong_sheet:
        close = survey.close_to(name, lists.lists)
        code = "list_unknown_like" if close else "list_unknown" if lists.lists else "no_choices"
        survey.report(code, node.row, "type", node.cells["type"], list=name, close=close[0] if close else "")
        return
    if node.kind in SEVERAL:
        for choice in lists.with_blank.get(name, ()):
            survey.report("choice_blank", node.row, "type", node.cells["type"], choice=choice, list=name)
    if node.type.or_other and node.cells.get("choice_filter"):
        survey.report("other_filter", node.row, "choice_filter", node.cells["choice_filter"])


def _fits(survey: Survey, node: Node) -> bool:
    """Does the list stand in the sheet that the type asks for?"""
    return (survey.lists.sheets[node.list_name].strip().lower() == "external_choices") == (
        node.type.source == "external_choices"
    )


def _check_parameters(survey: Survey, node: Node) -> None:
    text = node.cells.get("parameters", "")
    found = parameters(text)
    if found is None:
        survey.report("parameters_form", node.row, "parameters", text)
        found = {}
    accepted = _ACCEPTED.get(node.kind)
    if accepted and node.type.source == "file":
        accepted |= _FROM_FILE
    for key in found.keys() - (accepted if accepted is not None else found.keys()):
        names = ", ".join(sorted(accepted or ()))
        survey.report("parameter_unknown", node.row, "parameters", text, name=key, accepted=names)
    for key in _WHOLE & found.keys():
        if accepted and key in accepted and not found[key].lstrip("-").isdecimal():
            survey.report("parameter_whole", node.row, "parameters", text, name=key)
    for key in _METRES & found.keys():
        if accepted and key in accepted and _decimal(found[key]) is None:
            survey.report("parameter_number", node.row, "parameters", text, name=key)
    if accepted and "randomize" in accepted:
        _check_randomize(survey, node, found, text)
    if node.kind == "range":
        found = {**RANGE_DEFAULTS, **found}
        _check_range(survey, node, found, text)
    node.parameters = found


def _check_randomize(survey: Survey, node: Node, found: dict[str, str], text: str) -> None:
    if found.get("randomize", "true") not in ("true", "false"):
        survey.report("yes_or_no", node.row, "parameters", text, column="randomize")
    if "seed" in found:
        if "randomize" not in found:
            survey.report("seed_alone", node.row, "parameters", text)
        elif not found["seed"].startswith("${") and _decimal(found["seed"]) is None:
            survey.report("parameter_number", node.row, "parameters", text, name="seed")


def _check_range(survey: Survey, node: Node, found: dict[str, str], text: str) -> None:
    numbers = {key: _decimal(found[key]) for key in RANGE_DEFAULTS}
    for key, number in numbers.items():
        if number is None:
            survey.report("parameter_number", node.row, "parameters", text, name=key)
    start, end, step = numbers["start"], numbers["end"], numbers["step"]
    if start is None or end is None or step is None:
        return
    if step == 0:
        survey.report("range_step", node.row, "parameters", text)
    elif step > abs(end - start):
        survey.report("range_width", node.row, "parameters", text, step=found["step"])
    elif abs((end - start) / step) > MAX_RANGE_STEPS:
        survey.report("range_many", node.row, "parameters", text, limit=MAX_RANGE_STEPS)
    for key in found.keys() & {"tick_interval", "placeholder", "tick_labelset"}:
        survey.report("parameter_not_served", node.row, "parameters", text, severity="warning", name=key)


def check_fixed_default(survey: Survey, node: Node, default: str) -> None:
    """A warning for a default that would be a wrong answer."""
    known = survey.lists.lists.get(node.list_name)
    fits = True
    if node.kind in ("integer", "decimal", "range"):
        fits = _decimal(default) is not None
    elif node.kind == "date":
        fits = _DATE.fullmatch(default) is not None
    elif known is not None:
        names = {choice.name for choice in known.choices} | ({"other"} if node.type.or_other else set())
        fits = names.issuperset(default.split() if node.kind in SEVERAL else (default,))
    if not fits:
        survey.report("default_wrong", node.row, "default", default, severity="warning", kind=node.kind)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
