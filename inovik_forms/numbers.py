"""Numbers of official papers: how they are written is data of each institution, and so is when counting begins anew.

A pattern is text with tokens in braces: `100.3.7.1/{urut:3}/{kode}/{bulan_romawi}/{tahun}`. What has been given is kept
by `store.numbers`; here is only what can be said of a pattern and a number by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Literal, cast

from inovik_forms.bahasa import romawi
from inovik_forms.problems import Cell, Problem, register
from inovik_forms.words import mark

Restart = Literal["tahun", "bulan", "tidak"]

RESTARTS: Mapping[Restart, str] = {
    "tahun": mark("Setiap tahun"),
    "bulan": mark("Setiap bulan"),
    "tidak": mark("Tidak pernah"),
}
TOKENS: Mapping[str, str] = {
    "urut": mark("nomor urut; {urut:3} menulis 007"),
    "kode": mark("kode instansi atau naskah yang diisi di bawah"),
    "kode_unit": mark("kode perangkat daerah pemilik naskah"),
    "bulan": mark("bulan dengan dua angka"),
    "bulan_romawi": mark("bulan dengan angka Romawi"),
    "tahun": mark("tahun dengan empat angka"),
}
"""Token → what it prints."""
LONGEST = 120
MOST_DIGITS = 8
HIGHEST = 10**MOST_DIGITS - 1

_TOKEN = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

register(
    {
        "numbers.empty": (mark("“{field}” belum diisi."), mark("Isi “{field}”.")),
        "numbers.name": (
            mark("Nama pola “{quote}” tidak dapat dipakai."),
            mark("Pakai huruf kecil, angka, dan tanda hubung, misalnya nota-kesepakatan."),
        ),
        "numbers.twice": (mark("Nama pola “{quote}” dipakai dua kali."), mark("Beri setiap pola nama yang berbeda.")),
        "numbers.token": (
            mark("Tanda “{quote}” dalam pola tidak dikenal."),
            mark("Yang dikenal: {known}."),
        ),
        "numbers.token_like": (
            mark("Tanda “{quote}” dalam pola tidak dikenal."),
            mark("Mungkin maksud Anda {close}."),
        ),
        "numbers.brace": (
            mark("Kurung kurawal dalam pola tidak berpasangan."),
            mark("Tulis setiap tanda lengkap, misalnya {{urut:3}}."),
        ),
        "numbers.counter": (
            mark("Pola harus memuat {{urut}} tepat satu kali."),
            mark("Tulis {{urut}} atau {{urut:3}} di tempat nomor urut."),
        ),
        "numbers.repeats": (
            mark("Hitungan mulai lagi, tetapi pola tidak memuat {token}, sehingga nomor lama akan terulang."),
            mark("Tambahkan {token} ke dalam pola, atau ubah kapan hitungan mulai lagi."),
        ),
        "numbers.code": (
            mark("Pola memuat {{kode}}, tetapi kodenya belum diisi."),
            mark("Isi kode, atau hapus {{kode}} dari pola."),
        ),
        "numbers.restart": (
            mark("“{quote}” bukan pilihan untuk kapan hitungan mulai lagi."),
            mark("Yang dikenal: {known}."),
        ),
        "numbers.first": (
            mark("Nomor pertama “{quote}” bukan bilangan bulat dari 1."),
            mark("Tulis 1, atau nomor sesudah yang terakhir dipakai di buku register."),
        ),
        "numbers.long": (mark("“{field}” terlalu panjang."), mark("Paling banyak {most} huruf.")),
    }
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How an institution numbers one kind of paper. `form`: text with tokens; `code`: what `{kode}` prints;
    `per_unit`: each unit counts for itself; `first`: where counting begins, once."""

    name: str
    title: str
    institution: str
    form: str
    code: str = ""
    restart: Restart = "tahun"
    per_unit: bool = False
    first: int = 1

    @property
    def needs_unit(self) -> bool:
        """Whether a number cannot be written without knowing whose paper it is."""
        return self.per_unit or "kode_unit" in _tokens(self.form)


FIELDS: Mapping[str, str] = {
    "nama": "name", "judul": "title", "instansi": "institution", "pola": "form", "kode": "code", "ulang": "restart",
    "per_unit": "per_unit", "mulai": "first",
}  # fmt: skip
"""Keys of city.yaml, and fields of the page → ours."""


def _tokens(form: str) -> list[str]:
    return [found[1] for found in _TOKEN.finditer(form)]


def written(pattern: Pattern, number: int, day: date, unit: str = "") -> str:
    """The number as it stands on the paper. `unit`: the code of the unit whose paper it is."""

    def value(found: re.Match[str]) -> str:
        match found[1]:
            case "urut":
                return str(number).zfill(int(found[2] or 1))
            case "kode":
                return pattern.code
            case "kode_unit":
                return unit.upper()
            case "bulan":
                return f"{day.month:02}"
            case "bulan_romawi":
                return romawi(day.month)
        return f"{day.year:04}"

    return _TOKEN.sub(value, pattern.form)


def series(pattern: Pattern, day: date, unit: str = "") -> str:
    """Within what a number is counted: a year, a month or all time, and the unit where each counts for itself."""
    period = {"tahun": f"{day.year:04}", "bulan": f"{day.year:04}-{day.month:02}", "tidak": ""}[pattern.restart]
    return " ".join(part for part in (period, unit if pattern.per_unit else "") if part)


