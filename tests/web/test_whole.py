"""A whole response on a device says the same as the server, once the server has the answers that the device had."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask, current_app, g

from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.validate import submission_problems
from inovik_forms.answers.values import Change
from inovik_forms.problems import AnswerPlace
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.store import Store
from inovik_forms.web import check, check_words, conflicts
from inovik_forms.web.called import all_called
from inovik_forms.web.filling import Filling, is_wrong
from inovik_forms.web.sections import form_path
from inovik_forms.web.texts import said
from inovik_forms.web.theme import day_and_time

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "questionnaires").glob("*.md"))
ODD = ["", "x", "0", "3", "1.5", "2026-02-30", "2026-11-24", "ya"]
Say = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def device() -> Iterator[Say]:
    """What the device says of {plan, told, answers, records, now}."""
    script = str(Path(__file__).with_name("whole.mjs"))
    with subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        read, write = process.stdout, process.stdin

        def say(**order: Any) -> dict[str, Any]:
            write.write(json.dumps(order) + "\n")
            write.flush()
            found: dict[str, Any] = json.loads(read.readline())
            assert "failed" not in found, found
            return found

        yield say
        write.close()


def answers_for(chance: random.Random, filling: Filling, count: int) -> list[tuple[str, str]]:
    """Answers to questions as they are asked, of kinds whose kept form is what is typed."""
    items = [i for i in filling.state.items if isinstance(i.item, Question) and not i.item.is_computed]
    found = []
    for item in chance.sample(items, min(count, len(items))):
        question = item.item
        assert isinstance(question, Question)
        names = [choice.name for choice in question.choices.choices] if question.choices else []
        fits = {"integer": ["1", "4", "12"], "decimal": ["1", "2.5"], "date": ["2026-11-24", "2025-01-31"]}
        pool = names or fits.get(question.kind, ["a", "b", "satu dua"])
        found.append((item.answer_path, chance.choice(pool if chance.random() < 0.8 else ODD)))
    return [pair for pair in found if "file" not in pair[0]]


def put(store: Store, response: int, answers: list[tuple[str, str]], start: str) -> None:
    changes = [Change(f"{start}{n}", p, v, 0, store.clock(), "ani", "lain") for n, (p, v) in enumerate(answers)]
    if changes:
        store.append(response, changes)


def filling_of(store: Store, response: int) -> Filling:
    found = store.response(response)
    plan = plan_of(store.questionnaire(found.questionnaire, found.version))
    return Filling(found, plan, *store.draft(response))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_questionnaires(app: Flask, visit: Any, store: Store, device: Say, file: Path) -> None:
    store.publish_questionnaire("lain", file.read_bytes(), file.name)
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    person = visit("ani")
    for seed in range(3):
        compare(app, person, store, device, store.start_response(subject.id, "lain", "ani", {}).id, seed)


def test_one_question_of_each_kind(app: Flask, visit: Any, store: Store, device: Say) -> None:
    store.publish_questionnaire("lain", (ROOT / "tests/cases/web/medan.md").read_bytes(), "medan.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    person = visit("ani")
    for seed in range(6):
        compare(app, person, store, device, store.start_response(subject.id, "lain", "ani", {}).id, seed)


def test_everything_that_the_page_to_check_answers_can_say(app: Flask, visit: Any, store: Store, device: Say) -> None:
    """Groups, entries, two values for one answer, answers put aside or taken over, and what is wrong in the author's
    own words."""
    store.publish_questionnaire("lengkap", (ROOT / "tests/cases/web/periksa.md").read_bytes(), "periksa.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    old, source = {"umum/dari": "Lama " * 40}, {"umum/dari": "drum-up 2026-11-12"}
    response = store.start_response(subject.id, "lengkap", "ani", old, source).id
    for number, (path, value, who, machine) in enumerate(EVERYTHING):
        store.append(response, [Change(f"c{number}", path, value, 0, store.clock(), who, machine)])
    person = visit("ani")
    told = json.loads(person.client.get(f"/isian/{response}/seluruh.json").data)
    plan = json.loads(person.client.get(told["form"]).data)
    with app.test_request_context():
        g.account = store.account_by_username("ani")
        now = store.clock().timestamp() * 1000
        order = {"plan": plan, "told": told, "now": now, "sentences": check_words.sentences(), "response": response}
        here = device(answers=[], records=[], **order)["check"]
        there = checked(filling_of(store, response))
        same(json.loads(unquote(json.dumps(here))), there)
        for name in ("problems", "missing", "clashes", "aside", "taken"):
            assert there[name], name
        assert there["hidden"] == 1
        assert [[value, who] for value, who, _ in here["clashes"][0][2]] == [["tiga", "Budi"], ["satu", "Anda"]]
        assert "Paling banyak 4 alat di Kota Ambon, bukan 9." in [words for _, words, _, _ in here["problems"]]
        # Whoever has answered since in sight of both has chosen.
        seen = {"path": "umum/dua", "value": "tiga", "response": str(response), "base": told["seq"]}
        assert device(answers=[], records=[seen], **order)["check"]["clashes"] == []


EVERYTHING = [
    ("umum/dua", "satu", "ani", "kantor"), ("umum/dua", "tiga", "budi", "ponsel"),
    ("umum/daerah", "ambon", "ani", "kantor"), ("umum/desa", "waai", "ani", "kantor"),
    ("umum/alat/jumlah", "9", "ani", "kantor"), ("umum/alat/nilai", "2.5", "ani", "kantor"),
    ("umum/biaya", "7", "ani", "kantor"), ("orang[1]/umur", "200", "ani", "kantor"),
    ("umum/urut", "b b", "ani", "kantor"), ("umum/hari", "2026-02-30", "ani", "kantor"),
    ("umum/hilang", "x", "ani", "kantor"),
]  # fmt: skip


def compare(app: Flask, person: Any, store: Store, device: Say, response: int, seed: int) -> None:
    """Some answers are on the server; others are typed on the device. Then the server gets those, too."""
    chance = random.Random(seed)
    with app.test_request_context():
        put(store, response, answers_for(chance, filling_of(store, response), 30), "s")
    told = json.loads(person.client.get(f"/isian/{response}/seluruh.json").data)
    plan = json.loads(person.client.get(told["form"]).data)
    frozen = {item["path"] for item in plan["items"] if item.get("computed") and "calculation" not in item}
    with app.test_request_context():
        typed = answers_for(chance, filling_of(store, response), 25)
        put(store, response, typed, "d")
        now = store.clock().timestamp() * 1000
        records = [{"path": p, "value": v, "response": str(response)} for p, v in typed]
        told_here = device(plan=plan, told=told, answers=[], records=records, now=now,
                      sentences=check_words.sentences(), response=response)  # fmt: skip
        filling = filling_of(store, response)
        expected = [
            [i.answer_path, i.relevant, i.value if i.relevant else "", i.relevant and i.required, i.valid]
            for i in filling.state.items
            if not i.answer_path.endswith("]") and i.item.path not in frozen
        ]
        lines = [line for line in told_here["lines"] if form_path(line[0]) not in frozen]
        assert [pair for pair in zip(lines, expected, strict=True) if pair[0] != pair[1]] == []
        assert told_here["sections"] == [section.slug for section in filling.shown_sections]
        same(json.loads(unquote(json.dumps(told_here["check"]))), checked(filling))
        progress = [[p.section.slug, p.answered, p.total, p.state] for p in filling.progress()]
        assert told_here["progress"] == progress


def checked(filling: Filling) -> dict[str, Any]:
    """What the server's page to check one's answers says, in the device's words."""
    problems = submission_problems(filling.state)
    by_place = {item.path: item for item in filling.state.items}
    items = [by_place[p.where.path] for p in problems if isinstance(p.where, AnswerPlace)]
    wrong = [item for item in items if is_wrong(item)]
    names = all_called(filling, [item.answer_path for item in wrong])
    return {
        "problems": [
            [names[i.answer_path], said(i.problem), at(check._url(filling, i)), ""] for i in wrong if i.problem
        ],
        "missing": [[t, at(url), n] for t, url, n in check._missing(filling, [i for i in items if not is_wrong(i)])],
        "clashes": [
            [name, at(url), [[v.value or "(dikosongkan)", v.author, day_and_time(v.at)] for v in versions]]
            for name, url, versions in conflicts.places(filling)
        ],
        "hidden": check.hidden_answers(filling),
        "aside": [[name, value, at(url), ""] for name, value, url in check._aside(filling)],
        "taken": [[n, shortened(value), at(url), source] for n, value, source, url in check._taken(filling)],
        "parts": [
            {"slug": part.section.slug, "title": part.title, "rows": [shown(row) for row in part.rows]}
            for part in check.parts(filling, editable=True)
        ],
    }  # fmt: skip


