"""Lists as PDF tags them: L holds LI, each with its label and its text, in which deeper lists stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from inovik_forms.documents.tree import NumberRef
from inovik_forms.documents.typeset.nodes import Node

_KINDS = {
    "decimal": "Decimal", "decimalZero": "Decimal", "lowerLetter": "LowerAlpha", "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman", "upperRoman": "UpperRoman", "bullet": "Disc",
}  # fmt: skip


@dataclass(slots=True)
class Lists:
    """The lists that are open in a column, the outermost first: (number, L, text of its last item)."""

    open: list[tuple[NumberRef, Node, Node]] = field(default_factory=list)

    def item(self, number: NumberRef, form: str, parent: Node) -> tuple[Node, Node]:
        """The elements of a new item's label and text. `form`: ST_NumberFormat; `parent`: of a list that is in none."""
        while self.open and self.open[-1][0].level > number.level:
            self.open.pop()
        if self.open and self.open[-1][0].level == number.level and self.open[-1][0] != number:
            self.open.pop()
        if self.open and self.open[-1][0].level == number.level:
            whole = self.open.pop()[1]
        else:
            kind = _KINDS.get(form, "None")
            outer = self.open[-1][2] if self.open else parent
            whole = outer.child("L", attributes=f"<</O/List/ListNumbering/{kind}>>")
        one = whole.child("LI")
        label, text = one.child("Lbl"), one.child("LBody")
        self.open.append((number, whole, text))
        return label, text

    def close(self) -> None:
        """Something else stands between this list and what comes."""
        self.open.clear()
