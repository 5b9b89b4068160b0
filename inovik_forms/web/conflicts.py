"""Two people, or two tabs, on one answer: nothing is overwritten by a page that only stood open, and where two values
were really given, both are shown with their names and times until somebody chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from inovik_forms.answers.journal import fold
from inovik_forms.answers.state import ItemState
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.journal import SYSTEM
from inovik_forms.store.records import Conflict, JournalEntry
from inovik_forms.web.called import all_called
from inovik_forms.web.filling import Filling, SectionProgress
from inovik_forms.web.lines import Line, Version
from inovik_forms.web.origin import device
from inovik_forms.web.pages import address
from inovik_forms.web.place import Page
from inovik_forms.web.sections import top_name
from inovik_forms.web.services import signed_in, store
from inovik_forms.web.texts import in_words
from inovik_forms.web.theme import day_and_time
from inovik_forms.words import gettext, language


def touched(filling: Filling, changes: list[Change], base: int) -> list[Change]:
    """Of the differences between a page and the kept answers, those that somebody made in this page.

    The page was drawn at number `base`; others have changed answers since. A field that still holds what it was drawn
    with was not touched: the page must not bring the old answer back. (Unless this very page has changed it meanwhile,
    by autosave: then the person has typed the old answer again.)
    """
    entries = store().journal(filling.response.id)
    drawn = Filling(filling.response, filling.plan, base, fold(e.change for e in entries if e.seq <= base))
    own = device()
    # What was worked out on the way (a trigger, a default) nobody has typed, though it came with this device's answers.
    later = (e.change for e in entries if e.seq > base and e.change.kind == "set" and e.change.author != SYSTEM)
    last = {change.path: change.device for change in later}
    return [c for c in changes if last.get(c.path) == own or c.value != _drawn(drawn, c.path)]


def _drawn(drawn: Filling, path: Path) -> str | None:
    try:
        return drawn.stored(path)
    except KeyError:  # an instance that was not there yet
        return None


def new_on(page: Page, base: int) -> Path:
    """The first answer of this page with a conflict that the person cannot have seen yet; '' when there is none."""
    found = {c.path for c in page.filling.conflicts() if c.newer.seq > base}
    paths = (page.scope.answer_path(q, page.prefix) for q in page.scope.questions) if found else ()
    return next((path for path in paths if path in found), "")


def value_of(filling: Filling, path: Path, seq: int) -> str | None:
    """The value that change number `seq` gave, if it is one of the two to choose from; else None."""
    for conflict in filling.conflicts():
        for entry in (conflict.newer, conflict.older):
            if conflict.path == path and entry.seq == seq:
                return entry.change.value or ""
    return None


def show(filling: Filling, lines: Iterable[Line]) -> list[Line]:
    """Put both values at the lines of a page that have two; returns those lines."""
    by_path = {conflict.path: conflict for conflict in filling.conflicts()}
    found = [line for line in lines if line.path in by_path and line.what == "question" and not line.read_only]
    for line in found:
        conflict = by_path[line.path]
        line.conflict = _versions(filling, conflict)
    return [line for line in found if line.relevant]


def _versions(filling: Filling, conflict: Conflict) -> list[Version]:
    """The one that stands now comes first."""
    return [_version(filling, conflict, entry) for entry in (conflict.newer, conflict.older)]


def _version(filling: Filling, conflict: Conflict, entry: JournalEntry) -> Version:
    question = filling.state.item(conflict.path).item
    assert isinstance(question, Question)
    words = in_words(question, entry.change.value or "", filling.state, conflict.path, language())
    return Version(entry.seq, words, name_of(entry.change.author), entry.received_at)


def name_of(username: str) -> str:
    """Who gave an answer, in words."""
    if username == signed_in().username:
        return gettext("Anda")
    found = store().account_by_username(username)
    if found:
        return found.name
    return gettext("Sistem") if username == SYSTEM else username


def places(filling: Filling) -> list[tuple[str, str, list[Version]]]:
    """(label, address, both values) of each question asked now that has two values."""
    names = all_called(filling, (item.answer_path for item in _items(filling)))
    by_path = {conflict.path: conflict for conflict in filling.conflicts()}
    return [(name, address(filling, path), _versions(filling, by_path[path])) for path, name in names.items()]


def told(filling: Filling) -> list[dict[str, Any]]:
    """The same for a device, which words the values by itself and knows what is asked."""
    return [
        {"path": c.path, "seq": c.newer.seq, "versions": [
            [e.change.value or "", name_of(e.change.author), day_and_time(e.received_at)] for e in (c.newer, c.older)
        ]}
        for c in filling.conflicts()
    ]  # fmt: skip


def mark(filling: Filling, progress: Sequence[SectionProgress]) -> None:
    """In the task list, a section with such an answer needs attention."""
    slugs = {filling.pages.section_of[top_name(item.answer_path)].slug for item in _items(filling)}
    for section in progress:
        section.wrong += section.section.slug in slugs


def _items(filling: Filling) -> list[ItemState]:
    paths = {conflict.path for conflict in filling.conflicts()}
    return [item for item in filling.state.items if item.answer_path in paths and item.relevant] if paths else []
