"""What the store hands out: frozen values, never rows. Those of the lab itself are defined in `workflow`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from inovik_forms.answers.values import Change, Path
from inovik_forms.workflow import Account, Response, Role, Status, Subject, SubjectKind, Unit

__all__ = [
    "Account",
    "ClauseRecord",
    "ClauseUse",
    "ClauseVariant",
    "Closed",
    "Conflict",
    "JobRecord",
    "JobState",
    "JournalEntry",
    "LateAnswer",
    "LateState",
    "LateWhy",
    "LostLease",
    "MediaFile",
    "NewJob",
    "QuestionnaireDraft",
    "QuestionnaireRecord",
    "QuestionnaireVersion",
    "Receipt",
    "Response",
    "Role",
    "Stale",
    "Status",
    "Subject",
    "SubjectKind",
    "TemplateRecord",
    "TooSoon",
    "Unavailable",
    "Unit",
    "UnknownRecord",
]

JobState = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one change: its id and the sequence number it got. A repeat gets the first number again. `over` is
    the number of another device's change that this one replaced unseen; 0 = none. `effect`: whether it changed the
    answers, came after a later one of its device (kept, changes nothing), was there already, or was made before its
    answer was erased (not kept)."""

    id: str
    seq: int
    over: int = 0
    effect: Literal["changed", "overtaken", "repeated", "erased"] = field(default="changed", compare=False)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A change as the journal keeps it. `over`: the number of another device's change replaced unseen (0 = none).
    `is_erased`: its value was taken out."""

    seq: int
    change: Change
    received_at: datetime
    over: int = 0
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values for one path, neither written in sight of the other. `newer` stands until a person chooses."""

    path: Path
    newer: JournalEntry
    older: JournalEntry


LateWhy = Literal["sent", "removed", "gone", "locked", "unit", "file"]
LateState = Literal["waiting", "placed", "dismissed"]


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """An answer that came when its response could not take it. `change_id`, `path`, `value`, `base`, `made_at` (by the
    device's clock), `author`, `device`: of the change that it would have been; `label` calls its question as the
    `version` did that was answered. `why`: the response was sent; its question was removed in another version, its
    entry deleted, or not to be changed any more; the person is of another unit by now; it came in a file, which
    `handed_by` has loaded. `placed`: where a person has put it."""

    change_id: str
    path: Path
    value: str
    label: str
    version: int
    base: int
    made_at: datetime
    author: str
    device: str
    why: LateWhy
    handed_by: str = ""
    id: int = 0
    received_at: datetime | None = None
    state: LateState = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None
    placed: Path = ""


@dataclass(frozen=True, slots=True)
class QuestionnaireRecord:
    name: str
    version: int
    title: str
    file_name: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionnaireVersion:
    """One version in the history of a questionnaire. `author`: the user name of who published it; '' = with a pack."""

    name: str
    version: int
    title: str
    file_name: str
    published_at: datetime
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class QuestionnaireDraft:
    """A questionnaire that was uploaded and not published. `base`: the newest version at that time, 0 = none."""

    id: int
    name: str
    base: int
    title: str
    file_name: str
    author: str
    created_at: datetime

    @property
    def version(self) -> int:
        """What stands in place of a version until it has one."""
        return -self.id


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that a questionnaire shows with a label, under the name that the questionnaire gives it."""

    name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """A published Word template; `questionnaire` is the name of the form that its tags speak of. `book`: it prints
    many responses at once. `author`: the user name of who published it; '' = with a pack."""

    name: str
    title: str
    questionnaire: str
    version: int
    published_at: datetime
    book: bool = False
    author: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A Word template that was uploaded and not published, perhaps with mistakes. `base`: the newest version at that
    time, 0 = none."""

    id: int
    name: str
    base: int
    questionnaire: str
    title: str
    file_name: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """A version of a shared clause. `author`: the user name of who published it."""

    name: str
    version: int
    title: str
    published_at: datetime
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class ClauseVariant:
    """One wording of a version of a clause, as it was given; `condition` '' = otherwise."""

    name: str
    condition: str
    file_name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """A template whose newest version prints this version of a clause."""

    template: TemplateRecord
    version: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper with a code: which version of which template, of which response as of change `seq`; which original;
    when it was made first."""

    response: int
    seq: int
    template: str
    version: int
    original: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work to enqueue. One queued job a `key`: a second one only renews the payload. `delay` in seconds."""

    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    owner: int | None = None
    urgent: bool = False
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as people and workers see it. `lease` rises with each claim: a worker that lost its job cannot write."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    state: JobState
    attempts: int
    lease: int
    done: int
    total: int
    owner: int | None
    result: str
    error: str
    created_at: datetime


class UnknownRecord(LookupError):
    """No such row. Carries what was asked for: (kind, key)."""


class Closed(Exception):
    """New changes for a response that was sent; nothing of the batch was stored."""


class Stale(Exception):
    """The response changed after the caller last looked; `seq` is its present number."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(f"the response is at {seq}")


class TooSoon(Exception):
    """A login attempt before its delay has passed; `seconds` remain."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds:.0f} s")


class LostLease(Exception):
    """Another worker has taken this job; the present one must stop and write nothing."""


class Unavailable(Exception):
    """The database or the disk cannot do it now: gone, locked for too long, full. Nothing was stored; later is right.
    The cause is chained."""
