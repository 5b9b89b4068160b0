"""The lab as data: who exists, which stages an innovation passes, who may do what, and what comes next.

Pure: every function takes values and returns values. `may` is the one place that decides permissions; the web asks it
before each view, and its table is what `docs/permissions.md` shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from inovik_forms.problems import FilePlace, Problem, register
from inovik_forms.words import mark

Role = Literal["staff", "legal", "coordinator", "administrator"]
SubjectKind = Literal["inovasi", "kesepakatan", "percobaan"]
Status = Literal["draft", "sent"]

TRIAL: SubjectKind = "percobaan"
"""What an administrator fills in to try a questionnaire out: it counts nowhere, and nobody else sees it."""

ROLES: Mapping[Role, str] = {
    "staff": mark("Staf perangkat daerah"),
    "legal": mark("Staf bagian hukum"),
    "coordinator": mark("Koordinator laboratorium inovasi"),
    "administrator": mark("Administrator"),
}

register(
    {
        "workflow.stage": (
            mark("Tahapan ke-{number} tidak lengkap: “{key}” belum diisi."),
            mark("Isi “{key}” pada setiap tahapan."),
        ),
        "workflow.stage_twice": (
            mark("Kode tahapan “{code}” dipakai dua kali."),
            mark("Beri setiap tahapan kode yang berbeda."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the city's government. `kind`: "dinas", "badan", "bagian"…; `head` is the title of its head."""

    code: str
    name: str
    kind: str = ""
    address: str = ""
    phone: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in. `unit` is a unit's code ('' = of no unit)."""

    id: int
    username: str
    name: str
    role: Role
    unit: str = ""
    language: str = "id"
    active: bool = True
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What responses are about: one innovation or one agreement."""

    id: int
    kind: SubjectKind
    unit: str
    title: str
    created_at: datetime
    created_by: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One filled-in questionnaire. `unit`, `kind` and `title` are its subject's; `seq` is the last change's number,
    `sent_seq` the one that was sent (0 = never); `name`: what its questionnaire calls it ('' = nothing)."""

    id: int
    subject: int
    questionnaire: str
    version: int
    status: Status
    seq: int
    updated_at: datetime
    updated_by: str
    unit: str = ""
    kind: SubjectKind = "inovasi"
    title: str = ""
    sent_seq: int = 0
    sent_at: datetime | None = None
    name: str = ""

    @property
    def label(self) -> str:
        """What it is called in lists: as its questionnaire names it, else as its subject."""
        return self.name or self.title


# ---------------------------------------------------------------- stages


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: `questionnaire` '' = nothing to fill in; `repeatable` = one response after another (reports);
    `documents` the templates printed from it; `gate` who opens the next stage, in words; `apart` = in no order with
    the others, begun whenever one likes."""

    code: str
    title: str
    questionnaire: str = ""
    repeatable: bool = False
    kind: SubjectKind = "inovasi"
    about: str = ""
    documents: tuple[str, ...] = ()
    gate: str = ""
    apart: bool = False


Programme = tuple[Stage, ...]

DEFAULT_PROGRAMME: Programme = (
    Stage("drum-up", "Drum-up", "drum-up"),
    Stage("diagnosa", "Diagnosa", "diagnosa"),
    Stage("desain", "Desain", "desain"),
    Stage("deliver", "Deliver", "laporan-kemajuan", repeatable=True),
    Stage("display", "Display"),
    Stage("kesepakatan", "Nota kesepakatan", "nota-kesepakatan", kind="kesepakatan"),
)


def programme_from(rows: Sequence[Mapping[str, object]], file: str) -> tuple[Programme, list[Problem]]:
    """Stages from a pack's `tahapan` list: keys kode, judul, kuesioner, berulang, jenis, keterangan, naskah, gerbang.
    All problems at once."""
    stages: list[Stage] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        code, title = str(row.get("kode") or ""), str(row.get("judul") or "")
        missing = [key for key, value in (("kode", code), ("judul", title)) if not value]
        problems += [Problem("workflow.stage", FilePlace(file), {"number": number, "key": key}) for key in missing]
        if code in {s.code for s in stages}:
            problems.append(Problem("workflow.stage_twice", FilePlace(file), {"code": code}))
        kind: SubjectKind = "kesepakatan" if row.get("jenis") == "kesepakatan" else "inovasi"
        questionnaire, about, gate = (str(row.get(key) or "") for key in ("kuesioner", "keterangan", "gerbang"))
        documents = row.get("naskah")
        names = tuple(map(str, documents)) if isinstance(documents, list) else ()
        stages.append(Stage(code, title, questionnaire, bool(row.get("berulang")), kind, about, names, gate))
    return tuple(stages), problems


def others(programme: Programme, published: Iterable[tuple[str, str]]) -> Programme:
    """A stage apart for each questionnaire, (name, title), that no stage asks for."""
    return tuple(
        Stage(name, title, name, repeatable=True, apart=True)
        for name, title in published
        if stage_of(programme, name) is None
    )


def stage_of(programme: Programme, questionnaire: str) -> Stage | None:
    """The stage that a questionnaire belongs to."""
    return next((s for s in programme if s.questionnaire == questionnaire), None)


# ---------------------------------------------------------------- permissions

Action = Literal[
    "see", "start", "answer", "send", "assign", "reopen", "overview", "accounts", "publish", "erase", "register"
]  # fmt: skip
Scope = Literal["own", "agreements", "all"]

PERMISSIONS: Mapping[Role, Mapping[Action, Scope]] = {
    "staff": {"see": "own", "start": "own", "answer": "own", "send": "own", "assign": "own"},
    "legal": {
        "see": "all",
        "start": "agreements",
        "answer": "agreements",
        "send": "agreements",
        "assign": "agreements",
        "reopen": "agreements",
        "register": "all",
    },
    "coordinator": {"see": "all", "assign": "all", "reopen": "all", "overview": "all"},
    "administrator": dict.fromkeys(
        ("see", "assign", "reopen", "overview", "accounts", "publish", "erase", "register"), "all"
    ),
}
"""Role → action → how far it reaches: innovations of one's own unit, every agreement, or everything."""

