"""For the administrator: the letterheads of the head of the region, of the city and of each unit, with a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from inovik_forms.documents import write_html
from inovik_forms.documents.letterhead_sample import sample
from inovik_forms.letterheads import FIELDS, LONGEST, NO_LOGO, OFFICE, Letterhead, values
from inovik_forms.problems import Problem
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import canonical, uploads
from inovik_forms.web.access import needs
from inovik_forms.web.documents import SHEET_POLICY
from inovik_forms.web.services import services, store
from inovik_forms.words import gettext, mark

bp = Blueprint("letterheads", __name__, url_prefix="/pengaturan/kop")

CITY = "kota"
"""Stands in addresses for the letterhead of papers that are of no unit."""
LINES = ("atas", "nama", "bawah", "alamat")
"""Fields that may have several lines."""
MOST_LINES = 4
LONGEST_LOGO = 800
"""Pixels: 2.5 cm on paper at 800 dots an inch."""
KINDS = {OFFICE: mark("Kepala daerah"), CITY: mark("Naskah yang bukan milik satu perangkat daerah")}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose letterhead: what the address and the store call it, and people."""

    slug: str
    key: str
    title: str

    @property
    def kind(self) -> str:
        return OFFICE if self.key == OFFICE else "unit"


@bp.get("")
@needs("publish")
def overview() -> Any:
    """All of them, and which were set by hand."""
    return render_template("kop.html", owners=_owners(), own=store().own_letterheads())


def _owners() -> list[Owner]:
    office = services().city.get("kota.kepala_jabatan") or gettext(KINDS[OFFICE])
    first = [Owner(OFFICE, OFFICE, office), Owner(CITY, "", gettext(KINDS[CITY]))]
    return first + [Owner(unit.code, unit.code, unit.name) for unit in store().units()]


@bp.get("/<slug>")
@needs("publish")
def one(slug: str) -> Any:
    """A letterhead with its preview."""
    owner = _owner_or_404(slug)
    return _page(owner, store().letterhead(owner.key), {})


@bp.post("/<slug>")
@needs("publish")
def change(slug: str) -> Any:
    """Set it, look at what was typed (`aksi` coba), or let it follow from the data of unit and city again (bawaan)."""
    owner = _owner_or_404(slug)
    action = request.form.get("aksi", "")
    if action == "bawaan":
        store().drop_letterhead(owner.key)
        flash(gettext("Kop mengikuti data kota dan perangkat daerah lagi."))
        return redirect(url_for("letterheads.one", slug=slug), 303)
    typed, problems = _typed(store().letterhead(owner.key))
    if problems or action == "coba":
        return _page(owner, typed, problems), 422 if problems else 200
    store().put_letterhead(owner.key, typed)
    flash(gettext("Kop disimpan. Naskah berikutnya memakainya."))
    return redirect(url_for("letterheads.one", slug=slug), 303)


def _typed(before: Letterhead) -> tuple[Letterhead, dict[str, str]]:
    """What the form says, with the logo that was there unless it brings another; and field → what is wrong."""
    problems: dict[str, str] = {}
    parts: dict[str, str] = {}
    for field, part in FIELDS.items():
        text = canonical.clean(request.form.get(field, ""))
        lines = [" ".join(line.split()) for line in text.split("\n")]
        lines = [line for line in lines if line]
        parts[part] = "\n".join(lines) if field in LINES else " ".join(lines)
        if len(parts[part]) > LONGEST or len(lines) > MOST_LINES:
            told = gettext("Paling banyak {lines} baris dan {most} huruf.")
            problems[field] = told.format(lines=MOST_LINES, most=LONGEST)
    if not parts["name"]:
        problems["nama"] = gettext("Tulis nama yang menjadi kop.")
    chosen = request.form.get("lambang", "")
    kept = request.form.get("lambang_kini", before.logo)
    logo = {"bawaan": "", "tanpa": NO_LOGO}.get(chosen, kept if kept == before.logo or store().file(kept) else "")
    sent = request.files.get("berkas")
    if sent and sent.filename:
        found = uploads.check(sent.read(), sent.filename, "image", "berkas", LONGEST_LOGO)
        if isinstance(found, Problem):
            problems["berkas"] = f"{found.message} {found.fix}"
        else:
            logo = store().put_file(found.data, found.name, found.media_type)
    return Letterhead(**parts, logo=logo), problems


def _page(owner: Owner, shown: Letterhead, problems: Mapping[str, str]) -> str:
    typed = {field: getattr(shown, part) for field, part in FIELDS.items()}
    return render_template(
        "kop-satu.html", owner=owner, typed=typed, problems=problems, logo=shown.logo, no_logo=NO_LOGO,
        is_own=owner.key in store().own_letterheads(), has_city_logo=bool(services().city.get("kota.logo")),
        office=owner.kind == OFFICE, preview=url_for("letterheads.sheet", slug=owner.slug, lambang=shown.logo, **typed),
    )  # fmt: skip


@bp.get("/<slug>/lembar")
@needs("publish")
def sheet(slug: str) -> Response:
    """The letterhead as a page of its own, for the frame of the preview: as it is, with what the address says over."""
    owner = _owner_or_404(slug)
    shown = store().letterhead(owner.key)
    said = {part: request.args[field][:LONGEST] for field, part in FIELDS.items() if field in request.args}
    shown = replace(shown, **said, logo=request.args.get("lambang", shown.logo))
    printed = values(shown, shown, services().city.get("kota.logo", ""))
    html = write_html.write(sample(owner.kind, printed, store().file, services().today()))
    page = render_template("lembar.html", title=owner.title, sheet=Markup(html))  # noqa: S704  # our writer escapes
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": SHEET_POLICY})


def _owner_or_404(slug: str) -> Owner:
    if slug in KINDS:
        return next(owner for owner in _owners() if owner.slug == slug)
    try:
        unit = store().unit(slug)
    except UnknownRecord:
        abort(404)
    return Owner(unit.code, unit.code, unit.name)
