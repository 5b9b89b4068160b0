"""Trying a questionnaire out: how a phone shows it, every question one click away, every condition as a sentence.

A trial is a response like any other, so that what an administrator sees is what people will see; but it counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from inovik_forms import packs, words
from inovik_forms.answers.examples import example_draft, place_of
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.sentences import sentence
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, Repeat, walk
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import differences
from inovik_forms.web.access import needs
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.filling import Filling, load
from inovik_forms.web.pages import address
from inovik_forms.web.sections import pages_of, top_name
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.words import gettext

bp = Blueprint("trials", __name__, url_prefix="/pengaturan/kuesioner/<name>/<int(signed=True):version>/coba")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question, list or group of the overview. `rules`: (what, the condition in words). `jump`: whether it has a
    place on a page."""

    path: str
    label: str
    kind: str
    depth: int
    rules: tuple[tuple[str, str], ...]
    jump: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what is in it."""

    title: str
    entries: tuple[Entry, ...]


@bp.get("")
@needs("publish")
def preview(name: str, version: int) -> Any:
    """Everything in the questionnaire, with its conditions; and where to begin."""
    form = _form(name, version)
    parts = _parts(plan_of(form))
    return render_template("coba-kuesioner.html", name=name, version=version, form=form, parts=parts)


@bp.post("")
@needs("publish")
def start(name: str, version: int) -> Any:
    """A new trial, blank or with example answers; `jalur` leads to one question."""
    form = _form(name, version)
    plan, target = plan_of(form), request.form.get("jalur", "")
    known = {item.path for item in walk(form.items)}
    if target and target not in known:
        abort(404)
    draft = example_draft(plan, services().today(), target) if request.form.get("jawaban") == "contoh" else None
    first = packs.plain_values(store(), form, signed_in())
    values = first | ({path: value for path, value in draft.values.items() if value} if draft else {})
    response = store().start_trial(name, version, signed_in().username, values)
    filling = load(response)
    filling.begin()
    return redirect(_place(filling, target) if target else url_for("responses.tasks", response_id=response.id), 303)


def _place(filling: Filling, target: str) -> str:
    """The page of an item, at the item; of the list around it when it has no place of its own."""
    while target:
        place = place_of(filling.state, target)
        if place and top_name(place) in filling.pages.section_of:
            return address(filling, place)
        target = target.rpartition("/")[0]
    return url_for("responses.tasks", response_id=filling.response.id)


def _form(name: str, version: int) -> Questionnaire:
    try:
        return store().questionnaire(name, version) if version else abort(404)
    except UnknownRecord:
        abort(404)


def _parts(plan: Plan) -> list[Part]:
    pages, form = pages_of(plan), plan.questionnaire
    parts: dict[str, list[Entry]] = {section.slug: [] for section in pages.sections}
    for item in walk(form.items):
        section = pages.section_of.get(top_name(item.path))
        if section is not None and section.slug in parts:
            entry = _entry(item, form, item is section.group)
            if entry.jump or entry.rules:
                parts[section.slug].append(entry)
    titles = {s.slug: s.title(words.language(), form.default_language) for s in pages.sections}
    return [Part(titles[slug], tuple(entries)) for slug, entries in parts.items() if entries]


def _entry(item: Item, form: Questionnaire, is_section: bool) -> Entry:
    kind = gettext(differences.KINDS.get(item.kind, item.kind)) if isinstance(item, Question) else ""
    if isinstance(item, Repeat):
        kind = gettext("daftar")
    is_shown = isinstance(item, Repeat) or (isinstance(item, Question) and item.kind in {*FIELDS, "note"})
    depth = min(max(0, item.path.count("/") - 1), 3)
    return Entry(
        item.path, differences.label(item, form), kind, depth, _rules(item, form), jump=is_shown or is_section
    )  # fmt: skip


def _rules(item: Item, form: Questionnaire) -> tuple[tuple[str, str], ...]:
    rules: list[tuple[str, Expression | None]] = [(gettext("Ditanyakan bila"), item.relevant)]
    if isinstance(item, Question):
        rules += [(gettext("Wajib bila"), item.required), (gettext("Benar bila"), item.constraint)]
    if isinstance(item, Repeat):
        rules.append((gettext("Banyaknya"), item.repeat_count))
    found = []
    for what, rule in rules:
        if rule is not None and rule.text == "true()":
            found.append((gettext("Wajib"), ""))
        elif rule is not None:
            found.append((what, sentence(rule, form, words.language(), item)))
    return tuple(found)
