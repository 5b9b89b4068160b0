"""For the administrator: how each institution numbers each kind of paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.numbers import FIELDS, RESTARTS, TOKENS, Pattern, faults, pattern_from, written
from inovik_forms.problems import Cell
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import canonical
from inovik_forms.web.access import needs
from inovik_forms.web.services import services, store
from inovik_forms.words import gettext

bp = Blueprint("number_patterns", __name__, url_prefix="/pengaturan/nomor")

TAKEN = "baru"
"""Address of a page of ours."""


@bp.get("")
@needs("publish")
def overview() -> Any:
    """Every pattern with an example."""
    return render_template("pola.html", patterns=[(p, _example(p)) for p in store().number_patterns()])


@bp.route("/baru", methods=["GET", "POST"])
@needs("publish")
def new() -> Any:
    """One more pattern."""
    return _edit(None)


@bp.route("/<name>", methods=["GET", "POST"])
@needs("publish")
def one(name: str) -> Any:
    """Change a pattern: what was given stays as it was written."""
    return _edit(_pattern_or_404(name))


@bp.post("/<name>/hapus")
@needs("publish")
def drop(name: str) -> Any:
    """Remove a pattern that was never used."""
    pattern = _pattern_or_404(name)
    if store().drop_number_pattern(name):
        flash(gettext("Pola “{title}” dihapus.").format(title=pattern.title))
        return redirect(url_for("number_patterns.overview"), 303)
    flash(gettext("Pola “{title}” sudah pernah dipakai, jadi tetap ada.").format(title=pattern.title))
    return redirect(url_for("number_patterns.one", name=name), 303)


def _edit(known: Pattern | None) -> Any:
    if request.method == "GET":
        return _page(known, {}, _said(known) if known else {"ulang": "tahun", "mulai": "1"})
    typed = {field: canonical.line(request.form.get(field, "")) for field in FIELDS}
    pattern = pattern_from({**typed, "nama": known.name} if known else typed)
    problems = _problems(pattern, typed)
    if known is None and (pattern.name == TAKEN or pattern.name in {p.name for p in store().number_patterns()}):
        problems["nama"] = gettext("Nama ini sudah dipakai. Pilih nama lain.")
    if problems or "coba" in request.form:
        return _page(known, problems, typed, "" if problems else _example(pattern)), 422 if problems else 200
    store().put_number_pattern(pattern)
    flash(gettext("Pola “{title}” disimpan.").format(title=pattern.title))
    return redirect(url_for("number_patterns.overview"), 303)


def _problems(pattern: Pattern, typed: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with it, and what to do."""
    found: dict[str, list[str]] = {}
    for fault in faults(pattern, ""):
        assert isinstance(fault.where, Cell)
        quote = {"quote": typed["mulai"]} if fault.code == "numbers.first" else {}
        problem = replace(fault, detail={**fault.detail, **quote})
        told = found.setdefault(fault.where.column, [])
        if problem.code == "numbers.empty":
            told.append(gettext("Belum diisi."))
        elif problem.code == "numbers.long":
            told.append(problem.fix)
        else:
            told.append(f"{problem.message} {problem.fix}")
    return {field: " ".join(told) for field, told in found.items()}


def _said(pattern: Pattern) -> dict[str, str]:
    """The pattern as the form shows it."""
    said = {field: str(getattr(pattern, ours)) for field, ours in FIELDS.items()}
    return said | {"per_unit": "1" if pattern.per_unit else ""}


def _example(pattern: Pattern) -> str:
    return written(pattern, pattern.first, services().today(), "dinas-contoh")


def _page(known: Pattern | None, problems: Mapping[str, str], typed: Mapping[str, str], example: str = "") -> str:
    return render_template(
        "pola-satu.html", known=known, problems=problems, typed=typed, tokens=TOKENS,
        restarts=[(value, gettext(words)) for value, words in RESTARTS.items()],
        example=example or (_example(known) if known and not problems else ""),
    )  # fmt: skip


def _pattern_or_404(name: str) -> Pattern:
    try:
        return store().number_pattern(name)
    except UnknownRecord:
        abort(404)
