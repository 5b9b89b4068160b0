"""The shipped questionnaires and the first city's pack, taken as data: complete, readable, and their rules at work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pyxform.xls2xform import convert
from ruamel.yaml import YAML

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.answers.validate import submission_problems
from inovik_forms.packs import Pack, read_pack
from inovik_forms.problems import AnswerPlace, Problem
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat, walk
from inovik_forms.questionnaires.xlsform import load, read

TOP = Path(__file__).resolve().parents[2]
FORMS = sorted((TOP / "questionnaires").glob("*.md"))
PACK = TOP / "packs" / "ambon"
SAMPLES = sorted((PACK / "samples").glob("*/*.json"))
CASES = TOP / "tests" / "cases" / "content"
UNSEEN = {"hidden", "calculate"}
TODAY = date(2026, 11, 24)


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def plan(name: str) -> Plan:
    file = TOP / "questionnaires" / f"{name}.md"
    return plan_of(load(file.read_bytes(), file.name))


@cache
def pack() -> Pack:
    found, problems = read_pack(PACK)
    assert found is not None, [p.message for p in problems]
    return found


def questions(name: str) -> list[Question]:
    return [item for item in walk(plan(name).questionnaire.items) if isinstance(item, Question)]


def state_of(name: str, data: dict[str, Any]) -> tuple[State, list[Problem]]:
    draft, problems = draft_from_json(plan(name), data)
    state = evaluate(plan(name), draft, today=TODAY)
    return state, [*problems, *submission_problems(state)]


def changed(sample: str, changes: dict[str, Any]) -> dict[str, Any]:
    """A sample's answers with some replaced; a path's numbers are places in a list, from 0."""
    data = json.loads((PACK / "samples" / f"{sample}.json").read_text("utf-8"))
    for path, value in changes.items():
        *way, last = path.split("/")
        spot = data
        for step in way:
            spot = spot[int(step)] if step.isdigit() else spot[step]
        spot[last] = value
    return data


# ---------------------------------------------------------------- the forms


@pytest.mark.parametrize("file", FORMS, ids=lambda f: f.stem)
def test_our_reader_finds_no_problem(file: Path) -> None:
    form, problems = read(file.read_bytes(), file.name)
    assert [(p.code, p.where, p.message) for p in problems] == []
    assert form is not None
    assert form.languages[:2] == ("id", "en")


@pytest.mark.parametrize("file", FORMS, ids=lambda f: f.stem)
def test_pyxform_accepts(file: Path) -> None:
    made = convert(xlsform=file.read_text("utf-8"), file_type=".md", validate=False)
    assert made.xform.startswith("<?xml")
    assert [w for w in made.warnings if "max-pixels" not in w] == []


@pytest.mark.parametrize("name", [f.stem for f in FORMS])
def test_every_question_has_a_label_and_help_in_both_languages(name: str) -> None:
    shown = [q for q in questions(name) if q.kind not in UNSEEN]
    for language in ("id", "en"):
        assert [q.path for q in shown if not q.label.get(language)] == []
    helped = {q.path for q in shown if q.kind == "note" or q.hint.get("id") or q.guidance.get("id")}
    assert [q.path for q in shown if q.path not in helped] == []


@pytest.mark.parametrize("name", [f.stem for f in FORMS])
def test_every_rule_says_what_is_wrong_in_words(name: str) -> None:
    assert [q.path for q in questions(name) if q.constraint is not None and not q.constraint_message.get("id")] == []


@pytest.mark.parametrize("name", ["drum-up", "diagnosa", "desain", "laporan-kemajuan"])
def test_a_page_asks_neither_too_little_nor_too_much(name: str) -> None:
    sections = plan(name).questionnaire.items
    assert all(isinstance(s, Group) for s in sections)
    assert 6 <= len(sections) <= 12
    sizes = {s.name: len(list(asked(s.items))) for s in sections if isinstance(s, Group)}
    # The evidence and picture fields that prefill fills in count too; a list of rows counts once.
    assert {s: n for s, n in sizes.items() if n > 13 or n < 1} == {}


def asked(items: tuple[Item, ...]) -> Iterator[Item]:
    """What one page shows: a repeat is one thing, calculated figures are not questions."""
    for item in items:
        if isinstance(item, Group):
            yield from asked(item.items)
        elif isinstance(item, Repeat) or (item.kind not in UNSEEN | {"note"} and item.calculation is None):
            yield item


@pytest.mark.parametrize("name", ["drum-up", "diagnosa", "desain", "laporan-kemajuan"])
def test_names_are_unique_in_the_whole_form(name: str) -> None:
    """Templates and prefill name questions bare, so a name must not stand for two."""
    names = [item.name for item in walk(plan(name).questionnaire.items)]
    assert sorted({n for n in names if names.count(n) > 1}) == []


@pytest.mark.parametrize("name", [f.stem for f in FORMS])
def test_every_prefill_has_a_source(name: str) -> None:
    city = {f"kota.{key}" for key in pack().city} | {"kota.logo"}
    plain = city | {"akun.nama", *(f"unit.{key}" for key in ("nama", "kode", "jenis", "alamat", "telepon"))}
    plain |= {"unit.kepala_jabatan"}
    for item in walk(plan(name).questionnaire.items):
        origin = item.prefill if isinstance(item, Question) else item.extra.get("prefill", "")
        form, _, source = origin.partition(".")
        if not origin or origin in plain:
            continue
        found = next((i for i in walk(plan(form).questionnaire.items) if i.name == source), None)
        assert found is not None, f"{item.path} ← {origin}"
        assert type(found) is type(item), f"{item.path} ← {origin}"
        if isinstance(item, Repeat):
            assert isinstance(found, Repeat)
            assert {c.name for c in item.items} & {c.name for c in found.items}, f"{item.path} carries nothing over"


def test_a_report_begins_with_the_rows_of_its_plan() -> None:
    for name, source in (("kegiatan", "kegiatan"), ("keluaran", "keluaran"), ("indikator", "indikator")):
        rows = next(i for i in walk(plan("laporan-kemajuan").questionnaire.items) if i.name == name)
        assert rows.extra["prefill"] == f"desain.{source}"


def test_an_action_plan_asks_for_the_seven_minimum_contents() -> None:
    rows = next(i for i in walk(plan("desain").questionnaire.items) if i.name == "kegiatan")
    assert isinstance(rows, Repeat)
    seven = {
        "langkah",
        "pelaksana",
        "kegiatan_output",
        "metode",
        "kegiatan_mulai",
        "kegiatan_selesai",
        "tempat",
        "biaya",
    }
    required = {q.name for q in rows.items if isinstance(q, Question) and q.required is not None}
    assert seven - required == set()


# ---------------------------------------------------------------- rules and calculations


@pytest.mark.parametrize("case", json.loads((CASES / "rules.json").read_text("utf-8")), ids=lambda c: c["about"])
def test_rules(case: dict[str, Any]) -> None:
    _, problems = state_of(case["sample"].rpartition("/")[2], changed(case["sample"], case["set"]))
    places = [p.where.path if isinstance(p.where, AnswerPlace) else str(p.where) for p in problems]
    if "among" in case:  # a change that upsets other answers too
        assert set(case["among"]) <= set(places)
    else:
        assert places == case["wrong"]
    assert all(re.search(r"\w", p.message) for p in problems)


@pytest.mark.parametrize("case", json.loads((CASES / "calculations.json").read_text("utf-8")))
def test_calculations(case: dict[str, Any]) -> None:
    state, _ = state_of(case["sample"].rpartition("/")[2], changed(case["sample"], case["set"]))
    values = {item.path: item.value for item in state.items}
    assert {path: values[path] for path in case["values"]} == case["values"]


# ---------------------------------------------------------------- the pack


def test_the_pack_reads_without_a_problem() -> None:
    found, problems = read_pack(PACK)
    assert [(p.code, p.where, p.message) for p in problems] == []
    assert found is not None


def test_units() -> None:
    units = pack().units
    assert len(units) >= 30
    assert len({u.code for u in units}) == len({u.name for u in units}) == len({u.phone for u in units}) == len(units)
    assert all(u.head and u.kind and "contoh" in u.address.casefold() for u in units)


def test_accounts_cover_each_role_and_six_agencies() -> None:
    accounts = pack().accounts
    assert {a.role for a in accounts} == {"staff", "legal", "coordinator", "administrator"}
    assert len({a.unit for a in accounts if a.role == "staff"}) >= 6


@pytest.mark.parametrize("file", SAMPLES, ids=named)
def test_every_sample_may_be_sent(file: Path) -> None:
    _, problems = state_of(file.stem, json.loads(file.read_text("utf-8")))
    assert [(p.where, p.message) for p in problems] == []


def test_the_index_lists_every_sample_once() -> None:
    index = YAML(typ="safe", pure=True).load((PACK / "samples" / "index.yaml").read_text("utf-8"))
    listed = [row["berkas"] for entry in index["contoh"] for row in entry["jawaban"]]
    folder = PACK / "samples"
    assert sorted(listed) == sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.json"))
    assert all(Path(r["berkas"]).stem.startswith(r["kuesioner"]) for e in index["contoh"] for r in e["jawaban"])
    whole = [{row["kuesioner"] for row in entry["jawaban"]} for entry in index["contoh"]]
    assert {"drum-up", "diagnosa", "desain", "laporan-kemajuan"} in whole


def test_plans_of_the_samples_cover_every_stage() -> None:
    for file in (f for f in SAMPLES if f.stem == "desain"):
        rows = json.loads(file.read_text("utf-8"))["rencana_kegiatan"]["kegiatan"]
        assert len(rows) >= 5
        assert {row["tahap"] for row in rows} == {"persiapan", "pelaksanaan", "monitoring", "evaluasi"}


@pytest.mark.parametrize(
    "file", [p for p in sorted(PACK.rglob("*")) if p.suffix in {".png", ".jpg"}], ids=lambda p: named(p)
)
def test_pictures_are_small_and_whole(file: Path) -> None:
    assert file.stat().st_size <= 60_000
    with Image.open(file) as picture:
        picture.load()
        assert min(picture.size) >= 300


def test_files_named_in_the_samples_exist() -> None:
    for file in SAMPLES:
        for value in re.findall(r'"([\w.-]+\.(?:png|jpg|pdf))"', file.read_text("utf-8")):
            assert (file.parent / value).is_file(), f"{named(file)}: {value}"


# ---------------------------------------------------------------- one city, one place


@pytest.mark.parametrize("folder", ["inovik_forms", "questionnaires", "templates"])
def test_the_city_is_named_nowhere_but_in_its_pack(folder: str) -> None:
    kinds = {".py", ".md", ".html", ".js", ".css", ".po", ".json", ".ini", ".mako"}
    files = [f for f in (TOP / folder).rglob("*") if f.suffix in kinds and f.is_file()]
    assert files, folder
    assert [str(f.relative_to(TOP)) for f in files if "ambon" in f.read_text("utf-8").casefold()] == []
