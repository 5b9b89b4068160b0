"""What the rules know of law and language: names, patterns, phrases. All of it is data
(`doc_templates/pemeriksaan.yaml` and a city's own file over it), since it changes without us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that do not belong into an instrument, and why (in the pages' languages)."""

    pattern: re.Pattern[str]
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A kind of agreement. `required`: clause → patterns of its heading, one of which must be there."""

    name: str
    required: Mapping[str, re.Pattern[str]]
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A regulation that something happened to. `repealed` and `changed` name what did it."""

    kind: str
    number: str
    year: int
    repealed: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody's time in office."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Layout:
    """Paper sizes (name → width, height) and least margins, in points; fonts by name and size."""

    papers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    margins: Mapping[str, float] = field(default_factory=dict)
    fonts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, ready for use."""

    instruments: tuple[Instrument, ...] = ()
    numbers: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = ()  # institution, number, an example
    spelling: tuple[tuple[str, re.Pattern[str], str], ...] = ()  # first word, where it is wrong, the right one
    hierarchy: tuple[str, ...] = ()
    law: re.Pattern[str] = re.compile("(?!)")  # a word that begins the name of a regulation
    laws: tuple[Law, ...] = ()
    abbreviations: frozenset[str] = frozenset()
    acting: re.Pattern[str] = re.compile("(?!)")
    not_to_sign: re.Pattern[str] = re.compile("(?!)")
    private: re.Pattern[str] = re.compile("(?!)")
    governments: re.Pattern[str] = re.compile("(?!)")
    institutions: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    layout: Layout = Layout()
    draft_sheet: re.Pattern[str] = re.compile("(?!)")  # heading of what a draft alone has, up to the end
    stamp_question: str = ""
    stamp_answer: str = ""
    note_questions: tuple[str, ...] = ()


def facts_from(data: Mapping[str, Any]) -> Facts:
    """The facts in the mapping of a YAML file. Raises KeyError, ValueError or re.error when it is broken."""
    layout, questions = data.get("tata_letak", {}), data.get("pertanyaan", {})
    return Facts(
        instruments=tuple(_instrument(name, body or {}) for name, body in data.get("naskah", {}).items()),
        numbers=tuple(
            (_pattern(row["instansi"]), re.compile(row["pola"]), row["contoh"]) for row in data.get("nomor", ())
        ),
        spelling=tuple(
            (wrong.split()[0].lower(), _word(wrong), right) for wrong, right in data.get("ejaan", {}).items()
        ),
        hierarchy=tuple(data.get("hierarki", ())),
        law=re.compile(
            rf"(?:{'|'.join(map(re.escape, data['kata_peraturan']))})\b" if data.get("kata_peraturan") else "(?!)"
        ),
        laws=tuple(_law(row) for row in data.get("peraturan", ())),
        abbreviations=frozenset(map(str, data.get("singkatan", ()))),
        acting=_pattern(data.get("pejabat_sementara", "(?!)")),
        not_to_sign=_pattern(data.get("tidak_menandatangani", "(?!)")),
        private=_pattern(data.get("pihak_ketiga", "(?!)")),
        governments=re.compile(data.get("nama_pemerintah", "(?!)")),
        institutions=tuple(data.get("instansi", ())),
        leftovers=tuple(data.get("sisa_naskah_lain", ())),
        terms=tuple(Term(row["nama"], row["mulai"], row["selesai"]) for row in data.get("masa_jabatan", ())),
        layout=Layout(
            {name: (float(w), float(h)) for name, (w, h) in layout.get("kertas", {}).items()},
            {name: float(size) for name, size in layout.get("margin", {}).items()},
            {name: tuple(map(float, sizes)) for name, sizes in layout.get("huruf", {}).items()},
        ),
        draft_sheet=_pattern(data.get("lembar_draf", "(?!)")),
        stamp_question=str(questions.get("meterai", "")),
        stamp_answer=str(questions.get("meterai_ya", "ya")),
        note_questions=tuple(questions.get("catatan_internal", ())),
    )


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A city's file over the shipped one: mappings by key, lists one behind the other, anything else replaced."""
    result = dict(base)
    for key, value in own.items():
        old = result.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = merged(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            result[key] = [*value, *old]
        else:
            result[key] = value
    return result


def _instrument(name: str, body: Mapping[str, Any]) -> Instrument:
    required = {clause: _pattern(pattern) for clause, pattern in body.get("pasal_wajib", {}).items()}
    phrases = tuple(
        Phrase(_pattern(row["pola"]), {"id": row["alasan"], "en": row.get("alasan_en", row["alasan"])})
        for row in body.get("tidak_cocok", ())
    )
    return Instrument(name, required, phrases)


def _law(row: Mapping[str, Any]) -> Law:
    changed = row.get("diubah", "")
    return Law(row["jenis"], str(row["nomor"]), int(row["tahun"]), row.get("dicabut", ""), changed)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _word(text: str) -> re.Pattern[str]:
    """A word or words, not as part of a longer word, an address or a link."""
    spaced = re.escape(text).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w@./-]){spaced}(?![\w@]|[./-]\w)", re.IGNORECASE)
