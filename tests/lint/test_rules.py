"""Each rule: a document that breaks it, and one that comes near and must not be told. The documents are the shipped
agreement as a Word file, changed and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from inovik_forms.lint import RULES, Record, lint
from inovik_forms.packs.facts import load_facts
from tests.lint.papers import Change, W, added, agreement, changed, check, doubled, of_rule, read_back, removed

CLAUSE = "PARA PIHAK saling menyediakan data"
NAME = "Johanis Contoh Lekatompessy, S.Sos., M.Si."
SCOPE = "kajian kebijakan mengenai pelayanan publik"


def signature(old: str, new: str) -> Change:
    """A change in the block of signatures, which is the last but the annex's."""

    def change(tree: Any) -> None:
        found = [p for p in tree.iter(f"{W}p") if "".join(t.text or "" for t in p.iter(f"{W}t")) == old]
        texts = list(found[-1].iter(f"{W}t"))
        texts[0].text = new
        for t in texts[1:]:
            t.text = ""

    return change


def both(old: str, new: str) -> Change:
    """A change wherever the text stands in one piece."""

    def change(tree: Any) -> None:
        for t in tree.iter(f"{W}t"):
            t.text = (t.text or "").replace(old, new)

    return change


def typed_numbers(tree: Any) -> None:
    """Two headings with typed numbers behind the last ayat, one number left out."""
    added("Nota Kesepakatan ini mulai berlaku", "Pasal 18", "SATU LAGI", "Isi pasal.", "Pasal 20", "DUA LAGI", "Isi.")(
        tree
    )


