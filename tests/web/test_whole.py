"""A whole response on a device says the same as the server, once the server has the answers that the device had."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.values import Change
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.store import Store
from inovik_forms.web.filling import Filling
from inovik_forms.web.sections import form_path

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
        said = device(plan=plan, told=told, answers=[], records=records, now=now)
        filling = filling_of(store, response)
        expected = [
            [i.answer_path, i.relevant, i.value if i.relevant else "", i.relevant and i.required, i.valid]
            for i in filling.state.items
            if not i.answer_path.endswith("]") and i.item.path not in frozen
        ]
        lines = [line for line in said["lines"] if form_path(line[0]) not in frozen]
        assert [pair for pair in zip(lines, expected, strict=True) if pair[0] != pair[1]] == []
        assert said["sections"] == [section.slug for section in filling.shown_sections]
        progress = [[p.section.slug, p.answered, p.total, p.state] for p in filling.progress()]
        assert said["progress"] == progress


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
