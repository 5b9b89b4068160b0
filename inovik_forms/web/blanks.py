"""What a device needs to begin responses without a network (static/later/drafts.js): what may be begun, with the first
values as of now; and once a version, every page of the blank questionnaire.

The server works the first values out anew when the response arrives (web/begun); until then the device shows these.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from inovik_forms import packs
from inovik_forms.answers.journal import apply, fold
from inovik_forms.answers.metadata import at_start
from inovik_forms.answers.pinned import pinned
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.values import Change
from inovik_forms.questionnaires.model import Repeat
from inovik_forms.store.records import UnknownRecord
from inovik_forms.store.responses import prefill_changes
from inovik_forms.web import carried, entries
from inovik_forms.web.access import LARGEST_ID
from inovik_forms.web.auth import login_required
from inovik_forms.web.check import answers_page
from inovik_forms.web.filling import Filling, around
from inovik_forms.web.place import Page, repeat_of
from inovik_forms.web.responses import show, task_list
from inovik_forms.web.services import every_stage, services, signed_in, store
from inovik_forms.web.start import kind_of_mine, subjects_of_mine
from inovik_forms.web.whole import WholeForm, snapshot_of, told, whole_form
from inovik_forms.words import gettext, language
from inovik_forms.workflow import Response as Answers
from inovik_forms.workflow import Stage, Subject, may, progress

bp = Blueprint("blanks", __name__, url_prefix="/perangkat")

NUMBER = LARGEST_ID
"""The blank response's, which the device puts its own in place of; no response has it."""
ABOUT = LARGEST_ID - 1
"""In the same way, the number of what it is about."""
TITLE = "\ue002"
"""… and its title."""
MOST_SUBJECTS = 200
"""Newest first; what is older is begun with a network. `bench offers`: so many are 7 kB on their way and 3 s of work,
once a day."""
MOST_KEPT = 5000


def blank(questionnaire: str, version: int, kind: str) -> Filling:
    """A response that nobody has begun. Nothing of it is kept."""
    now = services().now()
    response = Answers(NUMBER, ABOUT, questionnaire, version, "draft", 0, now, "", signed_in().unit, kind, TITLE)  # type: ignore[arg-type]
    plan = plan_of(store().questionnaire(questionnaire, version))
    filling = Filling(response, plan, 0, fold(()))
    filling.is_whole = False  # no other request may have it
    return filling


# ---------------------------------------------------------------- what may be begun