BROKEN: list[tuple[str, str, tuple[Any, ...], str]] = [
    ("L01", "dots", (("100.3.7.1/1/BAG-KS/2026", "100.3.7.1/…/BAG-KS/2026"),), "…"),
    ("L01", "brackets", (("bertempat di Ambon", "bertempat di [tempat]"),), "[tempat]"),
    ("L01", "underline", (("bertempat di Ambon", "bertempat di ____"),), "____"),
    ("L01", "letters", (("dua puluh enam (01-12-2026)", "dua puluh enam (dd-mm-yyyy)"),), "dd-mm-yyyy"),
    ("L01", "number", (("NOMOR: CONTOH-02/LAN/2026", "NOMOR:"),), "NOMOR:"),
    ("L02", "one line", (removed("NOMOR: CONTOH-02/LAN/2026"),), "NOMOR: 100.3.7.1/1/BAG-KS/2026"),
    ("L02", "same", (("CONTOH-02/LAN/2026", "100.3.7.1/1/BAG-KS/2026"),), "NOMOR: 100.3.7.1/1/BAG-KS/2026"),
    ("L02", "year", (("CONTOH-02/LAN/2026", "CONTOH-02/LAN/2025"),), "NOMOR: CONTOH-02/LAN/2025"),
    ("L03", "weekday", (("Selasa, tanggal", "Senin, tanggal"),), "Senin"),
    (
        "L04",
        "words",
        (("tanggal satu, bulan", "tanggal dua, bulan"),),
        "tanggal dua, bulan Desember, tahun dua ribu dua",
    ),
    ("L04", "month", (("bulan Desember", "bulan Nopember"), ("(01-12-2026)", "(01-11-2026)")), "Nopember"),
    ("L04", "no day", (("30 November 2029", "31 November 2029"),), "31 November 2029"),
    ("L05", "years", (("3\u00a0(tiga)", "3 (dua)"),), "3 (dua)"),
    ("L05", "joined", (("14\u00a0(empat belas)", "14 (empatbelas)"),), "14 (empatbelas)"),
    (
        "L05",
        "money",
        ((CLAUSE, f"Senilai Rp1.500.000,00 (satu juta rupiah) {CLAUSE}"),),
        "Rp1.500.000,00 (satu juta rupiah)",
    ),
    (
        "L05",
        "total",
        (("empat ratus dua puluh juta rupiah", "empat ratus dua belas juta rupiah"),),
        "empat ratus dua belas",
    ),
    ("L06", "bare", (("3\u00a0(tiga) tahun", "3 tahun"),), "3"),
    ("L07", "dot", ((CLAUSE, f"Rp. 1.000.000,- (satu juta rupiah) {CLAUSE}"),), "Rp. 1.000.000,-"),
    ("L08", "gap", (typed_numbers,), "Pasal 20"),
    ("L08", "single", (removed("Kesepakatan sebagaimana dimaksud"),), "Perubahan atas"),
    ("L08", "no title", (("OBJEK", ""),), "Pasal"),
    ("L09", "pasal", ((CLAUSE, f"Sesuai dengan Pasal 40, {CLAUSE}"),), "Pasal 40"),
    ("L09", "ayat", ((CLAUSE, f"Sesuai dengan Pasal 7 ayat (5), {CLAUSE}"),), "Pasal 7 ayat (5)"),
    (
        "L10",
        "dalam ayat",
        (("Usul perpanjangan sebagaimana dimaksud pada", "Usul perpanjangan sebagaimana dimaksud dalam"),),
        "dalam ayat (2)",
    ),
    (
        "L10",
        "pada pasal",
        (("Ruang lingkup sebagaimana dimaksud dalam", "Ruang lingkup sebagaimana dimaksud pada"),),
        "pada Pasal 4",
    ),
    ("L10", "self", ((CLAUSE, f"Sesuai dengan Pasal 10 ayat (1), {CLAUSE}"),), "Pasal 10 ayat (1)"),
    ("L11", "unmentioned", (("sebagaimana tercantum dalam Lampiran yang", "yang"),), "LAMPIRAN"),
    ("L11", "missing", ((CLAUSE, f"Menurut Lampiran II, {CLAUSE}"),), "Lampiran II"),
    ("L12", "mixed", ((CLAUSE, "PIHAK PERTAMA saling menyediakan data"),), "PIHAK PERTAMA"),
    ("L12", "small", ((CLAUSE, "Para Pihak saling menyediakan data"),), "Para Pihak"),
    ("L12", "twice", (("selanjutnya disebut PIHAK KEDUA", "selanjutnya disebut PIHAK KESATU"),), "PIHAK KESATU"),
    ("L12", "missing", (("secara bersama-sama disebut PARA PIHAK dan", "secara bersama-sama dan"),), "Pada hari ini"),
    ("L13", "title", (("PEMERINTAH KOTA AMBON", "PEMERINTAH KABUPATEN MALUKU"),), "Pemerintah Kota Ambon"),
    ("L13", "name", (signature(NAME, "Maria Contoh Tuhumury"),), "Maria Contoh Tuhumury"),
    (
        "L13",
        "near",
        (("penyelesaiannya diteruskan", "Pemerintah Kota Ambom meneruskannya, diteruskan"),),
        "Pemerintah Kota Ambom",
    ),
    ("L14", "office", (signature("WALI KOTA AMBON,", "PENJABAT WALI KOTA AMBON,"),), "PENJABAT WALI KOTA AMBON,"),
    ("L14", "twice", (signature("PIHAK KEDUA,", "PIHAK KESATU,"),), "PIHAK KESATU,"),
    ("L14", "swapped", (signature("WALI KOTA AMBON,", NAME), signature(NAME, "WALI KOTA AMBON")), "S.Sos."),
    (
        "L15",
        "this",
        (
            (
                "pelaksanaan Nota Kesepakatan ini secara bersama-sama",
                "pelaksanaan Nota Kesepahaman ini secara bersama-sama",
            ),
        ),
        "Nota Kesepahaman",
    ),
    ("L16", "end", (("30 November 2029", "1 Desember 2029"),), "1 Desember 2029"),
    ("L16", "before", (("30 November 2029", "30 November 2019"),), "30 November 2019"),
    (
        "L16",
        "notice",
        (("paling lambat 6\u00a0(enam) bulan sebelum", "paling lambat 36 (tiga puluh enam) bulan sebelum"),),
        "36 (tiga puluh enam) bulan sebelum",
    ),
    ("L16", "row", (("11 Januari 2027 s.d.", "11 Januari 2026 s.d."),), "11 Januari 2026"),
    ("L17", "few", (("rangkap 2\u00a0(dua)", "rangkap 1 (satu)"),), "rangkap 1"),
    ("L17", "spelling", (("bermeterai cukup", "bermaterai cukup"),), "bermaterai"),
    ("L18", "clause", (("JANGKA WAKTU DAN PENGAKHIRAN", "LAIN HAL"),), "NOTA KESEPAKATAN"),
    ("L19", "semicolon", ((f"{SCOPE};", SCOPE),), "publik"),
    ("L19", "conjunction", (("setiap tahapnya; dan", "setiap tahapnya;"),), "tahapnya;"),
    ("L19", "last", (("penyebarluasan hasil inovasi.", "penyebarluasan hasil inovasi"),), "inovasi"),
    ("L19", "capital", ((SCOPE, "Kajian kebijakan mengenai pelayanan publik"),), "Kajian"),
    (
        "L19",
        "opener",
        (("Ruang lingkup Nota Kesepakatan ini meliputi:", "Ruang lingkup Nota Kesepakatan ini meliputi"),),
        "Ruang lingkup Nota",
    ),
    (
        "L20",
        "bahwa",
        (("bahwa Pemerintah Kota Ambon berkewajiban", "Pemerintah Kota Ambon berkewajiban"),),
        "Pemerintah",
    ),
    ("L20", "end", (("di wilayah kepulauan;", "di wilayah kepulauan"),), "kepulauan"),
    (
        "L21",
        "order",
        (("Peraturan Pemerintah Nomor\u00a038 Tahun\u00a02017", "Peraturan Pemerintah Nomor 38 Tahun 2019"),),
        "Kerja Sama Daerah",
    ),
    ("L21", "repealed", (("Nomor\u00a093 Tahun\u00a02024", "Nomor 79 Tahun 2018"),), "Nomor 79 Tahun 2018"),
    ("L21", "incomplete", ((" tentang Inovasi Daerah", ""),), "Peraturan Pemerintah"),
    ("L21", "twice", (doubled("tentang Inovasi Daerah"),), "Inovasi Daerah"),
    ("L22", "unused", (("Rencana Kerja adalah rincian", "Rencana Besar adalah rincian"),), "Rencana Besar"),
    ("L22", "unknown", ((CLAUSE, f"Bersama BKPSDM, {CLAUSE}"),), "BKPSDM"),
    ("L23", "word", (("menjadi pokok kerja sama tidak", "menjadi pokok kerjasama tidak"),), "kerjasama"),
    (
        "L24",
        "daily",
        (("Wali Kota Ambon, berdasarkan", "Pelaksana Harian Wali Kota Ambon, berdasarkan"),),
        "Pelaksana Harian Wali Kota Ambon",
    ),
    (
        "L24",
        "power",
        (
            (
                "Kepala Lembaga Administrasi Negara Republik Indonesia, dalam hal ini",
                "Pelaksana Tugas Kepala Lembaga Administrasi Negara Republik Indonesia, dalam hal ini",
            ),
        ),
        "Pelaksana Tugas Kepala",
    ),
    ("L24", "late", (("tanggal 20 Februari 2025", "tanggal 20 Februari 2027"),), "20 Februari 2027"),
    ("L25", "place", ((CLAUSE, f"Bersama Pemerintah Kabupaten Bandung, {CLAUSE}"),), "Pemerintah Kabupaten Bandung"),
    ("L26", "grant", ((CLAUSE, f"Melalui hibah, {CLAUSE}"),), "hibah"),
    ("L26", "binding", ((CLAUSE, f"Kesepakatan ini tidak mengikat; {CLAUSE}"),), "tidak mengikat"),
    ("L27", "phone", (("0911 000000", "organisasi@ambon.contoh.id"),), "organisasi@ambon.contoh.id"),
    ("L27", "mail", (("kerjasama@lan.contoh.id", "0911 000001"),), "0911 000001"),
    ("L33", "double", ((CLAUSE, "PARA PIHAK  saling menyediakan data"),), "PIHAK  saling"),
    ("L33", "before", ((CLAUSE, "PARA PIHAK , saling menyediakan data"),), "PIHAK ,"),
    ("L34", "sentence", ((CLAUSE, f"{'kata ' * 61}{CLAUSE}"),), "kata kata"),
]


