"""Photos and files that come late wait at the server for a person, as answers do: whole, seen, and placed."""

from __future__ import annotations

import json
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest

from inovik_forms.store.store import Store

from .test_files import jpeg
from .test_late import close, exported, late_url, load
from .test_pieces import become, digest, piece

PHOTO = "berkas/foto"
LETTER = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def photo() -> bytes:
    return jpeg(exif=True, size=(900, 700))


def test_F14_a_photo_for_a_sent_response_waits_and_is_seen(
    visit: Any, response_id: int, store: Store, kept: Any, photo: bytes
) -> None:
    ani = visit("ani")
    close(store, response_id)
    half = len(photo) // 2
    assert piece(ani, response_id, photo, 0, half) == {"ada": half}
    reply = become(ani, response_id, photo, "dermaga.jpg", key="satu")
    assert reply["wanted"] == ["satu"] and reply["receipts"] == reply["late"] == [], "a piece is missing"
    assert store.late(response_id) == []
    piece(ani, response_id, photo, half)
    for _ in range(2):
        reply = become(ani, response_id, photo, "dermaga.jpg", key="satu")
        assert reply["receipts"] == [{"id": "satu"}] and reply["late"] == ["satu"]
    (answer,) = store.late(response_id)
    assert answer.value.endswith("/dermaga.jpg") and kept() == {}
    data = store.file(answer.value)
    assert data is not None and b"rahasia" not in data, "made anew, as any upload"
    page = ani.get(late_url(response_id)).html
    assert f'src="/berkas/{response_id}/{answer.value}/kecil"' in page
    assert ani.client.get(f"/berkas/{response_id}/{answer.value}/kecil").mimetype == "image/jpeg"
    visit("budi").get(f"/berkas/{response_id}/{answer.value}", status=404)


def test_it_is_placed_where_photos_go_and_nowhere_else(
    visit: Any, response_id: int, store: Store, kept: Any, photo: bytes
) -> None:
    ani = visit("ani")
    close(store, response_id)
    piece(ani, response_id, photo, 0)
    become(ani, response_id, photo, "dermaga.jpg")
    piece(ani, response_id, LETTER, 0)
    become(ani, response_id, LETTER, "surat.pdf", path="berkas/surat")
    store.reopen(response_id, "koor", store.clock())
    picture, letter = store.late(response_id)
    page = ani.get(late_url(response_id)).html
    assert page.count('<option value="berkas/foto">') == 1 and page.count('<option value="berkas/surat">') == 2
    assert '<option value="dasar/nama">' not in page
    ani.post(late_url(response_id), nomor=str(picture.id), aksi="pakai", soal="dasar/nama")
    ani.post(late_url(response_id), nomor=str(letter.id), aksi="pakai", soal=PHOTO)
    assert kept() == {}, "neither is an answer there"
    ani.post(late_url(response_id), nomor=str(picture.id), aksi="pakai", soal=PHOTO)
    assert kept() == {PHOTO: picture.value}
    assert store.late(response_id)[0].state == "placed"
    assert ani.get(f"/isian/{response_id}/periksa").html.count(f"/berkas/{response_id}/{picture.value}/kecil") == 1


