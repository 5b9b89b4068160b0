"""Sections given to persons of the unit: who is to fill in what. It forbids nobody to fill in anything."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import load
from inovik_forms.web.place import title_of
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import Account, Response, may

bp = Blueprint("assigning", __name__, url_prefix="/isian/<int:response_id>/pembagian")


def people(response: Response) -> list[Account]:
    """Who may fill it in, by name."""
    return [person for person in store().accounts() if may(person, "answer", response)]


@bp.get("")
@login_required
def overview(response_id: int) -> Any:
    """Each section with whose it is, to be changed."""
    response = response_or_404(response_id, "assign")
    filling = load(response)
    return render_template(
        "pembagian.html", filling=filling, response=response, people=people(response),
        sections=[(s.slug, title_of(filling, s)) for s in filling.shown_sections],
        given={slug: given.account for slug, given in store().assignments(response_id).items()},
    )  # fmt: skip


@bp.post("")
@login_required
def assign(response_id: int) -> Any:
    """What has been chosen for each section; '' = nobody in particular."""
    response = response_or_404(response_id, "assign")
    known = {str(person.id): person.id for person in people(response)} | {"": None}
    before = store().assignments(response_id)
    for section in load(response).pages.sections:
        chosen = request.form.get("b." + section.slug)
        if chosen is None:
            continue
        if chosen not in known:
            abort(400)
        old = before[section.slug].account if section.slug in before else None
        if known[chosen] != old:
            author = signed_in().username
            store().assign(response_id, section.slug, known[chosen], author, services().now())
    flash(gettext("Pembagian bagian tersimpan."))
    return redirect(url_for("assigning.overview", response_id=response_id), 303)
