"""Numbers in the browser: given on the page of a document, noted and voided in the register, patterns as data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document as NewDocument

from inovik_forms.numbers import Pattern
from inovik_forms.store.numbers import For
from inovik_forms.store.store import Store
from inovik_forms.web import findings

FORM = """| survey |
| | type | name | label | number_pattern |
| | date | tanggal | Tanggal | |
| | text | nomor | Nomor kota | nota ${tanggal} |
| | text | mitra | Nomor mitra | |
| settings |
| | form_title | form_id |
| | Perjanjian | janji |
"""
NOTA = Pattern("nota", "Nota kesepakatan", "Kota Uji", "{urut:3}/NK/{bulan_romawi}/{tahun}")


@pytest.fixture
def paper(store: Store) -> int:
    """An agreement's response, with a Word template that prints its number."""
    store.publish_questionnaire("janji", FORM.encode(), "janji.md")
    document, out = NewDocument(), BytesIO()
    document.add_paragraph("Nomor {{ nomor }}")
    document.save(out)
    store.publish_template("surat", out.getvalue(), "janji", "Surat perjanjian")
    store.put_number_pattern(NOTA)
    subject = store.add_subject("kesepakatan", "", "Dengan LAN", "hukum")
    return store.start_response(subject.id, "janji", "hukum", {"tanggal": "2026-12-31"}).id


def press(person: Any, paper: int, action: str = "beri", **more: str) -> Any:
    person.post(f"/dokumen/{paper}/surat/nomor", {"soal": "nomor", "aksi": action, **more})
    return person.get(f"/dokumen/{paper}/surat")


def answer(store: Store, paper: int) -> str | None:
    return store.draft(paper)[1].values.get("nomor")


def slug(person: Any, paper: int) -> str:
    return person.get(f"/isian/{paper}").links("/bagian/")[0]


