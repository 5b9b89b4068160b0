"""A template that uses everything the writers write, and answers for it."""

from __future__ import annotations

from functools import cache

from inovik_forms.documents.fill import fill
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import Document
from inovik_forms.questionnaires.model import Questionnaire

from .word_files import DECLARED, PASAL_LIST, STYLES, answered, form, no_files, paragraph, relation, word_file

SURVEY = """
text judul
text nama
text pihak
begin_repeat kegiatan
text uraian
integer nilai
end_repeat
text catatan
"""
ANSWERS = {
    "judul": "Kerja <Sama> & Inovasi",
    "nama": "Siti “Nur” Aminah",
    "pihak": "Dinas\nKesehatan",
    "kegiatan": [{"uraian": "Lokakarya", "nilai": 1500000}, {"uraian": "Pelatihan", "nilai": 250000}],
}
_PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_TOC = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-1" \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>lama</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_SIZE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
_MARGINS = f'{_SIZE}w:header="708" w:footer="708" w:gutter="0"/>'
_TURNED = _MARGINS.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')


def part(kind: str, inside: str) -> str:
    """A header or footer part."""
    return f"<w:{kind} {DECLARED}>{inside}</w:{kind}>"


def _cell(inside: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def _table() -> str:
    lines = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _cell(paragraph("Kegiatan")) + _cell(paragraph("Nilai"), '<w:shd w:val="clear" w:fill="D9D9D9"/>')
    row = _cell(paragraph("[[ULANGI kegiatan]]{{ uraian }}")) + _cell(paragraph("{{ rupiah(nilai) }}[[AKHIR]]"))
    tall = _cell(paragraph("Gabung"), '<w:vMerge w:val="restart"/>') + _cell(paragraph("Satu"))
    below = _cell(paragraph(), "<w:vMerge/>") + _cell(paragraph("Dua"))
    wide = _cell(paragraph("Lebar"), '<w:gridSpan w:val="2"/>')
    merged = f"<w:tr>{tall}</w:tr><w:tr>{below}</w:tr><w:tr>{wide}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>'
        f"{head}</w:tr><w:tr>{row}</w:tr>{merged}</w:tbl>"
    )


def _body() -> str:
    first = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rKop"/><w:footerReference w:type="default" r:id="rKaki"/>'
    )
    ends = f'{first}{_MARGINS}<w:pgNumType w:fmt="lowerRoman" w:start="3"/><w:titlePg/></w:sectPr>'
    clauses = "".join(
        paragraph(text, number=(1, level), style="Pasal" if level == 0 else "")
        for level, text in (
            (0, "[[TANDAI umum]]KETENTUAN UMUM"),
            (1, "Ayat pertama untuk {{ nama }}."),
            (1, "Ayat kedua sebagaimana dimaksud dalam {{ RUJUK umum }}:"),
            (2, "huruf satu; dan"),
            (2, "huruf dua."),
            (0, "PENUTUP"),
            (1, "Sesuai {{ RUJUK umum }}, catatan: {{ catatan }}."),
        )
    )
    return (
        f"{paragraph('{{ judul }}', style='Heading1')}{_TOC}{clauses}"
        f"<w:p><w:pPr>{ends}</w:pPr></w:p>"
        f"{paragraph('Lampiran', style='Heading1')}{paragraph('{{ pihak }}')}{_table()}{paragraph('Selesai.')}"
    )


@cache
def sample_form() -> Questionnaire:
    """The questionnaire of the sample."""
    return form(SURVEY)


@cache
def sample_file() -> bytes:
    """The template as a Word file."""
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Pasal"><w:name w:val="Pasal"/><w:basedOn w:val="Normal"/><w:pPr>'
        '<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>'
        "</w:style>"
    )
    spaced = PASAL_LIST.replace('<w:suff w:val="nothing"/>', '<w:suff w:val="space"/>')
    return word_file(
        _body(),
        numbering=spaced,
        styles=styles,
        section=f'<w:headerReference w:type="default" r:id="rTetap"/>{_TURNED}',
        relations="".join(
            relation(name, kind, target)
            for name, kind, target in (
                ("rKop", "header", "header1.xml"),
                ("rTetap", "header", "header2.xml"),
                ("rKaki", "footer", "footer1.xml"),
                ("rInti", "settings", "settings.xml"),
            )
        ),
        parts={
            "word/header1.xml": part("hdr", paragraph("Pemerintah Kota {{ nama }}")),
            "word/header2.xml": part("hdr", paragraph("Kepala yang tetap")),
            "word/footer1.xml": part("ftr", paragraph("Halaman ", inside=_PAGE)),
            "word/settings.xml": (
                f'<w:settings {DECLARED}><w:updateFields w:val="true"/><w:rsids><w:rsidRoot w:val="00A"/></w:rsids>'
                "</w:settings>"
            ),
        },
    )


@cache
def sample_template() -> Template:
    """The template, loaded."""
    return load(sample_file(), "contoh.docx", sample_form())


def sample(**changed: object) -> Document:
    """The template filled and resolved; `changed` answers win."""
    state = answered(sample_form(), {**ANSWERS, **changed})
    document, problems = resolve(fill(sample_template(), state, files=no_files))
    assert not [p for p in problems if p.severity == "error"], [p.message for p in problems]
    return document
