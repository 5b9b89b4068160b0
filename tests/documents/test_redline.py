"""What changes between two documents, word by word."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as NewDocument

from inovik_forms.documents.read import read
from inovik_forms.documents.redline import redline
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.tree import Document

SIGNS = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}


def paper(*lines: str) -> Document:
    made, out = NewDocument(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    document, _ = read(out.getvalue(), "uji.docx")
    assert document is not None
    return resolve(document)[0]


def told(before: Document, after: Document) -> list[str]:
    return [
        "".join(SIGNS[piece.kind].format(piece.text) for piece in line)
        for stretch in redline(before, after)
        for line in stretch.lines
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (["Satu", "Dua"], ["Satu", "Dua"], []),
        (["Berlaku 3 tahun."], ["Berlaku 5 tahun."], ["Berlaku [-3-][+5+] tahun."]),
        (
            ["Para pihak sepakat akan hal berikut ini."],
            ["Kedua belah pihak sepakat akan hal berikut."],
            ["[-Para-][+Kedua belah+] pihak sepakat akan hal berikut[- ini-]."],
        ),
        (["Satu", "Tiga"], ["Satu", "Dua", "Tiga"], ["[+Dua+]"]),
        (["Satu", "Dua", "Tiga"], ["Satu", "Tiga"], ["[-Dua-]"]),
        (["Kapal", "Ditanggung kota."], ["Ditanggung mitra."], ["[-Kapal-]", "Ditanggung [-kota-][+mitra+]."]),
        (["Langit biru"], ["xyz 123"], ["[+xyz 123+]", "[-Langit biru-]"]),
        (["a b c d e f g h"], ["a b X Y Z f g h"], ["a b [-c d e-][+X Y Z+] f g h"]),
        (["Ani"], ["Yang terhormat Ani"], ["[+Yang terhormat +]Ani"]),
        ([""], ["Baru"], ["[+Baru+]"]),
    ],
)  # fmt: skip
def test_the_very_words_that_come_and_go(before: list[str], after: list[str], lines: list[str]) -> None:
    assert told(paper(*before), paper(*after)) == lines


def test_nothing_of_either_document_is_left_out() -> None:
    before = paper("Pasal satu berbunyi lama", "Tetap", "Hilang semua", "Ujung lama sekali")
    after = paper("Pasal satu berbunyi baru", "Tetap", "Ujung yang baru sekali", "Tambahan")
    for kind, document in (("gone", before), ("new", after)):
        pieces = [p.text for s in redline(before, after) for line in s.lines for p in line if p.kind in ("same", kind)]
        whole = "".join(pieces).replace(" ", "")
        lines = ["Pasalsatuberbunyilama", "Hilangsemua", "Ujunglamasekali"]
        if kind == "new":
            lines = ["Pasalsatuberbunyibaru", "Ujungyangbarusekali", "Tambahan"]
        assert document is not None and all(line in whole for line in lines)


def test_the_line_above_says_where_one_is() -> None:
    (stretch,) = redline(paper("Pasal 5", "Tiga hari"), paper("Pasal 5", "Lima hari"))
    assert stretch.above == "Pasal 5"
