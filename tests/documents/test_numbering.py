"""Labels by Word's algorithm, judged by hand-made expectations and by LibreOffice."""

from __future__ import annotations

from pathlib import Path

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


def start(at: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


PASAL = abstract(1, level(0, "decimal", "Pasal %1"), level(1, "decimal", "(%2)"), level(2, "lowerLetter", "%3."))
# name → (numbering.xml, the list memberships in order, the labels)
CASES: dict[str, tuple[str, list[tuple[int, int]], list[str]]] = {
    "agreement": (
        PASAL + num(1, 1),
        [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2), (1, 2), (1, 0), (1, 1)],
        ["Pasal 1", "(1)", "a.", "b.", "(2)", "a.", "Pasal 2", "a.", "b.", "Pasal 3", "(1)"],
    ),
    "start override counts anew once": (
        abstract(1, level(0, "decimal", "%1.")) + num(1, 1) + num(2, 1, start(0, 1)),
        [(1, 0), (1, 0), (2, 0), (2, 0)],
        ["1.", "2.", "1.", "2."],
    ),
    "two nums of one list run on": (
        abstract(1, level(0, "decimal", "%1.")) + num(1, 1) + num(2, 1),
        [(1, 0), (1, 0), (2, 0), (1, 0)],
        ["1.", "2.", "3.", "4."],
    ),
    "never restarts": (
        abstract(
            1, level(0, "upperRoman", "BAB %1"), level(1, "decimal", "Pasal %2", '<w:lvlRestart w:val="0"/>')
        ) + num(1, 1),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["BAB I", "Pasal 1", "Pasal 2", "BAB II", "Pasal 3"],
    ),
    "legal numbers": (
        abstract(1, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 1),
        [(1, 0), (1, 1), (1, 0), (1, 1), (1, 1)],
        ["I.", "1.1", "II.", "2.1", "2.2"],
    ),
    "formats": (
        abstract(1, level(0, "decimalZero", "%1)"), level(1, "upperLetter", "%2."), level(2, "lowerRoman", "%3)"))
        + num(1, 1),
        [(1, 0), (1, 1), (1, 2), (1, 2), (1, 2), (1, 2), (1, 1), (1, 0)],
        ["01)", "A.", "i)", "ii)", "iii)", "iv)", "B.", "02)"],
    ),
    "a level is skipped": (
        abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3."))
        + num(1, 1),
        [(1, 0), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.1.", "2.", "2.1."],
    ),
    "a lower level comes first": (
        abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2.")) + num(1, 1),
        [(1, 1), (1, 1), (1, 0), (1, 1)],
        ["1.1.", "1.2.", "2.", "2.1."],
    ),
    "letters past z": (
        abstract(1, level(0, "lowerLetter", "%1.")) + num(1, 1),
        [(1, 0)] * 28,
        [f"{c}." for c in "abcdefghijklmnopqrstuvwxyz"] + ["aa.", "bb."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_labels(name: str) -> None:
    numbering, numbers, expected = CASES[name]
    document = opened(word_file("".join(paragraph("isi", number=n) for n in numbers), numbering=numbering))
    assert list(labels(document).values()) == expected


IGNORED_BY_LIBREOFFICE = {"never restarts", "legal numbers"}
"""LibreOffice 7.4 knows neither w:lvlRestart nor w:isLgl; Word does."""


@pytest.mark.office
def test_libreoffice_counts_alike(tmp_path: Path) -> None:
    judged = {name: case for name, case in CASES.items() if name not in IGNORED_BY_LIBREOFFICE}
    files = {
        name: word_file("".join(paragraph("isi", number=n) for n in numbers), numbering=numbering)
        for name, (numbering, numbers, _) in judged.items()
    }
    for name, lines in office_texts(files, tmp_path).items():
        found = [line.rsplit("isi", 1)[0].strip() for line in lines if "isi" in line]
        assert found == judged[name][2], name


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
