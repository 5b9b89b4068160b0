"""What others do on a response while somebody has it open: who is here now, and what they have answered since the page
last heard of it. A page asks every few seconds (static/later/news.js); mostly one small SELECT says: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zlib import crc32

from flask import Blueprint, request

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.journal import split_instance
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Question, Repeat
from inovik_forms.store.journal import SYSTEM
from inovik_forms.store.records import JournalEntry
from inovik_forms.store.together import Present
from inovik_forms.web import conflicts, fields, live, logic
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.filling import Filling, keep, load
from inovik_forms.web.looks import look_of
from inovik_forms.web.origin import is_of_this_page
from inovik_forms.web.owner import HEADER
from inovik_forms.web.sections import pages_of, top_name
from inovik_forms.web.services import account, services, signed_in, store
from inovik_forms.web.theme import clock_time
from inovik_forms.web.wire import json_reply
from inovik_forms.words import gettext, language, mark
from inovik_forms.workflow import Response as Answers
from inovik_forms.workflow import may

bp = Blueprint("news", __name__)

BEAT = timedelta(seconds=20)
"""How exactly is kept who is here; a write for each time that a page asks would be waste."""
SEEN_KINDS = ("inovasi", "kesepakatan")
"""Kinds of subjects whose people see each other. A survey's never do."""
NOTHING = 204


@bp.get("/isian/<int:response_id>/kabar")
@login_required
def news(response_id: int) -> Any:
    """`sejak`: the last change that the page knows of; `hadir`: a mark of what it says of who is here."""
    response = response_or_404(response_id)
    said = _here(response, _others(response))
    stamp = str(crc32(said.encode()))
    since = _number(request.args.get("sejak", ""), response.seq)
    if since >= response.seq and request.args.get("hadir") == stamp:
        return "", NOTHING
    told: dict[str, Any] = {"seq": response.seq, "here": said, "mark": stamp}
    if not may(account(), "answer", response) or request.args.get("versi") != str(response.version):
        told["closed"] = gettext("Isian ini sudah dikirim atau pindah versi. Muat ulang untuk melihatnya.")
    elif since < response.seq:
        told |= _since(response, since)
    return json_reply(told)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


# ---------------------------------------------------------------- who is here


def _others(response: Answers) -> list[Present]:
    """Who else has the response open; that this person has is kept."""
    if response.kind not in SEEN_KINDS:
        return []
    now, me = services().now(), signed_in().id
    found = store().present(response.id, now)
    own = next((one for one in found if one.account == me), None)
    place = _place()
    # Only from our own page: nobody is made present by another site's link.
    if HEADER in request.headers and (own is None or now - own.seen_at > BEAT or own.place != place):
        store().be_present(response.id, me, place, now)
    return [one for one in found if one.account != me]


def _place() -> str:
    """The section in front of the person, by its address: of an entry, the one that its list stands in."""
    entry = request.args.get("butir", "")
    return top_name(entry) if entry else request.args.get("bagian", "").partition("/")[0][:200]


def _here(response: Answers, others: list[Present]) -> str:
    if not others:
        return ""
    questionnaire = store().questionnaire(response.questionnaire, response.version)
    pages = pages_of(plan_of(questionnaire))
    titles = {s.slug: s.title(language(), questionnaire.default_language) for s in pages.sections}
    titles |= {n: titles[s.slug] for n, s in pages.section_of.items() if s.slug in titles}
    names = [f"{one.name} ({titles[one.place]})" if one.place in titles else one.name for one in others]
    return gettext("Sedang di sini: {people}").format(people=", ".join(names))


# ---------------------------------------------------------------- what is new


def _since(response: Answers, since: int) -> dict[str, Any]:
    """What others have changed, as the page that asks draws it."""
    filling = load(response)
    entries = [e for e in store().journal_since(response.id, since) if e.seq <= filling.seq]
    foreign = [entry for entry in entries if not is_of_this_page(entry.change.device)]
    told: dict[str, Any] = {"seq": filling.seq}
    by_people = [entry for entry in foreign if entry.change.author != SYSTEM]
    if "daftar" in request.args:
        told["list"] = bool(by_people)
    elif live.scope_asked(filling) is None:
        told["closed"] = gettext("Butir ini sudah dihapus. Muat ulang untuk melihat daftarnya.")
    elif foreign:
        told |= _drawn(filling, foreign, by_people)
    keep(filling)
    return told


def _drawn(filling: Filling, foreign: Sequence[JournalEntry], by_people: Sequence[JournalEntry]) -> dict[str, Any]:
    """`values`: answers of this page, as their fields show them; `anew`: lines that only the page itself can draw
    (files, lists, two values to choose from); `who`: by line, who has changed it, in words."""
    found = live.scope_asked(filling)
    assert found is not None
    instance, scope = found
    here = {scope.answer_path(line, instance): line for line in scope.lines}
    answered = [e.change.path for e in foreign if e.change.kind == "set" and _is_question(filling, e.change.path)]
    drawing = live.drawing(filling, answered)
    clashing = {conflict.path for conflict in filling.conflicts()}
    lists = {path for path, line in here.items() if isinstance(line, Repeat) and _is_within(path, foreign)}
    own = [path for path in dict.fromkeys(answered) if isinstance(here.get(path), Question)]
    anew = [path for path in own if path in clashing or _is_drawn_whole(here[path])]
    values = {path: fields.shown(here[path], filling.stored(path)) for path in own if path not in anew}  # type: ignore[arg-type]
    browser_logic = logic.logic_of(filling.plan, scope)
    is_outside = browser_logic.is_needed and any(path not in here for path in answered)
    return {
        **drawing, "gone": [], "values": values, "anew": [*anew, *lists], "who": _who(by_people, here),
        "logic": browser_logic.as_json(filling.state, instance) if is_outside else None,
    }  # fmt: skip


def _is_question(filling: Filling, path: Path) -> bool:
    question = filling.question_at(path)
    return question is not None and question.kind in FIELDS


def _is_drawn_whole(question: Any) -> bool:
    return question.kind in FILE_KINDS or bool(look_of(question).script)


def _is_within(path: Path, entries: Sequence[JournalEntry]) -> bool:
    return any(entry.change.path.startswith(path + "[") for entry in entries)


def _who(entries: Sequence[JournalEntry], here: dict[Path, Any]) -> dict[Path, str]:
    """By line of this page, who has changed it last and when."""
    found: dict[Path, str] = {}
    for entry in entries:
        path = _line_of(entry.change, here)
        if path:
            words = _LISTS.get(entry.change.kind) or (_CHANGED if path == entry.change.path else _ENTRY)
            found[path] = gettext(words).format(
                who=conflicts.name_of(entry.change.author), time=clock_time(entry.received_at)
            )
    return found


_CHANGED = mark("Diubah oleh {who}, {time}")
_ENTRY = mark("Satu butir diubah oleh {who}, {time}")
_LISTS = {
    "add": mark("Butir baru dari {who}, {time}"),
    "remove": mark("Satu butir dihapus oleh {who}, {time}"),
    "move": mark("Urutan diubah oleh {who}, {time}"),
}


def _line_of(made: Change, here: dict[Path, Any]) -> Path:
    """The line of this page that a change belongs to: the question itself, or the list that its entry stands in."""
    path = made.path
    while path not in here and "[" in path:
        path = split_instance(path[: path.rfind("]") + 1])[0]
    return path if path in here else ""
