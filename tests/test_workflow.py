"""Who may do what, as a table that is written out here in full; and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import get_args

import pytest

from inovik_forms.workflow import (
    DEFAULT_PROGRAMME,
    PERMISSIONS,
    ROLES,
    Account,
    Action,
    Response,
    Role,
    Stage,
    Subject,
    may,
    next_step,
    next_steps,
    programme_from,
    progress,
)

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SUBJECTS = {
    "own": Subject(1, "inovasi", "dinkes", "Milik sendiri", NOW),
    "foreign": Subject(2, "inovasi", "dishub", "Milik lain", NOW),
    "agreement": Subject(3, "kesepakatan", "dinkes", "Nota kesepakatan", NOW),
}


def person(role: Role, *, active: bool = True, unit: str = "dinkes") -> Account:
    return Account(1, "a", "A", role, unit, active=active)


def response(number: int, subject: str, questionnaire: str, status: str, day: int = 24) -> Response:
    thing = SUBJECTS[subject]
    when = NOW.replace(day=day)
    return Response(number, thing.id, questionnaire, 1, status, 1, when, "a", thing.unit, thing.kind)  # type: ignore[arg-type]


EVERYTHING = "see overview accounts publish erase register"
# role: object → what is allowed on it while it is a draft, and once it is sent
ALLOWED = {
    "staff": {
        "own": ("see start answer send assign", "see start"),
        "foreign": ("", ""),
        "agreement": ("", ""),
    },
    "legal": {
        "own": ("see register", "see register"),
        "foreign": ("see register", "see register"),
        "agreement": ("see start answer send assign register", "see start reopen register"),
    },
    "coordinator": {
        "own": ("see overview assign", "see overview reopen"),
        "foreign": ("see overview assign", "see overview reopen"),
        "agreement": ("see overview assign", "see overview reopen"),
    },
    "administrator": dict.fromkeys(
        ("own", "foreign", "agreement"),
        (f"{EVERYTHING} assign", f"{EVERYTHING} reopen"),
    ),
}


@pytest.mark.parametrize(("role", "subject", "status"), list(product(ROLES, SUBJECTS, ["draft", "sent"])))
def test_the_whole_table_of_permissions(role: Role, subject: str, status: str) -> None:
    thing = response(1, subject, "desain", status)
    allowed = {action for action in get_args(Action) if may(person(role), action, thing)}
    assert allowed == set(ALLOWED[role][subject][status == "sent"].split())


@pytest.mark.parametrize("action", get_args(Action))
def test_nobody_and_the_switched_off_may_nothing(action: Action) -> None:
    for thing in (None, *SUBJECTS.values()):
        assert not may(None, action, thing)
        assert not any(may(person(role, active=False), action, thing) for role in ROLES)


def test_staff_of_no_unit_see_no_innovation_of_no_unit() -> None:
    nameless = Subject(4, "inovasi", "", "Tanpa perangkat daerah", NOW)
    assert not may(person("staff", unit=""), "see", nameless)


@pytest.mark.parametrize(("role", "action"), list(product(ROLES, ["overview", "accounts", "publish", "erase"])))
def test_what_concerns_the_whole_application(role: Role, action: Action) -> None:
    assert may(person(role), action) is (action in PERMISSIONS[role])


# ---------------------------------------------------------------- what comes next


def test_a_new_innovation_begins_with_the_first_stage() -> None:
    step = next_step(SUBJECTS["own"], [])
    assert step and (step.action, step.stage.questionnaire) == ("start", "drum-up")


@pytest.mark.parametrize(
    ("done", "action", "questionnaire"),
    [
        ([("drum-up", "sent")], "start", "diagnosa"),
        ([("drum-up", "sent"), ("diagnosa", "draft")], "continue", "diagnosa"),
        ([("drum-up", "sent"), ("diagnosa", "sent"), ("desain", "sent")], "start", "laporan-kemajuan"),
        ([("desain", "draft")], "continue", "desain"),
    ],
)
def test_the_next_step(done: list[tuple[str, str]], action: str, questionnaire: str) -> None:
    responses = [response(n, "own", name, status) for n, (name, status) in enumerate(done, 1)]
    step = next_step(SUBJECTS["own"], responses)
    assert step and (step.action, step.stage.questionnaire) == (action, questionnaire)


def test_after_everything_one_more_report_may_begin() -> None:
    names = [s.questionnaire for s in DEFAULT_PROGRAMME if s.questionnaire and s.kind == "inovasi"]
    responses = [response(n, "own", name, "sent") for n, name in enumerate(names, 1)]
    step = next_step(SUBJECTS["own"], responses)
    assert step and (step.action, step.stage.code) == ("start", "deliver")


def test_an_agreement_is_drafted_and_then_nothing_is_left() -> None:
    step = next_step(SUBJECTS["agreement"], [])
    assert step and step.stage.questionnaire == "nota-kesepakatan"
    assert next_step(SUBJECTS["agreement"], [response(1, "agreement", "nota-kesepakatan", "sent")]) is None


def test_the_start_page_shows_only_ones_own_work_drafts_first() -> None:
    other = Subject(5, "inovasi", "dinkes", "Kedua", NOW)
    drafts = [response(1, "own", "diagnosa", "draft")]
    steps = next_steps(person("staff"), [other, *SUBJECTS.values()], drafts)
    assert [(s.subject.title, s.action) for s in steps] == [("Milik sendiri", "continue"), ("Kedua", "start")]
    assert [s.subject.title for s in next_steps(person("legal"), SUBJECTS.values(), [])] == ["Nota kesepakatan"]
    assert next_steps(person("coordinator"), SUBJECTS.values(), drafts) == []


def test_progress_lists_each_stage_with_its_newest_response() -> None:
    responses = [response(1, "own", "laporan-kemajuan", "sent"), response(2, "own", "laporan-kemajuan", "draft")]
    found = {p.stage.code: p.state for p in progress(SUBJECTS["own"], responses, DEFAULT_PROGRAMME)}
    assert found == {"drum-up": "none", "diagnosa": "none", "desain": "none", "deliver": "draft", "display": "none"}


# ---------------------------------------------------------------- stages of a pack


def test_stages_come_from_a_pack() -> None:
    rows = [{"kode": "a", "judul": "A", "kuesioner": "form-a", "berulang": True, "naskah": ["n"], "gerbang": "G"}]
    assert programme_from(rows, "city.yaml") == (
        (Stage("a", "A", "form-a", True, "inovasi", "", ("n",), "G"),),
        [],
    )


def test_all_mistakes_in_stages_are_named_at_once() -> None:
    rows = [{"kode": "a", "judul": "A"}, {"kode": "a", "judul": "B"}, {"judul": "C"}, {"kode": "d"}]
    _, problems = programme_from(rows, "city.yaml")
    assert [p.code for p in problems] == ["workflow.stage_twice", "workflow.stage", "workflow.stage"]