@pytest.mark.parametrize(("rule", "name", "changes", "quote"), BROKEN, ids=[f"{r}-{n}" for r, n, *_ in BROKEN])
def test_a_broken_document_is_told_where_it_is_broken(
    rule: str, name: str, changes: tuple[Any, ...], quote: str
) -> None:
    report = check(changed(agreement(), *changes))
    found = of_rule(report, rule)
    assert any(quote in q.replace("\u00a0", " ") for q in found), [
        (f.rule.id, f.problem.message) for f in report.findings
    ]
    blocks = next(r.severity for r in RULES if r.id == rule) == "error" and name != "near"
    assert not (blocks and report.ready)
    for finding in report.findings:
        assert finding.problem.message and finding.problem.where.part and finding.problem.where.quote  # type: ignore[union-attr]


NEAR: list[tuple[str, str, tuple[Any, ...]]] = [
    ("L01", "roman", (("bertempat di Ambon", "pada abad XX di Ambon"),)),
    ("L01", "angle", ((CLAUSE, "PARA PIHAK (lihat a < b) menyediakan data"),)),
    ("L02", "no year", (("CONTOH-02/LAN/2026", "CONTOH-02/LAN"),)),
    ("L03", "another day", (("Selasa, tanggal satu", "Rabu, tanggal dua"), ("(01-12-2026)", "(02-12-2026)"))),
    (
        "L04",
        "capitals",
        (
            (
                "tanggal satu, bulan Desember, tahun dua ribu dua puluh enam",
                "tanggal Satu Desember Dua Ribu Dua Puluh Enam",
            ),
        ),
    ),
    ("L05", "capitals", (("3\u00a0(tiga)", "3 (Tiga)"),)),
    ("L05", "no number", ((CLAUSE, f"Pada pukul 10 (waktu setempat) dan 2,5% (dua koma lima persen), {CLAUSE}"),)),
    ("L06", "year", ((CLAUSE, f"Mulai tahun 2027 dan pada tanggal 5 Mei 2027, Nomor 12, {CLAUSE}"),)),
    ("L07", "good", ((CLAUSE, f"Rp500,50 dan Rp1.500.000 (satu juta lima ratus ribu rupiah). {CLAUSE}"),)),
    ("L08", "in order", (added("Nota Kesepakatan ini mulai berlaku", "Pasal 18", "SATU LAGI", "Isi pasal."),)),
    ("L09", "law", ((CLAUSE, f"Sesuai dengan Pasal 46 ayat (3) Peraturan Pemerintah tentang Kerja Sama, {CLAUSE}"),)),
    ("L09", "list", ((CLAUSE, f"Sesuai dengan Pasal 8 ayat (1), ayat (2), dan ayat (6), {CLAUSE}"),)),
    ("L11", "law", ((CLAUSE, f"Menurut Lampiran II Undang-Undang Nomor 12 Tahun 2011, {CLAUSE}"),)),
    ("L12", "others", ((CLAUSE, f"Dengan pihak lain dan pihak ketiga, {CLAUSE}"),)),
    ("L13", "capitals", ((CLAUSE, f"PEMERINTAH KOTA AMBON dan {CLAUSE}"),)),
    ("L15", "another paper", ((CLAUSE, f"Dapat dituangkan dalam perjanjian kerja sama; {CLAUSE}"),)),
    ("L16", "day convention", (("30 November 2029", "30 November 2029"),)),
    ("L17", "three", (("rangkap 2\u00a0(dua)", "rangkap 3 (tiga)"),)),
    ("L19", "and/or", (("setiap tahapnya; dan", "setiap tahapnya; dan/atau"),)),
    ("L19", "proper name", ((SCOPE, "Bagian Hukum membuat kajian"),)),
    ("L20", "last stop", (("tumbuh secara berkelanjutan;", "tumbuh secara berkelanjutan."),)),
    ("L22", "introduced", ((CLAUSE, f"Badan Kepegawaian yang selanjutnya disingkat BKPSDM dan BKPSDM, {CLAUSE}"),)),
    ("L23", "address", ((CLAUSE, f"Surat ke kerjasama@contoh.id, www.contoh.id/kerjasama, {CLAUSE}"),)),
    ("L24", "cited", (("Wali Kota Ambon, berdasarkan", "Penjabat Wali Kota Ambon, berdasarkan"),)),
    ("L25", "own", ((CLAUSE, f"Pemerintah Kota Ambon dan {CLAUSE}"),)),
    ("L26", "lawful money", ((CLAUSE, f"Sumber lain yang sah dan tidak mengikat; {CLAUSE}"),)),
    ("L27", "two numbers", (("0911 000000", "+62 911 000000, 0911 000001"),)),
    ("L33", "one space", ((CLAUSE, "PARA PIHAK: saling menyediakan data"),)),
]