def test_the_button_answers_with_the_next_number_of_the_papers_date(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    assert "Beri nomor" in person.get(f"/dokumen/{paper}/surat").text
    page = press(person, paper)
    assert answer(store, paper) == "001/NK/XII/2026"
    assert "Nomor 001/NK/XII/2026 diberikan" in page.text and "Beri nomor" not in page.text
    assert "001/NK/XII/2026" in person.get(f"/dokumen/{paper}/surat/lembar").html
    entry = store.journal(paper)[-1].change
    assert (entry.path, entry.author, entry.kind) == ("nomor", "hukum", "set")


def test_a_second_press_gives_no_second_number(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    press(person, paper)
    assert "tidak ada nomor kedua" in press(person, paper).text
    assert len(store.numbers()) == 1
    assert answer(store, paper) == "001/NK/XII/2026"


def test_a_typed_number_is_told_and_stays(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    person.post(slug(person, paper), {"q.tanggal": "31-12-2026", "q.nomor": "77/TU/2026", "q.mitra": ""})
    assert "tidak mengikuti pola" in press(person, paper).text
    assert (answer(store, paper), store.numbers()) == ("77/TU/2026", [])


def test_a_typed_number_of_the_pattern_can_be_noted(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    person.post(slug(person, paper), {"q.tanggal": "31-12-2026", "q.nomor": "012/NK/XII/2026", "q.mitra": ""})
    assert "belum ada di register" in press(person, paper).text
    assert store.numbers() == []
    assert "dicatat di register" in press(person, paper, "catat").text
    noted = store.numbers()[0]
    assert (noted.number, noted.response, noted.path) == (12, paper, "nomor")
    assert "Diberikan register" in person.get(f"/dokumen/{paper}/surat").text


def test_a_number_of_another_paper_is_told(visit: Any, store: Store, paper: int) -> None:
    store.record_numbers("nota", [5], For(date(2026, 12, 1), "admin", note="Surat lama"))
    person = visit("hukum")
    person.post(slug(person, paper), {"q.tanggal": "31-12-2026", "q.nomor": "005/nk/XII/2026", "q.mitra": ""})
    assert "milik naskah lain: Surat lama" in press(person, paper).text
    assert answer(store, paper) == "005/nk/XII/2026"


def test_what_is_typed_over_a_given_number_stays_and_a_blank_gets_it_back(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    press(person, paper)
    place = slug(person, paper)
    person.post(place, {"q.tanggal": "31-12-2026", "q.nomor": "X", "q.mitra": ""})
    assert "Berbeda dari register" in press(person, paper).text
    assert answer(store, paper) == "X"
    person.post(place, {"q.tanggal": "31-12-2026", "q.nomor": "", "q.mitra": ""})
    assert "Pakai nomor itu" in person.get(f"/dokumen/{paper}/surat").text
    press(person, paper)
    assert (answer(store, paper), len(store.numbers())) == ("001/NK/XII/2026", 1)


def test_a_voided_number_is_replaced_only_by_who_has_seen_it(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    press(person, paper)
    number = store.numbers()[0]
    assert "tanpa sebab" in person.post(f"/nomor/{number.id}/batal", {"sebab": " "}, status=422).text
    person.post(f"/nomor/{number.id}/batal", {"sebab": "Salah pihak"})
    assert "Salah pihak" in person.get(f"/nomor/{number.id}").text
    assert "sudah dibatalkan: Salah pihak" in press(person, paper).text
    assert answer(store, paper) == number.text
    press(person, paper, lama=number.text)
    assert answer(store, paper) == "002/NK/XII/2026"


def test_an_unknown_pattern_and_a_sent_response_are_told(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    store.drop_number_pattern("nota")
    assert "Pola nomor “nota” belum ada" in press(person, paper).text
    store.put_number_pattern(NOTA)
    store.mark_sent(paper, "hukum", datetime.now(UTC), store.draft(paper)[0])
    person.post(f"/dokumen/{paper}/surat/nomor", {"soal": "nomor"}, status=404)
    assert "selama isiannya belum dikirim" in person.get(f"/dokumen/{paper}/surat").text
    assert store.numbers() == []


def test_numbers_are_noted_by_hand_all_or_none(visit: Any, store: Store, paper: int) -> None:
    person = visit("admin")
    typed = {"pola": "nota", "tanggal": "3-3-2025", "dari": "4", "sampai": "6", "keterangan": "Buku lama"}
    person.post("/nomor", typed)
    assert [n.text for n in store.numbers()][::-1] == ["004/NK/III/2025", "005/NK/III/2025", "006/NK/III/2025"]
    page = person.post("/nomor", {**typed, "dari": "6", "sampai": "9"}, status=422)
    assert "Sudah ada di register" in page.text and "006/NK/III/2025" in page.text
    assert page.value("keterangan") == "Buku lama"
    assert len(store.numbers()) == 3
    person.post("/nomor", {**typed, "dari": "", "sampai": "", "keterangan": "Lain"})
    assert store.numbers()[0].text == "007/NK/III/2025"


def test_the_button_pressed_twice_notes_one_number(visit: Any, store: Store, paper: int) -> None:
    person = visit("hukum")
    typed = {"pola": "nota", "tanggal": "2025-03-03", "dari": "", "sampai": "", "keterangan": "Sewa gedung"}
    person.post("/nomor", typed)
    assert "001/NK/III/2025 baru saja dicatat" in person.post("/nomor", typed, status=422).text
    person.post("/nomor", {**typed, "keterangan": "Sewa gedung kedua"})
    assert [n.number for n in store.numbers()] == [2, 1]


@pytest.mark.parametrize(
    ("field", "text"),
    [("pola", "tidak-ada"), ("tanggal", "kapan-kapan"), ("keterangan", " "), ("dari", "0"), ("dari", "-1"),
     ("dari", "9" * 30), ("sampai", "99999"), ("dari", "٣"), ("tanggal", "")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(visit: Any, store: Store, paper: int, field: str, text: str) -> None:
    typed = {"pola": "nota", "tanggal": "2025-03-03", "dari": "4", "sampai": "", "keterangan": "K"}
    page = visit("hukum").post("/nomor", {**typed, field: text}, status=422)
    assert f'id="{"dari" if field == "sampai" else field}~s"' in page.html
    assert store.numbers() == []


def test_the_register_is_searched_and_taken_away_as_a_workbook(visit: Any, store: Store, paper: int) -> None:
    store.record_numbers("nota", [2, 5], For(date(2025, 3, 1), "admin", note="=SUM(1;2) surat"))
    store.give_number("nota", For(date(2026, 1, 2), "hukum", note="Lain"))
    person = visit("hukum")
    found = person.get("/nomor?tahun=2025&jenis=nota&cari=surat")
    assert "002/NK/III/2025" in found.text and "001/NK/I/2026" not in found.text
    assert "dilompati" in found.text and "3–4" in found.text
    assert "Tidak ada nomor yang cocok" in person.get("/nomor?cari=%25").text
    sheet = openpyxl.load_workbook(BytesIO(person.get("/nomor/register.xlsx?tahun=2025").data)).active
    rows = list(sheet.values)
    assert [row[0] for row in rows] == ["Nomor", "002/NK/III/2025", "005/NK/III/2025"]
    assert rows[1][5] == "=SUM(1;2) surat" and sheet.cell(2, 6).data_type == "s"


def test_old_numbers_come_page_by_page(visit: Any, store: Store, paper: int) -> None:
    store.record_numbers("nota", list(range(1, 61)), For(date(2026, 1, 2), "hukum", note="K"))
    person = visit("hukum")
    first = person.get("/nomor")
    second = person.get(first.links("sebelum=")[0])
    assert ("060/NK/I/2026" in first.text, "010/NK/I/2026" in first.text) == (True, False)
    assert ("010/NK/I/2026" in second.text, "060/NK/I/2026" in second.text) == (True, False)
    person.get("/nomor?sebelum=999999999999999999999999")


def test_a_pattern_is_made_tried_changed_and_dropped(visit: Any, store: Store) -> None:
    person = visit("admin")
    typed = {"nama": "surat-keluar", "judul": "Surat keluar", "instansi": "Kota Uji", "pola": "{urut:3}/{kode}/{tahun}",
             "kode": "TU", "ulang": "tahun", "mulai": "41"}  # fmt: skip
    year = datetime.now(UTC).year
    page = person.post("/pengaturan/nomor/baru", {**typed, "coba": "1"}, status=200)
    assert f"041/TU/{year}" in page.text and store.number_patterns() == []
    person.post("/pengaturan/nomor/baru", typed)
    assert store.number_pattern("surat-keluar").first == 41
    assert "sudah dipakai" in person.post("/pengaturan/nomor/baru", typed, status=422).text
    person.post("/pengaturan/nomor/surat-keluar", {**typed, "kode": "UM", "per_unit": ""})
    assert store.number_pattern("surat-keluar").code == "UM"
    assert "041/UM/" in person.get("/pengaturan/nomor").text
    person.post("/pengaturan/nomor/surat-keluar/hapus")
    assert store.number_patterns() == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"pola": "{nomor}/{tahun}"}, "pola", "{urut}"),
        ({"pola": "{urut}/{tahn}"}, "pola", "Mungkin maksud Anda {tahun}"),
        ({"pola": "{urut}/{urut}/{tahun}"}, "pola", "tepat satu kali"),
        ({"pola": "{urut}/NK"}, "pola", "tidak memuat {tahun}"),
        ({"pola": "{urut}/{tahun}", "ulang": "bulan"}, "pola", "tidak memuat {bulan_romawi}"),
        ({"pola": "{urut}/{tahun}", "per_unit": "1"}, "pola", "tidak memuat {kode_unit}"),
        ({"pola": "{urut}/{kode}/{tahun}", "kode": ""}, "pola", "kodenya belum diisi"),
        ({"pola": "{urut/{tahun}"}, "pola", "tidak berpasangan"),
        ({"pola": "{urut:99}/{tahun}"}, "pola", "{urut:99}"),
        ({"pola": ""}, "pola", "Belum diisi"),
        ({"nama": "Nota Baru"}, "nama", "Nota Baru"),
        ({"mulai": "tiga"}, "mulai", "tiga"),
        ({"ulang": "windu"}, "ulang", "windu"),
    ],
)
def test_a_wrong_pattern_is_told_and_nothing_typed_is_lost(
    visit: Any, store: Store, change: dict[str, str], field: str, words: str
) -> None:
    typed = {"nama": "baru-sekali", "judul": "J", "instansi": "I", "pola": "{urut}/{tahun}", "kode": "K",
             "ulang": "tahun", "mulai": "1", **change}  # fmt: skip
    page = visit("admin").post("/pengaturan/nomor/baru", typed, status=422)
    assert f'id="{field}~s"' in page.html and words in page.text
    assert page.value("judul") == "J" and store.number_patterns() == []


def test_the_check_of_a_paper_knows_the_patterns_of_the_register(app: Any, paper: int) -> None:
    with app.test_request_context("/"):
        who, form, example = findings.facts().numbers[-1]
    assert who.search("PEMERINTAH KOTA UJI") and not who.search("Lembaga Administrasi Negara")
    assert form.fullmatch("007/NK/XII/2026") and form.fullmatch(example) and not form.fullmatch("7/SK/2026")
