"""The register of numbers: what was given, to what and by whom; numbers of papers made elsewhere; voiding one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from inovik_forms.numbers import HIGHEST, Pattern, skipped
from inovik_forms.questionnaires.write_xlsx import write
from inovik_forms.store.numbers import For, GivenNumber, Taken
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import canonical
from inovik_forms.web.access import LARGEST_ID, needs
from inovik_forms.web.conflicts import name_of
from inovik_forms.web.files import attachment
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.web.theme import day_and_time
from inovik_forms.words import gettext
from inovik_forms.workflow import may

bp = Blueprint("number_register", __name__, url_prefix="/nomor")

PAGE = 50
MOST_AT_ONCE = 200
LONGEST = 300
TWICE = timedelta(minutes=1)
"""Within this time the same note means a button that was pressed twice."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@needs("register")
def overview() -> Any:
    """The register, searched."""
    return _page({}, {})


@bp.post("")
@needs("register")
def record() -> Any:
    """Note numbers that were given elsewhere, or keep them for papers to come."""
    typed = request.form
    pattern, numbers, given, problems = _asked(typed)
    if pattern is not None and not numbers and not problems and (twin := _twin(pattern, given)):
        told = gettext("{number} baru saja dicatat untuk naskah ini. Bila perlu satu nomor lagi, ubah keterangannya.")
        problems["keterangan"] = told.format(number=twin.text)
    if pattern is not None and not problems:
        try:
            made = store().record_numbers(pattern.name, numbers, given) if numbers else [_next(pattern, given)]
        except Taken as taken:
            told = gettext("Sudah ada di register, jadi tidak ada yang dicatat: {numbers}.")
            problems["dari"] = told.format(numbers=", ".join(number.text for number in taken.numbers[:5]))
        else:
            flash(gettext("Dicatat: {numbers}.").format(numbers=_span(made)))
            return redirect(url_for("number_register.overview"), 303)
    return _page(typed, problems), 422


def _twin(pattern: Pattern, given: For) -> GivenNumber | None:
    """The last number, if the same person has just noted it for the same paper: a button pressed twice."""
    for last in store().numbers(most=1):
        same = (last.pattern, last.author, last.note, last.day) == (pattern.name, given.author, given.note, given.day)
        if same and services().now() - last.at < TWICE:
            return last
    return None


def _next(pattern: Pattern, given: For) -> GivenNumber:
    return store().give_number(pattern.name, given)[0]


def _span(made: list[GivenNumber]) -> str:
    return made[0].text if len(made) == 1 else f"{made[0].text} – {made[-1].text}"


def _asked(typed: Mapping[str, str]) -> tuple[Pattern | None, list[int], For, dict[str, str]]:
    """What is to be noted: no numbers = the next one; and field → what is wrong."""
    problems: dict[str, str] = {}
    patterns = {pattern.name: pattern for pattern in store().number_patterns()}
    pattern = patterns.get(typed.get("pola", ""))
    if pattern is None:
        problems["pola"] = gettext("Pilih pola nomor dari daftar.")
    unit = typed.get("unit", "")
    if unit not in {u.code for u in store().units()}:
        unit = ""
    if pattern is not None and pattern.needs_unit and not unit:
        problems["unit"] = gettext("Pola ini memuat kode perangkat daerah. Pilih satu dari daftar.")
    try:
        day = date.fromisoformat(canonical.day(typed.get("tanggal", "")))
    except ValueError:
        day = services().today()
        problems["tanggal"] = gettext("Tulis tanggal naskah, misalnya 28-11-2026.")
    first, last = typed.get("dari", "").strip(), typed.get("sampai", "").strip()
    numbers: list[int] = []
    if first or last:
        numbers = _range(first, last)
        if not numbers:
            told = gettext("Tulis bilangan bulat dari 1, paling banyak {most} nomor sekaligus.")
            problems["dari"] = told.format(most=MOST_AT_ONCE)
    note = canonical.line(typed.get("keterangan", ""))[:LONGEST]
    if not note:
        problems["keterangan"] = gettext("Tulis untuk naskah apa nomor ini.")
    return pattern, numbers, For(day, signed_in().username, unit, note=note), problems


def _range(first: str, last: str) -> list[int]:
    """The numbers from … to …; [] for what is none. Without an end it is one number."""
    ends = (first, last or first)
    if not all(end.isascii() and end.isdecimal() and len(end) <= len(str(HIGHEST)) for end in ends):
        return []
    low, high = map(int, ends)
    return list(range(low, high + 1)) if 1 <= low <= high < low + MOST_AT_ONCE else []


