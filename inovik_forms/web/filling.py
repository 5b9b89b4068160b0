"""One response on the table: its questionnaire, draft and state, and how far each section is."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from flask import request

from inovik_forms import jobs, words
from inovik_forms.answers.frames import Frame
from inovik_forms.answers.journal import Draft, apply
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.state import ItemState, State, evaluate
from inovik_forms.answers.values import Change, ChangeKind, Path
from inovik_forms.questionnaires.model import Question, Repeat
from inovik_forms.web import auth
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.sections import Pages, Section, pages_of, top_name
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.words import mark
from inovik_forms.workflow import Response

SectionState = Literal["none", "some", "attention", "done"]

STATES: dict[SectionState, tuple[str, str]] = {
    "none": (mark("Belum mulai"), ""),
    "some": (mark("Sedang diisi"), "sedang"),
    "attention": (mark("Perlu perhatian"), "perhatian"),
    "done": (mark("Selesai"), "selesai"),
}
"""State → words and style."""


@dataclass(slots=True)
class SectionProgress:
    """How far a section is: `answered` of `total` questions that are asked now."""

    section: Section
    answered: int = 0
    total: int = 0
    missing: int = 0
    wrong: int = 0
    shown: bool = False

    @property
    def state(self) -> SectionState:
        if self.wrong:
            return "attention"
        if not self.answered:
            return "none" if self.total else "done"
        return "some" if self.missing else "done"


@dataclass
class Filling:
    """A response with everything a page of it needs. `seq` is the number of the last change in `draft`."""

    response: Response
    plan: Plan
    pages: Pages
    seq: int
    draft: Draft
    state: State

    @property
    def default_language(self) -> str:
        return self.plan.questionnaire.default_language

    def stored(self, path: Path) -> str:
        """The kept answer, relevant or not; a default where nobody has answered yet."""
        kept = self.draft.values.get(path)
        if kept is not None:
            return kept
        try:
            return self.state.item(path).value
        except KeyError:
            return ""

    def save(self, changes: list[Change]) -> None:
        """Keep the changes (one transaction), then look at the answers anew."""
        if not changes:
            return
        receipts = jobs.save(store(), self.response.id, changes, self.response.questionnaire)
        for change in changes:
            apply(self.draft, change)
        self.seq = max(self.seq, *(receipt.seq for receipt in receipts))
        self.state = _state(self.plan, self.draft)

    def progress(self) -> list[SectionProgress]:
        """The sections that are asked now, in order."""
        found = {section.slug: SectionProgress(section) for section in self.pages.sections}
        for item in self.state.items:
            section = self.pages.section_of.get(top_name(item.answer_path))
            if section and section.slug in found:
                _count(found[section.slug], item)
        return [p for p in found.values() if p.shown]

    def shown_sections(self) -> list[Section]:
        """The sections that are asked now; without counting."""
        return [section for section in self.pages.sections if self._is_shown(section)]

    def _is_shown(self, section: Section) -> bool:
        if isinstance(section.group, Repeat):
            return self.is_asked(section.group, "")
        if section.group is not None:
            return self.state.item(section.group.path).relevant
        return any(self.state.item(q.path).relevant for q in section.scope.questions)

    def is_asked(self, repeat: Repeat, prefix: Path) -> bool:
        """Whether a repeat is relevant in the page of this instance ('' = section)."""
        frame = self.frame(prefix)
        return frame is not None and repeat.path not in frame.hidden and repeat.path not in frame.kept

    def frame(self, prefix: Path) -> Frame | None:
        """The frame of a repeat instance ("a[k1]/b[k2]"), relevant or not; the root for ''; None when it is not there."""
        try:
            return self.state.frame(prefix)
        except KeyError:
            return None


def _count(progress: SectionProgress, item: ItemState) -> None:
    if not item.relevant:
        return
    question = item.item
    if isinstance(question, Question):
        progress.shown = progress.shown or question.kind in FIELDS or question.kind == "note"
        if question.kind in FIELDS and not item.read_only and question.calculation is None:
            progress.total += 1
            progress.answered += bool(item.value)
    else:
        progress.shown = True
    if not item.valid:
        if is_wrong(item):
            progress.wrong += 1
        else:
            progress.missing += 1


def is_wrong(item: ItemState) -> bool:
    """Whether something that a person typed has to be put right; otherwise, something is only missing so far. A
    calculated figure that does not fit yet ("number of goals: 0") is missing work, not a mistake."""
    if item.valid or not item.relevant:
        return False
    if not isinstance(item.item, Question):
        return False
    return bool(item.value) and item.item.calculation is None and not item.read_only


def load(response: Response) -> Filling:
    """The filling of a response that this person may see."""
    plan = plan_of(store().questionnaire(response.questionnaire, response.version))
    seq, draft = store().draft(response.id)
    return Filling(response, plan, pages_of(plan), seq, draft, _state(plan, draft))


def _state(plan: Plan, draft: Draft) -> State:
    at = services().now().astimezone(services().zone)
    return evaluate(plan, draft, today=at.date(), now=at, language=words.language())


def change(path: Path, value: str | None, base: int, kind: ChangeKind = "set", key: str = "") -> Change:
    """A change made by this request's person on this request's device, now."""
    return Change(key or str(uuid.uuid4()), path, value, base, services().now(), signed_in().username, device(), kind)


def device() -> str:
    """The browser that asks, by its session; not the session's token itself."""
    return sha256(request.cookies.get(auth.COOKIE, "").encode()).hexdigest()[:16]


def new_key() -> str:
    """The permanent key of a new repeat instance."""
    return secrets.token_hex(4)


def copied_instance(draft: Draft, instance: Path, target: Path, after: str, base: int) -> Iterable[Change]:
    """The changes that bring a removed instance back under a new key, with all that was answered in it."""
    yield change(target, after, base, "add")
    for repeat, keys in draft.instances.items():
        if repeat.startswith(instance + "/"):
            place = target + repeat[len(instance) :]
            yield from (change(f"{place}[{key}]", None, base, "add") for key in keys)
    for path, value in draft.values.items():
        if path.startswith(instance + "/") and value:
            yield change(target + path[len(instance) :], value, base)
