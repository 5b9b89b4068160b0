"""Small real Word files for tests: built with python-docx where that is enough, from raw XML where it is not."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
from PIL import Image

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents.dump import dump
from inovik_forms.documents.fill import fill
from inovik_forms.documents.read import read
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import NAMESPACES, Document
from inovik_forms.problems import Problem
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire

TODAY = date(2026, 11, 24)
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
PASAL_LIST = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="Pasal %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3."/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%4)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)


def paragraph(text: str = "", *, number: tuple[int, int] | None = None, style: str = "", inside: str = "") -> str:
    """A w:p with text, or with raw XML `inside`."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inside}</w:p>"


def table(*rows: Sequence[str], width: int = 2000) -> str:
    """A w:tbl; a cell's text may be several paragraphs parted by line breaks."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in rows[0])
    body = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{''.join(paragraph(t) for t in cell.split(chr(10)))}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def word_file(
    body: str,
    *,
    numbering: str = "",
    styles: str = STYLES,
    section: str = "",
    relations: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A .docx package around a body. `relations`: further relationships of the body; `parts`: further members."""
    wrapped = f"<w:document {DECLARED}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WML}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_WML}.styles+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{_WML}.numbering+xml"/>'
            + "".join(
                f'<Override PartName="/word/{kind}.xml" ContentType="{_WML}.{kind}+xml"/>'
                for kind in ("footnotes", "endnotes", "settings")
                if f"word/{kind}.xml" in (parts or {})
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": wrapped,
        "word/styles.xml": f"<w:styles {DECLARED}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {DECLARED}>{numbering}</w:numbering>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rStyles" Type="{_RELATION}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rNumbering" Type="{_RELATION}/numbering" Target="numbering.xml"/>'
            f"{relations}</Relationships>"
        ),
    }
    members |= parts or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def relation(identity: str, kind: str, target: str, *, external: bool = False) -> str:
    """A relationship of the body."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'


def png(width: int = 40, height: int = 20) -> bytes:
    """A picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def saved(document: Any) -> bytes:
    """A python-docx document as bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plain(*texts: str) -> bytes:
    """A Word file with one paragraph a text, by python-docx."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def opened(data: bytes) -> Document:
    """The document in a file that must be readable."""
    document, problems = read(data, "uji.docx")
    assert document is not None, [p.message for p in problems]
    return document


def form(survey: str, choices: str = "") -> Questionnaire:
    """A questionnaire from short lines: "kind name [label]" with `relevant=`, `calculation=`, `appearance=` at will."""
    rows = ["| survey |", "| | type | name | label | relevant | calculation | appearance |"]
    for line in survey.strip().splitlines():
        words, _, extras = line.strip().partition(" ; ")
        parts = words.split()
        kind = " ".join(parts[:2]) if parts[0].startswith("select") else parts[0]
        name = parts[len(kind.split())] if len(parts) > len(kind.split()) else ""
        label = "" if kind in ("calculate", "hidden") or kind.startswith("end") else f"Label {name}"
        extra = dict(part.split("=", 1) for part in extras.split(" ; ") if part)
        columns = [kind, name, label, *(extra.get(c, "") for c in ("relevant", "calculation", "appearance"))]
        rows.append("| | " + " | ".join(columns) + " |")
    if choices:
        rows += ["| choices |", "| | list_name | name | label |"]
        rows += ["| | " + " | ".join(line.strip().split(" ", 2)) + " |" for line in choices.strip().splitlines()]
    return xlsform.load("\n".join(rows).encode(), "uji.md")


def answered(questionnaire: Questionnaire, data: Mapping[str, Any]) -> State:
    """The state of answers that must be acceptable."""
    plan = plan_of(questionnaire)
    draft, problems = draft_from_json(plan, data)
    assert not problems, [p.message for p in problems]
    return evaluate(plan, draft, today=TODAY)


def no_files(value: str) -> bytes | None:
    """There are no files."""
    return None


def filled(
    template: Template | bytes,
    questionnaire: Questionnaire,
    data: Mapping[str, Any],
    *,
    files: Callable[[str], bytes | None] = no_files,
    original: int = 1,
) -> Document:
    """A template filled with answers, not resolved."""
    if isinstance(template, bytes):
        template = load(template, "uji.docx", questionnaire)
    return fill(template, answered(questionnaire, data), files=files, original=original)


def printed(
    template: Template | bytes, questionnaire: Questionnaire, data: Mapping[str, Any], **more: Any
) -> list[str]:
    """The lines of a filled and resolved template."""
    document, _ = resolve(filled(template, questionnaire, data, **more))
    return dump(document).splitlines()


def codes(problems: Sequence[Problem]) -> list[str]:
    """The codes of problems, in order."""
    return [p.code for p in problems]


def office_pdf(data: bytes, folder: Path) -> bytes:
    """The PDF that LibreOffice makes of a Word file."""
    source = folder / "uji.docx"
    source.write_bytes(data)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), str(source),
        ],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    return source.with_suffix(".pdf").read_bytes()


def pdf_pages(data: bytes, folder: Path) -> list[str]:
    """The text of each page, blanks made single."""
    file = folder / "halaman.pdf"
    file.write_bytes(data)
    read = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, timeout=60)
    return [" ".join(page.split()) for page in read.stdout.decode().split("\f")[:-1]]


def office_texts(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What LibreOffice makes of Word files: their paragraphs as text, with numbers and recomputed fields. One run for
    all, under a profile of its own."""
    sources = {name: folder / f"uji{n}.docx" for n, name in enumerate(files)}
    for name, source in sources.items():
        source.write_bytes(files[name])
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, sources.values()),
        ],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    return {name: path.with_suffix(".txt").read_text("utf-8-sig").splitlines() for name, path in sources.items()}
