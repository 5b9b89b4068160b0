"""On the page of a document: the questions whose answers are numbers out of the register, and the button that gives the
next one. What a person has typed there is told, and never replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from flask import Blueprint, abort, flash, redirect, request, url_for

from inovik_forms.answers.items import ItemState
from inovik_forms.answers.values import Path
from inovik_forms.numbers import Pattern, counted
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.numbers import For, GivenNumber, Taken
from inovik_forms.store.records import Closed
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.called import called
from inovik_forms.web.filling import Filling, change, load
from inovik_forms.web.pages import address
from inovik_forms.web.services import account, services, signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import may

bp = Blueprint("number_giving", __name__, url_prefix="/dokumen/<int:response_id>/<name>/nomor")

Standing = Literal[
    "none", "given", "unwritten", "differs", "typed", "strange", "elsewhere", "voided", "unknown", "unit"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A question for a number, as it stands. `value`: its answer; `given`: the number that the register has for it, or
    (`elsewhere`, `voided`) the one that is written like its answer; `wanted`: the name of its pattern.

    `standing`: nothing yet; given and written; given, but the answer is blank, or another; typed, and could be noted in
    the register, or (`strange`) is not of the pattern; typed, and given for something else; voided; the pattern is not
    there; the number needs a unit, and this paper is of none."""

    path: Path
    label: str
    url: str
    value: str
    standing: Standing
    wanted: str
    pattern: Pattern | None = None
    given: GivenNumber | None = None

    @property
    def can_be_given(self) -> bool:
        return self.standing in ("none", "unwritten", "voided")


def lines(filling: Filling) -> list[Line]:
    """Every number that these answers ask for now."""
    items = list(_numbered(filling))
    if not items:
        return []
    patterns = {pattern.name: pattern for pattern in store().number_patterns()}
    given = {n.path: n for n in store().numbers_of(filling.response.id)[::-1] if n.voided_at is None}
    return [_line(filling, item, patterns, given.get(item.answer_path)) for item in items]


def _numbered(filling: Filling) -> Iterator[ItemState]:
    for item in filling.state.items:
        if isinstance(item.item, Question) and item.item.number_pattern and item.relevant:
            yield item


def _line(filling: Filling, item: ItemState, patterns: dict[str, Pattern], given: GivenNumber | None) -> Line:
    question, path = item.item, item.answer_path
    assert isinstance(question, Question)
    pattern, value = patterns.get(question.number_pattern), item.value.strip()
    standing, found = _standing(filling, item, pattern, given)
    url = address(filling, path) if may(account(), "answer", filling.response) else ""
    return Line(path, called(filling, path), url, value, standing, question.number_pattern, pattern, found)


def _standing(
    filling: Filling, item: ItemState, pattern: Pattern | None, given: GivenNumber | None
) -> tuple[Standing, GivenNumber | None]:
    value = item.value.strip()
    if given is not None:
        return "given" if value == given.text else "differs" if value else "unwritten", given
    found = store().number_written(value) if value else None
    if found is not None:
        return "voided" if found.voided_at else "elsewhere", found
    if pattern is None:
        return "unknown", None
    unit = unit_of(filling)
    if pattern.needs_unit and not unit:
        return "unit", None
    if value:
        return "typed" if counted(pattern, value, day_of(filling, item), unit) else "strange", None
    return "none", None


def unit_of(filling: Filling) -> str:
    """Whose paper it is: the subject's unit, else that of whoever gives the number."""
    return filling.response.unit or signed_in().unit


def day_of(filling: Filling, item: ItemState) -> date:
    """The date that the number is written for: what the question named for it says, else today."""
    question = item.item
    assert isinstance(question, Question)
    around = item.answer_path.rpartition("/")[0]
    dates = [i for i in filling.state.items if question.number_date and i.item.name == question.number_date and i.value]
    dates.sort(key=lambda i: around.startswith(i.answer_path.rpartition("/")[0]))
    try:
        return date.fromisoformat(dates[-1].value[:10]) if dates else services().today()
    except ValueError:  # typed, and no date
        return services().today()


@bp.post("")
@login_required
def give(response_id: int, name: str) -> Any:
    """The next number as an answer; or (`aksi` catat) the typed one into the register."""
    filling = load(response_or_404(response_id, "answer"))
    path = request.form.get("soal", "")
    item = next((item for item in _numbered(filling) if item.answer_path == path), None)
    line = next((line for line in lines(filling) if line.path == path), None)
    if item is None or line is None:
        abort(400)
    flash(_noted(filling, item, line) if request.form.get("aksi") == "catat" else _given(filling, item, line))
    return redirect(url_for("documents.preview", response_id=response_id, name=name, _anchor="nomor"), 303)


def _given(filling: Filling, item: ItemState, line: Line) -> str:
    """Give it; what to say of it."""
    if line.standing == "given":
        return gettext("Nomor {number} sudah diberikan; tidak ada nomor kedua.").format(number=line.value)
    is_seen = line.standing != "voided" or request.form.get("lama", "").strip() == line.value
    if line.pattern is None or not line.can_be_given or not is_seen:
        return gettext("Tidak ada nomor yang diberikan. Lihat keterangan di bawah.")
    given, _ = store().give_number(line.pattern.name, _for(filling, item))
    try:
        filling.save([change(item.answer_path, given.text, filling.seq)])
    except Closed:
        told = gettext("Nomor {number} tercatat, tetapi isiannya baru saja dikirim; buka lagi isiannya.")
        return told.format(number=given.text)
    return gettext("Nomor {number} diberikan dan menjadi jawaban.").format(number=given.text)


def _noted(filling: Filling, item: ItemState, line: Line) -> str:
    """Put the typed number into the register; what to say of it."""
    given = _for(filling, item)
    number = counted(line.pattern, line.value, given.day, given.unit) if line.pattern else None
    if line.pattern is None or line.standing != "typed" or number is None:
        return gettext("Tidak ada nomor yang dicatat. Lihat keterangan di bawah.")
    try:
        store().record_numbers(line.pattern.name, [number], given)
    except Taken as taken:
        return gettext("Nomor itu sudah ada di register: {numbers}.").format(numbers=taken)
    return gettext("Nomor {number} dicatat di register.").format(number=line.value)


def _for(filling: Filling, item: ItemState) -> For:
    return For(day_of(filling, item), signed_in().username, unit_of(filling), filling.response.id, item.answer_path)