@pytest.mark.parametrize(("rule", "name", "changes"), NEAR, ids=[f"{r}-{n}" for r, n, _ in NEAR])
def test_what_comes_near_is_not_told(rule: str, name: str, changes: tuple[Any, ...]) -> None:
    before, after = of_rule(check(agreement()), rule), of_rule(check(changed(agreement(), *changes)), rule)
    assert after == before


def test_the_shipped_agreement_is_ready_in_both_originals() -> None:
    for original in (1, 2):
        report = check(agreement(original), Record(stamped=True, twin=read_back(agreement(3 - original))))
        assert report.ready
        assert [(f.rule.id, f.problem.severity) for f in report.findings] == [("L10", "info")] * 2
        assert [rule.id for rule in report.unchecked] == ["L31", "L32"]


def test_the_table_has_every_rule_once() -> None:
    assert [rule.id for rule in RULES] == [f"L{n:02d}" for n in range(1, 35)]


@pytest.mark.parametrize(
    ("number", "partner", "told"),
    [
        ("100.3.7.1/1/BAG-KS/2026", (), []),
        ("100.3.7.1/1/LAIN/2026", (), ["100.3.7.1/1/LAIN/2026", "CONTOH-02/LAN/2026"]),
        ("100.3.7.1/1/BAG-KS/2026", (("Lembaga", r"B-\d+/2026"),), ["CONTOH-02/LAN/2026"]),
        ("CONTOH-02/LAN/2026 ", (("Lembaga", r"CONTOH-\d+/LAN/\d{4}"),), []),
    ],
)
def test_L02_numbers_of_the_known_patterns(number: str, partner: tuple[tuple[str, str], ...], told: list[str]) -> None:
    """Where nobody knows how one party numbers, one number may be of any pattern."""
    patterns = (("Pemerintah Kota Ambon", r"100\.3\.7\.1/\d+/BAG-KS/\d{4}"), *partner)
    rows = tuple((re.compile(who), re.compile(form), form) for who, form in patterns)
    data = changed(agreement(), ("100.3.7.1/1/BAG-KS/2026", number))
    report = lint(read_back(data), replace(load_facts(), numbers=rows), Record())
    found = [f.problem.detail for f in report.findings if f.rule.id == "L02"]
    assert [detail["number"] for detail in found if "examples" in detail] == told
