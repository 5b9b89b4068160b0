"""A template with shared clauses, whose files come from other houses: other ids, other lists, own pictures."""

from __future__ import annotations

from inovik_forms.documents.clause_check import Written, read_clause
from inovik_forms.documents.clause_library import Clause
from inovik_forms.documents.fill import fill
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import Document
from inovik_forms.questionnaires.model import Questionnaire

from .word_files import (
    DECLARED,
    PASAL_LIST,
    STYLES,
    answered,
    form,
    no_files,
    paragraph,
    png,
    relation,
    table,
    word_file,
)

SURVEY = """
text nama
integer nilai
"""
PASAL = (
    '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="Pasal"/><w:basedOn w:val="{1}"/><w:pPr><w:keepNext/>'
    '<w:numPr><w:numId w:val="{2}"/></w:numPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)
LINKED = PASAL_LIST.replace('<w:suff w:val="nothing"/>', '<w:pStyle w:val="Pasal"/><w:suff w:val="space"/>')
A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
OWN_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/><w:sz w:val="40"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Biasa"><w:name w:val="Normal"/></w:style>'
    + PASAL.format("AyatJudul", "Biasa", 7)
    + '<w:style w:type="paragraph" w:styleId="Pasal"><w:name w:val="Kutipan"/><w:basedOn w:val="Biasa"/><w:pPr>'
    '<w:numPr><w:numId w:val="9"/></w:numPr><w:ind w:left="720"/></w:pPr><w:rPr><w:i/><w:color w:val="1F4E79"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Tebal"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
_OWN_LISTS = (
    PASAL_LIST.replace('Id="1"', 'Id="4"').replace('<w:suff w:val="nothing"/>', '<w:pStyle w:val="AyatJudul"/>'),
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1)"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>',
    '<w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="upperRoman"/>'
    '<w:pStyle w:val="Pasal"/><w:lvlText w:val="%1 –"/></w:lvl></w:abstractNum>',
)
_ABSTRACT = _OWN_LISTS[0].split("<w:num ")[0]
OWN_LISTS = (
    f"{_ABSTRACT}{_OWN_LISTS[1]}{_OWN_LISTS[2]}"
    '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="9"><w:abstractNumId w:val="6"/></w:num>'
)
_PICTURE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="952500" cy="476250"/>'
    '<wp:docPr id="3" name="Cap" descr="Cap dinas"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="3" name="Cap"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rCap"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="952500" cy="476250"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)
_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
_STRONG = '<w:r><w:rPr><w:rStyle w:val="Tebal"/></w:rPr><w:t xml:space="preserve"> dan tegas</w:t></w:r>'


def long_clause() -> bytes:
    """A Pasal with ayat, an own list, a brought style with its own list, a table, a picture, a note, a condition."""
    body = (
        paragraph("[[TANDAI kahar]]KEADAAN KAHAR", style="AyatJudul")
        + paragraph("Keadaan kahar menurut {{ nama }}, lihat {{ RUJUK penutup }}.", number=(7, 1), inside=_NOTE)
        + paragraph("Yang dimaksud", number=(7, 1), inside=_STRONG)
        + paragraph("gempa bumi;", number=(8, 0))
        + paragraph("[[JIKA nilai > 100]]banjir;[[AKHIR]]", number=(8, 0))
        + paragraph("Kutipan peraturan.", style="Pasal")
        + table(("Bencana", "Nilai"), ("Gempa", "{{ nilai }}"))
        + paragraph("", inside=_PICTURE)
        + paragraph()
    )
    note = paragraph("Catatan klausul {{ nama }}.").replace("<w:r>", "<w:r><w:footnoteRef/></w:r><w:r>")
    return word_file(
        body, numbering=OWN_LISTS, styles=OWN_STYLES, section=A4,
        relations=relation("rCap", "image", "media/image1.png") + relation("rNotes", "footnotes", "footnotes.xml"),
        parts={
            "word/media/image1.png": png(),
            "word/footnotes.xml": f'<w:footnotes {DECLARED}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>',
        },
    )  # fmt: skip


def short_clause(text: str = "Keadaan kahar ditanggung bersama.") -> bytes:
    """A Pasal with one sentence, its number given to the paragraph itself."""
    body = paragraph("[[TANDAI kahar]]KAHAR RINGKAS", number=(7, 0)) + paragraph(text)
    return word_file(body, numbering=OWN_LISTS, styles=OWN_STYLES)


def library(short: str = "nilai <= 10") -> dict[str, Clause]:
    """One clause with two variants, and one without any condition."""
    written = {
        "kahar": (Written("ringkas", short, short_clause()), Written("panjang", "", long_clause())),
        "ayat_data": (Written("biasa", "", word_file(
            paragraph("Data dijaga {{ nama }}.", number=(7, 1)), numbering=OWN_LISTS, styles=OWN_STYLES)),),
    }  # fmt: skip
    found = {}
    for name, variants in written.items():
        clause, problems = read_clause(name, variants)
        assert clause is not None, [p.message for p in problems]
        found[name] = clause
    return found


def host(*tags: str) -> bytes:
    """A template with a Pasal before and two behind; `tags` stand between."""
    body = (
        paragraph("MAKSUD", style="Pasal")
        + paragraph("Ayat pertama.", number=(1, 1))
        + paragraph("Ayat kedua, lihat {{ RUJUK kahar }}.", number=(1, 1))
        + "".join(paragraph(tag) for tag in tags)
        + paragraph("[[TANDAI penutup]]PENUTUP", style="Pasal")
        + paragraph("Selesai.", number=(1, 1))
    )
    return word_file(body, numbering=LINKED, styles=STYLES + PASAL.format("Pasal", "Normal", 1), section=A4)


def the_form() -> Questionnaire:
    return form(SURVEY)


def template(*tags: str) -> Template:
    """That template, loaded."""
    return load(host(*(tags or ("[[KLAUSUL kahar]]",))), "induk.docx", the_form(), library())


def clause_sample(nilai: int | None = 250, *tags: str) -> Document:
    """That template filled and resolved."""
    data = {"nama": "Siti"} | ({} if nilai is None else {"nilai": nilai})
    document, problems = resolve(fill(template(*tags), answered(the_form(), data), files=no_files))
    assert not [p for p in problems if p.severity == "error"], [p.message for p in problems]
    return document
