"""Clauses as files: `klausul.yaml` names them, with the Word file and the condition of each variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inovik_forms.documents.clause_check import Written, read_clause
from inovik_forms.documents.clause_library import NAME, Clause
from inovik_forms.packs.messages import place, problem
from inovik_forms.packs.samples import mappings
from inovik_forms.problems import Problem
from inovik_forms.store.records import ClauseVariant
from inovik_forms.words import gettext

CLAUSES_FILE = "klausul.yaml"
_KEYS = ("nama", "berkas", "syarat")


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """A clause and the files that it was read from."""

    title: str
    variants: tuple[ClauseVariant, ...]
    clause: Clause


def clauses_from(folder: Path, content: Mapping[str, Any], file: str) -> tuple[dict[str, ClauseFile], list[Problem]]:
    """The clauses that a `klausul.yaml` describes, its Word files beside it; and all that is wrong with them."""
    found: dict[str, ClauseFile] = {}
    problems: list[Problem] = []
    for name, told in content.items():
        title, rows = (told.get("judul"), mappings(told.get("varian"))) if isinstance(told, dict) else (None, [])
        if not NAME.fullmatch(str(name)) or not rows or any(set(row) - set(_KEYS) for row in rows):
            reason = gettext("setiap klausul memerlukan varian dengan nama, berkas, dan bila perlu syarat")
            problems.append(problem("packs.yaml", place(file, column=str(name)), reason=reason))
            continue
        variants = [_variant(folder, row, place(file, column=f"{name}.varian"), problems) for row in rows]
        given = tuple(v for v in variants if v is not None)
        clause, wrong = (
            read_clause(name, [Written(v.name, v.condition, v.data) for v in given]) if given else (None, [])
        )
        problems += wrong
        if clause is not None:
            found[name] = ClauseFile(str(title or name), given, clause)
    return found, problems


def _variant(folder: Path, row: Mapping[str, Any], where: Any, problems: list[Problem]) -> ClauseVariant | None:
    file = str(row.get("berkas") or "")
    path = (folder / file).resolve()
    if not file or not path.is_relative_to(folder.resolve()) or not path.is_file():
        problems.append(problem("packs.file_missing", where, quote=file))
        return None
    return ClauseVariant(str(row.get("nama") or ""), str(row.get("syarat") or ""), path.name, path.read_bytes())
