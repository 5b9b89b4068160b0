"""One response on the table: its questionnaire, draft and state, and how far each section is."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import Literal

from inovik_forms import jobs, words
from inovik_forms.answers.frames import Frame
from inovik_forms.answers.journal import ASIDE, Draft, apply
from inovik_forms.answers.metadata import Surroundings, at_sending, at_start, last_saved
from inovik_forms.answers.naming import name_of
from inovik_forms.answers.pinned import pinned
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.state import ItemState, State, evaluate
from inovik_forms.answers.values import Change, ChangeKind, Path
from inovik_forms.questionnaires.model import Question, Repeat
from inovik_forms.store.journal import SYSTEM
from inovik_forms.store.records import Conflict
from inovik_forms.web import origin
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.looks import is_heading
from inovik_forms.web.sections import Scope, Section, form_path, pages_of, top_name
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.words import mark
from inovik_forms.workflow import TRIAL, Response

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
    """How far a section is: `answered` of `total` questions that are asked now. `begun`: a person has answered here;
    what was filled in beforehand begins nothing. `unconfirmed`: answers that were taken over and wait for a person."""

    section: Section
    answered: int = 0
    total: int = 0
    missing: int = 0
    wrong: int = 0
    shown: bool = False
    begun: bool = False
    unconfirmed: int = 0

    @property
    def state(self) -> SectionState:
        if self.wrong:
            return "attention"
        if not self.answered:
            return "none" if self.total else "done"
        if not self.missing:
            return "attention" if self.unconfirmed else "done"
        return "some" if self.begun else "none"


class Filling:
    """A response with everything a page of it needs. `seq` is the number of the last change in `draft`. The state is
    worked out when first asked for: saving a page needs only the one after it. `kept_out`: what was last saved in vain,
    from a page that has not seen that its answer was erased."""

    def __init__(self, response: Response, plan: Plan, seq: int, draft: Draft) -> None:
        self.response = response
        self.plan = plan
        self.pages = pages_of(plan)
        self.seq = seq
        self.draft = draft
        self.is_whole = True
        self.kept_out: set[Path] = set()
        self._conflicts: list[Conflict] | None = None

    @cached_property
    def state(self) -> State:
        return state_of(self.plan, self.draft)

    def to_print(self) -> State:
        """The state with what documents print beside it: the letterheads as they are now."""
        self.state.beside = store().letterhead_values(self.response.unit)
        return self.state

    @property
    def default_language(self) -> str:
        return self.plan.questionnaire.default_language

    def stored(self, path: Path) -> str:
        """The kept answer, relevant or not; a default where nobody has answered yet."""
        kept = self.draft.values.get(path)
        if kept is not None:
            return kept
        question = self.plan.question(form_path(path))
        return self.state.item(path).value if question.default or question.calculation else ""

    def save(self, changes: list[Change]) -> None:
        """Keep the changes (one transaction), then look at the answers anew."""
        if changes:
            self.kept_out = set()
            self._append(changes)
            self.pin()

    def pin(self) -> None:
        """Keep what is worked out only once (a default of today's date, once(), uuid()), so that it stays, and what the
        response is called after that."""
        changes = [change(path, value, self.seq, author=SYSTEM) for path, value in pinned(self.state).items()]
        changes += [_aside(path, basis, self.seq, "trigger") for path, basis in self.state.triggered.items()]
        if changes:
            self._append(changes)
        self._name()

    def begin(self, at: datetime | None = None, username: str = "") -> None:
        """What a new response knows before anybody has answered: its surroundings, and the last one that was sent.
        `at`: when a device began it that had no network; what is worked out once is worked out as of then. `username`:
        who began it there, if not the person of this request."""
        first = at_start(self.plan, around(at, username))
        changes = [change(p, value, self.seq, author=SYSTEM) for p, value in first.items()]
        sent = store().last_sent(self.response.questionnaire, self.response.unit) if self.plan.last_saved else None
        if sent is not None:
            version = store().version_at(sent, sent.sent_seq)
            plan = plan_of(store().questionnaire(sent.questionnaire, version))
            earlier = state_of(plan, store().draft_at(sent.id, sent.sent_seq))
            changes += [_aside(p, value, self.seq, "saved") for p, value in last_saved(self.plan, earlier).items()]
        if changes:
            self._append(changes)
        if at is not None:
            self.state = state_of(self.plan, self.draft, at)
        self.pin()

    def _name(self) -> None:
        """Keep what the response is called now, for the lists."""
        name = name_of(self.state) if self.plan.instance_name else ""
        if name != self.response.name:
            store().name_response(self.response.id, name)
            self.response = replace(self.response, name=name)

    def end(self) -> None:
        """What the sending itself answers: its moment. The sending follows in the same request."""
        changes = [change(p, value, self.seq, author=SYSTEM) for p, value in at_sending(self.plan, around()).items()]
        if changes:
            self._append(changes)

    def _append(self, changes: list[Change]) -> None:
        is_trial = self.response.kind == TRIAL
        names = [] if is_trial else services().templates_of(self.response.questionnaire)
        wanted = jobs.ahead(self.response.id, names, jobs.originals_of(self.response.kind))
        receipts = store().append(self.response.id, changes, wanted)
        last = max(self.seq, *(receipt.seq for receipt in receipts))
        self.kept_out |= {c.path for c, r in zip(changes, receipts, strict=True) if r.effect == "erased"}
        # Numbers in between belong to somebody else's changes, which this draft does not have.
        if last == self.seq + sum(receipt.effect in ("changed", "overtaken") for receipt in receipts):
            for change, receipt in zip(changes, receipts, strict=True):
                if receipt.effect == "changed":
                    apply(self.draft, change)
            self.seq = last
        else:
            self.is_whole = False
            self.seq, self.draft = store().draft(self.response.id)
        if self._conflicts or not self.is_whole or any(receipt.over for receipt in receipts):
            self._conflicts = None
        for known in ("state", "shown_sections"):
            self.__dict__.pop(known, None)

    def conflicts(self) -> list[Conflict]:
        """The open conflicts. Asked of the store once, as long as no change can have made or ended one."""
        if self._conflicts is None:
            self._conflicts = store().conflicts(self.response.id)
        return self._conflicts

    def progress(self) -> list[SectionProgress]:
        """The sections that are asked now, in order."""
        found = {section.slug: SectionProgress(section) for section in self.pages.sections}
        for path in store().paths_by_people(self.response.id):
            section = self.pages.section_of.get(top_name(path))
            if section and section.slug in found:
                found[section.slug].begun = True
        for item in self.state.items:
            section = self.pages.section_of.get(top_name(item.answer_path))
            if section and section.slug in found:
                _count(found[section.slug], item)
                found[section.slug].unconfirmed += self.waits(item)
        return [p for p in found.values() if p.shown and self._has_pages(p.section)]

    def waits(self, item: ItemState) -> bool:
        """Whether this answer was taken over, can be changed, and nobody has confirmed it yet."""
        if item.answer_path not in self.draft.carried or not item.relevant or item.read_only or not item.value:
            return False
        question = item.item
        return isinstance(question, Question) and question.kind in FIELDS and not question.is_computed

    @cached_property
    def shown_sections(self) -> list[Section]:
        """The sections that are asked now; without counting."""
        return [section for section in self.pages.sections if self._is_shown(section)]

    def _is_shown(self, section: Section) -> bool:
        if isinstance(section.group, Repeat):
            return self.is_asked(section.group, "")
        if section.group is not None:
            return self.state.item(section.group.path).relevant and self._has_pages(section)
        return self.asks(section.scope, "")

    def _has_pages(self, section: Section) -> bool:
        """A section in parts without anything to show now would be a page with nothing on it."""
        parts = section.scope.parts
        return not parts or any(self.asks(part, "") for part in parts)

    def asks(self, scope: Scope, prefix: Path) -> bool:
        """Whether a page shows any question, note or list now."""
        paths = (scope.answer_path(q, prefix) for q in scope.questions)
        return any(self.state.item(path).relevant for path in paths) or any(
            self.is_asked(repeat, prefix) for repeat in scope.repeats
        )

    def shown_parts(self, whole: Scope, prefix: Path) -> list[Scope]:
        """The pages of a section or an instance that show something now; [] where it is one page."""
        return [part for part in whole.parts if self.asks(part, prefix)]

    def is_asked(self, repeat: Repeat, prefix: Path) -> bool:
        """Whether a repeat is relevant in the page of this instance ('' = section)."""
        frame = self.frame(prefix)
        return frame is not None and repeat.path not in frame.hidden and repeat.path not in frame.kept

    def question_at(self, path: Path) -> Question | None:
        """The question of an answer path; None for what is none, or stands in an entry that is not there."""
        try:
            found = self.state.item(path).item
        except KeyError:
            return None
        return found if isinstance(found, Question) else None

    def is_read_only(self, question: Question, path: Path) -> bool:
        """Whether nobody can answer this question there now; in an entry that is not there, nobody can."""
        if question.read_only is None:
            return False
        try:
            return self.state.item(path).read_only
        except KeyError:
            return True

    def frame(self, prefix: Path) -> Frame | None:
        """The frame of an instance ("a[k1]/b[k2]"), relevant or not; the root for ''; None when it is not there."""
        if prefix and not prefix.endswith("]"):
            return None
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
        if is_for_people(item):
            progress.total += 1
            progress.answered += bool(item.value)
    else:
        progress.shown = True
    if not item.valid:
        if is_wrong(item):
            progress.wrong += 1
        else:
            progress.missing += 1


def is_for_people(item: ItemState) -> bool:
    """Whether this is a question that a person can answer now."""
    question = item.item
    if not isinstance(question, Question) or question.kind not in FIELDS:
        return False
    return not (item.read_only or question.is_computed or is_heading(question))


def is_wrong(item: ItemState) -> bool:
    """Whether something that a person typed has to be put right; otherwise, something is only missing so far. A
    calculated figure that does not fit yet ("number of goals: 0") is missing work, not a mistake."""
    if item.valid or not item.relevant:
        return False
    if not isinstance(item.item, Question):
        return False
    return bool(item.value) and not item.item.is_computed and not item.read_only


def load(response: Response) -> Filling:
    """The filling of a response that this person may see. `response` is as new as this request, so what this process
    has just worked out for its number is as good as reading it again."""
    found = _recent.take((response.id, response.seq, words.language()))
    if found is not None:
        found.response = response
        return found
    plan = plan_of(store().questionnaire(response.questionnaire, response.version))
    seq, draft = store().draft(response.id)
    return Filling(response, plan, seq, draft)


def keep(filling: Filling) -> None:
    """Let the next request have it: after saving, a browser asks for the next page at once."""
    if filling.is_whole:
        _recent.put((filling.response.id, filling.seq, words.language()), filling)


class Recent:
    """A few fillings of the last seconds. Whoever takes one has it alone, since a state must not serve two threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int, str], tuple[float, Filling]] = {}
        self._lock = Lock()

    def take(self, key: tuple[int, int, str]) -> Filling | None:
        with self._lock:
            made, filling = self._kept.pop(key, (0.0, None))
        return filling if monotonic() - made < RECENT_SECONDS else None

    def put(self, key: tuple[int, int, str], filling: Filling) -> None:
        with self._lock:
            self._kept[key] = (monotonic(), filling)
            while len(self._kept) > MOST_RECENT:
                del self._kept[next(iter(self._kept))]

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_recent = Recent()
RECENT_SECONDS = 5.0
"""Short enough that `now()` and the date stay true."""
MOST_RECENT = 64


def state_of(plan: Plan, draft: Draft, at: datetime | None = None) -> State:
    at = at or services().now().astimezone(services().zone)
    return evaluate(plan, draft, today=at.date(), now=at, language=words.language())


def around(at: datetime | None = None, username: str = "") -> Surroundings:
    """The surroundings of this request."""
    who = username or signed_in().username
    return Surroundings(at or services().now().astimezone(services().zone), who, origin.maker())


def _aside(path: Path, value: str, base: int, kind: ChangeKind) -> Change:
    return change(path + ASIDE, value, base, kind, author=SYSTEM)


def change(
    path: Path, value: str | None, base: int, kind: ChangeKind = "set", key: str = "", author: str = ""
) -> Change:
    """A change made by this request's person (or for him, by `author`) on this request's device, now."""
    who = author or signed_in().username
    nth = 0 if author else origin.counts().get("", 0)
    return Change(key or str(uuid.uuid4()), path, value, base, services().now(), who, origin.device(), kind, nth)


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
    for path, source in draft.carried.items():
        if path.startswith(instance + "/"):
            yield change(target + path[len(instance) :] + ASIDE, source, base, "carried")
