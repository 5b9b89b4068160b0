"""What a newer version of a clause changes."""

from __future__ import annotations

from inovik_forms.documents.clause_changes import Change, changes
from inovik_forms.documents.clause_check import Written, read_clause
from inovik_forms.documents.clause_library import Clause

from .word_files import paragraph, plain, word_file


def clause(*variants: tuple[str, str, bytes]) -> Clause:
    found, problems = read_clause("kahar", [Written(*variant) for variant in variants])
    assert found is not None, [p.message for p in problems]
    return found


def marked(change: Change) -> list[str]:
    signs = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return ["".join(signs[piece.kind].format(piece.text) for piece in line) for line in change.lines]


def test_words_conditions_and_variants_are_told() -> None:
    old = clause(("a", "x > 1", plain("Satu.", "Bencana alam terjadi.")), ("b", "y = 1", plain("Dua.")))
    new = clause(("a", "x > 2", plain("Satu.", "Bencana alam dan banjir terjadi.")), ("c", "", plain("Tiga.")))
    first, second, third = changes(old, new)
    assert (first.kind, first.variant, first.conditions) == ("changed", "a", ("x > 1", "x > 2"))
    assert marked(first) == ["Bencana alam [+dan banjir +]terjadi."]
    assert (second.kind, second.variant, second.conditions, marked(second)) == ("new", "c", None, ["[+Tiga.+]"])
    assert (third.kind, third.variant, marked(third)) == ("gone", "b", ["[-Dua.-]"])


def test_the_same_words_in_another_look_or_order_are_told_so() -> None:
    bold = word_file('<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Satu.</w:t></w:r></w:p>')
    light = word_file(paragraph("Satu."))
    old = clause(("a", "x > 1", light), ("b", "x > 2", light))
    assert [c.kind for c in changes(old, clause(("a", "x > 1", bold), ("b", "x > 2", light)))] == ["looks"]
    assert [c.kind for c in changes(old, clause(("b", "x > 2", light), ("a", "x > 1", light)))] == ["order"]
    assert changes(old, old) == []
