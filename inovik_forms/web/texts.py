"""Texts of a questionnaire as a page shows them: a small Markdown, earlier answers put in, values in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.items import fill_text
from inovik_forms.answers.kinds import SEVERAL
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Item, Question, Text, text
from inovik_forms.web import fields
from inovik_forms.words import gettext

_INLINE = ["emphasis", "link", "escape", "backticks", "newline"]
_inline = MarkdownIt("zero", {"html": False, "breaks": True}).enable(_INLINE)
_blocks = MarkdownIt("zero", {"html": False, "breaks": True}).enable([*_INLINE, "list", "heading"])
_NOTHING = Markup("")
_TAGS = {"strong", "em", "code", "a", "br"}
_BLOCK_TAGS = _TAGS | {"p", "ul", "ol", "li"}
_MARKED = re.compile(r"[*_`\[\\\n]|^\s*(?:#|[-+] |\d+[.)] )")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-+*]\s+", re.MULTILINE)
_NAMED = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
OPEN = "\ue000%s\ue001"
"""A place that is left open for a name."""
_HEADING_TAG = re.compile(r"<(/?)h[1-6]>")
UNREADABLE = frozenset(f"answers.{kind}" for kind in ("integer", "decimal", "date", "time", "datetime", "point"))
"""What is wrong with an answer that could not be read: then it is also said what to write instead."""


def said(problem: Problem) -> str:
    """What is wrong with an answer; where it could not be read, also what to write instead."""
    advice = problem.fix if problem.code in UNREADABLE and not problem.own_message else ""
    return f"{problem.message} {advice}".strip()


@lru_cache(maxsize=8192)
def rich(source: str) -> Markup:
    """One run of text with **strong**, *emphasis*, `code`, [link](https://…) and line breaks, as labels need it; a
    heading is strong, an item of a list begins with a dot. Any other markup is text."""
    if not _MARKED.search(source):
        return escape(source)
    lines = _BULLET.sub("• ", _HEADING.sub(r"**\1**", source))
    return _cleaned(_inline.renderInline(lines), _TAGS)


@lru_cache(maxsize=8192)
def rich_block(source: str) -> Markup:
    """The same with real lists and paragraphs, for hints, examples and notes."""
    if not _MARKED.search(source):
        return escape(source)
    html = _HEADING_TAG.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", _blocks.render(source)).strip()
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return _cleaned(html[3:-4] if is_one else html, _BLOCK_TAGS)


def _cleaned(html: str, tags: set[str]) -> Markup:
    """Only these tags, only links that leave safely, whatever the Markdown became."""
    # Where examples keep their line ends, one between two tags would be an empty line.
    safe = nh3.clean(html.replace(">\n", ">"), tags=tags, attributes={"a": {"href"}}, url_schemes={"https"})
    return Markup(safe)  # noqa: S704  # cleaned


def drawn(state: State, texts: Text, path: Path, draw: Callable[[str], Markup] = rich) -> Markup:
    """A questionnaire's text with its markup, and answers put in for `${names}` as plain text: what a person answers is
    never read as markup."""
    if not texts:
        return _NOTHING
    words = text(texts, state.language, state.plan.default_language)
    html = draw(words)
    return Markup(fill_text(state, html, path, _escaped)) if "${" in words else html  # noqa: S704  # answers escaped


def half_drawn(
    state: State, texts: Text, path: Path, open_names: Collection[str], draw: Callable[[str], Markup]
) -> str:
    """The same, with places left for these names, which the browser fills in (static/logic.js)."""
    html = draw(text(texts, state.language, state.plan.default_language))
    kept = _NAMED.sub(lambda name: OPEN % name[1] if name[1] in open_names else name[0], html)
    return fill_text(state, kept, path, _escaped)


def texts_with_answers(item: Item) -> dict[str, tuple[Text, Callable[[str], Markup]]]:
    """Those of a line's texts in which answers stand, each with how it is drawn: "label", "hint"."""
    is_note = isinstance(item, Question) and item.kind == "note"
    found = {"label": (item.label, rich_block if is_note else rich), "hint": (item.hint, rich_block)}
    return {name: (words, draw) for name, (words, draw) in found.items() if names_in(words)}


def names_in(texts: Text) -> set[str]:
    """The names of the answers that stand in a text, in any language."""
    return {name for words in texts.values() for name in _NAMED.findall(words)}


def _escaped(answer: str) -> str:
    return str(escape(answer))


def in_words(question: Question, value: str, state: State, path: Path, language: str) -> str:
    """An answer as a person reads it: labels instead of choice names, Indonesian numbers and dates."""
    if not value:
        return ""
    if question.choices:
        default = state.plan.questionnaire.default_language
        labels = {c.name: text(c.label, language, default) for c in question.choices.choices}
        names = value.split() if question.kind in SEVERAL else [value]
        return ", ".join(labels.get(name) or _other(name) for name in names)
    if question.kind in fields.FIELDS and question.kind not in {*FILE_KINDS, "acknowledge"}:
        return fields.shown(question, value)
    if question.kind in FILE_KINDS:
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
