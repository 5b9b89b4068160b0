"""Photos and files in pieces: nothing is seen before the last one is here and has been looked at."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store
from inovik_forms.web.pieces import LARGEST_PIECE

from .test_files import jpeg


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def piece(browser: Any, response: int, data: bytes, start: int, end: int | None = None, status: int = 200) -> Any:
    url = f"/isian/{response}/potongan?sidik={digest(data)}&besar={len(data)}&dari={start}"
    answer = browser.client.post(url, data=data[start:end], headers={"X-CSRFToken": browser.token})
    assert answer.status_code == status, answer.get_data(as_text=True)[:300]
    return answer.get_json(silent=True)


def become(browser: Any, response: int, data: bytes, name: str, path: str = "berkas/foto", key: str = "") -> Any:
    value = f"{digest(data)}/{name}" if data else ""
    sent = {"id": key or str(uuid4()), "path": path, "value": value}
    return browser.json(f"/isian/{response}/simpan", {"changes": [sent]})


@pytest.fixture
def photo() -> bytes:
    return jpeg(exif=True, size=(900, 700))


def test_a_photo_in_pieces_becomes_an_answer_like_any_upload(
    visit: Any, response_id: int, kept: Any, store: Store, photo: bytes
) -> None:
    ani = visit("ani")
    half = len(photo) // 2
    assert piece(ani, response_id, photo, 0, half) == {"ada": half}
    reply = become(ani, response_id, photo, "kegiatan.jpg")
    assert len(reply["wanted"]) == 1 and reply["receipts"] == [] and "berkas/foto" not in kept()
    assert piece(ani, response_id, photo, half) == {"ada": len(photo)}
    reply = become(ani, response_id, photo, "kegiatan.jpg")
    assert len(reply["receipts"]) == 1 and reply["wanted"] == []
    value = kept()["berkas/foto"]
    assert value.endswith("/kegiatan.jpg")
    data = store.file(value)
    assert data is not None and b"rahasia" not in data, "made anew, without where and when it was taken"
    assert ani.get(f"/berkas/{response_id}/{value}").data == data


def test_the_same_change_twice_is_one_even_after_its_pieces_have_gone(
    visit: Any, response_id: int, store: Store, photo: bytes
) -> None:
    ani = visit("ani")
    piece(ani, response_id, photo, 0)
    first = become(ani, response_id, photo, "a.jpg", key="satu")
    again = become(ani, response_id, photo, "a.jpg", key="satu")
    assert first["seq"] == again["seq"] == 1 and len(again["receipts"]) == 1
    assert len(store.journal(response_id)) == 1


def test_what_is_no_photo_is_refused_with_the_reason(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    piece(ani, response_id, b"<html>", 0)
    reply = become(ani, response_id, b"<html>", "a.jpg", key="satu")
    assert reply["ignored"] == ["satu"] and "bukan foto yang dapat dibaca" in reply["refused"]["satu"]
    assert "berkas/foto" not in kept()


def test_a_file_is_taken_away_by_an_empty_answer(visit: Any, response_id: int, kept: Any, photo: bytes) -> None:
    ani = visit("ani")
    piece(ani, response_id, photo, 0)
    become(ani, response_id, photo, "a.jpg")
    become(ani, response_id, b"", "")
    assert kept()["berkas/foto"] == ""


def test_a_hand_made_value_names_no_file_of_others(visit: Any, response_id: int, kept: Any, photo: bytes) -> None:
    ani = visit("ani")
    piece(ani, response_id, photo, 0)
    reply = ani.json(
        f"/isian/{response_id}/simpan", {"changes": [{"id": "x", "path": "berkas/foto", "value": "../etc"}]}
    )
    assert reply["ignored"] == ["x"] and "tidak dapat dibaca" in reply["refused"]["x"]
    other = {"id": "y", "path": "berkas/foto", "value": f"{'0' * 64}/a.jpg"}
    assert ani.json(f"/isian/{response_id}/simpan", {"changes": [other]})["wanted"] == ["y"]
    assert "berkas/foto" not in kept()


def test_pieces_that_are_none_are_refused(visit: Any, response_id: int, photo: bytes) -> None:
    ani = visit("ani")
    piece(visit("budi"), response_id, photo, 0, status=404)
    post = ani.client.post
    headers = {"X-CSRFToken": ani.token}
    base = f"/isian/{response_id}/potongan"
    for query in ("", "?sidik=x&besar=3&dari=0", f"?sidik={'a' * 64}&besar=3&dari=-1", f"?sidik={'a' * 64}&besar=3"):
        assert post(base + query, data=b"abc", headers=headers).status_code == 400, query
    large = f"?sidik={'a' * 64}&besar={10**9}&dari=0"
    assert "paling besar 8 MB" in post(base + large, data=b"abc", headers=headers).get_json()["message"]
    long = f"?sidik={'a' * 64}&besar={10**6}&dari=0"
    assert post(base + long, data=b"x" * (LARGEST_PIECE + 1), headers=headers).status_code == 413
    assert post(base + long, data=b"abc").status_code == 400, "without the page's token"


def test_those_who_only_read_send_no_pieces(visit: Any, response_id: int, photo: bytes) -> None:
    assert piece(visit("koor"), response_id, photo, 0, status=409)["error"] == "tertutup"


def test_what_one_question_takes_another_one_looks_at_anew(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    letter = b"%PDF-1.7\n%%EOF"
    piece(ani, response_id, letter, 0)
    assert len(become(ani, response_id, letter, "surat.pdf", path="berkas/surat")["receipts"]) == 1
    assert become(ani, response_id, letter, "surat.pdf")["wanted"], "its pieces have gone with the first"
    piece(ani, response_id, letter, 0)
    reply = become(ani, response_id, letter, "surat.pdf", key="dua")
    assert "bukan foto yang dapat dibaca" in reply["refused"]["dua"] and "berkas/foto" not in kept()
