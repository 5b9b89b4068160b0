"""A questionnaire with the kinds that came late: each has a field and holds its answer; metadata fills itself in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from inovik_forms.problems import Problem
from inovik_forms.store.store import Store
from inovik_forms.web import uploads

FORM = """
| survey | | | | | | | |
| | type | name | label | calculation | trigger | choice_filter | parameters |
| | today | hari | | | | | |
| | username | siapa | | | | | |
| | begin_group | a | Tempat | | | | |
| | select_one_from_file desa.csv | desa | Desa | | | | value=kode label=nama |
| | calculate | kec | | pulldata('desa', 'kecamatan', 'kode', ${desa}) | | | |
| | note | n | Kecamatan ${kec}, oleh ${siapa} | | | | |
| | geopoint | letak | Letak | | | | |
| | barcode | kode | Kode batang | | | | |
| | dateTime | saat | Saat rapat | | | | |
| | audio | suara | Rekaman suara | | | | |
| | video | film | Rekaman video | | | | |
| | text | pemicu | Pemicu | | | | |
| | text | dicatat | Dicatat | concat('catat ', ${pemicu}) | ${pemicu} | | |
| | end_group | | | | | | |
| | begin_repeat | orang | Orang | | | | |
| | text | nama | Nama | | | | |
| | end_repeat | | | | | | |
| | begin_group | b | Pimpinan | | | | |
| | select_one ${nama} | ketua | Ketua | | | | |
| | select_one_external kota | kt | Kota | | | prov = 'maluku' | |
| | end_group | | | | | | |
| external_choices | | | | |
| | list_name | name | label | prov |
| | kota | ambon | Ambon | maluku |
| | kota | jakarta | Jakarta | dki |
| desa.csv | | | |
| | kode | nama | kecamatan |
| | 81.71.01 | Batu Merah | Sirimau |
| | 81.71.02 | Laha | Teluk Ambon |
"""


@pytest.fixture
def core(store: Store, visit: Any) -> tuple[int, Any]:
    store.publish_questionnaire("lain", FORM.encode(), "inti.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    return store.start_response(subject.id, "lain", "ani", {}).id, visit("ani")


def test_every_late_kind_has_a_field_and_holds_its_answer(core: tuple[int, Any], store: Store) -> None:
    response, ani = core
    page = ani.get(f"/isian/{response}/bagian/a")
    for name in ("desa", "letak", "kode", "saat", "suara", "film", "pemicu", "dicatat"):
        assert f'name="q.a/{name}"' in page.html, name
    assert "Batu Merah" in page.text
    recording = b"ID3\x03" + bytes(100)
    answers = {
        "q.a/desa": "81.71.02", "q.a/letak": "-3.69 128.18", "q.a/kode": "8991102", "q.a/saat": "24/11/2026 08.30",
        "q.a/pemicu": "x", "q.a/suara": (BytesIO(recording), "rapat.mp3"),
    }  # fmt: skip
    ani.post(f"/isian/{response}/bagian/a", answers)
    values = store.draft(response)[1].values
    assert values["a/letak"] == "-3.69 128.18"
    assert values["a/kode"] == "8991102"
    assert values["a/saat"].startswith("2026-11-24T08:30")
    assert values["a/suara"].endswith("/rapat.mp3")
    again = ani.get(f"/isian/{response}/bagian/a")
    assert "Kecamatan Teluk Ambon" in again.text
    assert again.value("q.a/dicatat") == "catat x"
    assert "rapat.mp3" in again.text


def test_what_a_trigger_wrote_is_not_undone_by_the_page_that_shows_it_blank(
    core: tuple[int, Any], store: Store
) -> None:
    response, ani = core
    page = ani.get(f"/isian/{response}/bagian/a")
    base = page.value("dasar")
    sent = {"id": "k1", "path": "a/pemicu", "value": "kata", "base": int(base)}
    ani.json(f"/isian/{response}/simpan", {"changes": [sent]}, token=page.value("csrf_token"))
    assert store.draft(response)[1].values["a/dicatat"] == "catat kata"
    ani.post(f"/isian/{response}/bagian/a", {"q.a/pemicu": "kata", "q.a/dicatat": "", "dasar": base})
    assert store.draft(response)[1].values["a/dicatat"] == "catat kata"


def test_a_place_that_is_none_is_said_at_its_field(core: tuple[int, Any]) -> None:
    response, ani = core
    ani.post(f"/isian/{response}/bagian/a", {"q.a/letak": "di kantor"})
    assert "di kantor" in ani.get(f"/isian/{response}/bagian/a?salah=1").problem_at("a/letak")


def test_the_other_pages_open_and_the_check_page_shows_all(core: tuple[int, Any]) -> None:
    response, ani = core
    page = ani.get(f"/isian/{response}/bagian/b")
    assert "Ambon" in page.text
    assert "Jakarta" not in page.text
    assert "Letak" in ani.get(f"/isian/{response}/periksa").text


@pytest.mark.parametrize(
    ("data", "name", "kept"),
    [
        (b"ID3\x03" + bytes(20), "a.bin", "a.mp3"),
        (b"\xff\xfb\x90\x00" + bytes(20), "a.mp3", "a.mp3"),
        (b"OggS" + bytes(20), "a.ogg", "a.ogg"),
        (b"RIFF\0\0\0\0WAVE" + bytes(20), "a.wav", "a.wav"),
        (b"\0\0\0\x18ftypM4A " + bytes(20), "a.mp4", "a.m4a"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "a.mp4", "a.mp4"),
        (b"\0\0\0\x14ftypqt  " + bytes(20), "a.mov", "a.mov"),
        (b"\x1aE\xdf\xa3" + bytes(20), "a.webm", "a.webm"),
        (b"%PDF-1.7", "a.mp3", ""),
        (b"<html><script>", "a.mp4", ""),
        (b"\xff", "a.mp3", ""),
    ],
)
def test_recordings_are_known_by_their_content(data: bytes, name: str, kept: str) -> None:
    found = uploads.check(data, name, "audio", "a/suara")
    if kept:
        assert isinstance(found, uploads.Upload)
        assert found.name == kept
    else:
        assert isinstance(found, Problem)
        assert found.code == "web.upload_recording"
