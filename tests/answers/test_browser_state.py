"""The browser's state is the server's: random answers, instances added, moved, removed, in random and shipped forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inovik_forms.answers.journal import Draft, apply
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.answers.values import Change, ChangeKind
from inovik_forms.expressions.parse import parse
from inovik_forms.questionnaires.model import Question, Repeat, walk
from inovik_forms.questionnaires.xlsform import load

from .browser_process import Browser, report
from .forms import TODAY, changed, plan
from .random_forms import random_form
from .test_random_drafts import FORM as KINDS
from .test_validate import DATES

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
AROUND = {"today": TODAY.isoformat(), "now": NOW.isoformat(timespec="milliseconds"), "language": "id"}

EVERYTHING = changed(
    plan(
        """
        type|name|label|relevant|calculation|required|constraint|choice_filter|count|default|readonly
        select_one l | p | P | | | yes | | | | b |
        select_one l2 | q | Q | | | | | induk = ${p} | | |
        select_multiple l3 | s | S | | | ${p} = 'a' | count-selected(.) < 3 | induk = ${q} | | | ${p} = 'c'
        integer | n | N | | | | . >= 0 | | | 2 |
        begin_group | g | G | ${n} != 4 | | | | | | | ${n} = 3
        begin_group | h | H | ${s} | | | | | | |
        begin_repeat | r | R | ${p} != 'c' | | | | | | |
        text | a | A | | | yes | string-length(.) < 4 | | | ${p} |
        calculate | no | | | position(..) + 0 | | | | | |
        calculate | lalu | | | indexed-repeat(${a}, ${r}, position(..) - 1) | | | | | |
        begin_repeat | t | T | ${a} != 'x' | | | | | ${n} | |
        decimal | w | W | | | | . <= ${n} | | | |
        calculate | luar | | | concat(position(${r}), '-', position(${w}), ${a}) | | | | | |
        select_one l | v | V | ${w} > 1 | | | | name != ${p} | | |
        end_repeat | | | | | | | | | |
        calculate | jumlah | | | sum(${w}) | | | | | |
        end_repeat | | | | | | | | | |
        end_group | | | | | | | | | |
        note | catatan | C | count(${r}) > 1 | | | | | | |
        end_group | | | | | | | | | |
        text | pilih | Pilih | | | | | | | |
        text | banyak | Banyak | | | | | | | |
        calculate | dipilih | | | count(${v}) | | | | | |
        calculate | total | | | sum(${jumlah}) + count(${t}) | | | | | |
        calculate | kata | | | join(',', ${a}) | | | | | |
        integer | hitung | Hitung | | ${n} * 2 | | | | | |
        date | tgl | Tgl | | | | . <= today() | | | today() |
        text | akhir | Akhir | ${total} > 2 and ${kata} != '' | once(${kata}) | | | | | |
        text | galat | Galat | | terbilang(${n} * 1000000000000000000) | | | | | |
        range | rentang | Rentang | | | | | | | |
        """,
        """
        list_name | name | label | induk
        l | a | A |
        l | b | B |
        l | c | C |
        l2 | a1 | A1 | a
        l2 | b1 | B1 | b
        l2 | b2 | B2 | b
        l3 | x | X | b1
        l3 | y | Y | b1
        l3 | z | Z | a1
        l3 | z2 | Z2 | b2
        """,
    ),
    {
        "pilih": {"kind": "select_one", "choices_from": "a", "choice_filter": parse("${no} < 3", bare_names=True)},
        "banyak": {"kind": "rank", "choices_from": "a"},
        "hitung": {"trigger": ("p", "w")},
        "a": {"parameters": {"words": "1"}},
        "rentang": {"parameters": {"start": "1", "end": "2", "step": "0.25"}},
        "total": {"calculation": parse("sum(${jumlah}) + count(instance('l2')/root/item[induk = ${p}])")},
    },
)
SHIPPED = sorted((Path(__file__).parents[2] / "questionnaires").glob("*.md"))
KEYS = ["1", "2", "k", "m"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    process = Browser()
    yield process
    process.close()


@cache
def shipped(file: Path) -> Plan:
    return plan_of(load(file.read_bytes(), file.name))


def values_for(question: Question) -> st.SearchStrategy[str]:
    """Mostly what the question may hold, now and then anything."""
    odd = st.sampled_from(["", " ", "x", "0", "-1", "3", "1.5", "٣", "ya", "2026-02-30", "2026-01-31", "OK", "a b"])
    names = [choice.name for choice in question.choices.choices] if question.choices else []
    match question.kind:
        case "select_one":
            fit: st.SearchStrategy[str] = st.sampled_from(names or ["x", "b"])
        case "select_multiple" | "rank":
            fit = st.lists(st.sampled_from(names or ["x", "b"]), max_size=4).map(" ".join)
        case "integer" | "decimal" | "range":
            fit = st.sampled_from(["0", "1", "2", "3", "4", "5", "1.25", "100", "1500000", "9007199254740993"])
        case "date":
            fit = st.sampled_from(["2025-12-31", "2026-11-24", "2026-11-25"])
        case _:
            fit = st.sampled_from(["a", "b", "x", "satu dua", "x" * 40])
    return st.one_of(fit, fit, fit, odd)


@cache
def changes_for(form: Plan) -> st.SearchStrategy[Change]:
    """One random change: an answer, or an instance added, removed or moved."""
    items = list(walk(form.questionnaire.items))

    def with_keys(path: str, keys: list[str], whole: bool = False) -> str:
        around = form.repeats_around(path) + ((path,) if whole else ())
        for repeat, key in reversed(list(zip(around, keys, strict=False))):
            path = f"{repeat}[{key}]{path[len(repeat) :]}"
        return path

    def change(path: str, value: str | None, kind: ChangeKind) -> Change:
        return Change("", path, value, 0, NOW, "", "", kind)

    keys = st.lists(st.sampled_from(KEYS), min_size=4, max_size=4)

    def setting(question: Question) -> st.SearchStrategy[Change]:
        return st.builds(lambda k, v: change(with_keys(question.path, k), v, "set"), keys, values_for(question))

    def moving(repeat: Repeat) -> st.SearchStrategy[Change]:
        after = st.none() | st.sampled_from(["", *KEYS])
        kinds: Any = st.sampled_from(["add", "add", "move", "remove"])
        return st.builds(lambda k, v, kind: change(with_keys(repeat.path, k, True), v, kind), keys, after, kinds)

    questions = [item for item in items if isinstance(item, Question) and item.kind != "note"]
    repeats = [item for item in items if isinstance(item, Repeat)]
    answer = st.sampled_from(questions).flatmap(setting)
    return st.one_of(answer, answer, answer, st.sampled_from(repeats).flatmap(moving)) if repeats else answer


def play(browser: Browser, form: Plan, start: list[Change], steps: list[Change]) -> None:
    """Both begin with the same draft and get the same changes; after each one they say the same."""
    draft = Draft()
    for change in start:
        apply(draft, change)
    said = browser.begin(form, draft, AROUND)
    compare(form, draft, said)
    for change in steps:
        apply(draft, change)
        compare(form, draft, browser.change(change))


def compare(form: Plan, draft: Draft, said: dict[str, Any]) -> None:
    expected = report(evaluate(form, draft, today=TODAY, now=NOW))
    for name in ("lines", "choices", "setAside"):
        differ = [pair for pair in zip(expected[name], said[name], strict=False) if pair[0] != pair[1]]
        assert not differ, (name, differ[:3])
        assert len(expected[name]) == len(said[name]), name


SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("form", [EVERYTHING, KINDS], ids=["everything", "kinds"])
@SETTINGS
@given(data=st.data())
def test_a_form_with_everything(browser: Browser, form: Plan, data: st.DataObject) -> None:
    one = changes_for(form)
    play(browser, form, data.draw(st.lists(one, max_size=12)), data.draw(st.lists(one, max_size=25)))


@SETTINGS
@given(data=st.data())
def test_what_cannot_be_read(browser: Browser, data: st.DataObject) -> None:
    one = changes_for(DATES)
    play(browser, DATES, data.draw(st.lists(one, max_size=6)), data.draw(st.lists(one, max_size=10)))


@settings(SETTINGS, max_examples=120)
@given(data=st.data(), seed=st.integers(0, 10**9))
def test_random_questionnaires(browser: Browser, seed: int, data: st.DataObject) -> None:
    form = random_form(seed)
    assume(form is not None)
    assert form is not None
    one = changes_for(form)
    play(browser, form, data.draw(st.lists(one, max_size=8)), data.draw(st.lists(one, min_size=3, max_size=15)))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
@settings(SETTINGS, max_examples=15)
@given(data=st.data())
def test_the_shipped_questionnaires(browser: Browser, file: Path, data: st.DataObject) -> None:
    form = shipped(file)
    one = changes_for(form)
    play(browser, form, data.draw(st.lists(one, max_size=40)), data.draw(st.lists(one, max_size=10)))