def test_what_is_no_photo_stays_on_the_device_with_the_reason(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    close(store, response_id)
    piece(ani, response_id, b"<html>", 0)
    reply = become(ani, response_id, b"<html>", "a.jpg", key="satu")
    assert reply["ignored"] == ["satu"] and "bukan foto yang dapat dibaca" in reply["refused"]["satu"]
    assert store.late(response_id) == []


def test_F14_a_photo_of_an_entry_that_is_gone_and_of_a_person_of_another_unit(
    visit: Any, store: Store, photo: bytes
) -> None:
    form = b"""| survey |
| | type | name | label |
| | begin repeat | alat | Alat |
| | image | rupa | Rupa |
| | end repeat | | |
| settings |
| | form_title | form_id |
| | Uji | uji |
"""
    store.publish_questionnaire("lain", form, "lain.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "lain", "ani", {}).id
    ani = visit("ani")
    ani.post(f"/isian/{response}/bagian/alat", {"aksi": "tambah alat"})
    instance = f"alat[{store.draft(response)[1].instances['alat'][-1]}]"
    ani.post(f"/isian/{response}/bagian/alat", {"aksi": f"hapus {instance}"})
    piece(ani, response, photo, 0)
    reply = become(ani, response, photo, "a.jpg", path=f"{instance}/rupa")
    assert len(reply["receipts"]) == 1 and [a.why for a in store.late(response)] == ["gone"]
    account = store.account_by_username("ani")
    assert account is not None
    store.change_account(account.id, unit="dinas-b")
    moved = visit("ani").sign_in("ani")
    other = jpeg(size=(30, 30))
    piece(moved, response, other, 0)
    assert len(become(moved, response, other, "b.jpg", path="alat[1]/rupa")["receipts"]) == 1
    assert [a.why for a in store.late(response)] == ["gone", "unit"]
    piece(visit("budi"), response, other, 0, status=404)
    piece(visit("hukum"), response, other, 0, status=409)


def test_a_page_without_a_script_loses_no_photo_either(
    visit: Any, response_id: int, store: Store, photo: bytes
) -> None:
    ani = visit("ani")
    close(store, response_id)
    data = {"dasar": "0", "q.berkas/foto": (BytesIO(photo), "dermaga.jpg"), "aksi": "lanjut"}
    page = ani.post(f"/isian/{response_id}/bagian/berkas", data, status=409)
    assert "1 jawaban yang baru Anda ketik tersimpan sebagai jawaban terlambat." in page.text
    assert store.file(store.late(response_id)[0].value) is not None


def test_F14_the_photos_in_the_file_of_a_device_whose_account_was_switched_off(
    visit: Any, response_id: int, store: Store, photo: bytes
) -> None:
    account = store.account_by_username("ani")
    assert account is not None

    def record(key: str, data: bytes) -> dict[str, Any]:
        to = f"/isian/{response_id}/simpan?lembar=a&perangkat=hp"
        return {"id": key, "path": PHOTO, "value": f"{digest(data)}/{key}.jpg", "response": str(response_id), "to": to}

    broken = jpeg(size=(10, 10))
    file = json.loads(exported(store, "ani", record("a", photo), record("b", broken), record("c", b"<html>")))
    file["files"] = {digest(photo): b64encode(photo).decode(), digest(broken): "!", digest(b"<html>"): "PGh0bWw+"}
    store.change_account(account.id, active=False)
    for _ in range(2):
        koor = visit("koor")
        load(koor, json.dumps(file).encode())
        assert "2 foto atau berkas di dalamnya tidak dapat dibaca" in koor.get("/terlambat").text
    (answer,) = store.late(response_id)
    assert answer.value.endswith("/a.jpg") and (answer.author, answer.handed_by) == ("ani", "koor")
    assert f"/berkas/{response_id}/{answer.value}/kecil" in visit("koor").get(late_url(response_id)).html


def test_an_erased_photo_stays_where_it_came_late_for_another_question(
    visit: Any, response_id: int, store: Store, kept: Any, photo: bytes
) -> None:
    ani = visit("ani")
    piece(ani, response_id, photo, 0)
    become(ani, response_id, photo, "dermaga.jpg")
    close(store, response_id)
    piece(ani, response_id, photo, 0)
    become(ani, response_id, photo, "dermaga.jpg", path="berkas/surat")
    (answer,) = store.late(response_id)
    store.erase(response_id, [PHOTO], reason="diminta", author="admin")
    assert store.file(answer.value) is not None
    store.erase(response_id, ["berkas/surat"], reason="diminta", author="admin")
    assert store.file(answer.value) is None
