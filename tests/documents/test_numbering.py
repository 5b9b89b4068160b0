"""Labels by Word's algorithm, judged by hand-made expectations and by LibreOffice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inovik_forms.documents.numbering import Counter, format_number, labels
from inovik_forms.documents.read import read
from inovik_forms.documents.tree import Level, Numbering, NumberRef

from .word_files import PASAL_LIST, STYLES, codes, office_texts, opened, paragraph, word_file


def level(n: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


FILE = Path(__file__).parents[1] / "cases" / "documents" / "numbering.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
"""name, numbering (w:abstractNum and w:num), numbers (numId, level) in order, labels; libreoffice: false where
LibreOffice 7.4 is no judge, since it knows neither w:lvlRestart nor w:isLgl."""


def numbered(case: dict[str, Any]) -> bytes:
    return word_file("".join(paragraph("isi", number=tuple(n)) for n in case["numbers"]), numbering=case["numbering"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_labels(case: dict[str, Any]) -> None:
    assert list(labels(opened(numbered(case))).values()) == case["labels"]


@pytest.mark.office
def test_libreoffice_counts_alike(tmp_path: Path) -> None:
    judged = {case["name"]: case for case in CASES if case["libreoffice"]}
    found = office_texts({name: numbered(case) for name, case in judged.items()}, tmp_path)
    for name, lines in found.items():
        assert [line.rsplit("isi", 1)[0].strip() for line in lines if "isi" in line] == judged[name]["labels"], name


def test_a_style_carries_its_list_and_level() -> None:
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Ayat"><w:name w:val="Ayat"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Anak"><w:name w:val="Anak"/><w:basedOn w:val="Ayat"/></w:style>'
    )
    numbering = abstract(
        1, level(0, "decimal", "Pasal %1"), level(1, "decimal", "(%2)", '<w:pStyle w:val="Ayat"/>')
    ) + num(1, 1)
    body = (
        paragraph("isi", style="Ayat") + paragraph("isi", style="Anak") + paragraph("isi", style="Ayat", number=(0, 0))
    )
    document = opened(word_file(body, numbering=numbering, styles=styles))
    first, second, third = document.body[:3]
    assert (first.number, first.number_inherited) == (NumberRef(1, 1), True)
    assert second.number == NumberRef(1, 0)
    assert third.number is None and "w:numPr" in third.raw_ppr


def test_a_list_style_is_followed() -> None:
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="Daftar"><w:name w:val="Daftar"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Daftar"/></w:abstractNum>'
        + abstract(2, level(0, "upperLetter", "%1."))
        + num(1, 1)
        + num(2, 2)
    )
    document = opened(word_file(paragraph("isi", number=(1, 0)) * 2, numbering=numbering, styles=styles))
    assert list(labels(document).values()) == ["A.", "B."]


def test_restarted_lists_count_for_themselves() -> None:
    counter = Counter(Numbering({1: {0: Level(format="decimal", text="%1.")}}, {7: (1, {})}))
    sequence = [NumberRef(7, 0), NumberRef(7, 0, "a"), NumberRef(7, 0, "a"), NumberRef(7, 0, "b"), NumberRef(7, 0)]
    assert [counter.next(n) for n in sequence] == ["1.", "1.", "2.", "1.", "2."]


def test_bullets_of_symbol_fonts_become_letters_that_any_font_has() -> None:
    bullet = level(0, "bullet", "\uf0b7", "").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>')
    document = opened(word_file(paragraph("isi", number=(1, 0)), numbering=abstract(1, bullet) + num(1, 1)))
    assert list(labels(document).values()) == ["•"]
    assert document.numbering.abstract[1][0].char.font is None


def test_an_unknown_format_is_said_once_and_only_where_it_is_used() -> None:
    numbering = abstract(1, level(0, "ordinal", "%1"), level(1, "hebrew1", "%2")) + num(1, 1)
    _, problems = read(word_file(paragraph("isi", number=(1, 0)) * 2, numbering=numbering), "uji.docx")
    assert codes(problems) == ["documents.number_format"]
    assert problems[0].severity == "warning" and problems[0].detail["format"] == "ordinal"


@pytest.mark.parametrize(
    ("n", "form", "text"),
    [(27, "lowerLetter", "aa"), (53, "upperLetter", "AAA"), (1994, "upperRoman", "MCMXCIV"), (7, "decimalZero", "07"),
     (12, "decimalZero", "12"), (3, "none", ""), (0, "lowerLetter", ""), (0, "upperRoman", "0")],
)  # fmt: skip
def test_format_number(n: int, form: str, text: str) -> None:
    assert format_number(n, form) == text


def test_the_shared_agreement_list_reads_as_levels() -> None:
    document = opened(word_file(paragraph("isi", number=(1, 3)), numbering=PASAL_LIST))
    assert list(labels(document).values()) == ["1)"]