def key(text: str) -> str:
    """The same for two ways of writing one number: capitals and blanks do not tell papers apart."""
    return "".join(text.split()).casefold()


def expression(pattern: Pattern) -> str:
    """A regular expression for numbers of this pattern, in which the group `urut` is what was counted."""
    kinds = {
        "urut": r"(?P<urut>\d+)", "kode": re.escape(pattern.code), "kode_unit": r"[\w.-]+", "bulan": r"\d\d",
        "bulan_romawi": "[IVX]+", "tahun": r"\d{4}",
    }  # fmt: skip
    parts, end = [], 0
    for found in _TOKEN.finditer(pattern.form):
        parts += [re.escape(pattern.form[end : found.start()]), kinds[found[1]]]
        end = found.end()
    return "".join([*parts, re.escape(pattern.form[end:])])


def counted(pattern: Pattern, text: str, day: date, unit: str = "") -> int | None:
    """Which number of its series a text is, if it is one of this pattern on that day; None if it is not."""
    found = re.fullmatch(expression(pattern), text.strip(), re.IGNORECASE)
    number = int(found["urut"]) if found and len(found["urut"]) <= MOST_DIGITS else 0
    return number if number and key(written(pattern, number, day, unit)) == key(text) else None


def skipped(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """What lies between the numbers of a series and was not given: (from, to) of each gap."""
    known = sorted(set(numbers))
    return [(a + 1, b - 1) for a, b in pairwise(known) if b > a + 1]


# ---------------------------------------------------------------- what is wrong with a pattern


def faults(pattern: Pattern, file: str, at: str = "") -> list[Problem]:
    """Everything that is wrong. `file`, `at`: what the places are called; each ends in a key of `FIELDS`."""

    def problem(code: str, field: str, /, **detail: object) -> Problem:
        return Problem(f"numbers.{code}", Cell(file, None, at + field), detail)

    found = [
        problem("empty", field, field=field)
        for field in ("nama", "judul", "instansi", "pola")
        if not getattr(pattern, FIELDS[field])
    ]
    if pattern.name and (not _NAME.fullmatch(pattern.name) or len(pattern.name) > LONGEST):
        found.append(problem("name", "nama", quote=pattern.name))
    found += [
        problem("long", field, field=field, most=LONGEST)
        for field in ("judul", "instansi", "pola", "kode")
        if len(getattr(pattern, FIELDS[field])) > LONGEST
    ]
    if pattern.restart not in RESTARTS:
        found.append(problem("restart", "ulang", quote=pattern.restart, known=", ".join(RESTARTS)))
    if not 1 <= pattern.first <= HIGHEST:
        found.append(problem("first", "mulai", quote=pattern.first))
    if pattern.form:
        found += [problem(code, "pola", **detail) for code, detail in _form_faults(pattern)]
    return found


def _form_faults(pattern: Pattern) -> Iterator[tuple[str, dict[str, object]]]:
    tokens = _tokens(pattern.form)
    if re.search(r"[{}]", _TOKEN.sub("", pattern.form)):
        yield "brace", {}
    for found in _TOKEN.finditer(pattern.form):
        name, width = found[1], found[2]
        is_wide = width is None or (name == "urut" and width.isdecimal() and 1 <= int(width) <= MOST_DIGITS)
        if name in TOKENS and is_wide:
            continue
        close = get_close_matches(name.strip().lower(), TOKENS, 1, 0.5)
        if close:
            yield "token_like", {"quote": found[0], "close": f"{{{close[0]}}}"}
        else:
            yield "token", {"quote": found[0], "known": ", ".join(f"{{{name}}}" for name in TOKENS)}
    if tokens.count("urut") != 1:
        yield "counter", {}
    if "kode" in tokens and not pattern.code:
        yield "code", {}
    for token, stands in _apart(pattern, tokens):
        if not stands:
            yield "repeats", {"token": token}


def _apart(pattern: Pattern, tokens: list[str]) -> Iterator[tuple[str, bool]]:
    """What must stand in the text so that no two series write the same number."""
    if pattern.restart in ("tahun", "bulan"):
        yield "{tahun}", "tahun" in tokens
    if pattern.restart == "bulan":
        yield "{bulan_romawi}", bool({"bulan", "bulan_romawi"} & set(tokens))
    if pattern.per_unit:
        yield "{kode_unit}", "kode_unit" in tokens


def pattern_from(row: Mapping[str, object]) -> Pattern:
    """A pattern from texts by the keys of `FIELDS`, as they were typed; a first number that is none becomes 0."""

    def said(field: str) -> str:
        return " ".join(str("" if row.get(field) is None else row[field]).split())

    first = said("mulai") or "1"
    return Pattern(
        said("nama"), said("judul"), said("instansi"), said("pola"), said("kode"),
        cast(Restart, said("ulang") or "tahun"), row.get("per_unit") in (True, "1"),
        int(first) if first.isascii() and first.isdecimal() and len(first) <= MOST_DIGITS else 0,
    )  # fmt: skip


def patterns_from(rows: Sequence[Mapping[str, object]], file: str) -> tuple[list[Pattern], list[Problem]]:
    """The patterns of a pack's `nomor` list, and every problem."""
    patterns: list[Pattern] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        pattern, at = pattern_from(row), f"nomor[{number}]."
        problems += faults(pattern, file, at)
        if pattern.name in {p.name for p in patterns}:
            problems.append(Problem("numbers.twice", Cell(file, None, at + "nama"), {"quote": pattern.name}))
        patterns.append(pattern)
    return patterns, problems
