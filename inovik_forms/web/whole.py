"""A whole response for its person's device, so that pages kept there work by all answers known there, not only by those
of their own page (static/later/whole.js): the form's rules, once a version, and the response's answers as of a change.

What only the server works out (a trigger, random(), uuid(), once()) keeps the value that it has in the answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, abort, request, url_for

from inovik_forms.answers.browser_form import browser_form
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.expressions.nodes import Call, Expression
from inovik_forms.expressions.nodes import walk as walk_nodes
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat, walk
from inovik_forms.web import carried, check_words, conflicts
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.filling import STATES, Filling, load
from inovik_forms.web.looks import is_heading
from inovik_forms.web.place import title_of
from inovik_forms.web.sections import Scope, Section, pages_of, top_name
from inovik_forms.web.services import account, store
from inovik_forms.words import gettext, ngettext
from inovik_forms.workflow import may

bp = Blueprint("whole", __name__, url_prefix="/isian/<int:response_id>")

MOST_BYTES = 2_000_000
"""Of a form's rules and lists; pages of a larger one go by what was known when they were stored."""
LASTING = frozenset({"random", "uuid", "once"})
"""Must not run at each key."""
_OTHER_RULES = ("relevant", "required", "read_only", "constraint", "choice_filter", "repeat_count")


@dataclass(frozen=True, slots=True)
class WholeForm:
    """`data`: the form as JSON, b"" when a device cannot have it; `stamp`: another one for each content; `frozen`: the
    calculated questions whose values come with the answers."""

    data: bytes
    stamp: str
    frozen: frozenset[str] = field(default_factory=frozenset)


_made: WeakKeyDictionary[Plan, WholeForm] = WeakKeyDictionary()


def whole_form(plan: Plan) -> WholeForm:
    """The form for devices, made once a plan."""
    found = _made.get(plan)
    if found is None:
        found = _made[plan] = _make(plan)
    return found


def _make(plan: Plan) -> WholeForm:
    items = list(walk(plan.questionnaire.items))
    if any(_lasts(getattr(item, rule, None)) for item in items for rule in _OTHER_RULES):
        return WholeForm(b"", "")
    frozen = frozenset(item.path for item in items if isinstance(item, Question) and _is_frozen(item))
    form = browser_form(plan)
    for entry, item in zip(form["items"], items, strict=True):
        entry.update(_roles(item) | check_words.of_item(item))
        if item.path in frozen:
            entry.pop("calculation", None)
            entry.pop("trigger", None)
        if isinstance(item, Question) and _lasts(item.default):
            entry.pop("default", None)
    pages = pages_of(plan)
    form["sections"] = [_section(section) for section in pages.sections]
    form["entries"] = {
        path: {"names": [part.name for part in scope.parts], "parts": [_asks(part) for part in scope.parts]}
        for path, scope in pages.instances.items() if scope.parts
    }  # fmt: skip
    form["one"] = pages.one
    form["tops"] = {name: section.slug for name, section in pages.section_of.items()}
    data = json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()
    return WholeForm(data, sha256(data).hexdigest()[:16], frozen) if len(data) <= MOST_BYTES else WholeForm(b"", "")


def _is_frozen(question: Question) -> bool:
    return question.calculation is not None and bool(question.trigger or _lasts(question.calculation))


def _lasts(expression: object) -> bool:
    return isinstance(expression, Expression) and any(
        isinstance(node, Call) and node.name in LASTING for node in walk_nodes(expression.root)
    )


def _roles(item: Item) -> dict[str, bool]:
    """What counts in a section's state: who is shown, asked of people, worked out (web/filling.py, _count)."""
    if not isinstance(item, Question):
        return {}
    is_field = item.kind in FIELDS
    told = {
        "shows": is_field or item.kind == "note",
        "asks": is_field and not item.is_computed and not is_heading(item),
        "computed": item.is_computed,
        "mixed": item.is_mixed,
    }
    return {name: value for name, value in told.items() if value}


