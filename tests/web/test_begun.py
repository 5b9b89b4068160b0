"""Responses that a device began without a network: made once, whatever arrives how often, and refused into nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from inovik_forms.questionnaires.model import Question, walk
from inovik_forms.store.store import Store
from inovik_forms.web.entries import PLACEHOLDER

DRAFT = 2**52 + 4711
TITLE = "Antar obat"
STARTS = b"""| survey |
| | type | name | label | calculation | default |
| | start | mulai | | | |
| | date | tanggal | Tanggal | | today() |
| | text | nama | Nama | | |
| settings |
| | form_title | form_id |
| | Uji | uji |
"""


@pytest.fixture
def subject(store: Store) -> int:
    return store.add_subject("inovasi", "dinas-a", TITLE, "ani").id


def said(subject: int = 0, draft: int = DRAFT, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """One beginning, as the device sends it."""
    what = {"draft": str(draft), "questionnaire": "uji", "version": 1, "subject": subject, **more}
    ms = int(at.timestamp() * 1000) if at else 0
    one = {"id": str(uuid4()), "path": "", "value": json.dumps(what), "base": 0, "at": ms, "nth": 1, "kind": "begin"}
    return {"changes": [one]}


def answer(path: str, value: str, nth: int = 2, kind: str = "set") -> dict[str, Any]:
    return {"changes": [{"id": str(uuid4()), "path": path, "value": value, "base": 0, "nth": nth, "kind": kind}]}


def begin(visitor: Any, body: Mapping[str, Any]) -> Any:
    return visitor.json("/isian/mulai?perangkat=hp", body)


def save(visitor: Any, path: str, value: str, draft: int = DRAFT, **more: Any) -> Any:
    return visitor.json(f"/isian/{draft}/simpan?lembar=aaaaaaaa&perangkat=hp", answer(path, value, **more))


def only_one(store: Store) -> int:
    (response,) = store.responses_of()
    return response.id


def test_it_is_made_once_however_often_it_is_said(visit: Any, store: Store, subject: int) -> None:
    ani, body = visit("ani"), said(subject)
    first = begin(ani, body)
    assert [one["id"] for one in first["receipts"]] == [body["changes"][0]["id"]]
    assert begin(ani, body)["begun"] == first["begun"]
    assert begin(ani, said(subject))["note"] == "", "another tab says it under another id"
    response = store.response(only_one(store))
    assert (response.id, response.subject, response.version) == (*first["begun"].values(), subject, 1)


def test_two_tabs_at_the_same_instant_make_one(app: Flask, visit: Any, store: Store, subject: int) -> None:
    tabs = [visit("ani") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda tab: begin(tab, said(subject)), tabs))
    assert {next(iter(one["begun"].values())) for one in found} == {only_one(store)}


def test_its_answers_and_addresses_go_on_working(visit: Any, store: Store, subject: int) -> None:
    ani = visit("ani")
    ani.get(f"/isian/{DRAFT}/bagian/dasar", status=404)
    assert save_status(ani, 404)["message"]
    begin(ani, said(subject))
    reply = save(ani, "dasar/nama", "Antar obat lansia")
    assert len(reply["receipts"]) == 1
    number = only_one(store)
    assert answers(store) == {"dasar/nama": "Antar obat lansia"}
    assert store.conflicts(number) == []
    for end in ("", "/bagian/dasar", "/bagian/dasar?dari=periksa&soal=dasar%2Fnama", "/butir/rencana/kegiatan%5B1%5D"):
        assert ani.get(f"/isian/{DRAFT}{end}", status=302).location == f"/isian/{number}{end}"
    visit("budi").get(f"/isian/{DRAFT}", status=302, follow=False)
    visit("budi").get(f"/isian/{DRAFT}", status=404, follow=True)


def answers(store: Store) -> dict[str, str]:
    return store.draft(only_one(store))[1].values


def save_status(visitor: Any, status: int) -> Any:
    return visitor.json(f"/isian/{DRAFT}/simpan?lembar=a&perangkat=hp", answer("dasar/nama", "x"), status=status)


def test_it_begins_when_the_device_says_and_overrules_what_it_began_with(
    visit: Any, store: Store, subject: int
) -> None:
    store.publish_questionnaire("uji", STARTS, "uji.md")
    week_ago = datetime.now(UTC) - timedelta(days=7)
    ani = visit("ani")
    begin(ani, said(subject, at=week_ago, version=2))
    day = week_ago.astimezone(ZoneInfo("Asia/Jayapura")).date().isoformat()
    assert answers(store)["tanggal"] == day and answers(store)["mulai"].startswith(day)
    save(ani, "tanggal", "2026-01-31")
    assert answers(store)["tanggal"] == "2026-01-31"
    assert store.conflicts(only_one(store)) == []


def test_a_device_keeps_the_version_that_it_was_begun_with(visit: Any, store: Store, subject: int) -> None:
    store.publish_questionnaire("uji", STARTS, "uji.md")
    begin(visit("ani"), said(subject, version=1))
    assert store.response(only_one(store)).version == 1


def test_what_was_begun_elsewhere_meanwhile_gets_its_answers(visit: Any, store: Store, subject: int) -> None:
    there = store.start_response(subject, "uji", "ani", {"dasar/uraian": "dari sistem"})
    office = visit("ani")
    office.json(f"/isian/{there.id}/simpan?lembar=b&perangkat=kantor", answer("dasar/nama", "Kantor", nth=5))
    phone = visit("ani")
    reply = begin(phone, said(subject))
    assert reply["begun"] == {reply["receipts"][0]["id"]: there.id}
    assert reply["note"] == f"Isian “{TITLE}” sudah dimulai di tempat lain; jawaban Anda ditambahkan ke isian itu."
    save(phone, "dasar/nama", "Pulau")
    save(phone, "dasar/uraian", "Di pulau")
    save(phone, "dasar/pengguna", "12")
    assert answers(store) == {"dasar/nama": "Pulau", "dasar/uraian": "Di pulau", "dasar/pengguna": "12"}
    assert [(one.path, one.older.change.value) for one in store.conflicts(there.id)] == [("dasar/nama", "Kantor")]


def test_what_was_sent_meanwhile_keeps_them_for_a_person(visit: Any, store: Store, subject: int) -> None:
    there = store.start_response(subject, "uji", "ani", {})
    store.mark_sent(there.id, "ani", datetime.now(UTC), 0)
    ani = visit("ani")
    assert "menunggu ditempatkan" in begin(ani, said(subject))["note"]
    reply = save(ani, "dasar/nama", "Terlambat")
    assert len(reply["late"]) == 1 and answers(store) == {}
    assert [late.value for late in store.late(there.id)] == ["Terlambat"]


def test_something_new_is_made_with_it_once(visit: Any, store: Store) -> None:
    ani = visit("ani")
    for _ in range(2):
        begin(ani, said(0, title=" Perahu  pintar ", unit="dinas-b"))
    (made,) = store.subjects()
    assert (made.title, made.unit, made.kind) == ("Perahu pintar", "dinas-a", "inovasi")
    assert store.response(only_one(store)).subject == made.id


@pytest.mark.parametrize(
    ("who", "more", "reason"),
    [
        ("budi", {}, "Anda tidak mengisi untuk perangkat daerah ini"),
        ("koor", {}, "Anda tidak mengisi untuk perangkat daerah ini"),
        ("ani", {"questionnaire": "hilang"}, "Kuesioner ini tidak dipakai lagi"),
        ("ani", {"questionnaire": "nota"}, "Kuesioner ini tidak dipakai lagi"),
        ("ani", {"version": 99}, "Kuesioner ini tidak dipakai lagi"),
        ("ani", {"subject": 999}, "Inovasi atau kesepakatan ini tidak ada lagi"),
        ("ani", {"subject": -1}, "Inovasi atau kesepakatan ini tidak ada lagi"),
        ("ani", {"subject": 0, "title": "ab"}, "Tulis nama sepanjang"),
        ("ani", {"draft": "7"}, "Kuesioner ini tidak dipakai lagi"),
        ("ani", {"draft": "tujuh"}, "Permintaan ini tidak dapat dibaca"),
        ("ani", {"draft": str(2**60)}, "Kuesioner ini tidak dipakai lagi"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(
    visit: Any, store: Store, subject: int, who: str, more: dict[str, Any], reason: str
) -> None:
    body = said(**{"subject": subject} | {k: v for k, v in more.items() if k != "draft"})
    if "draft" in more:
        one = body["changes"][0]
        one["value"] = json.dumps(json.loads(one["value"]) | {"draft": more["draft"]})
    reply = begin(visit(who), body)
    assert reply["receipts"] == [] and reply["ignored"] == [body["changes"][0]["id"]]
    assert reply["refused"][body["changes"][0]["id"]].startswith(reason)
    assert store.responses_of() == []


def test_nobody_learns_of_another_units_draft(visit: Any, store: Store, subject: int) -> None:
    begin(visit("ani"), said(subject))
    other = store.add_subject("inovasi", "dinas-b", "Lain", "budi")
    reply = begin(visit("budi"), said(other.id))
    assert reply["begun"] == {} and "perangkat daerah ini" in next(iter(reply["refused"].values()))
    visit("budi").json(f"/isian/{DRAFT}/simpan?lembar=a&perangkat=hp", answer("dasar/nama", "x"), status=404)


# ---------------------------------------------------------------- what a device has for it


def test_a_device_gets_every_page_of_what_may_be_begun(visit: Any, store: Store, subject: int) -> None:
    ani = visit("ani")
    offers = ani.client.get("/perangkat/mulai.json").get_json()
    own, new = offers["subjects"]
    assert (own["id"], own["title"], sorted(own["begin"])) == (subject, TITLE, ["lain", "uji"])
    assert (new["id"], new["kind"], list(new["begin"])) == (0, "inovasi", ["uji"])
    assert ani.client.get(f"/perangkat/mulai.json?sejak={offers['stamp']}").status_code == 204
    stock = ani.client.get(offers["forms"]["uji"]["pages"]).get_json()
    form = store.questionnaire("uji")
    asked = {item.path for item in walk(form.items) if isinstance(item, Question)}
    drawn = {path for path in asked if any(f'data-soal="{path}"' in html for html in stock["pages"].values())}
    assert {"dasar/nama", "pilihan/masalah", "khusus/tambahan", "berkas/foto"} <= drawn
    assert f"rencana/kegiatan[{PLACEHOLDER}0]/kegiatan_nama" in stock["pages"]["butir-baru/rencana/kegiatan"]
    assert f"/isian/{offers['blank']}/bagian/dasar" in stock["pages"][""]
    assert f'href="/perihal/{offers["about"]}"' in stock["pages"][""]
    assert offers["title"] in stock["pages"]["bagian/dasar"]
    rules = ani.client.get(stock["told"]["form"])
    assert rules.status_code == 200 and rules.get_json()["sections"]
    store.start_response(subject, "uji", "ani", {})
    later = ani.client.get(f"/perangkat/mulai.json?sejak={offers['stamp']}").get_json()
    assert sorted(later["subjects"][0]["begin"]) == ["lain"]
    assert visit("koor").client.get("/perangkat/mulai.json").get_json()["subjects"] == []
    assert visit("koor").client.get(offers["forms"]["uji"]["pages"]).status_code == 404
    assert store.responses_of()[0].questionnaire == "uji" and len(store.responses_of()) == 1, "looking begins nothing"


def test_what_begins_draws_and_checks_without_a_network_lies_in_the_shell(visit: Any) -> None:
    worker = visit("ani").get("/sw.js").html
    assert all(f"/static/later/{name}.js" in worker for name in ("check", "drafts", "whole"))


def test_from_the_last_one_begins_as_the_device_showed_it(visit: Any, store: Store, subject: int) -> None:
    """Offered where there is a last one; the server begins with the same answers, marked until somebody confirms."""
    last = store.start_response(subject, "lain", "ani", {}).id
    ani = visit("ani")
    ani.json(f"/isian/{last}/simpan?lembar=aaaaaaaa&perangkat=hp", answer("dasar/nama", "Antar obat ke pulau"))
    told = json.loads(ani.client.get("/perangkat/mulai.json").data)
    assert not any("lain" in known.get("begin", {}) for known in told["subjects"] if known["id"] == subject), "a draft"
    store.mark_sent(last, "ani", store.clock(), store.response(last).seq)
    told = json.loads(ani.client.get("/perangkat/mulai.json").data)
    known = next(known for known in told["subjects"] if known["id"] == subject)
    assert "dasar/nama" not in known["begin"]["lain"]["values"]
    assert known["last"]["lain"]["values"]["dasar/nama"] == "Antar obat ke pulau"
    source = known["last"]["lain"]["carried"]["dasar/nama"]
    assert told["sources"][source].startswith("Diambil dari Laporan, ")
    assert "uji" not in known.get("last", {}), "there is none"
    begin(ani, said(subject, questionnaire="lain", last=True))
    made = store.responses(subject)[-1]
    values = store.draft(made.id)[1]
    assert made.id != last and values.values["dasar/nama"] == "Antar obat ke pulau"
    assert values.carried["dasar/nama"] == source


def test_all_innovations_of_a_unit_may_be_begun_on_a_device(visit: Any, store: Store, subject: int) -> None:
    made = {store.add_subject("inovasi", "dinas-a", f"Inovasi {number}", "ani").id for number in range(40)}
    told = json.loads(visit("ani").client.get("/perangkat/mulai.json").data)
    assert {known["id"] for known in told["subjects"]} == {0, subject, *made}
