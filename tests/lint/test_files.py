"""Rules on the file itself, and findings as Word comments."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from inovik_forms.documents.dump import dump
from inovik_forms.lint import Record
from inovik_forms.lint.notes import annotated
from tests.lint.papers import (
    ROOT,
    W,
    added,
    agreement,
    changed,
    check,
    of_rule,
    paragraph_with,
    read_back,
    removed,
)

CLAUSE = "PARA PIHAK saling menyediakan data"


def attributes(name: str, **values: str) -> Any:
    """Sets attributes of every w:NAME."""

    def change(tree: Any) -> None:
        for element in tree.iter(f"{W}{name}"):
            for key, value in values.items():
                element.set(f"{W}{key}", value)

    return change


def without(name: str) -> Any:
    """Takes every w:NAME out."""

    def change(tree: Any) -> None:
        for element in list(tree.iter(f"{W}{name}")):
            element.getparent().remove(element)

    return change


def inside_runs(xml: str) -> Any:
    """A property for the runs of one clause."""

    def change(tree: Any) -> None:
        for run in paragraph_with(tree, CLAUSE).iter(f"{W}r"):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            name, _, value = xml.partition("=")
            etree.SubElement(properties, f"{W}{name}", {f"{W}val": value} if value else {})

    return change


def tracked(kind: str) -> Any:
    """An insertion or a deletion, as Word keeps track of it, before a clause's text."""

    def change(tree: Any) -> None:
        text = "delText" if kind == "del" else "t"
        run = f"<w:r><w:{text}>Segera, </w:{text}></w:r>"
        xml = f'<w:{kind} xmlns:w="{W[1:-1]}" w:id="9001" w:author="Mitra">{run}</w:{kind}>'
        paragraph = paragraph_with(tree, "Hasil pemantauan dan evaluasi")
        paragraph.insert(1, etree.fromstring(xml))

    return change


@pytest.mark.parametrize(
    ("change", "quote"),
    [
        (attributes("pgSz", w="12240", h="15840"), "216 × 279 mm"),
        (attributes("pgMar", left="1000"), "kiri 18 mm"),
        (inside_runs("rStyle=X"), ""),
        (attributes("cantSplit", val="0"), "PIHAK KESATU,"),
    ],
)
def test_the_layout_is_told(change: Any, quote: str) -> None:
    found = of_rule(check(changed(agreement(), change)), "L28")
    assert any(quote in q for q in found) if quote else found == []


def test_a_heading_that_may_stand_alone_and_a_strange_font_are_told() -> None:
    file = changed(agreement(), without("keepNext"), part="word/styles.xml")
    found = of_rule(check(file), "L28")
    assert any(q.replace("\u00a0", " ").startswith("Pasal 1 ") for q in found)
    file = changed(
        agreement(), attributes("rFonts", ascii="Comic Sans MS", hAnsi="Comic Sans MS"), part="word/styles.xml"
    )
    assert len(of_rule(check(file), "L28")) == 1


def test_folio_and_wider_margins_are_not_told() -> None:
    file = changed(agreement(), attributes("pgSz", w="12189", h="18709"), attributes("pgMar", left="2268"))
    assert of_rule(check(file), "L28") == []


def test_pages_of_both_originals() -> None:
    assert of_rule(check(agreement(), Record(pages=(10, 11))), "L28") and not of_rule(
        check(agreement(), Record(pages=(10, 10))), "L28"
    )


def test_originals_that_differ_in_a_clause_are_told_in_both_directions() -> None:
    other = read_back(changed(agreement(2), removed("PARA PIHAK bersama-sama menjaga mutu")))
    assert any("menjaga mutu" in q for q in of_rule(check(agreement(), Record(twin=other)), "L29"))
    more = changed(agreement(2), added("PARA PIHAK bersama-sama menjaga mutu", "Kalimat tambahan."))
    report = check(agreement(), Record(twin=read_back(more)))
    assert of_rule(report, "L29") and not report.ready
    assert any("Kalimat tambahan" in f.problem.message for f in report.findings)


