"""Late answers are kept, shown and placed, never refused into nothing (F14)."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store
from inovik_forms.web.owner import device_account

NAME = "dasar/nama"


def typed(path: str, value: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "path": path, "value": value, **more}


def at(response_id: int, version: int = 1) -> str:
    return f"/isian/{response_id}/simpan?bagian=dasar&lembar=satu&perangkat=hp&versi={version}"


def send(visit: Any, response_id: int, *changes: dict[str, Any], who: str = "ani", version: int = 1) -> Any:
    return visit(who).json(at(response_id, version), {"changes": list(changes)})


def close(store: Store, response_id: int) -> None:
    store.mark_sent(response_id, "ani", store.clock(), store.draft(response_id)[0])


def late_url(response_id: int) -> str:
    return f"/isian/{response_id}/terlambat"


def test_F14_a_response_that_was_sent_keeps_the_answer_for_a_person(
    visit: Any, response_id: int, store: Store, kept: Any
) -> None:
    send(visit, response_id, typed(NAME, "Sebelum"))
    close(store, response_id)
    late = typed(NAME, "Sesudah", at=1_700_000_000_000)
    reply = send(visit, response_id, late)
    assert reply["receipts"] == [{"id": late["id"]}] and reply["late"] == [late["id"]] and reply["ignored"] == []
    assert reply["note"] == "1 jawaban diterima, menunggu ditempatkan: isian ini sudah dikirim."
    assert kept() == {NAME: "Sebelum"}, "what was sent stays as it was"
    (answer,) = store.late(response_id)
    assert (answer.value, answer.author, answer.why, answer.state) == ("Sesudah", "ani", "sent", "waiting")
    assert answer.made_at.year == 2023 and answer.received_at is not None and answer.received_at.year > 2023
    send(visit, response_id, late)
    assert len(store.late(response_id)) == 1, "sent twice is kept once"
    for page in (f"/isian/{response_id}/periksa", f"/isian/{response_id}/riwayat"):
        assert "1 jawaban terlambat menunggu ditempatkan." in visit("ani").get(page).text
    assert "Sesudah" in visit("ani").get(late_url(response_id)).text
    visit("budi").get(late_url(response_id), status=404)


def test_a_repeat_after_sending_and_what_already_stands_need_nobody(visit: Any, response_id: int, store: Store) -> None:
    first = typed(NAME, "Sama")
    send(visit, response_id, first)
    close(store, response_id)
    again = typed(NAME, " Sama ")
    reply = send(visit, response_id, first, again)
    assert [r["id"] for r in reply["receipts"]] == [first["id"], again["id"]] and reply["note"] == ""
    assert store.late(response_id) == []


@pytest.mark.parametrize("path", ["dasar/dua_kali", "tak_ada", "dasar", "__proto__", ""])
def test_what_nobody_can_have_typed_is_no_late_answer(visit: Any, response_id: int, store: Store, path: str) -> None:
    """A16"""
    close(store, response_id)
    one = typed(path, "99")
    reply = send(visit, response_id, one)
    assert reply["ignored"] == [one["id"]] and store.late(response_id) == []


def test_those_who_only_read_leave_nothing(visit: Any, response_id: int, store: Store) -> None:
    close(store, response_id)
    for who in ("koor", "admin", "hukum"):
        visit(who).json(at(response_id), {"changes": [typed(NAME, "Bukan saya")]}, status=409)
    assert store.late(response_id) == []


def test_it_is_used_once_the_response_is_open_again(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    close(store, response_id)
    send(visit, response_id, typed(NAME, "Sesudah"))
    number = str(store.late(response_id)[0].id)
    url, use = late_url(response_id), {"nomor": number, "aksi": "pakai", "soal": NAME}
    assert "harus dibuka kembali dahulu" in visit("ani").get(url).text
    visit("ani").post(url, use, status=404)
    visit("koor").post(url, use, status=404)
    visit("koor").post(f"/isian/{response_id}/buka")
    visit("ani").post(url, use)
    assert kept()[NAME] == "Sesudah"
    (answer,) = store.late(response_id)
    assert (answer.state, answer.decided_by, answer.placed) == ("placed", "ani", NAME)
    visit("ani").post(url, use)
    assert len(store.journal(response_id)) == 1, "a button pressed twice"
    assert "Dipakai di" in visit("ani").get(url).text


def test_it_is_placed_into_another_question(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    close(store, response_id)
    send(visit, response_id, typed("dasar/pengguna", "1.500"))
    store.reopen(response_id, "koor", store.clock())
    number, url = str(store.late(response_id)[0].id), late_url(response_id)
    ani = visit("ani")
    ani.post(url, {"nomor": number, "aksi": "pakai", "soal": ""})
    ani.post(url, {"nomor": number, "aksi": "pakai", "soal": "dasar/dua_kali"})
    assert kept() == {} and store.late(response_id)[0].state == "waiting"
    ani.post(url, {"nomor": number, "aksi": "pakai", "soal": NAME})
    assert kept()[NAME] == "1.500", "as it reads"


def test_it_is_set_aside_and_taken_up_again_and_nothing_is_dropped(visit: Any, response_id: int, store: Store) -> None:
    close(store, response_id)
    send(visit, response_id, typed(NAME, "Sesudah"))
    number, url = str(store.late(response_id)[0].id), late_url(response_id)
    visit("ani").post(url, {"nomor": number, "aksi": "abaikan"}, status=404)  # it is sent: the coordinator decides
    koor = visit("koor")
    assert "Yakin jawaban ini tidak dipakai?" in koor.get(url).text
    koor.post(url, {"nomor": number, "aksi": "abaikan"})
    page = koor.get(url).text
    assert "Diabaikan oleh Anda" in page and "Sesudah" in page and "Tidak ada jawaban yang menunggu" in page
    koor.post(url, {"nomor": number, "aksi": "kembalikan"})
    assert store.late(response_id)[0].state == "waiting"
    for wrong in ({"nomor": "x", "aksi": "abaikan"}, {"nomor": number, "aksi": "hapus"}, {}):
        koor.post(url, wrong, status=400)


def test_a_page_without_a_script_loses_nothing_either(visit: Any, response_id: int, store: Store) -> None:
    ani, url = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    ani.get(url)
    close(store, response_id)
    page = ani.post(url, {f"q.{NAME}": "Diketik di halaman lama"}, status=409)
    assert "1 jawaban yang baru Anda ketik tersimpan sebagai jawaban terlambat" in page.text
    assert [a.value for a in store.late(response_id)] == ["Diketik di halaman lama"]
    send(visit, response_id, typed(NAME, "Diketik di halaman lama"))
    assert len(store.late(response_id)) == 1, "the same by itself is no second one"


V2 = b"""| survey |
| | type | name | label | id |
| | begin group | dasar | Dasar | g1 |
| | text | nama | Nama | p1 |
| | text | uraian | Uraian | p2 |
| | select_one yt | setuju | Setuju | p3 |
| | end group | | | |
| choices |
| | list_name | name | label |
| | yt | ya | Ya |
| | yt | tidak | Tidak |
| settings |
| | form_title | form_id |
| | Pindah | pindah |
"""
V3 = V2.replace(b"text | nama | Nama", b"text | sebutan | Sebutan").replace(b"| | text | uraian | Uraian | p2 |\n", b"")


@pytest.fixture
def moved(store: Store) -> int:
    """A response that began with version 1; version 2 is published: p1 has another name, p2 is gone."""
    store.publish_questionnaire("pindah", V2, "pindah.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "pindah", "ani", {})
    store.publish_questionnaire("pindah", V3, "pindah.md")
    return response.id


def move(visit: Any, store: Store, response_id: int) -> None:
    visit("ani").post(f"/isian/{response_id}/versi", {"ke": "2", "dasar": str(store.draft(response_id)[0])})
    assert store.response(response_id).version == 2


def test_F14_an_answer_to_an_older_version_finds_its_question(visit: Any, moved: int, store: Store) -> None:
    send(visit, moved, typed(NAME, "Lama"))
    move(visit, store, moved)
    reply = send(visit, moved, typed(NAME, "Dari pulau", base=1), typed("dasar/uraian", "Panjang lebar"))
    assert len(reply["receipts"]) == 2 and reply["ignored"] == []
    assert store.draft(moved)[1].values["dasar/sebutan"] == "Dari pulau"
    assert store.conflicts(moved) == [], "the copy of the move is nobody's answer"
    (answer,) = store.late(moved)
    assert (answer.path, answer.value, answer.label, answer.why) == (
        "dasar/uraian",
        "Panjang lebar",
        "Uraian",
        "removed",
    )
    assert "1 jawaban diterima, menunggu ditempatkan: pertanyaannya tidak ada lagi" in reply["note"]
    assert "sudah pindah ke versi lain" in reply["note"]
    page = visit("ani").get(late_url(moved)).text
    assert "Uraian" in page and "Panjang lebar" in page and "Pakai jawaban ini" not in page
    visit("ani").post(late_url(moved), {"nomor": str(answer.id), "aksi": "pakai", "soal": "dasar/sebutan"})
    assert store.draft(moved)[1].values["dasar/sebutan"] == "Panjang lebar"


def test_F14_a_colleague_who_answered_before_the_move_makes_a_conflict(visit: Any, moved: int, store: Store) -> None:
    store.add_account("cici", "Cici", "staff", "kata-sandi-lain-lagi", "dinas-a")
    send(visit, moved, typed(NAME, "Punya Cici"), who="cici")
    move(visit, store, moved)
    send(visit, moved, typed(NAME, "Punya Ani", base=0))
    (conflict,) = store.conflicts(moved)
    assert conflict.newer.change.value == "Punya Ani" and conflict.older.change.value == "Punya Cici"


def test_F14_an_older_version_of_a_sent_response(visit: Any, moved: int, store: Store) -> None:
    move(visit, store, moved)
    close(store, moved)
    send(visit, moved, typed(NAME, "Dari pulau"), typed("dasar/setuju", "ya"))
    assert [(a.label, a.version) for a in store.late(moved)] == [("Nama", 1), ("Setuju", 1)]
    store.reopen(moved, "koor", store.clock())
    page = visit("ani").get(late_url(moved))
    assert page.text.count("Pakai jawaban ini") == 2 and 'value="dasar/sebutan"' in page.html


@pytest.mark.parametrize("version", ["9", "-1", "x", "9" * 40])
def test_a_made_up_version_is_the_one_of_now(visit: Any, response_id: int, kept: Any, version: str) -> None:
    url = at(response_id).replace("versi=1", f"versi={version}")
    visit("ani").json(url, {"changes": [typed(NAME, "Ada")]})
    assert kept() == {NAME: "Ada"}


def test_F14_the_entry_was_deleted_meanwhile(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/rencana", {"aksi": "tambah rencana/kegiatan"})
    instance = f"rencana/kegiatan[{store.draft(response_id)[1].instances['rencana/kegiatan'][-1]}]"
    ani.post(f"/isian/{response_id}/bagian/rencana", {"aksi": f"hapus {instance}"})
    reply = send(visit, response_id, typed(f"{instance}/kegiatan_nama", "Pelatihan"))
    assert len(reply["receipts"]) == 1 and "butir daftarnya sudah dihapus" in reply["note"]
    assert [a.why for a in store.late(response_id)] == ["gone"]


def test_F14_a_person_of_another_unit_by_now(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    """Units were merged, or he was moved: what he had typed still comes in, and tells him nothing of the response."""
    send(visit, response_id, typed(NAME, "Masih di sini"))
    account = store.account_by_username("ani")
    assert account is not None
    store.change_account(account.id, unit="dinas-b")
    reply = visit("ani").sign_in("ani").json(at(response_id), {"changes": [typed(NAME, "Dari dinas lain")]})
    assert len(reply["receipts"]) == 1 and reply["seq"] == 0 and reply["said"] == {}
    assert kept() == {NAME: "Masih di sini"}
    assert [(a.value, a.why) for a in store.late(response_id)] == [("Dari dinas lain", "unit")]
    visit("budi").json(at(response_id), {"changes": [typed(NAME, "Bukan saya")]}, status=404)
    visit("ani").sign_in("ani").get(late_url(response_id), status=404)


def exported(store: Store, username: str, *records: dict[str, Any]) -> bytes:
    account = store.account_by_username(username)
    assert account is not None
    more = {"account": device_account(account), "mark": "satu", "title": "T", "label": "L", "refused": "", "said": ""}
    file = {"format": "inovik-antrean-1", "account": more["account"], "records": [more | r for r in records]}
    return json.dumps(file).encode()


def load(browser: Any, data: bytes, status: int = 303) -> Any:
    return browser.post("/terlambat", {"berkas": (BytesIO(data), "belum-terkirim.json")}, status=status, follow=False)


def test_F14_the_file_of_a_device_whose_account_was_switched_off(
    visit: Any, response_id: int, store: Store, kept: Any
) -> None:
    account = store.account_by_username("ani")
    assert account is not None
    record = typed(NAME, "Di telepon Ani") | {"response": str(response_id), "to": at(response_id), "nth": 7}
    foreign = typed(NAME, "Entah") | {"response": "999", "to": "/isian/999/simpan"}
    data = exported(store, "ani", record, foreign)
    store.change_account(account.id, active=False)
    for _ in range(2):
        load(visit("koor"), data)
    (answer,) = store.late(response_id)
    assert (answer.value, answer.author, answer.handed_by, answer.why) == ("Di telepon Ani", "ani", "koor", "file")
    assert kept() == {}, "a person decides"
    assert "1 menunggu" in visit("koor").get("/terlambat").text
    assert "dimuat dari berkas oleh Anda" in visit("koor").get(late_url(response_id)).text
    visit("budi").get("/terlambat", status=404)


def test_F14_the_file_of_such_a_device_brings_what_was_begun_on_it(visit: Any, store: Store) -> None:
    account, number = store.account_by_username("ani"), str(2**52 + 9)
    assert account is not None
    subject = store.add_subject("inovasi", "dinas-a", "Perahu", "ani")
    what = {"draft": number, "questionnaire": "uji", "version": 1, "subject": subject.id, "kind": "inovasi", "unit": ""}
    begin = {"id": "b", "path": "", "value": json.dumps(what), "kind": "begin", "nth": 1, "at": 1_795_000_000_000}
    begin |= {"response": number, "to": "/isian/mulai?perangkat=hp"}
    record = typed(NAME, "Di perahu") | {"response": number, "to": f"/isian/{number}/simpan?lembar=a&perangkat=hp"}
    data = exported(store, "ani", begin, record)
    store.change_account(account.id, active=False)
    for _ in range(2):
        load(visit("koor"), data)
    (made,) = store.responses(subject.id)
    assert [(answer.value, answer.author) for answer in store.late(made.id)] == [("Di perahu", "ani")]
    visit("budi").get(late_url(made.id), status=404)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"format": "lain", "account": "x", "records": []}', b"[" * 100_000, b"\xff",
             b'{"format": "inovik-antrean-1", "account": "x", "records": [{"id": 1}]}',
             b'{"format": "inovik-antrean-1", "account": "tak-ada", "records": []}']
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_reason(visit: Any, data: bytes) -> None:
    """A30"""
    page = load(visit("koor"), data, status=422)
    assert "Itu bukan berkas jawaban" in page.text or "Akun yang mengetik jawaban itu tidak ada" in page.text
