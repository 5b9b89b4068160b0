"""The tree of rows, once nothing is wrong with it, as the frozen model."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.archive import TABLE_ENDING
from inovik_forms.questionnaires.attached import Attached
from inovik_forms.questionnaires.details import METADATA
from inovik_forms.questionnaires.logic import Logic
from inovik_forms.questionnaires.model import ChoiceList, Group, Item, Kind, Question, Questionnaire, Repeat
from inovik_forms.questionnaires.rows import Node, Survey
from inovik_forms.questionnaires.settings import Settings
from inovik_forms.questionnaires.texts import TRUE_WORDS


def build(settings: Settings, languages: tuple[str, ...], survey: Survey, logic: Logic) -> Questionnaire:
    """The questionnaire of a survey without errors."""
    default = settings.default_language
    if default not in languages:
        default = languages[0] if languages and not _has_plain_label(survey) else ""
    return Questionnaire(
        name=settings.name,
        title=settings.title,
        version=settings.version,
        languages=languages,
        default_language=default,
        items=tuple(_item(node, logic) for node in survey.top),
        settings=dict(settings.values),
        lists=dict(survey.lists.lists),
        tables=_tables(survey.lists.attached),
        instance_name=logic.instance_name,
    )


def _has_plain_label(survey: Survey) -> bool:
    return ("label", "") in survey.letters


def _item(node: Node, logic: Logic) -> Item:
    if node.what == "question":
        return _question(node, logic)
    items = tuple(_item(child, logic) for child in node.children)
    common = {
        "name": node.name,
        "path": node.path,
        "label": node.texts.get("label", {}),
        "hint": node.texts.get("hint", {}),
        "relevant": _condition(node, "relevant", logic, idle="true()"),
        "read_only": _condition(node, "read_only", logic, idle="false()"),
        "appearance": node.cells.get("appearance", ""),
        "items": items,
        "row": node.row,
        "media": node.media,
        # Only questions have a field of their own for it; a repeat takes whole rows from an earlier form.
        "extra": node.extra | {name: node.cells[name] for name in ("prefill",) if name in node.cells},
    }
    if node.what == "group":
        return Group(**common)  # type: ignore[arg-type]
    return Repeat(**common, repeat_count=logic.parsed.get((node.path, "repeat_count")))  # type: ignore[arg-type]


def _condition(node: Node, column: str, logic: Logic, idle: str) -> Expression | None:
    """The expression of a condition; None when it says what holds anyway."""
    expression = logic.parsed.get((node.path, column))
    return None if expression is None or expression.text == idle else expression


def _question(node: Node, logic: Logic) -> Question:
    cells = node.cells
    texts = node.texts
    kind: Kind = node.kind  # type: ignore[assignment]  # kinds.read_type gives no other for questions
    if kind not in METADATA and not (texts.get("label") or texts.get("hint") or node.media):
        # XLSForm shows nothing for a row that has nothing to read; it only has a value.
        kind = "calculate" if cells.get("calculation") else "hidden"
    return Question(
        name=node.name,
        path=node.path,
        kind=kind,
        label=texts.get("label", {}),
        hint=texts.get("hint", {}),
        guidance=texts.get("guidance_hint", {}),
        required=_condition(node, "required", logic, idle="false()"),
        required_message=texts.get("required_message", {}),
        relevant=_condition(node, "relevant", logic, idle="true()"),
        constraint=_condition(node, "constraint", logic, idle="true()"),
        constraint_message=texts.get("constraint_message", {}),
        calculation=logic.parsed.get((node.path, "calculation")),
        choices=_choices(node, logic),
        choice_filter=logic.parsed.get((node.path, "choice_filter")),
        or_other=node.type.or_other,
        default=logic.parsed.get((node.path, "default"), cells.get("default", "")),
        read_only=_condition(node, "read_only", logic, idle="false()"),
        appearance=cells.get("appearance", ""),
        parameters=node.parameters,
        sensitive=cells.get("sensitive", "") in TRUE_WORDS,
        prefill=cells.get("prefill", ""),
        number_pattern=node.number_pattern,
        number_date=node.number_date,
        row=node.row,
        extra=node.extra,
        trigger=node.trigger,
        choices_from=logic.source_path(node),
        media=node.media,
    )


def _choices(node: Node, logic: Logic) -> ChoiceList | None:
    if not node.list_name or node.type.source == "repeat":
        return None
    lists = logic.survey.lists
    return lists.with_other(node.list_name) if node.type.or_other else lists.lists[node.list_name]


def _tables(attached: Mapping[str, Attached]) -> dict[str, tuple[Mapping[str, str], ...]]:
    """By the name that instance() and pulldata() use: without the ending."""
    return {
        table.sheet_name.strip()[: -len(TABLE_ENDING)]: tuple(row for _, row in table.rows)
        for table in attached.values()
    }
