"""Numbers, money, dates and lists in Bahasa Indonesia: the vectors of tests/cases/bahasa."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inovik_forms import bahasa
from inovik_forms.bahasa import reading


def cases(name):
    return json.loads((Path(__file__).parent / "cases" / "bahasa" / f"{name}.json").read_text())


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: str(case["n"]))
def test_a_whole_number_in_words_and_back(case):
    assert bahasa.terbilang(case["n"]) == case["words"]
    assert reading.read_terbilang(case["words"]) == case["n"]
    assert reading.read_terbilang(case["words"].title()) == case["n"]
    assert reading.read_terbilang(case["words"].upper()) == case["n"]


@pytest.mark.parametrize("case", cases("decimals"), ids=lambda case: str(case["n"]))
def test_decimals_are_read_digit_by_digit(case):
    assert bahasa.terbilang(case["n"]) == case["words"]
    assert bahasa.terbilang(Decimal(str(case["n"]))) == case["words"]


@pytest.mark.parametrize("n", [True, False, float("nan"), float("inf"), 10**18, -(10**18), 1e18, "2", None])
def test_what_has_no_words_is_refused(n):
    for function in (bahasa.terbilang, bahasa.rupiah, bahasa.rupiah_terbilang, bahasa.angka):
        with pytest.raises(ValueError, match="is"):
            function(n)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_words_read_back(n):
    words = bahasa.terbilang(n)
    assert reading.read_terbilang(words) == n
    assert "  " not in words
    assert "satu ratus" not in words
    assert "satu puluh" not in words


@given(st.text(alphabet="abdegijklmnoprstu ,", max_size=40))
def test_any_words_are_read_or_not(text):
    n = reading.read_terbilang(text)
    assert n is None or reading.read_terbilang(bahasa.terbilang(n)) == n


@pytest.mark.parametrize("case", cases("read"), ids=lambda case: case["text"])
def test_words_of_people_are_read(case):
    assert reading.read_terbilang(case["text"]) == case["n"]


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: case["date"])
def test_a_date(case):
    for day in (case["date"], date.fromisoformat(case["date"])):
        assert bahasa.hari(day) == case["weekday"]
        assert bahasa.tanggal(day) == case["written"]
        assert bahasa.tanggal_terbilang(day) == case["words"]
    for words in (case["words"], case["written"], case["words"].replace(",", "").replace("tanggal ", "").upper()):
        assert reading.read_tanggal(words) == date.fromisoformat(case["date"])
    assert reading.read_hari(case["weekday"]) == date.fromisoformat(case["date"]).weekday()


@pytest.mark.parametrize("text", ["", "2026-02-30", "14-11-2016", "besok"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"isoformat|day is out of range"):
        bahasa.tanggal(text)


@pytest.mark.parametrize("case", cases("roman"), ids=lambda case: case["letters"])
def test_roman_numerals(case):
    assert bahasa.romawi(case["n"]) == case["letters"]


@pytest.mark.parametrize("n", [0, -1, 4000, True, 1.5])
def test_there_is_no_roman(n):
    with pytest.raises(ValueError, match="no roman"):
        bahasa.romawi(n)


@pytest.mark.parametrize("case", cases("money"), ids=lambda case: case["digits"])
def test_money(case):
    assert bahasa.rupiah(case["n"]) == case["digits"]
    assert bahasa.rupiah_terbilang(case["n"]) == case["words"]
    digits = reading.read_angka(case["digits"].replace("Rp", ""))
    assert digits == reading.read_rupiah_terbilang(case["words"])


@pytest.mark.parametrize("case", cases("separators"), ids=lambda case: case["digits"])
def test_indonesian_separators(case):
    assert bahasa.angka(case["n"]) == case["digits"]


@pytest.mark.parametrize("case", cases("terms"), ids=lambda case: f"{case['start']} {case['n']} {case['unit']}")
def test_the_last_day_of_a_term(case):
    assert bahasa.akhir_masa(case["start"], case["n"], case["unit"]).isoformat() == case["last"]


@pytest.mark.parametrize(("n", "unit"), [(0, "tahun"), (-1, "hari"), (1, "minggu"), (9000, "tahun"), (10**9, "hari")])
def test_there_is_no_such_term(n, unit):
    with pytest.raises(ValueError, match=r"no term|no year"):
        bahasa.akhir_masa("2024-01-01", n, unit)


def test_months_are_added_within_the_calendar():
    assert bahasa.tambah_bulan("2024-01-31", 1) == date(2024, 2, 29)
    assert bahasa.tambah_bulan("2024-01-31", -2) == date(2023, 11, 30)
    assert bahasa.tambah_tahun("2024-02-29", 1) == date(2025, 2, 28)
    assert bahasa.tambah_tahun("2016-11-14", 3) == date(2019, 11, 14)


@pytest.mark.parametrize("case", cases("titles"), ids=lambda case: case["text"])
def test_capitals_of_a_title(case):
    assert bahasa.huruf_judul(case["text"]) == case["title"]


@pytest.mark.parametrize("case", cases("lists"), ids=lambda case: case["text"])
def test_a_list_in_a_sentence(case):
    assert bahasa.daftar(case["items"]) == case["text"]


def test_a_list_may_end_with_another_word():
    assert bahasa.daftar(["a", "b", "c"], "atau") == "a, b, atau c"


@given(st.dates())
def test_a_date_in_words_reads_back(day):
    for words in (bahasa.tanggal_terbilang(day), bahasa.tanggal_terbilang(day).upper(), f"{day:%d-%m-}{day.year:04d}"):
        assert reading.read_tanggal(words) == day
    if day.year > 999:
        assert reading.read_tanggal(bahasa.tanggal(day)) == day
    assert reading.read_hari(bahasa.hari(day)) == day.weekday()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_in_words_reads_back(amount):
    assert reading.read_rupiah_terbilang(bahasa.rupiah_terbilang(amount)) == amount
    assert reading.read_angka(bahasa.rupiah(amount).replace("Rp", "")) == amount


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_decimals_in_words_read_back(number):
    assert reading.read_bilangan(bahasa.terbilang(number)) == number
    assert reading.read_angka(bahasa.angka(number)) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("tiga Nopember dua ribu dua puluh", "2020-11-03"),
        ("3 Pebruari 2020", "2020-02-03"),
        ("03/02/2020", "2020-02-03"),
        ("tanggal 31 Februari 2020", None),
        ("31-02-2020", None),
        ("tanggal tiga puluh dua, bulan Mei, tahun dua ribu", None),
        ("dua tiga Mei dua ribu", None),
        ("besok", None),
        ("", None),
    ],
)
def test_dates_of_people_are_read(text, iso):
    assert reading.read_tanggal(text) == (date.fromisoformat(iso) if iso else None)


@given(st.text(alphabet="abdegijklmnoprstu ,.0123456789-", max_size=40))
def test_any_text_is_read_or_not(text):
    for read in (reading.read_tanggal, reading.read_bilangan, reading.read_rupiah_terbilang, reading.read_angka):
        read(text)