def test_the_control_sheet_of_a_draft_is_no_difference_and_a_run_of_lines_is_one() -> None:
    draft = changed(agreement(), added("Nota Kesepakatan ini mulai berlaku", "Satu.", "Dua.", "Tiga."))
    assert len(of_rule(check(draft, Record(twin=read_back(agreement(2)))), "L29")) == 1

    def sheet(tree: Any) -> None:
        tree[0].insert(len(tree[0]) - 1, etree.fromstring(
            f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>LEMBAR KENDALI NASKAH</w:t></w:r></w:p>'))  # fmt: skip

    assert of_rule(check(changed(agreement(), sheet), Record(twin=read_back(agreement(2)))), "L29") == []


@pytest.mark.parametrize(
    ("change", "quote"),
    [
        (tracked("ins"), "Mitra"),
        (tracked("del"), "Mitra"),
        (inside_runs("vanish"), "PARA PIHAK"),
        (inside_runs("highlight=yellow"), "PARA PIHAK"),
    ],
)
def test_what_must_not_leave_the_house_is_told(change: Any, quote: str) -> None:
    report = check(changed(agreement(), change))
    assert any(quote in q for q in of_rule(report, "L30")) and not report.ready
    assert check(changed(agreement(), change), phase="draft").ready


def test_authors_comments_and_internal_notes_are_told() -> None:
    def author(tree: Any) -> None:
        etree.SubElement(tree, "{http://purl.org/dc/elements/1.1/}creator").text = "Seorang Staf"

    assert of_rule(check(changed(agreement(), author, part="docProps/core.xml")), "L30") == ["Seorang Staf"]
    noted = annotated(agreement(), read_back(agreement()), check(agreement()))
    assert of_rule(check(noted), "L30") == ["2"]
    note = "saling menyediakan data dan informasi"
    assert of_rule(check(agreement(), Record(internal=(note,))), "L30") == [note]
    assert of_rule(check(agreement(), Record(internal=("tidak ada di mana pun",))), "L30") == []


def test_approvals_are_of_this_version() -> None:
    names = {"Kepala Bagian Hukum": "abc", "Sekretaris": "old", "Asisten": ""}
    report = check(agreement(), Record(approvals=names, digest="abc"))
    assert of_rule(report, "L31") == ["Sekretaris", "Asisten"] and not report.ready
    assert check(agreement(), Record(approvals={"Kepala Bagian Hukum": "abc"}, digest="abc")).ready


def test_what_came_back_is_held_against_what_was_sent() -> None:
    back = changed(
        agreement(),
        (CLAUSE, "PARA PIHAK wajib menyediakan data"),
        removed("PARA PIHAK bersama-sama menjaga mutu"),
        added("Nota Kesepakatan ini mulai berlaku", "Kalimat baru."),
    )
    report = check(back, Record(sent=read_back(agreement())))
    told = " ".join(f.problem.message for f in report.findings if f.rule.id == "L32")
    assert "saling menyediakan" in told and "menjaga mutu" in told
    assert any("Kalimat baru" in q for q in of_rule(report, "L32"))
    assert of_rule(check(agreement(), Record(sent=read_back(agreement()))), "L32") == []
    report = check(agreement(), Record(unused=(("a/b", "Catatan?", "isi catatan"),)))
    assert of_rule(report, "L32") == ["isi catatan"]


def test_settings_on_the_stamp_and_the_name_of_the_file() -> None:
    assert of_rule(check(agreement(), Record(stamped=False)), "L17") == ["bermeterai"]
    unstamped = changed(agreement(), (", bermeterai cukup,", ","))
    assert of_rule(check(unstamped, Record(stamped=True)), "L17") and not of_rule(check(unstamped), "L17")
    assert of_rule(check(agreement(), Record(file_name="nota-kesepahaman-final")), "L15")
    assert not of_rule(check(agreement(), Record(file_name="nota-kesepakatan-final")), "L15")


# ---------------------------------------------------------------- comments


def comments_of(docx: bytes) -> Any:
    return etree.fromstring(zipfile.ZipFile(BytesIO(docx)).read("word/comments.xml"))


def marked_text(docx: bytes, number: str) -> str:
    """The letters between the start and the end of a comment's range."""
    tree = etree.fromstring(zipfile.ZipFile(BytesIO(docx)).read("word/document.xml"))
    inside, letters = False, ""
    for element in tree.iter():
        name = etree.QName(element).localname
        if name in ("commentRangeStart", "commentRangeEnd") and element.get(f"{W}id") == number:
            inside = name == "commentRangeStart"
        elif inside and name == "t":
            letters += element.text or ""
    return letters


BAD = (
    ("Selasa, tanggal satu", "Senin, tanggal satu"),
    ("3\u00a0(tiga)", "3 (dua)"),
    (CLAUSE, "PARA PIHAK  saling bekerjasama"),
    ("CONTOH-02/LAN/2026", "CONTOH-02/LAN/2025"),
)


def test_each_comment_stands_at_its_quotation_and_nothing_else_changes() -> None:
    file = changed(agreement(), *BAD, tracked("del"), tracked("ins"))
    report = check(file)
    noted = annotated(file, read_back(file), report)
    assert dump(read_back(noted)) == dump(read_back(file))
    comments = list(comments_of(noted))
    assert len(comments) == len(report.findings) > 5
    for number, finding in enumerate(report.findings):
        words = "".join(t.text for t in comments[number].iter(f"{W}t"))
        assert finding.problem.message in words and finding.problem.fix in words and finding.rule.id in words
        if finding.rule.id in ("L03", "L05", "L23", "L33"):
            assert marked_text(noted, str(number)) == finding.problem.where.quote  # type: ignore[union-attr]
    again = annotated(noted, read_back(noted), check(noted))
    assert len(comments_of(again)) == 2 * len(comments) + 1  # the old ones stay, and L30 speaks of them
    assert dump(read_back(again)) == dump(read_back(file))


def test_a_comment_about_a_field_goes_around_it() -> None:
    noted = annotated(agreement(), read_back(agreement()), check(agreement()))
    assert marked_text(noted, "0") == "Pasal\u00a09"
    tree = etree.fromstring(zipfile.ZipFile(BytesIO(noted)).read("word/document.xml"))
    start = next(tree.iter(f"{W}commentRangeStart"))
    assert start.getnext().find(f"{W}fldChar") is not None or start.getnext().tag == f"{W}fldSimple"


def test_libreoffice_opens_the_comments_and_loses_nothing(tmp_path: Path) -> None:
    file = changed(agreement(), *BAD)
    report = check(file)
    (tmp_path / "catatan.docx").write_bytes(annotated(file, read_back(file), report))
    for form in ("odt", "pdf"):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "catatan.docx")], check=True,
                       capture_output=True, timeout=120)  # fmt: skip
    assert (tmp_path / "catatan.pdf").read_bytes().startswith(b"%PDF")
    content = zipfile.ZipFile(tmp_path / "catatan.odt").read("content.xml").decode()
    tree = etree.fromstring(content.encode())
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    notes = list(tree.iter(f"{office}annotation"))
    assert len(notes) == len(report.findings)
    said = " ".join("".join(note.itertext()) for note in notes)
    for finding in report.findings:
        assert " ".join(finding.problem.message.split()) in " ".join(said.split())
    for note in notes:
        note.getparent().remove(note)
    assert "dituangkan dalam adendum yang merupakan bagian tidak terpisahkan" in "".join(tree.itertext())


@pytest.mark.parametrize("file", sorted((ROOT / "doc_templates").glob("*.docx")), ids=lambda f: f.name)
def test_templates_with_their_tags_are_read_without_a_crash(file: Path) -> None:
    data = file.read_bytes()
    report = check(data)
    assert of_rule(report, "L01") and not report.ready
    assert dump(read_back(annotated(data, read_back(data), report))) == dump(read_back(data))
