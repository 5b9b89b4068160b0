"""One line of a page of questions, and how it becomes HTML: what is the same for everybody is drawn once."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from inovik_forms.answers.values import Path
from inovik_forms.web.echoes import counted
from inovik_forms.web.fields import AnswerField
from inovik_forms.web.looks import PLAIN, Look
from inovik_forms.web.pictures import Shown
from inovik_forms.words import language

_TAGS = {"one": "legend", "several": "legend", "scale": "legend", "rank": "legend", "acknowledge": ""}


def _head(*what: Any) -> Markup:
    macros = current_app.jinja_env.get_template("medan.html").module
    return macros.head(*what)  # type: ignore[attr-defined]


def _draw(line: Line) -> Markup:
    macros = current_app.jinja_env.get_template("medan.html").module
    return macros.question(line)  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _kept_head(language: str, *what: Any) -> Markup:
    return _head(*what)


_drawn: dict[tuple[Any, ...], Markup] = {}
"""Questions as drawn, by all that they show: most are empty or hold one of few choices, whoever answers."""
MOST_DRAWN = 4096
LONGEST_DRAWN = 100
"""Letters of an answer; longer ones do not come twice."""

STENCILLED = frozenset({"line", "paragraph", "number"})
"""Widgets that show an answer as it is, and nothing else by it."""
_VALUE, _ECHO = "\ue000", "\ue001"

_DESCRIBED = Markup(' aria-describedby="%s"')
_INVALID = Markup(' aria-invalid="true"')
_NOTHING = Markup("")


@dataclass(slots=True)
class Line:
    """A heading, a question, a note or a repeat's list. `id` is the HTML id that links lead to."""

    what: str
    path: Path
    id: str
    relevant: bool
    label: Markup
    hint: Markup
    guidance: Markup = _NOTHING
    required: bool = False
    read_only: bool = False
    problem: str = ""
    widget: str = ""
    look: Look = PLAIN
    field: AnswerField | None = None
    text: str = ""
    echo: str = ""
    options: list[tuple[str, Markup]] = dataclasses.field(default_factory=list)
    media: Shown | None = None
    pictures: tuple[tuple[str, Shown], ...] = ()
    """Of the choices, by name."""
    suffix: str = ""
    accept: str = ""
    file: dict[str, str] | None = None
    months: list[Month] = dataclasses.field(default_factory=list)
    instances: list[Instance] = dataclasses.field(default_factory=list)
    fixed: bool = False
    conflict: list[Version] = dataclasses.field(default_factory=list)
    carried: str = ""
    about: str = ""
    """What it stands in, where several questions of the page are called the same."""
    aside: str = ""
    """What was answered and is not offered any more."""

    @property
    def called(self) -> str:
        """Its name in a list of several lines, in plain letters."""
        label = self.label.striptags()
        return f"{label} ({self.about})" if self.about else label

    @property
    def head(self) -> Markup:
        """Label, hint, example and message; made once for each question as long as nothing is wrong with it."""
        tag = "span" if self.read_only else "row" if self.look.is_row else _TAGS.get(self.widget, "label")
        what = (self.id, tag, self.label, self.hint, self.guidance, self.required, self.problem, self.media, self.about)
        return _head(*what) if self.problem else _kept_head(language(), *what)

    @property
    def html(self) -> Markup:
        """The whole question, drawn once as long as it stays plain."""
        value = self.field.data if self.field else ""
        if self.problem or self.conflict or self.file or self.aside:
            return _draw(self)
        if value and self.widget in STENCILLED and not self.read_only and not self.look.limit:
            return self._by_stencil()
        return _draw(self) if len(value) > LONGEST_DRAWN else self._kept(value, self.text, self.echo)

    def _kept(self, *shown: str) -> Markup:
        what = (
            language(), self.path, self.id, self.relevant, self.required, self.read_only, self.label, self.hint,
            self.guidance, self.widget, self.look, self.accept, self.media, self.pictures, self.about, *shown,
            *self.options,
        )  # fmt: skip
        found = _drawn.get(what)
        if found is None:
            if len(_drawn) >= MOST_DRAWN:
                _drawn.clear()
            found = _drawn[what] = _draw(self)
        return found

    def _by_stencil(self) -> Markup:
        """Drawn once with letters that nobody types in the place of the answer and its echo, which are then put in."""
        field, echo = self.field, self.echo
        assert field is not None
        shown, kept = field.shown, (field.data, field.raw_data)
        field.data, field.raw_data, self.echo = _VALUE, None, _ECHO if echo else ""
        drawn = str(self._kept("stencil", self.echo))
        (field.data, field.raw_data), self.echo = kept, echo
        # The answer last: what somebody typed is looked at no more.
        return Markup(drawn.replace(_ECHO, escape(echo)).replace(_VALUE, escape(shown)))  # noqa: S704

    @property
    def counted(self) -> str:
        """How much of the longest length is used."""
        return counted(self.look.limit, self.field.data) if self.look.limit and self.field else ""

    @property
    def described(self) -> Markup:
        """The attributes that tie a field to its hint, its message and its echo."""
        ids = [f"{self.id}~p"] if self.hint else []
        if self.problem:
            ids.append(f"{self.id}~s")
        if self.widget in ("number", "date"):
            ids.append(f"{self.id}~t")
        if self.look.limit:
            ids.append(f"{self.id}~h")
        invalid = _INVALID if self.problem else _NOTHING
        return _DESCRIBED % " ".join(ids) + invalid if ids else invalid


@dataclass(frozen=True, slots=True)
class Version:
    """One of two values that were given for one answer. `value` '' = emptied."""

    seq: int
    value: str
    author: str
    at: datetime


Month = tuple[str, str, bool]
"""The choice's name, its label, and whether it is chosen."""


@dataclass(slots=True)
class Instance:
    """One line of a repeat's list."""

    path: Path
    position: int
    title: str
    details: str
    problem: bool
    first: bool
    last: bool
    months: list[Month] = dataclasses.field(default_factory=list)
    months_text: str = ""
    unconfirmed: bool = False
    missing: bool = False
