"""Documents: preview with blanks that lead to their questions, DOCX and PDF from the worker's cache, books."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pytest

from inovik_forms import jobs
from inovik_forms.store.store import Store


@pytest.fixture
def letter(store: Store) -> str:
    """A small template for the test form, published."""
    file = docx.Document()
    file.add_heading("Surat {{ nama }}", 1)
    file.add_paragraph("Pengguna {{ pengguna }}; {{ desa }}; kegiatan pertama:")
    file.add_paragraph("[[ULANGI kegiatan]]")
    file.add_paragraph("Kegiatan {{ kegiatan_nama }}")
    file.add_paragraph("[[AKHIR]]")
    out = BytesIO()
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    store.publish_template("surat-mou", out.getvalue(), "nota", "Nota kesepakatan")
    return "surat"


def work(store: Store) -> None:
    """What the worker does, in this process."""
    while job := store.claim(datetime(2100, 1, 1, tzinfo=UTC)):
        store.finish(job, jobs.KINDS[job.kind](store, job))


def test_preview_lists_blanks_that_lead_to_their_questions(visit: Any, response_id: int, letter: str) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar <obat>"})
    page = ani.get(f"/dokumen/{response_id}/surat")
    assert "Surat uji" in page.text and "3 hal belum diisi" in page.text
    assert f"/isian/{response_id}/bagian/dasar#q.dasar/pengguna" in page.links("bagian/dasar")
    assert any("butir/rencana/kegiatan" in u and u.endswith("kegiatan_nama") for u in page.links("butir/"))
    sheet = ani.get(f"/dokumen/{response_id}/surat/lembar")
    assert "Antar &lt;obat&gt;" in sheet.html and "<obat>" not in sheet.html
    assert f'href="/isian/{response_id}/bagian/dasar#q.dasar/pengguna" target="_top"' in sheet.html
    assert (
        f'data-path="dasar/nama" href="/isian/{response_id}/bagian/dasar#q.dasar/nama" target="_top">Antar'
        in sheet.html
    )
    policy = sheet.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "script" not in policy and "same-origin" not in policy
    beside = ani.get(f"/dokumen/{response_id}/surat/lembar?samping=1").headers["Content-Security-Policy"]
    assert beside == f"{policy} allow-same-origin" and "script" not in beside


def test_preview_tells_what_is_wrong_with_the_document(visit: Any, response_id: int, store: Store) -> None:
    file = docx.Document()
    for text in ("[[JIKA nama = 'ada']]", "[[TANDAI inti]]Bagian inti", "[[AKHIR]]", "Lihat {{ RUJUK inti }}.",
                 "{{ romawi(string-length(nama) - 4) }}"):  # fmt: skip
        file.add_paragraph(text)
    out = BytesIO()
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Obat"})
    page = ani.get(f"/dokumen/{response_id}/surat")
    assert "Yang perlu diperbaiki" in page.text and "Bagian inti" in page.text and "Lihat" in page.text
    assert "«Obat»" in page.text and "romawi" in page.text
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "ada"})
    assert "«" not in ani.get(f"/dokumen/{response_id}/surat").text


def test_readers_see_the_blanks_without_links(visit: Any, response_id: int, letter: str) -> None:
    page = visit("koor").get(f"/dokumen/{response_id}/surat")
    assert "Jumlah pengguna" in page.text and not page.links("bagian/")
    assert "_top" not in visit("koor").get(f"/dokumen/{response_id}/surat/lembar").html
    visit("budi").get(f"/dokumen/{response_id}/surat", status=404)
    visit("budi").get(f"/dokumen/{response_id}/surat/lembar", status=404)
    visit("budi").get(f"/dokumen/{response_id}/surat/naskah-1.docx", status=404)


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_download_waits_for_the_worker_and_is_then_at_once(
    visit: Any, response_id: int, letter: str, store: Store, form: str, start: bytes
) -> None:
    ani = visit("ani")
    url = f"/dokumen/{response_id}/surat/naskah-1.{form}"
    place = ani.get(url, status=302).location
    page = ani.get(place)
    assert "sedang disiapkan" in page.text and page.headers["Refresh"] == "1"
    work(store)
    page = ani.get(place)
    assert "Dokumen siap" in page.text and page.headers["Refresh"] == f"0; url={url}" and page.links(url)
    file = ani.get(url)
    assert file.data.startswith(start)
    assert file.headers["Content-Disposition"].startswith(f'attachment; filename="Surat uji - Antar obat.{form}"')
    visit("budi").get(place, status=404)
    ani.post(f"/isian/{response_id}/bagian/umum", {"q.pembuka": "Baru"})
    ani.get(url, status=302)


def test_documents_are_made_ahead_of_the_click(visit: Any, response_id: int, letter: str, store: Store) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    work(store)
    assert ani.get(f"/dokumen/{response_id}/surat/naskah-1.pdf").data.startswith(b"%PDF")


def test_an_agreement_has_two_originals(visit: Any, store: Store, letter: str) -> None:
    subject = store.add_subject("kesepakatan", "", "Dengan LAN", "hukum")
    response = store.start_response(subject.id, "nota", "hukum", {}).id
    hukum = visit("hukum")
    page = hukum.get(f"/dokumen/{response}/surat-mou?asli=2")
    assert "Naskah asli 1" in page.text and "Naskah asli 2" in page.text
    assert page.links("naskah-1.docx") and page.links("naskah-2.pdf")
    for bad in ("0", "3", "x", "11"):
        hukum.get(f"/dokumen/{response}/surat-mou/naskah-{bad}.pdf", status=404)
    hukum.get(f"/dokumen/{response}/surat-mou?asli=3", status=404)


def test_both_originals_are_made_ahead(visit: Any, store: Store, letter: str) -> None:
    subject = store.add_subject("kesepakatan", "", "Dengan LAN", "hukum")
    response = store.start_response(subject.id, "nota", "hukum", {}).id
    hukum = visit("hukum")
    hukum.post(f"/isian/{response}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    work(store)
    for original in (1, 2):
        assert hukum.get(f"/dokumen/{response}/surat-mou/naskah-{original}.pdf").data.startswith(b"%PDF")


def test_one_original_only_for_plans(visit: Any, response_id: int, letter: str) -> None:
    visit("ani").get(f"/dokumen/{response_id}/surat/naskah-2.pdf", status=404)


@pytest.mark.parametrize("name", ["surat-mou", "tak-ada", "..%2f..%2fetc"])
def test_a_template_of_another_questionnaire_is_not_for_this_response(
    visit: Any, response_id: int, letter: str, name: str
) -> None:
    visit("ani").get(f"/dokumen/{response_id}/{name}", status=404)


def test_a_failed_document_says_its_number(visit: Any, response_id: int, letter: str, store: Store) -> None:
    ani = visit("ani")
    place = ani.get(f"/dokumen/{response_id}/surat/naskah-1.pdf", status=302).location
    job = store.claim(datetime(2100, 1, 1, tzinfo=UTC))
    assert job is not None
    store.fail(job, "ab12cd34")
    page = ani.get(place)
    assert "ab12cd34" in page.text and "Ini kesalahan kami" in page.text and "Refresh" not in page.headers


def test_a_wait_page_is_for_its_own_response_only(visit: Any, response_id: int, letter: str, store: Store) -> None:
    other = store.enqueue("render", {"response": 999}, "render:999")
    visit("ani").get(f"/dokumen/{response_id}/surat/naskah-1.pdf/siap/{other}", status=404)


def test_the_book_of_a_coordinator(visit: Any, response_id: int, store: Store) -> None:
    file = docx.Document()
    file.add_heading("{{ nama }}", 1)
    out = BytesIO()
    file.save(out)
    store.publish_template("buku", out.getvalue(), "uji", "Buku uji", book=True)
    koor = visit("koor")
    assert "Buku uji" in koor.get("/kemajuan").text
    assert "belum dapat dicetak" in koor.post("/buku", naskah="buku", bentuk="docx", follow=True, status=200).html
    store.mark_sent(response_id, "ani", store.clock(), 0)
    place = koor.post("/buku", naskah="buku", bentuk="docx").location
    assert koor.post("/buku", naskah="buku", bentuk="docx").location == place, "asked twice, made once (A46)"
    page = koor.get(place)
    assert "Sedang menyusun 1 rencana aksi" in page.text and page.headers["Refresh"] == "2"
    koor.get(f"{place}/unduh", status=404)
    work(store)
    page = koor.get(place)
    assert "sudah jadi" in page.text
    assert koor.get(f"{place}/unduh").data.startswith(b"PK") and "perlu diperiksa" not in page.text
    visit("admin").get(place, status=404)
    koor.post("/buku", naskah="surat", bentuk="docx", status=400)
    koor.post("/buku", naskah="buku", bentuk="exe", status=400)


def test_the_book_says_what_to_look_at_and_leads_there(visit: Any, response_id: int, store: Store) -> None:
    file = docx.Document()
    file.add_paragraph("[[ULANGI dokumen]]")
    file.add_paragraph("Pengguna {{ pengguna }}, sesuai {{ RUJUK pagu }}.")
    file.add_paragraph("[[JIKA nama = 'lain']]")
    file.add_paragraph("[[TANDAI pagu]]Pagu anggaran")
    file.add_paragraph("[[AKHIR]]")
    file.add_paragraph("[[AKHIR]]")
    out = BytesIO()
    file.save(out)
    store.publish_template("buku", out.getvalue(), "uji", "Buku uji", book=True)
    other = store.add_subject("inovasi", "dinas-b", "Perahu <cepat>", "budi")
    second = store.start_response(other.id, "uji", "budi", {"dasar/nama": "lain"}).id
    late = store.add_subject("inovasi", "dinas-b", "Belum selesai", "budi")
    for sent, seq in ((response_id, 0), (second, 1)):
        store.mark_sent(sent, "ani", store.clock(), seq)
    koor = visit("koor")
    place = koor.post("/buku", naskah="buku", bentuk="docx").location
    work(store)
    page = koor.get(place)
    first, other_plan = re.findall(r'<section class="kartu">(.*?)</section>', page.html, re.S)
    blank = re.search(r'<a href="(/isian/(\d+)/periksa)#(j\.[^"]+)">', first)
    assert blank and int(blank[2]) == response_id
    assert f'id="{blank[3]}"' in koor.get(blank[1]).html, "the link leads to the question"
    assert "Pagu anggaran" in first and "kesalahan pada naskahnya" in first
    assert "kesalahan pada naskahnya" not in other_plan and "Perahu &lt;cepat&gt;" in other_plan
    absent = page.html.partition("belum masuk buku")[2]
    assert f'<a href="/perihal/{late.id}">Belum selesai</a>' in absent and "Perahu" not in absent
    assert koor.get(f"{place}/unduh").data.startswith(b"PK"), "it can be printed all the same"


def test_the_lint_stands_beside_the_clause_and_in_a_copy_with_notes(visit: Any, response_id: int, store: Store) -> None:
    file = docx.Document()
    for text in ("Surat untuk {{ nama }}.", "Berlaku selama 3 (dua) tahun dan <tidak> lebih.", "Kami bekerja  sama."):
        file.add_paragraph(text)
    file.core_properties.author = ""
    out = BytesIO()
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar <obat>"})
    page = ani.get(f"/dokumen/{response_id}/surat")
    assert "Belum siap tanda tangan" in page.text and "Kesalahan" in page.text and "Peringatan" in page.text
    assert "3 tidak sama dengan “dua”" in page.text and "L05" in page.text and "Spasi ganda" in page.text
    links = [u for u in page.links("lembar") if "#temuan-" in u]
    sheet = ani.get(f"/dokumen/{response_id}/surat/lembar").html
    assert links and all(f'id="{u.partition("#")[2]}"' in sheet for u in links)
    at = sheet.index("3 tidak sama dengan")
    assert sheet.index("Surat untuk") < at < sheet.index("Berlaku selama") and "<obat>" not in sheet
    noted = ani.get(f"/dokumen/{response_id}/surat/catatan-1.docx")
    said = [c.text for c in docx.Document(BytesIO(noted.data)).comments]
    assert any("L05" in text and "tiga" in text for text in said) and len(said) >= 3
    visit("budi").get(f"/dokumen/{response_id}/surat/catatan-1.docx", status=404)
    ani.get(f"/dokumen/{response_id}/surat/catatan-2.docx", status=404)


def test_a_document_without_fault_is_ready_to_be_signed(visit: Any, response_id: int, store: Store) -> None:
    file = docx.Document()
    file.add_paragraph("Surat untuk {{ nama }}.")
    file.core_properties.author = ""
    out = BytesIO()
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    ani = visit("ani")
    assert "Belum siap tanda tangan" in ani.get(f"/dokumen/{response_id}/surat").text
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    page = ani.get(f"/dokumen/{response_id}/surat").text
    assert "Siap tanda tangan" in page and "Belum siap" not in page


def test_what_conditions_keep_out_is_shown_in_grey_on_wish(visit: Any, response_id: int, store: Store) -> None:
    file, out = docx.Document(), BytesIO()
    for text in ("[[JIKA nama = 'ada']]", "Hanya bila ada", "[[SELAIN ITU]]", "Bila tidak ada", "[[AKHIR]]"):
        file.add_paragraph(text)
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    ani = visit("ani")
    sheet = f"/dokumen/{response_id}/surat/lembar"
    assert "Hanya bila ada" not in ani.get(sheet).html
    assert "Hanya bila ada" in ani.get(f"{sheet}?semua=1").html
    page = ani.get(f"/dokumen/{response_id}/surat")
    (more,) = page.links("semua=1")
    assert "semua=1" in ani.get(more).html.partition("<iframe")[2]
