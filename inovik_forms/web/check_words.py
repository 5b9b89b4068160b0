"""What the page to check one's answers is made of where a device draws it without a network (static/later/check.js):
the sentences, and what each item is called and how its answer is worded, which travel with the form's rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.problems import MESSAGES
from inovik_forms.questionnaires.model import Item, Question
from inovik_forms.web import canonical
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.looks import is_heading
from inovik_forms.web.texts import UNREADABLE
from inovik_forms.words import gettext, ngettext

_WORDED: dict[Callable[[str], str], str] = {
    canonical.shown_number: "number", canonical.shown_date: "date", canonical.shown_month: "month",
    canonical.shown_year: "year", canonical.shown_clock: "clock", canonical.shown_moment: "moment",
}  # fmt: skip
"""How a field shows its answer → what the device calls that (static/later/words.js)."""
_FAULTS = (
    "integer", "decimal", "number_long", "date", "time", "datetime", "point", "line", "area", "words", "rank",
    "rank_twice", "choice", "acknowledge", "range", "step", "constraint",
)  # fmt: skip
"""What can be wrong with an answer that is there."""


def is_listed(question: Question) -> bool:
    """Whether the page says the answer to this question."""
    return question.kind in FIELDS and "hidden" not in question.appearance.split() and not is_heading(question)


def of_item(item: Item) -> dict[str, Any]:
    """What the page says of an item, in every language of the questionnaire."""
    if not isinstance(item, Question):
        return {"label": dict(item.label)}
    if item.kind not in FIELDS:
        return {}
    found = {
        "label": dict(item.label), "refusal": dict(item.constraint_message), "worded": _worded(item),
        "listed": is_listed(item),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _worded(question: Question) -> str:
    if question.kind in FILE_KINDS:
        return "file"
    if question.choices or question.kind == "acknowledge":
        return "" if question.choices else "yes"
    field = FIELDS[question.kind](question)
    return "lines" if question.kind in ("geotrace", "geoshape") else _WORDED.get(field.show, "")


def sentences() -> dict[str, Any]:
    """What the page says by itself; pairs are for one and for several."""
    return {
        "empty": gettext("belum diisi"), "emptied": gettext("(dikosongkan)"), "change": gettext("Ubah"),
        "yes": gettext("Ya"), "other": gettext("Lainnya"), "nth": gettext("ke-{n}"),
        "used": gettext("dipakai sekarang"),
        "problem": gettext("Jawaban ini belum benar; buka pertanyaannya untuk melihat sebabnya."),
        "problems": _plural("%(num)s jawaban perlu diperbaiki"),
        "more": _plural("… dan %(num)s lagi di bawah."),
        "missing": gettext("Yang masih harus diisi sebelum dikirim"), "things": _plural("%(num)s hal"),
        "clashes": gettext("Jawaban ini diubah di dua tempat; pilih mana yang dipakai:"),
        "hidden": _plural(
            "%(num)s jawaban disimpan tetapi tidak dikirim, karena pertanyaannya tidak berlaku lagi setelah "
            "jawaban lain berubah."
        ),
        "aside": gettext("Jawaban berikut disisihkan karena tidak lagi cocok dengan pilihan sebelumnya:"),
        "taken": _plural("%(num)s jawaban dibawa dari isian sebelumnya dan belum dikonfirmasi"),
        "look": gettext("Lihat jawabannya"),
        "complete": gettext("Semua jawaban lengkap menurut perangkat ini."),
        "send": gettext("Mengirim memerlukan sambungan; buka halaman ini lagi begitu tersambung."),
        "faults": {f"answers.{name}": _fault(f"answers.{name}") for name in _FAULTS},
    }  # fmt: skip


def _plural(words: str) -> list[str]:
    return [ngettext(words, words, n) for n in (1, 2)]


def _fault(code: str) -> str:
    what, fix = (gettext(words) for words in MESSAGES[code])
    return f"{what} {fix}" if code in UNREADABLE else what