def _filters() -> dict[str, str]:
    """What is searched for, from the address."""
    return {name: canonical.line(request.args.get(name, ""))[:LONGEST] for name in ("cari", "tahun", "jenis")}


def _page(typed: Mapping[str, str], problems: Mapping[str, str]) -> str:
    filters, below = _filters(), request.args.get("sebelum", "")
    found = store().numbers(
        words=filters["cari"], year=filters["tahun"], pattern=filters["jenis"], most=PAGE + 1,
        below=min(int(below), LARGEST_ID) if below.isascii() and below.isdecimal() else 0,
    )  # fmt: skip
    patterns = store().number_patterns()
    counted = store().counted_in(filters["jenis"], filters["tahun"]) if filters["jenis"] and filters["tahun"] else {}
    return render_template(
        "nomor.html", numbers=found[:PAGE], older=found[PAGE - 1].id if len(found) > PAGE else 0, filters=filters,
        patterns=[(pattern.name, pattern.title) for pattern in patterns], typed=typed, problems=problems,
        years=[(year, year) for year in store().number_years()], units=[(u.code, u.name) for u in store().units()],
        gaps={name: gaps for name, numbers in counted.items() if (gaps := skipped(numbers))}, name_of=name_of,
        today=services().today().isoformat(), needs_unit=any(pattern.needs_unit for pattern in patterns),
        day=canonical.day_in_words, may_patterns=may(signed_in(), "publish"),
    )  # fmt: skip


@bp.get("/register.xlsx")
@needs("register")
def export() -> Response:
    """What is found, as a workbook; every cell is text."""
    filters = _filters()
    found = store().numbers(words=filters["cari"], year=filters["tahun"], pattern=filters["jenis"])
    units = {unit.code: unit.name for unit in store().units()}
    heads = [
        gettext("Nomor"), gettext("Nomor urut"), gettext("Tanggal naskah"), gettext("Pola"),
        gettext("Perangkat daerah"), gettext("Untuk"), gettext("Diberikan oleh"), gettext("Diberikan pada"),
        gettext("Dibatalkan pada"), gettext("Dibatalkan oleh"), gettext("Sebab pembatalan"),
    ]  # fmt: skip
    names = {account.username: account.name for account in store().accounts()}
    rows = [
        [
            n.text, str(n.number), n.day.isoformat(), n.title, units.get(n.unit, n.unit), n.subject or n.note,
            names.get(n.author, n.author), day_and_time(n.at), day_and_time(n.voided_at) if n.voided_at else "",
            names.get(n.voided_by, n.voided_by), n.void_reason,
        ]
        for n in found[::-1]
    ]  # fmt: skip
    return attachment(write({gettext("Register"): [heads, *rows]}, widths=dict.fromkeys(_low(heads), 24)),
                      f"{gettext('Register nomor')}.xlsx", XLSX)  # fmt: skip


def _low(heads: list[str]) -> list[str]:
    return [head.lower() for head in heads]


@bp.get("/<int:number_id>")
@needs("register")
def one(number_id: int) -> Any:
    """What is known of a number."""
    return _one(_number_or_404(number_id))


@bp.post("/<int:number_id>/batal")
@needs("register")
def void(number_id: int) -> Any:
    """Take a number out of use, for a reason. It stays in the register."""
    number = _number_or_404(number_id)
    reason = canonical.line(request.form.get("sebab", ""))[:LONGEST]
    if not reason:
        return _one(number, gettext("Tulis sebabnya; tanpa sebab tidak ada nomor yang dibatalkan.")), 422
    if store().void_number(number_id, signed_in().username, reason):
        flash(gettext("Nomor {number} dibatalkan dan tidak akan diberikan lagi.").format(number=number.text))
    return redirect(url_for("number_register.one", number_id=number_id), 303)


def _one(number: GivenNumber, problem: str = "") -> str:
    units = {unit.code: unit.name for unit in store().units()}
    return render_template(
        "nomor-satu.html",
        number=number,
        problem=problem,
        name_of=name_of,
        unit=units.get(number.unit, number.unit),
        day=canonical.day_in_words,
    )


def _number_or_404(number_id: int) -> GivenNumber:
    try:
        return store().number(min(number_id, LARGEST_ID))
    except UnknownRecord:
        abort(404)