def same(here: dict[str, Any], there: dict[str, Any]) -> None:
    """One list at a time, so that a failure names the line."""
    for name in there:
        if name != "parts":
            assert here[name] == there[name]
    assert [part["slug"] for part in here["parts"]] == [part["slug"] for part in there["parts"]]
    for mine, theirs in zip(here["parts"], there["parts"], strict=True):
        assert mine["title"] == theirs["title"]
        assert [pair for pair in zip(mine["rows"], theirs["rows"], strict=True) if pair[0] != pair[1]] == []


def at(url: str) -> str:
    return unquote(url)


def shown(row: check.Row) -> dict[str, str]:
    found = {"what": row.what, "path": row.path, "label": row.label, "about": row.about}
    if row.what != "question":
        return found
    return found | {"value": row.value, "problem": row.problem, "address": at(row.url)}


def shortened(text: str) -> str:
    return current_app.jinja_env.from_string("{{ text|truncate(140) }}").render(text=text)


def test_the_form_is_asked_once_and_the_answers_only_when_they_are_others(visit: Any, store: Store) -> None:
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "uji", "ani", {}).id
    person = visit("ani")
    address = f"/isian/{response}/seluruh.json"
    told = json.loads(person.client.get(address).data)
    assert person.client.get(told["form"]).status_code == 200
    assert person.client.get(told["form"].replace(".json", "0.json")).status_code == 404
    assert visit("budi").client.get(told["form"]).status_code == 404, "another unit's"
    assert person.client.get(f"{address}?sejak={told['stamp']}").status_code == 204
    put(store, response, [("dasar/nama", "Baru")], "n")
    again = json.loads(person.client.get(f"{address}?sejak={told['stamp']}").data)
    assert again["snapshot"]["values"]["dasar/nama"] == "Baru" and again["form"] == told["form"]
