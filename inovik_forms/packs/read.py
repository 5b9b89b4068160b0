"""Reads a pack's folder into frozen values, or says everything that is wrong, with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from inovik_forms.letterheads import letterheads_from
from inovik_forms.numbers import Pattern, patterns_from
from inovik_forms.packs.clauses import CLAUSES_FILE, ClauseFile, clauses_from
from inovik_forms.packs.content import SHIPPED, content_dir
from inovik_forms.packs.messages import place, problem
from inovik_forms.packs.samples import Sample, SampleAccount, SampleReader, mappings
from inovik_forms.problems import Problem, errors
from inovik_forms.questionnaires import media, xlsform
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.words import gettext
from inovik_forms.workflow import DEFAULT_PROGRAMME, Programme, Unit, programme_from

CLAUSES_FOLDER = "klausul"
CITY_FILE, UNITS_FILE, SAMPLES_FILE = "city.yaml", "units.csv", "samples/index.yaml"
NEEDED = ("nama", "pemerintah", "provinsi", "kepala_jabatan", "ibu_kota")
UNIT_COLUMNS = {
    "code": "code", "name": "name", "kind": "kind", "address": "address", "phone": "phone", "head_title": "head",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormFile:
    """A questionnaire's file and what it holds; `media`: the files that its labels name, by name."""

    data: bytes
    file_name: str
    form: Questionnaire
    media: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """A checked pack. `city`: "nama" → text; `logo`: bytes and file name; `templates`: name → bytes of a .docx."""

    city: Mapping[str, str]
    logo: tuple[bytes, str] | None
    units: tuple[Unit, ...]
    programme: Programme
    stages: Sequence[Mapping[str, object]]
    questionnaires: Mapping[str, FormFile]
    templates: Mapping[str, bytes]
    accounts: tuple[SampleAccount, ...] = ()
    samples: tuple[Sample, ...] = ()
    folder: str = field(default="")
    patterns: tuple[Pattern, ...] = ()
    clauses: Mapping[str, ClauseFile] = field(default_factory=dict)
    letterheads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_pack(folder: Path, *, samples: bool = True) -> tuple[Pack | None, list[Problem]]:
    """The pack of a folder and every problem found; None when any is an error."""
    if not (folder / CITY_FILE).is_file():
        return None, [problem("packs.no_pack", str(folder))]
    problems: list[Problem] = []
    content = read_yaml(folder, CITY_FILE, problems)
    city, logo = _city(folder, content, problems) if content else ({}, None)
    stages = list(mappings(content.get("tahapan")))
    programme, found = programme_from(stages, CITY_FILE) if stages else (DEFAULT_PROGRAMME, [])
    patterns, wrong = patterns_from(list(mappings(content.get("nomor"))), CITY_FILE)
    problems += found + wrong
    units = tuple(_units(folder, problems))
    letterheads, wrong = letterheads_from(_section(content, "kop", problems), [u.code for u in units], CITY_FILE)
    problems += wrong
    forms = _questionnaires(folder, problems)
    reader = SampleReader(folder, {u.code for u in units}, {name: f.form for name, f in forms.items()}, problems)
    accounts = tuple(reader.accounts(content.get("akun"), CITY_FILE)) if samples else ()
    index = read_yaml(folder, SAMPLES_FILE, problems) if samples and (folder / SAMPLES_FILE).is_file() else {}
    examples = tuple(reader.samples(index.get("contoh"), SAMPLES_FILE))
    clauses = read_clauses(folder / CLAUSES_FOLDER / CLAUSES_FILE, problems)
    if errors(problems):
        return None, problems
    return Pack(
        city, logo, units, programme, stages, forms, _templates(folder), accounts, examples, folder.resolve().name,
        tuple(patterns), clauses, letterheads,
    ), problems  # fmt: skip