def _section(section: Section) -> dict[str, Any]:
    """Its address's end, what it asks, and the pages that it is cut into with the ends of theirs."""
    kind = "repeat" if isinstance(section.group, Repeat) else "group" if isinstance(section.group, Group) else ""
    return {
        "slug": section.slug, "kind": kind, "group": section.group.path if section.group else "",
        "asks": _asks(section.scope), "parts": [_asks(part) for part in section.scope.parts],
        "names": [part.name for part in section.scope.parts],
    }  # fmt: skip


def _asks(scope: Scope) -> list[str]:
    """What makes a page one that asks something."""
    return [question.path for question in scope.questions] + [repeat.path for repeat in scope.repeats]


# ---------------------------------------------------------------- routes


@bp.get("/seluruh/<stamp>.json")
@login_required
def form(response_id: int, stamp: str) -> Response:
    """The response's form. Its address changes with it, so a device asks once for each version."""
    response = response_or_404(response_id)
    found = whole_form(plan_of(store().questionnaire(response.questionnaire, response.version)))
    if not found.data or found.stamp != stamp:
        abort(404)
    return Response(found.data, mimetype="application/json")


@bp.get("/seluruh.json")
@login_required
def answers(response_id: int) -> Any:
    """All answers, and what else a device needs to go on with them. `?sejak=`: the change that it has them of."""
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        abort(404)
    found = whole_form(plan_of(store().questionnaire(response.questionnaire, response.version)))
    given = _given(response_id)
    if not found.data or request.args.get("sejak") == _stamp(response.seq, found, given):
        return "", 204
    return told(load(response), found)


def _given(number: int) -> dict[str, str]:
    """Whose section is whose: its slug → the person's name."""
    return {slug: one.name for slug, one in store().assignments(number).items()}


def _stamp(seq: int, found: WholeForm, given: dict[str, str]) -> str:
    return f"{seq}-{found.stamp}-{sha256(repr(given).encode()).hexdigest()[:8]}"


def told(filling: Filling, found: WholeForm) -> dict[str, Any]:
    """The answers of a response as JSON."""
    number, env = filling.response.id, filling.state.env
    snapshot, given = snapshot_of(filling, found), _given(number)
    sections = {
        section.slug: {
            "title": title_of(filling, section),
            "address": url_for("responses.section", response_id=number, slug=section.slug),
        }
        for section in filling.pages.sections
    }
    begun = {filling.pages.section_of.get(top_name(path)) for path in store().paths_by_people(number)}
    return {
        "seq": filling.seq, "stamp": _stamp(filling.seq, found, given), "snapshot": snapshot, "sections": sections,
        "form": url_for("whole.form", response_id=number, stamp=found.stamp),
        "clashes": conflicts.told(filling),
        "sources": {source: carried.words_of(source) for source in set(filling.draft.carried.values())},
        "given": given,
        "begun": [section.slug for section in begun if section], "language": filling.state.language,
        "offset": int((env.now.utcoffset() or env.now - env.now).total_seconds() // 60), "words": _words(),
    }  # fmt: skip


def snapshot_of(filling: Filling, found: WholeForm) -> dict[str, Any]:
    """The answers alone, with those that the device does not work out."""
    snapshot = filling.draft.to_snapshot()
    frozen = [item for item in filling.state.items if item.item.path in found.frozen and item.relevant]
    snapshot["values"] |= {item.answer_path: item.value for item in frozen}
    return snapshot


def _words() -> dict[str, Any]:
    """What a page from the device says by itself."""
    return {
        "required": gettext("(wajib)"), "optional": gettext("(boleh dikosongkan)"),
        "filled": gettext("Sudah pernah diisi"),
        "states": {name: [gettext(text), style] for name, (text, style) in STATES.items()},
        "of": gettext("{n} dari {m}"), "auto": gettext("{n} dari {m} terisi otomatis"),
        "unconfirmed": [ngettext("%(num)s belum dikonfirmasi", "%(num)s belum dikonfirmasi", n) for n in (1, 2)],
        "check": gettext("Periksa jawaban dan kirim"), "go": gettext("Lanjutkan mengisi"),
        "done": gettext("{n} dari {m} bagian selesai."),
        "here": gettext("Menurut jawaban di perangkat ini."),
        "away": gettext("tidak ditanyakan dengan jawaban sekarang"),
    }  # fmt: skip
