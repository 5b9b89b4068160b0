"""Answers taken over from an earlier response: they say from where, until a person confirms or changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from inovik_forms import bahasa
from inovik_forms.answers.journal import ASIDE
from inovik_forms.answers.state import ItemState
from inovik_forms.answers.values import Change, Path
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web.filling import Filling, change
from inovik_forms.web.services import programme, store
from inovik_forms.words import gettext, language
from inovik_forms.workflow import stage_of


def words_of(source: str) -> str:
    """Where a value was taken from: "Diambil dari Diagnosa, 12 November 2026"."""
    name, _, day = source.partition(" ")
    return gettext("Diambil dari {title}, {day}").format(title=_title(name, language()), day=bahasa.tanggal(day))


@lru_cache(maxsize=64)
def _title(name: str, language: str) -> str:
    """What people call a questionnaire; `language` is the present one."""
    stage = stage_of(programme(), name)
    if stage is not None:
        return gettext(stage.title)
    try:
        return store().questionnaire(name).title
    except UnknownRecord:
        return name


def waiting(filling: Filling) -> list[ItemState]:
    """The answers that nobody has confirmed yet, of those that are asked now."""
    return [item for item in filling.state.items if filling.waits(item)] if filling.draft.carried else []


def confirmed(filling: Filling, paths: Iterable[Path], changed: Collection[Path] = ()) -> list[Change]:
    """The changes by which this person confirms the values at these paths; what is `changed` needs none."""
    marks = filling.draft.carried
    wanted = [path for path in paths if path in marks and path not in changed]
    return [change(path + ASIDE, "", filling.seq, "carried") for path in wanted]
