"""Letterheads in the browser: set with a preview, printed by every document from then on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument
from PIL import Image

from inovik_forms import jobs
from inovik_forms.letterheads import OFFICE
from inovik_forms.store.store import Store

PAGE = "/pengaturan/kop"
TYPED = {"atas": "PEMERINTAH KOTA UJI", "nama": "DINAS  A\n\nBARU", "alamat": "Jalan Uji 1", "kode_pos": "97124",
         "telepon": "0911 1", "lambang": "bawaan"}  # fmt: skip


def picture(colour: str = "teal", format: str = "PNG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (60, 80), colour).save(out, format)
    return BytesIO(out.getvalue())


@pytest.fixture
def letter(store: Store, response_id: int) -> int:
    """A response with a template under the unit's letterhead, and one under that of the head of the region."""
    for name, tag in (("surat", "[[KOP]]"), ("keputusan", "[[KOP JABATAN]]")):
        document, out = NewDocument(), BytesIO()
        document.add_paragraph(tag)
        document.add_paragraph("Isi naskah")
        document.save(out)
        store.publish_template(name, out.getvalue(), "uji", name)
    return response_id


def test_until_it_is_set_it_follows_from_city_and_unit(visit: Any, letter: int) -> None:
    sheet = visit("ani").get(f"/dokumen/{letter}/surat/lembar")
    assert sheet.html.index("PEMERINTAH KOTA UJI") < sheet.html.index("DINAS A") < sheet.html.index("Isi naskah")


def test_a_letterhead_is_set_and_printed_from_then_on(visit: Any, store: Store, letter: int) -> None:
    admin = visit("admin")
    before = visit("ani").get(f"/dokumen/{letter}/surat/lembar").html
    admin.post(f"{PAGE}/dinas-a", {**TYPED, "aksi": "simpan"})
    after = visit("ani").get(f"/dokumen/{letter}/surat/lembar").html
    for words in ("BARU", "Jalan Uji 1 97124", "Telepon 0911 1"):
        assert words in after and words not in before
    assert "diatur sendiri" in admin.get(PAGE).text
    assert "BARU" not in visit("admin").get(f"{PAGE}/dinas-b").html
    admin.post(f"{PAGE}/dinas-a", {"aksi": "bawaan"})
    assert visit("ani").get(f"/dokumen/{letter}/surat/lembar").html == before


def test_finished_files_are_made_anew_with_a_changed_letterhead(store: Store, visit: Any, letter: int) -> None:
    def made() -> bytes | None:
        return jobs.document(store, letter, "surat", "docx")

    def make() -> None:
        jobs.request_document(store, letter, "surat", 1)
        job = store.claim(store.clock(), ("render",))
        assert job is not None
        store.finish(job, jobs.do_render(store, job))

    make()
    assert made() is not None
    visit("admin").post(f"{PAGE}/dinas-a", {**TYPED, "aksi": "simpan"})
    assert made() is None
    make()
    text = "\n".join(cell.text for table in NewDocument(BytesIO(made() or b"")).tables for cell in table._cells)
    assert "DINAS A\nBARU" in text


def test_what_was_typed_is_looked_at_before_it_is_kept(visit: Any, store: Store, letter: int) -> None:
    admin = visit("admin")
    page = admin.post(f"{PAGE}/dinas-a", {**TYPED, "aksi": "coba"}, status=200)
    assert page.value("telepon") == "0911 1" and "DINAS A\nBARU</textarea>" in page.html
    assert store.own_letterheads() == set()
    [preview] = [
        part.split('"')[0] for part in page.html.split('src="')[1:] if part.startswith(f"{PAGE}/dinas-a/lembar")
    ]
    sheet = admin.get(preview.replace("&amp;", "&"))
    assert "BARU" in sheet.html and "sandbox" in sheet.headers["Content-Security-Policy"]


def test_an_emblem_is_uploaded_kept_and_left_out(visit: Any, store: Store, letter: int) -> None:
    admin = visit("admin")
    typed = {"nama": "WALI KOTA UJI", "bawah": "PROVINSI UJI"}
    admin.post(f"{PAGE}/{OFFICE}", {**typed, "berkas": (picture(), "garuda.png"), "aksi": "simpan"})
    logo = store.letterhead(OFFICE).logo
    assert store.file(logo) is not None
    sheet = visit("ani").get(f"/dokumen/{letter}/keputusan/lembar").html
    assert sheet.count("<img") == 1 and sheet.index("<img") < sheet.index("WALI KOTA UJI") < sheet.index("PROVINSI UJI")
    admin.post(f"{PAGE}/{OFFICE}", {**typed, "lambang": "kini", "lambang_kini": logo})
    assert store.letterhead(OFFICE).logo == logo
    admin.post(f"{PAGE}/{OFFICE}", {**typed, "lambang": "tanpa", "lambang_kini": logo})
    assert "<img" not in visit("ani").get(f"/dokumen/{letter}/keputusan/lembar").html


@pytest.mark.parametrize(
    ("change", "field"),
    [({"nama": " \n "}, "nama"), ({"alamat": "a\n" * 9}, "alamat"), ({"atas": "x" * 999}, "atas"),
     ({"berkas": (BytesIO(b"GIF89a"), "x.gif")}, "berkas"), ({"berkas": (BytesIO(b""), "x.png")}, "berkas")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    visit: Any, store: Store, change: dict[str, Any], field: str
) -> None:
    page = visit("admin").post(f"{PAGE}/dinas-a", {**TYPED, **change, "aksi": "simpan"}, status=422)
    assert f'id="{field}~s"' in page.html
    assert page.value("kode_pos") == "97124"
    assert store.own_letterheads() == set()


@pytest.mark.parametrize("query", ["nama=%3Cscript%3E&lambang=../../etc/passwd", "lambang=" + "9" * 500, "nama=%7B%7B"])
def test_a_made_up_preview_harms_nobody(visit: Any, query: str) -> None:
    sheet = visit("admin").get(f"{PAGE}/dinas-a/lembar?{query}")
    assert "<script" not in sheet.html and "<img" not in sheet.html


def test_there_is_none_of_a_unit_that_is_not_there(visit: Any) -> None:
    visit("admin").get(f"{PAGE}/dinas-x", status=404)
    visit("admin").post(f"{PAGE}/dinas-x", TYPED, status=404)
    visit("admin").get(f"{PAGE}/kota")
