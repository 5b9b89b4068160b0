"""Pictures, sounds and films of labels as a page shows them: the addresses of what there is, in the page's language."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from markupsafe import Markup, escape

from inovik_forms.questionnaires.model import Media, Question, Text, text
from inovik_forms.web.filling import Filling
from inovik_forms.web.services import store

_SAID = Markup('<span class="tak-tampak">%s</span>')


class Shown(NamedTuple):
    """The addresses of what stands with one label; '' = nothing. `alone`: there is no label. Part of the keys of what
    is drawn only once, so that a draft's page shows another picture as soon as there is one."""

    image: str = ""
    big: str = ""
    audio: str = ""
    video: str = ""
    alone: bool = False


Labels = list[tuple[str, Markup]]
"""Choices by name."""


class Pictures:
    """What the questionnaire of a response shows, in one language. A file that a draft lacks is left out."""

    def __init__(self, filling: Filling, language: str) -> None:
        self._name = filling.response.questionnaire
        self._files = store().media(self._name, filling.response.version)
        self._languages = language, filling.default_language

    def of(self, media: Media, label: Text) -> Shown | None:
        """None when there is nothing to show."""
        image, big = self._address(media.image), self._address(media.big_image)
        audio, video = self._address(media.audio), self._address(media.video)
        return Shown(image, big, audio, video, not label) if image or audio or video else None

    def of_choices(self, question: Question) -> tuple[tuple[str, Shown], ...]:
        """Of every choice that has something to show, offered now or not: a filter may offer it while the page is
        open."""
        choices = question.choices.choices if question.choices else ()
        found = ((choice.name, self.of(choice.media, choice.label)) for choice in choices if choice.media)
        return tuple((name, shown) for name, shown in found if shown)

    def _address(self, names: Text) -> str:
        name = text(names, *self._languages)
        file = self._files.get(name)
        return url_for("media.file", questionnaire=self._name, sha256=file.sha256, name=name) if file else ""


def said(name: str) -> Markup:
    """The label of what only has a picture or a sound: its name, for screen readers and lists of mistakes."""
    return _SAID % name


def wordless(labels: Labels, pictures: tuple[tuple[str, Shown], ...]) -> Labels:
    """The labels, with the names of choices that only have a picture said but not written."""
    bare = {name for name, shown in pictures if shown.alone}
    return [(name, said(name) if name in bare else label) for name, label in labels] if bare else labels


def instead(shown: Shown | None, name: str) -> Markup:
    """What stands in place of an empty label."""
    return said(name) if shown else escape(name)
