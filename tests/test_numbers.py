"""Patterns of numbers: what they print, what they count, and what is wrong with one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from inovik_forms.numbers import Pattern, counted, expression, faults, patterns_from, series, skipped, written

DAY = date(2026, 11, 28)


def pattern(form: str, **more: object) -> Pattern:
    return Pattern("p", "P", "Kota", form, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("100.3.7.1/{urut}/{kode}/{tahun}", "100.3.7.1/7/BAG-KS/2026"),
        ("{urut:3}/{kode}/NK/{bulan_romawi}/{tahun}", "007/BAG-KS/NK/XI/2026"),
        ("{urut:2}.{bulan}.{kode_unit} TAHUN {tahun}", "07.11.DINKES TAHUN 2026"),
    ],
)
def test_a_number_is_written_and_read_back(form: str, text: str) -> None:
    made = pattern(form, code="BAG-KS")
    assert written(made, 7, DAY, "dinkes") == text
    assert counted(made, text.lower() + " ", DAY, "dinkes") == 7
    assert re.fullmatch(expression(made), text)
    for other in (text + "0", text.replace("2026", "2025"), text.replace("7", "٧"), "9" * 99, ""):
        assert counted(made, other, DAY, "dinkes") is None
    assert counted(made, written(made, 12345, DAY, "dinkes"), DAY, "dinkes") == 12345


@pytest.mark.parametrize(
    ("more", "name"),
    [({}, "2026"), ({"restart": "bulan"}, "2026-11"), ({"restart": "tidak"}, ""), ({"per_unit": True}, "2026 dinkes")],
)
def test_within_what_is_counted(more: dict[str, object], name: str) -> None:
    assert series(pattern("{urut}", **more), DAY, "dinkes") == name


def test_what_was_skipped() -> None:
    assert skipped([7, 2, 3, 9, 14, 3]) == [(4, 6), (8, 8), (10, 13)]
    assert skipped([]) == skipped([5]) == []


def test_every_mistake_of_a_pack_is_told_with_its_place() -> None:
    good = {"nama": "a", "judul": "A", "instansi": "K", "pola": "{urut}/{tahun}", "mulai": 3, "per_unit": False}
    bad = {"nama": "a", "judul": "", "pola": "{urutan}/{x}", "mulai": 0, "ulang": "windu"}
    patterns, problems = patterns_from([good, bad], "city.yaml")
    assert patterns[0] == Pattern("a", "A", "K", "{urut}/{tahun}", first=3)
    told = {(p.where.column, p.code) for p in problems}  # type: ignore[union-attr]
    assert told == {
        ("nomor[2].judul", "numbers.empty"), ("nomor[2].instansi", "numbers.empty"), ("nomor[2].nama", "numbers.twice"),
        ("nomor[2].pola", "numbers.token_like"), ("nomor[2].pola", "numbers.token"),
        ("nomor[2].mulai", "numbers.first"),
        ("nomor[2].pola", "numbers.counter"), ("nomor[2].ulang", "numbers.restart"),
    }  # fmt: skip
    for problem in problems:
        assert "{" not in re.sub(r"\{[\w:]+\}", "", problem.message + problem.fix)


def test_a_pattern_that_would_repeat_itself_is_refused() -> None:
    assert not faults(pattern("{urut}", restart="tidak"), "f")
    assert {p.code for p in faults(pattern("{urut}"), "f")} == {"numbers.repeats"}
