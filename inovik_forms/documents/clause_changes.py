"""What differs between two versions of a clause: variants, conditions, and the wording letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inovik_forms.documents.clause_check import wording
from inovik_forms.documents.clause_library import Clause, Variant
from inovik_forms.documents.redline import Piece, stretches


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a variant. `conditions`: before and after, where they differ; `lines`: those that changed, cut
    into pieces. A variant of the kind "looks" says the same in another look; "order": they are asked in another one."""

    kind: Literal["new", "gone", "changed", "looks", "order"]
    variant: str = ""
    conditions: tuple[str, str] | None = None
    lines: tuple[tuple[Piece, ...], ...] = ()


def changes(old: Clause, new: Clause) -> list[Change]:
    """In the order of the newer version; what is gone stands last."""
    before, after = {v.name: v for v in old.variants}, {v.name: v for v in new.variants}
    told_before, told_after = wording(old), wording(new)
    found = []
    for name, variant in after.items():
        if name not in before:
            conditions = ("", _said(variant)) if variant.condition else None
            found.append(Change("new", name, conditions, _lines([], told_after[name])))
            continue
        same_question = _said(before[name]) == _said(variant)
        conditions = None if same_question else (_said(before[name]), _said(variant))
        lines = _lines(told_before[name], told_after[name])
        if conditions or lines:
            found.append(Change("changed", name, conditions, lines))
        elif before[name].document.package != variant.document.package:
            found.append(Change("looks", name))
    if [n for n in before if n in after] != [n for n in after if n in before]:
        found.append(Change("order"))
    gone = [name for name in before if name not in after]
    return [*found, *(Change("gone", name, None, _lines(told_before[name], [])) for name in gone)]


def _said(variant: Variant) -> str:
    return variant.condition.text if variant.condition else ""


def _lines(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    return tuple(line for stretch in stretches(old, new) for line in stretch.lines)
