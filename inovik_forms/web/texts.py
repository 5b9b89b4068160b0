"""Texts of a questionnaire as a page shows them: a small Markdown, earlier answers put in, values in words."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Question, Text, text
from inovik_forms.web import canonical
from inovik_forms.words import gettext

_markdown = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "escape", "backticks", "newline"])
_TAGS = {"strong", "em", "code", "a", "br"}
_MARKED = re.compile(r"[*_`\[\\\n]")


@lru_cache(maxsize=8192)
def rich(source: str) -> Markup:
    """The text with **strong**, *emphasis*, `code`, [link](https://…) and line breaks; any other markup is text."""
    if not _MARKED.search(source):
        return escape(source)
    rendered = _markdown.renderInline(source).replace("\n", "<br>")
    return Markup(nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}))  # noqa: S704  # cleaned


def in_words(question: Question, value: str, state: State, path: Path, language: str) -> str:
    """An answer as a person reads it: labels instead of choice names, Indonesian numbers and dates."""
    if not value:
        return ""
    if question.choices:
        default = state.plan.questionnaire.default_language
        labels = {c.name: text(c.label, language, default) for c in question.choices.choices}
        names = value.split() if question.kind == "select_multiple" else [value]
        return ", ".join(labels.get(name) or _other(name) for name in names)
    if question.kind in ("integer", "decimal", "range"):
        return canonical.shown_number(value)
    if question.kind == "date":
        return canonical.shown_date(value)
    if question.kind in ("image", "file"):
        return value.partition("/")[2] or value
    if question.kind == "acknowledge":
        return gettext("Ya")
    return value


def _other(name: str) -> str:
    return gettext("Lainnya") if name == "other" else name


def in_language(texts: Text, language: str, plan: Plan) -> str:
    """The text in a language, else as the questionnaire's default says."""
    return text(texts, language, plan.questionnaire.default_language)


def placed(form_path: str, prefix: Path) -> Path:
    """The answer path of a form path, with the keys of the instance `prefix` where both stand in the same repeat."""
    parts = form_path.split("/")
    for place, part in enumerate(prefix.split("/")[: len(parts)] if prefix else ()):
        if part.partition("[")[0] != parts[place]:
            break
        parts[place] = part
    return "/".join(parts)
