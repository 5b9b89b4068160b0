"""What changes on a page because of an answer, beside what the browser works out by itself: said with each receipt.

Texts with answers in them, values that are worked out or that a trigger writes, lists whose length is worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Item, Question, Repeat
from inovik_forms.web import fields, unasked
from inovik_forms.web.echoes import echo
from inovik_forms.web.fields import FIELDS, PREFIX
from inovik_forms.web.filling import Filling, is_wrong
from inovik_forms.web.lines import Line
from inovik_forms.web.mixing import mixed
from inovik_forms.web.pages import PageView
from inovik_forms.web.sections import Scope, form_path, page_prefix
from inovik_forms.web.texts import drawn, in_language, in_words, said, texts_with_answers
from inovik_forms.words import language


def drawing(filling: Filling, changed: Iterable[Path]) -> dict[str, Any]:
    """What the page that asks (its address says which) shows now that these questions have been answered: how each was
    understood and what is wrong with it, and what follows from it, as static/receipt.js draws it."""
    paths = list(dict.fromkeys(changed))
    forms = {form_path(path) for path in paths}
    shown = shown_on(filling)
    return {
        "said": {path: told for path in paths if (told := _said(filling, path))},
        "choices": _choices(filling, forms),
        "shown": shown,
        "lines": lines(filling, shown, forms),
        "unasked": _unasked(filling),
    }


def _said(filling: Filling, path: Path) -> dict[str, str]:
    item, value = filling.state.item(path), filling.stored(path)
    question = item.item
    assert isinstance(question, Question)
    if question.kind in FILE_KINDS:
        return {}
    problem = said(item.problem) if item.problem and is_wrong(item) else ""
    return {"echo": echo(question, value), "problem": problem, "shown": fields.shown(question, value)}


def lines(filling: Filling, paths: Iterable[Path], changed: Collection[str]) -> dict[Path, dict[str, str]]:
    """For the lines of a page by answer path, as static/redraw.js reads it; lines that cannot have changed are left
    out. `changed`: form paths of the answers that were just saved."""
    touched = filling.plan.touched_by(changed)
    found = {}
    for path in paths:
        item = filling.plan.item(form_path(path))
        line = {**_texts(filling, path, item), **_value(filling, path, item)}
        if isinstance(item, Repeat) and item.repeat_count is not None and item.path in touched:
            line["list"] = str(list_html(filling, path, item))
        if line:
            found[path] = line
    return found


def _texts(filling: Filling, path: Path, item: Item) -> dict[str, str]:
    texts = texts_with_answers(item)
    return {name: str(drawn(filling.state, text, page_prefix(path), draw)) for name, (text, draw) in texts.items()}


def _value(filling: Filling, path: Path, item: Item) -> dict[str, str]:
    """A worked-out value in words, or what now stands in the field that a trigger writes to."""
    if not isinstance(item, Question) or item.calculation is None or item.kind not in FIELDS:
        return {}
    state = filling.state.item(path)
    if item.is_computed or state.read_only:
        return {"text": in_words(item, state.value, filling.state, path, language())}
    return {"value": fields.shown(item, filling.stored(path))}


def shown_on(filling: Filling) -> dict[Path, bool]:
    """For each line of the page that asks: whether it is shown now."""
    found = scope_asked(filling)
    if found is None:
        return {}
    instance, scope = found
    return {
        scope.answer_path(line, instance): filling.is_asked(line, instance)
        if isinstance(line, Repeat)
        else filling.state.item(scope.answer_path(line, instance)).relevant
        for line in scope.lines
    }


def _unasked(filling: Filling) -> str:
    """What the page that asks does not ask now, and why, as HTML."""
    found = scope_asked(filling)
    if found is None:
        return ""
    instance, scope = found
    return str(unasked.html(filling, unasked.hidden_on(filling, scope, instance), scope, instance))


def scope_asked(filling: Filling) -> tuple[Path, Scope] | None:
    """The instance ('' for none) and the page that asks, as its address says."""
    pages, butir = filling.pages, request.args.get("butir", "")
    section = pages.find(request.args.get("bagian", ""))
    found = pages.find_instance(butir) if butir else section and ("", section[1])
    return found if found and filling.frame(found[0]) is not None else None


def _choices(filling: Filling, changed: Collection[str]) -> dict[Path, list[list[str]]]:
    """The choices offered now by the questions whose filter names something that has just changed (form paths)."""
    touched = filling.plan.touched_by(changed)
    offered: dict[Path, list[list[str]]] = {}
    filtered = {path for path in touched if _is_filtered(filling.plan.item(path))}
    for item in filling.state.items if filtered else ():  # to list all items takes longer than to save
        question = item.item
        if isinstance(question, Question) and question.path in filtered:
            labels = [
                [c.name, in_language(c.label, language(), filling.plan) or c.name]
                for c in mixed(filling, question, item.answer_path, filling.state.choices(item.answer_path))
            ]
            offered[item.answer_path] = labels
    return offered


def _is_filtered(item: Item) -> bool:
    return isinstance(item, Question) and item.choice_filter is not None


def list_html(filling: Filling, path: Path, repeat: Repeat) -> Markup:
    """The lines of a repeat's list, `path` being its answer path."""
    prefix = page_prefix(path)
    view = PageView(filling, filling.pages.instances[repeat.path], prefix)
    label = drawn(filling.state, repeat.label, prefix)
    line = Line("repeat", path, PREFIX + repeat.path, filling.is_asked(repeat, prefix), label, Markup(""))
    macros: Any = current_app.jinja_env.get_template("medan.html").module
    return Markup(macros.listed(view.with_instances(line, repeat)))  # noqa: S704 - our own template
