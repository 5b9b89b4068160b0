"""Autosave: each change acknowledged; refused ones say why and stay in the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store


def change(path: str, value: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "path": path, "value": value, **more}


def test_changes_are_kept_and_acknowledged(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    sent = [
        change("dasar/nama", " Antar obat "),
        change("dasar/pengguna", "1.500"),
        change("pilihan/bukti", "data aduan"),
    ]
    reply = ani.json(f"/isian/{response_id}/simpan", {"changes": sent})
    assert kept() == {"dasar/nama": "Antar obat", "dasar/pengguna": "1500", "pilihan/bukti": "data aduan"}
    assert [r["id"] for r in reply["receipts"]] == [c["id"] for c in sent]
    assert reply["seq"] == 3 and len(reply["time"]) == 5 and reply["time"][2] == "."
    assert reply["said"]["dasar/pengguna"] == {
        "echo": "Terbaca: 1.500 (seribu lima ratus)",
        "problem": "",
        "shown": "1.500",
    }


def test_the_same_change_twice_is_one(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    body = {"changes": [change("dasar/nama", "A")]}
    assert (
        ani.json(f"/isian/{response_id}/simpan", body)["seq"]
        == ani.json(f"/isian/{response_id}/simpan", body)["seq"]
        == 1
    )
    assert len(store.journal(response_id)) == 1


def test_an_invalid_answer_is_kept_and_said(visit: Any, response_id: int, kept: Any) -> None:
    reply = visit("ani").json(
        f"/isian/{response_id}/simpan", {"changes": [change("dasar/pengguna", "-3"), change("dasar/nama", "x" * 30)]}
    )
    assert kept()["dasar/pengguna"] == "-3"
    assert reply["said"]["dasar/pengguna"]["problem"] == "Tidak boleh kurang dari nol."
    assert reply["said"]["dasar/nama"]["problem"] == "Paling banyak 20 huruf."


def test_the_reply_says_what_the_page_shows_now(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/simpan?bagian=pilihan"
    assert ani.json(url, {"changes": []})["shown"]["pilihan/masalah"] is False
    reply = ani.json(url, {"changes": [change("pilihan/ada_masalah", "ya"), change("pilihan/kecamatan", "baguala")]})
    assert reply["shown"]["pilihan/masalah"] is True
    assert reply["choices"] == {"pilihan/desa": [["passo", "Passo"]]}
    ani.json(url, {"changes": [change("pilihan/desa", "passo")]})
    reply = ani.json(url, {"changes": [change("pilihan/kecamatan", "sirimau"), change("pilihan/desa", "")]})
    assert reply["choices"]["pilihan/desa"] and kept()["pilihan/desa"] == "passo", "set aside, not emptied"
    assert len(reply["ignored"]) == 1
    ani.json(url, {"changes": [change("pilihan/kecamatan", "baguala")]})
    ani.json(url, {"changes": [change("pilihan/desa", "")]})
    assert kept()["pilihan/desa"] == "", "emptied on purpose"


def test_inside_a_repeat(visit: Any, response_id: int, kept: Any) -> None:
    url = f"/isian/{response_id}/simpan?bagian=rencana&butir=rencana/kegiatan[1]"
    reply = visit("ani").json(url, {"changes": [change("rencana/kegiatan[1]/kegiatan_nama", "Pelatihan")]})
    assert kept() == {"rencana/kegiatan[1]/kegiatan_nama": "Pelatihan"}
    assert reply["shown"]["rencana/kegiatan[1]/langkah"] is True


@pytest.mark.parametrize(
    "path", ["dasar/dua_kali", "berkas/foto", "tak_ada", "dasar", "rencana/kegiatan[x]/biaya", "__proto__", ""]
)
def test_what_is_not_for_people_to_answer_is_ignored(visit: Any, response_id: int, kept: Any, path: str) -> None:
    """A16"""
    one = change(path, "99")
    reply = visit("ani").json(f"/isian/{response_id}/simpan", {"changes": [one]})
    assert kept() == {} and reply["ignored"] == [one["id"]]


def test_without_a_session_the_page_keeps_it(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    reply = ani.json(f"/isian/{response_id}/simpan", {"changes": []}, status=401)
    assert reply["error"] == "masuk" and "tetap di halaman ini" in reply["message"]


def test_an_old_token_gets_a_fresh_one(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    body = {"changes": [change("dasar/nama", "A")]}
    reply = ani.json(f"/isian/{response_id}/simpan", body, status=400, token="basi")
    assert kept() == {}
    ani.json(f"/isian/{response_id}/simpan", body, token=reply["token"])
    assert kept() == {"dasar/nama": "A"}


def test_a_foreign_page_cannot_save(visit: Any, response_id: int, kept: Any) -> None:
    """A25: no token, or JSON dressed as text."""
    ani = visit("ani")
    url, body = f"/isian/{response_id}/simpan", '{"changes":[{"id":"1","path":"dasar/nama","value":"A"}]}'
    assert ani.client.post(url, data=body, content_type="text/plain").status_code == 400
    assert (
        ani.client.post(url, data=body, content_type="text/plain", headers={"X-CSRFToken": ani.token}).status_code
        == 400
    )
    assert ani.client.post(url, data=body, content_type="application/json").status_code == 400
    assert kept() == {}


@pytest.mark.parametrize("body", [
    b"[" * 100_000, b'{"changes": 5}', b'{"changes": [{"id": 1, "path": "dasar/nama", "value": "A"}]}', b'{"changes": [{"id": "1", "path": "dasar/nama", "value": ["A"]}]}',  # noqa: E501
    b'{"changes": [{"id": "", "path": "dasar/nama", "value": "A"}]}', b'{"changes": [], "role": "admin"}', b'{"changes": NaN}', b'\xef\xbb\xbf{"changes": []}', b"", b"\xff\xfe",  # noqa: E501
    b'{"changes": [{"id": "1", "path": "dasar/nama", "value": "A", "base": ' + b"9" * 5000 + b"}]}",
])  # fmt: skip
def test_broken_json_is_refused_with_a_reason(visit: Any, response_id: int, kept: Any, body: bytes) -> None:
    """A30"""
    ani = visit("ani")
    headers = {"X-CSRFToken": ani.token}
    answer = ani.client.post(
        f"/isian/{response_id}/simpan", data=body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 400 and answer.get_json()["message"] and kept() == {}


def test_a_lone_surrogate_never_reaches_the_store(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    body = b'{"changes": [{"id": "1", "path": "dasar/nama", "value": "A\\ud800B"}]}'
    answer = ani.client.post(
        f"/isian/{response_id}/simpan", data=body, content_type="application/json", headers={"X-CSRFToken": ani.token}
    )
    assert answer.status_code in (200, 400)
    assert kept().get("dasar/nama", "AB") == "AB"


def test_another_persons_unseen_change_is_kept_as_a_conflict(visit: Any, response_id: int, store: Store) -> None:
    store.add_account("cici", "Cici", "staff", "kata-sandi-lain-lagi", "dinas-a")
    ani, cici = visit("ani"), visit("cici")
    ani.json(f"/isian/{response_id}/simpan", {"changes": [change("dasar/nama", "Punya Ani", base=0)]})
    cici.json(f"/isian/{response_id}/simpan", {"changes": [change("dasar/nama", "Punya Cici", base=0)]})
    (conflict,) = store.conflicts(response_id)
    assert (conflict.newer.change.value, conflict.older.change.value) == ("Punya Cici", "Punya Ani")


def test_what_cannot_be_read_is_said_in_the_readers_language(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    headers = {"X-CSRFToken": ani.token}
    answer = ani.client.post(
        f"/isian/{response_id}/simpan", data=b"{", content_type="application/json", headers=headers
    )
    assert answer.get_json()["message"] == "Permintaan ini tidak dapat dibaca. Muat ulang halaman."
    assert answer.get_json()["reason"] == "Input data was truncated"


def test_an_answer_that_is_too_long_is_not_cut_in_silence(visit: Any, response_id: int, kept: Any) -> None:
    change_ = change("dasar/uraian", "x" * 20_001)
    reply = visit("ani").json(f"/isian/{response_id}/simpan", {"changes": [change_]})
    assert "20.000 karakter pertama" in reply["said"]["dasar/uraian"]["problem"]
    assert len(kept()["dasar/uraian"]) == 20_000


def test_a_number_in_a_message_is_written_as_it_was_typed(visit: Any, response_id: int) -> None:
    reply = visit("ani").json(f"/isian/{response_id}/simpan", {"changes": [change("dasar/pengguna", "1.234,5")]})
    assert (
        reply["said"]["dasar/pengguna"]["problem"]
        == "“1.234,5” bukan bilangan bulat. Tulis angka saja tanpa koma, misalnya 12."
    )