NEEDS_STATUS: Mapping[str, Status] = {"answer": "draft", "send": "draft", "assign": "draft", "reopen": "sent"}
"""Actions on a response that its status allows; any other action goes with each status."""


def may(account: Account | None, action: Action, thing: Subject | Response | None = None) -> bool:
    """Whether this account may do this to this object. `thing` None: to the application as a whole ("overview",
    "accounts", "publish", "register") or, for "see" and "start", to anything at all."""
    if account is None or not account.active:
        return False
    if thing is not None and thing.kind == TRIAL:
        is_over = isinstance(thing, Response) and not thing.questionnaire
        return "publish" in PERMISSIONS[account.role] and action in ("see", "answer") and not is_over
    scope = PERMISSIONS[account.role].get(action)
    if scope is None:
        return False
    if thing is None:
        return True
    if isinstance(thing, Response) and NEEDS_STATUS.get(action, thing.status) != thing.status:
        return False
    return _reaches(scope, account, thing)


def may_if_open(account: Account | None, action: Action, response: Response) -> bool:
    """Whether this account might do this if the response stood as the action needs it: what it typed before is its
    own, however the response stands now."""
    return may(account, action, replace(response, status=NEEDS_STATUS.get(action, response.status)))


def _reaches(scope: Scope, account: Account, thing: Subject | Response) -> bool:
    if scope == "own":
        return thing.kind == "inovasi" and bool(account.unit) and thing.unit == account.unit
    return scope == "all" or thing.kind == "kesepakatan"


# ---------------------------------------------------------------- what comes next


@dataclass(frozen=True, slots=True)
class Step:
    """What a person can do next: start a questionnaire, or go on with a response. `last`: the newest of those that were
    sent, where this would be one more of the same (a report)."""

    action: Literal["start", "continue"]
    subject: Subject
    stage: Stage
    response: Response | None = None
    last: Response | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage of a subject: `response` is the newest one of it."""

    stage: Stage
    state: Literal["none", "draft", "sent"]
    response: Response | None = None


def progress(subject: Subject, responses: Iterable[Response], programme: Programme) -> list[Progress]:
    """Each stage of this kind of subject with its newest response."""
    newest: dict[str, Response] = {}
    for response in sorted(responses, key=lambda r: r.id):
        if response.subject == subject.id:
            newest[response.questionnaire] = response
    stages = [s for s in programme if s.kind == subject.kind]
    found = [(s, newest.get(s.questionnaire) if s.questionnaire else None) for s in stages]
    return [Progress(stage, response.status if response else "none", response) for stage, response in found]


def next_step(subject: Subject, responses: Iterable[Response], programme: Programme = DEFAULT_PROGRAMME) -> Step | None:
    """The earliest thing to go on with: an open draft, else the first stage not begun, else one more report.
    None when nothing is left."""
    stages = progress(subject, responses, programme)
    for item in stages:
        if item.state == "draft":
            return Step("continue", subject, item.stage, item.response)
    for item in stages:
        if item.state == "none" and item.stage.questionnaire and not item.stage.apart:
            return Step("start", subject, item.stage)
    repeatable = [item for item in stages if item.stage.repeatable and not item.stage.apart]
    return Step("start", subject, repeatable[-1].stage, last=repeatable[-1].response) if repeatable else None


def next_steps(
    account: Account,
    subjects: Iterable[Subject],
    responses: Iterable[Response],
    programme: Programme = DEFAULT_PROGRAMME,
) -> list[Step]:
    """The start page of someone who fills in: the next step of each subject that he may work on; drafts first, one more
    report last, the ones changed last on top."""
    every = list(responses)
    steps = [next_step(s, every, programme) for s in subjects if may(account, "start", s)]
    return sorted((s for s in steps if s), key=_urgency, reverse=True)


def _urgency(step: Step) -> tuple[bool, bool, datetime]:
    since = step.response.updated_at if step.response else step.subject.created_at
    return step.response is not None, step.last is None, since
