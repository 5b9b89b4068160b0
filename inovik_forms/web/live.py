"""What changes on a page because of an answer, beside what the browser works out by itself: said with each receipt.

Texts with answers in them, values that are worked out or that a trigger writes, lists whose length is worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask import current_app
from markupsafe import Markup

from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Item, Question, Repeat
from inovik_forms.web import fields
from inovik_forms.web.fields import FIELDS, PREFIX
from inovik_forms.web.filling import Filling
from inovik_forms.web.lines import Line
from inovik_forms.web.pages import PageView
from inovik_forms.web.sections import form_path, page_prefix
from inovik_forms.web.texts import drawn, in_words, texts_with_answers
from inovik_forms.words import language


def lines(filling: Filling, paths: Iterable[Path], changed: Collection[str]) -> dict[Path, dict[str, str]]:
    """For the lines of a page by answer path, as static/redraw.js reads it; lines that cannot have changed are left
    out. `changed`: form paths of the answers that were just saved."""
    touched = filling.plan.touched_by(changed)
    found = {}
    for path in paths:
        item = filling.plan.item(form_path(path))
        said = {**_texts(filling, path, item), **_value(filling, path, item)}
        if isinstance(item, Repeat) and item.repeat_count is not None and item.path in touched:
            said["list"] = str(list_html(filling, path, item))
        if said:
            found[path] = said
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


def list_html(filling: Filling, path: Path, repeat: Repeat) -> Markup:
    """The lines of a repeat's list, `path` being its answer path."""
    prefix = page_prefix(path)
    view = PageView(filling, filling.pages.instances[repeat.path], prefix)
    label = drawn(filling.state, repeat.label, prefix)
    line = Line("repeat", path, PREFIX + repeat.path, filling.is_asked(repeat, prefix), label, Markup(""))
    macros: Any = current_app.jinja_env.get_template("medan.html").module
    return Markup(macros.listed(view.with_instances(line, repeat)))  # noqa: S704 - our own template
