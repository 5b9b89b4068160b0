"""A comparison of two versions of a questionnaire, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inovik_forms import words
from inovik_forms.answers.sentences import sentence
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.compare import Aspect, Comparison, Difference, Pair
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, text
from inovik_forms.words import gettext, mark

WORDS: Mapping[Aspect, str] = {
    "name": mark("nama kolom"),
    "label": mark("bunyi pertanyaan"),
    "hint": mark("petunjuk"),
    "kind": mark("jenis jawaban"),
    "choice_new": mark("pilihan baru"),
    "choice_gone": mark("pilihan dihapus"),
    "choice_label": mark("bunyi pilihan"),
    "relevant": mark("kapan ditanyakan"),
    "required": mark("wajib diisi"),
    "constraint": mark("syarat jawaban"),
    "calculation": mark("perhitungan"),
    "media": mark("gambar atau rekaman"),
    "choice_media": mark("gambar atau rekaman pilihan"),
}
KINDS: Mapping[str, str] = {
    "text": mark("teks"), "integer": mark("bilangan bulat"), "decimal": mark("bilangan desimal"),
    "date": mark("tanggal"), "time": mark("jam"), "select_one": mark("satu pilihan"),
    "select_multiple": mark("beberapa pilihan"), "rank": mark("urutan"), "range": mark("skala"),
    "acknowledge": mark("persetujuan"), "note": mark("catatan"), "calculate": mark("perhitungan"),
    "hidden": mark("tersembunyi"), "image": mark("foto"), "file": mark("berkas"), "datetime": mark("tanggal dan jam"),
    "barcode": mark("kode batang"), "audio": mark("rekaman suara"), "video": mark("rekaman video"),
    "geopoint": mark("titik lokasi"), "geotrace": mark("jalur lokasi"), "geoshape": mark("bidang lokasi"),
    "start": mark("saat mulai"), "end": mark("saat selesai"), "today": mark("hari pengisian"),
    "username": mark("nama akun"), "deviceid": mark("tanda perangkat"), "email": mark("pos-el"),
    "phonenumber": mark("nomor telepon"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that differs: what, before and after in words."""

    label: str
    what: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Labels of what is new and gone, and what changed."""

    new: list[str]
    gone: list[str]
    changed: list[Changed]

    @property
    def is_empty(self) -> bool:
        """Nothing that a person would notice."""
        return not (self.new or self.gone or self.changed)


def shown(comparison: Comparison, old: Questionnaire, new: Questionnaire) -> Shown:
    """The comparison for a page. Questions that nobody sees (calculations, hidden ones) are named by their name."""
    return Shown(
        [label(item, new) for item in comparison.new],
        [label(item, old) for item in comparison.gone],
        [Changed(label(pair.new, new), _words(pair, old, new)) for pair in comparison.changed],
    )


def label(item: Item, form: Questionnaire) -> str:
    """How a person calls an item."""
    return text(item.label, words.language(), form.default_language) or item.name


def _words(pair: Pair, old: Questionnaire, new: Questionnaire) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (gettext(WORDS[d.aspect]), _side(d, d.before, pair.old, old), _side(d, d.after, pair.new, new))
        for d in pair.differences
    )


def _side(difference: Difference, value: str, item: Item, form: Questionnaire) -> str:
    if difference.aspect == "kind":
        return gettext(KINDS[value]) if value in KINDS else value
    if difference.aspect == "required" and value in ("", "true()"):
        return gettext("ya") if value else gettext("tidak")
    if difference.aspect in ("relevant", "required") and value:
        rule = item.relevant if difference.aspect == "relevant" else _required(item)
        return sentence(rule, form, words.language(), item) if rule else value
    if difference.aspect == "relevant":
        return gettext("selalu")
    return value


def _required(item: Item) -> Expression | None:
    return item.required if isinstance(item, Question) else None