def read_yaml(folder: Path, name: str, problems: list[Problem]) -> dict[str, Any]:
    """A YAML file that holds a mapping; a broken one is a problem with its line. Values as YAML 1.2 reads them."""
    try:
        content = YAML(typ="safe", pure=True).load((folder / name).read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problems.append(problem("packs.yaml", place(name, line), reason=_reason(error.problem)))
        return {}
    except (YAMLError, UnicodeDecodeError):
        problems.append(problem("packs.yaml", place(name), reason=_reason("")))
        return {}
    if not isinstance(content, dict):
        problems.append(problem("packs.yaml", place(name), reason=gettext("bukan daftar kunci dan nilai")))
        return {}
    return content


def read_clauses(file: Path, problems: list[Problem]) -> dict[str, ClauseFile]:
    """The clauses of a `klausul.yaml`; none where there is no such file."""
    if not file.is_file():
        return {}
    found, wrong = clauses_from(file.parent, read_yaml(file.parent, file.name, problems), file.name)
    problems += wrong
    return found


def _reason(said: str | None) -> str:
    """The parser's English reason, in words of ours."""
    twice = "duplicate key" in (said or "")
    return gettext("kunci yang sama ditulis dua kali") if twice else gettext("susunannya keliru")


def _city(
    folder: Path, content: Mapping[str, Any], problems: list[Problem]
) -> tuple[dict[str, str], tuple[bytes, str] | None]:
    city = _texts(content, "kota", problems)
    colours = _texts(content, "warna", problems)
    problems += [
        problem("packs.city_missing", place(CITY_FILE, column=f"kota.{name}"), name=name)
        for name in NEEDED
        if not city.get(name)
    ]
    zone = str(content.get("zona_waktu") or "")
    if not _is_zone(zone):
        problems.append(problem("packs.zone", place(CITY_FILE, column="zona_waktu"), quote=zone))
    name, logo = city.pop("logo", ""), None
    if name and (folder / name).is_file():
        logo = (folder / name).read_bytes(), Path(name).name
    elif name:
        problems.append(problem("packs.file_missing", place(CITY_FILE, column="kota.logo"), quote=name))
    return city | {"zona_waktu": zone} | {f"warna_{key}": value for key, value in colours.items()}, logo


def _section(content: Mapping[str, Any], section: str, problems: list[Problem]) -> dict[str, Any]:
    """A mapping within the file, {} where there is none."""
    values = content.get(section) or {}
    if isinstance(values, dict):
        return {str(name): value for name, value in values.items()}
    problems.append(
        problem("packs.yaml", place(CITY_FILE, column=section), reason=gettext("bukan daftar kunci dan nilai"))
    )
    return {}


def _texts(content: Mapping[str, Any], section: str, problems: list[Problem]) -> dict[str, str]:
    """A section of names and texts; what YAML reads as a number or a date lost its form, and is a problem."""
    values = _section(content, section, problems)
    problems += [
        problem("packs.not_text", place(CITY_FILE, column=f"{section}.{name}"), quote=str(value))
        for name, value in values.items()
        if not isinstance(value, str)
    ]
    return {name: value.strip() for name, value in values.items() if isinstance(value, str)}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True


def _units(folder: Path, problems: list[Problem]) -> Iterator[Unit]:
    try:
        text = (folder / UNITS_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(problem("packs.file_missing", place(UNITS_FILE), quote=UNITS_FILE))
        return
    except UnicodeDecodeError:
        problems.append(problem("packs.not_utf8", place(UNITS_FILE)))
        return
    rows = csv.DictReader(StringIO(text, newline=""))
    header = rows.fieldnames or []
    lacking = [name for name in ("code", "name") if name not in header]
    problems += [problem("packs.column_missing", place(UNITS_FILE, 1, name), name=name) for name in lacking]
    problems += [
        problem("packs.column_unknown", place(UNITS_FILE, 1, name), "warning", name=name)
        for name in header
        if name not in UNIT_COLUMNS
    ]
    if lacking:
        return
    seen: set[str] = set()
    for row in rows:
        values = {field: (row.get(name) or "").strip() for name, field in UNIT_COLUMNS.items()}
        for name in ("code", "name"):
            if not values[UNIT_COLUMNS[name]]:
                problems.append(problem("packs.cell_empty", place(UNITS_FILE, rows.line_num, name), name=name))
        if values["code"] in seen:
            problems.append(problem("packs.unit_twice", place(UNITS_FILE, rows.line_num, "code"), quote=values["code"]))
        seen.add(values["code"])
        yield Unit(**values)


def _questionnaires(folder: Path, problems: list[Problem]) -> dict[str, FormFile]:
    """The shipped forms by file name without ending, the city's own in their place."""
    files = {f.stem: f for f in sorted(content_dir("questionnaires").glob("*")) if f.suffix in {".md", ".xlsx"}}
    files |= {f.stem: f for f in sorted((folder / "questionnaires").glob("*")) if f.suffix in {".md", ".xlsx"}}
    forms: dict[str, FormFile] = {}
    for name, file in files.items():
        data = file.read_bytes()
        form, found = xlsform.read(data, file.name)
        problems += errors(found)
        if form is not None:
            shown = _media(file.parent / media.FOLDER, form)
            problems += media.missing(form, shown)
            forms[name] = FormFile(data, file.name, form, shown)
    return forms


def _media(folder: Path, form: Questionnaire) -> dict[str, bytes]:
    """The files that a questionnaire's labels name, as far as they lie in the folder beside it."""
    return {name: (folder / name).read_bytes() for name in media.named(form) if (folder / name).is_file()}


def _templates(folder: Path) -> dict[str, bytes]:
    files = {f.stem: f for f in sorted(content_dir("doc_templates").glob("*.docx"))}
    files |= {f.stem: f for f in sorted((folder / "doc_templates").glob("*.docx"))}
    return {name: file.read_bytes() for name, file in files.items() if name in SHIPPED}
