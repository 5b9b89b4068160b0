"""An answer erased by law, on its page of the history: only for administrators, and only after a typed word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, url_for

from inovik_forms import jobs
from inovik_forms.answers.values import Path
from inovik_forms.store.erase import Copy, Erasure
from inovik_forms.web.called import called
from inovik_forms.web.filling import Filling, load
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import may

WORD = "HAPUS"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Form:
    """`found`: what would go. `copies`: address, name, and whether it is the answer of now, of equal values elsewhere.
    `problems`: field → what is wrong with what was typed there."""

    found: Erasure
    copies: list[tuple[str, str, bool]]
    reason: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def form_of(filling: Filling, path: Path, typed: Mapping[str, str] | None = None) -> Form | None:
    """None where there is nothing to erase, or for somebody who may not. `typed`: the form as it was sent."""
    if not path or not may(account(), "erase", filling.response):
        return None
    found = store().erasure(filling.response.id, [path])
    if not found.changes and not found.late:
        return None
    copies = [(_address(copy), _name(filling, copy), copy.now) for copy in found.copies]
    if typed is None:
        return Form(found, copies)
    reason, problems = " ".join(typed.get("sebab", "").split())[:LONGEST_REASON], {}
    if not reason:
        problems["sebab"] = gettext("Tulis sebabnya; tanpa sebab tidak ada yang dihapus.")
    if typed.get("yakin", "").strip() != WORD:
        problems["yakin"] = gettext("Ketik {word} dengan huruf besar. Belum ada yang dihapus.").format(word=WORD)
    return Form(found, copies, reason, problems)


def _address(copy: Copy) -> str:
    return url_for("history.overview", response_id=copy.response, soal=copy.path)


def _name(filling: Filling, copy: Copy) -> str:
    is_here = copy.response == filling.response.id
    there = filling if is_here else load(store().response(copy.response))
    try:
        name = called(there, copy.path)
    except KeyError:  # a question of another version
        name = copy.path
    return name if is_here else f"{there.plan.questionnaire.title} · {there.response.label}: {name}"


def erase(response_id: int, path: Path, reason: str) -> None:
    """Take it out, and whatever was made from it."""
    store().erase(response_id, [path], reason=reason, author=signed_in().username)
    jobs.forget(store(), response_id)


def kept_out() -> str:
    """What to say of an answer from a page that has not seen the erasure."""
    return gettext(
        "Jawaban ini sudah dihapus menurut hukum, dan halaman ini belum mengetahuinya, sehingga ketikan di sini "
        "tidak disimpan. Muat ulang halaman, lalu isi lagi bila memang baru."
    )


def tell(filling: Filling) -> None:
    """The same on the next page, after a whole page was sent."""
    names = ", ".join(called(filling, path) for path in sorted(filling.kept_out))
    if names:
        told = gettext("Tidak disimpan, karena sudah dihapus menurut hukum sejak halaman itu dibuka: {names}.")
        flash(told.format(names=names) + " " + gettext("Isi lagi bila memang baru."))