@bp.get("/mulai.json")
@login_required
def offers() -> Any:
    """What may be begun now, each with its first values. `?sejak=`: the stamp of what the device has."""
    offered = list(_offered())
    stamp = _digest(offered)
    if request.args.get("sejak") == stamp:
        return "", 204
    subjects: dict[int, dict[str, Any]] = {}
    sources: set[str] = set()
    for offer in offered:
        subject, name = offer.subject, offer.stage.questionnaire
        known = subjects.setdefault(subject.id, {"id": subject.id, "title": subject.title, "kind": subject.kind})
        for kind, first in _firsts(offer).items():
            known.setdefault(kind, {})[name] = first
            sources.update(first.get("carried", {}).values())
    names = sorted({offer.stage.questionnaire for offer in offered})
    return {
        "stamp": stamp, "subjects": list(subjects.values()), "blank": NUMBER, "about": ABOUT, "title": TITLE,
        "forms": {name: _form(name) for name in names}, "words": _words(),
        "sources": {source: carried.words_of(source) for source in sources},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be begun. `sent`: what its first values go by; `again`: there is a last one to begin from."""

    subject: Subject
    stage: Stage
    sent: str
    again: bool = False


def _offered() -> Iterator[Offer]:
    """Each of this person's subjects with the questionnaires that may be begun there now; last, something new (id 0)
    with its first questionnaire."""
    person, stages = signed_in(), every_stage()
    published = {record.name for record in store().questionnaire_records()}
    mine = [subject for subject in subjects_of_mine() if may(person, "start", subject)][:MOST_SUBJECTS]
    responses = store().responses_of(person.unit if person.role == "staff" else None) if mine else []
    for subject in mine:
        sent = repr([(r.id, r.status, r.sent_seq) for r in responses if r.subject == subject.id])
        for step in progress(subject, responses, stages):
            is_free = step.state == "none" or (step.state == "sent" and step.stage.repeatable)
            if step.stage.questionnaire in published and is_free:
                yield Offer(subject, step.stage, sent, step.state == "sent")
    new = Subject(0, kind_of_mine(), person.unit if person.role == "staff" else "", "", services().now())
    first = next((s for s in stages if s.kind == new.kind and s.questionnaire in published and not s.apart), None)
    if first and may(person, "start", new):
        yield Offer(new, first, "")


def _digest(offered: Sequence[Offer]) -> str:
    """Another one when something else may be begun, its pages change, or its first values may."""
    addresses = {name: _address(name) for name in {offer.stage.questionnaire for offer in offered}}
    said = [(o.subject.id, o.subject.title, addresses[o.stage.questionnaire], o.sent) for o in offered]
    return sha256(repr((said, services().today(), signed_in())).encode()).hexdigest()[:16]


_kept: OrderedDict[str, dict[str, dict[str, Any]]] = OrderedDict()
_lock = Lock()


def _firsts(offer: Offer) -> dict[str, dict[str, Any]]:
    """The answers that a response begun now begins with ("begin"), and those if it begins from the last one ("last").
    What was worked out today for the same person is not worked out again because of another innovation."""
    key = _digest([offer])
    with _lock:
        found = _kept.get(key)
    if found is None:
        kinds = {"begin": False, "last": True} if offer.again else {"begin": False}
        found = {kind: _first(offer.subject, offer.stage.questionnaire, from_last) for kind, from_last in kinds.items()}
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def _first(subject: Subject, name: str, from_last: bool) -> dict[str, Any]:
    """As `whole` tells them."""
    filling = blank(name, store().questionnaire_version(name), subject.kind)
    first = packs.prefill(store(), subject, signed_in(), name, services().today(), from_last=from_last)
    now = services().now()
    for change in prefill_changes(first.values, now, first.sources):
        apply(filling.draft, change)
    for path, value in at_start(filling.plan, around()).items():
        apply(filling.draft, Change("", path, value, 0, now, "", ""))
    for path, value in pinned(filling.state).items():
        apply(filling.draft, Change("", path, value, 0, now, "", ""))
    return snapshot_of(filling, whole_form(filling.plan))


def _form(name: str) -> dict[str, Any]:
    return {"title": gettext(store().questionnaire(name).title), "version": store().questionnaire_version(name),
            "pages": _address(name)}  # fmt: skip


def _address(name: str) -> str:
    version = store().questionnaire_version(name)
    return url_for("blanks.pages", name=name, version=version, stamp=_stamp(name, version))


def _stamp(name: str, version: int) -> str:
    """Another one for each release, language and person: pages name the person."""
    release = current_app.jinja_env.globals["asset"]("form.js")  # type: ignore[operator]
    said = (release, language(), signed_in(), name, version)
    return sha256(repr(said).encode()).hexdigest()[:16]


def _words() -> dict[str, str]:
    """What the device says by itself of what was begun on it."""
    return {
        "begun": gettext("Isian baru"),
        "here": gettext("Hanya di perangkat ini"),
        "go": gettext("Lanjutkan mengisi"),
    }


# ---------------------------------------------------------------- the blank questionnaire


@bp.get("/kosong/<name>/<int:version>/<stamp>.json")
@login_required
def pages(name: str, version: int, stamp: str) -> Any:
    """Its pages by the ends of their addresses, and what a device goes on with (`whole.told`)."""
    found = _known(name, version)
    if stamp != _stamp(name, version):
        abort(404)
    stage = next((stage for stage in every_stage() if stage.questionnaire == name), None)
    filling = blank(name, version, stage.kind if stage else "inovasi")
    around = told(filling, found) if found.data else None
    if around:
        around["form"] = url_for("blanks.form", name=name, version=version, stamp=found.stamp)
    return {"pages": dict(_pages(filling)), "told": around}


@bp.get("/kuesioner/<name>/<int:version>/<stamp>.json")
@login_required
def form(name: str, version: int, stamp: str) -> Response:
    """The questionnaire's rules, as `whole.form` gives them of a response's."""
    found = _known(name, version)
    if not found.data or found.stamp != stamp:
        abort(404)
    return Response(found.data, mimetype="application/json")


def _known(name: str, version: int) -> WholeForm:
    if not may(signed_in(), "start"):
        abort(404)
    try:
        return whole_form(plan_of(store().questionnaire(name, version)))
    except UnknownRecord:
        abort(404)


def _pages(filling: Filling) -> Iterator[tuple[str, str]]:
    yield "periksa", answers_page(filling, tried=False)
    yield "", task_list(filling, given={}, templates=(), newer=0, moved=0)
    for section in filling.pages.sections:
        for scope in section.scope.parts or (section.scope,):
            page = Page(filling, scope, section)
            yield f"bagian/{page.name}", show(page)
        if section.scope.parts:  # its own address opens the first of them
            yield f"bagian/{section.slug}", show(Page(filling, section.scope.parts[0], section))
    for repeat, whole in filling.pages.instances.items():
        if _is_free(filling, repeat):
            for name in (repeat, *(f"{repeat}/{part.name}" for part in whole.parts)):
                page = entries.blank(filling, name)
                yield f"butir-baru/{name}", show(page, repeat_of(page.filling, page.prefix))


def _is_free(filling: Filling, repeat: str) -> bool:
    """Whether people make it longer, and all the lists around it."""
    names = repeat.split("/")
    around = (filling.plan.item("/".join(names[: n + 1])) for n in range(len(names)))
    return all(item.repeat_count is None for item in around if isinstance(item, Repeat))
