"""The sample accounts and answers of a pack, checked against the questionnaires."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from inovik_forms.answers.files import file_values
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.packs.messages import place, problem
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.workflow import ROLES, TRIAL, Role, SubjectKind


@dataclass(frozen=True, slots=True)
class SampleAccount:
    username: str
    name: str
    role: Role
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SampleResponse:
    """`files`: the value as the answers name it (a path) → bytes."""

    questionnaire: str
    draft: Draft
    sent: bool
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Sample:
    kind: SubjectKind
    unit: str
    title: str
    responses: tuple[SampleResponse, ...]


@dataclass
class SampleReader:
    """Reads the lists of a pack's samples (their shape stands in the package's docstring) and adds to `problems`.
    `units`: the known codes; `forms`: the questionnaires by name."""

    folder: Path
    units: set[str]
    forms: Mapping[str, Questionnaire]
    problems: list[Problem]

    def accounts(self, rows: Any, file: str) -> Iterator[SampleAccount]:
        """The `akun` list."""
        for number, row in enumerate(mappings(rows), 1):
            role = cast("Role", self._allowed(file, number, row, "peran", set(ROLES)))
            unit = self._unit(file, number, row, role == "staff")
            yield SampleAccount(str(row.get("username") or ""), str(row.get("nama") or ""), role, unit)

    def samples(self, rows: Any, file: str) -> Iterator[Sample]:
        """The `contoh` list with the answers that it names."""
        for number, row in enumerate(mappings(rows), 1):
            kind = cast("SubjectKind", self._allowed(file, number, row, "jenis", set(get_args(SubjectKind)) - {TRIAL}))
            unit = self._unit(file, number, row, kind == "inovasi")
            responses = [self._response(file, number, r) for r in mappings(row.get("jawaban"))]
            yield Sample(kind, unit, str(row.get("judul") or ""), tuple(r for r in responses if r))

    def _unit(self, file: str, number: int, row: Mapping[str, Any], needed: bool) -> str:
        return self._allowed(file, number, row, "unit", self.units) if needed or row.get("unit") else ""

    def _allowed(self, file: str, number: int, row: Mapping[str, Any], key: str, values: Collection[str]) -> str:
        value = str(row.get(key) or "")
        if value not in values:
            where, allowed = place(file, column=key), ", ".join(sorted(values))
            self.problems.append(problem("packs.sample", where, number=number, name=key, quote=value, allowed=allowed))
        return value

    def _response(self, index: str, number: int, row: Mapping[str, Any]) -> SampleResponse | None:
        name = self._allowed(index, number, row, "kuesioner", self.forms)
        file = str(row.get("berkas") or "")
        answers = read_json((self.folder / index).parent / file, f"samples/{file}", self.problems)
        if name not in self.forms or answers is None:
            return None
        draft, found = draft_from_json(plan_of(self.forms[name]), answers)
        for item in found:
            path = getattr(item.where, "path", "")
            self.problems.append(
                problem("packs.sample_answer", place(f"samples/{file}"), path=path, reason=item.message)
            )
        base = ((self.folder / index).parent / file).parent
        return SampleResponse(name, draft, bool(row.get("terkirim")), self._files(base, draft, self.forms[name], file))

    def _files(self, base: Path, draft: Draft, form: Questionnaire, answers: str) -> dict[str, bytes]:
        """The bytes of each file that an answer names by its path beside the answers file."""
        found: dict[str, bytes] = {}
        for value in file_values(draft, form).values():
            if (base / value).is_file():
                found[value] = (base / value).read_bytes()
            else:
                self.problems.append(problem("packs.file_missing", place(f"samples/{answers}"), quote=value))
        return found


def mappings(rows: Any) -> list[Mapping[str, Any]]:
    """The mappings of a YAML list; anything else is an empty one."""
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def read_json(file: Path, name: str, problems: list[Problem]) -> dict[str, Any] | None:
    """An ANSWERS.json; None and a problem when it is not one."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        problems.append(problem("packs.file_missing", place(name), quote=name))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        problems.append(problem("packs.json", place(name, line)))
    else:
        if isinstance(content, dict):
            return content
        problems.append(problem("packs.json", place(name)))
    return None
