"""The facade: one template, one set of answers, any form."""

from __future__ import annotations

import io
import zipfile

import pytest

from inovik_forms.documents.render import Form, convert, render
from inovik_forms.problems import Refused

from .samples import ANSWERS, sample_file, sample_form, sample_template
from .word_files import answered, no_files, plain

STATE = answered(sample_form(), ANSWERS)


@pytest.mark.parametrize(
    ("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>"), ("txt", b"[kepala")]
)
def test_each_form_is_made(form: Form, start: bytes) -> None:
    made = render(sample_template(), STATE, files=no_files, form=form)
    assert made.bytes.startswith(start)
    assert made == render(sample_template(), STATE, files=no_files, form=form)


def test_the_word_file_has_page_numbers_in_its_contents() -> None:
    made = render(sample_template(), STATE, files=no_files, form="docx")
    with zipfile.ZipFile(io.BytesIO(made.bytes)) as package:
        text = package.read("word/document.xml").decode()
    results = [piece.split("</w:t>")[0].split(">")[-1] for piece in text.split("PAGEREF ")[1:]]
    assert results == ["iii", "4"]


def test_a_letter_that_the_pdf_cannot_show_is_reported() -> None:
    state = answered(sample_form(), {**ANSWERS, "nama": "Ani 日"})
    found = render(sample_template(), state, files=no_files, form="pdf").problems
    assert [(p.code, p.severity) for p in found] == [("render.letter_without_font", "warning")]
    assert "U+65E5" in found[0].message


def test_a_plain_word_file_is_converted() -> None:
    assert convert(plain("satu", "dua"), "txt").bytes == b"satu\ndua\n"
    assert convert(plain("satu"), "pdf").bytes.startswith(b"%PDF")
    assert b"dua" in convert(plain("satu", "dua"), "html").bytes


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Refused):
        convert(b"bukan dokumen", "pdf")
    assert sample_file().startswith(b"PK")
