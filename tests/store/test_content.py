"""Published forms and templates: versions are kept, parsed once, and never change under a response."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as NewDocument

from inovik_forms.problems import Refused
from inovik_forms.store import Store
from inovik_forms.store.records import Response, UnknownRecord

from .conftest import FORM

NEWER = FORM.replace(b"Nama |", b"Nama lengkap |")


def test_each_upload_is_a_version_and_the_same_bytes_are_none(store: Store) -> None:
    assert [store.publish_questionnaire("uji", data, "uji.md") for data in (FORM, FORM, NEWER, FORM)] == [1, 1, 2, 3]
    assert store.questionnaire_names() == ["uji"]
    (record,) = store.questionnaire_records()
    assert (record.version, record.title) == (3, "Uji")
    assert store.questionnaire_file("uji", 2) == (NEWER, "uji.md")


def test_a_form_is_parsed_once_a_process(store: Store, response: Response) -> None:
    assert store.questionnaire("uji") is store.questionnaire("uji", 1)
    other = Store(store.db.engine, store.files_dir)
    assert other.questionnaire("uji") is other.questionnaire("uji", 1)
    assert other.questionnaire("uji").items == store.questionnaire("uji").items
    other.close()


def test_a_response_keeps_the_version_that_it_began_with(store: Store, response: Response) -> None:
    store.publish_questionnaire("uji", NEWER, "uji.md")
    assert store.response(response.id).version == 1
    assert store.start_response(response.subject, "uji", "budi").version == 2
    assert store.questionnaire("uji", 1) is not store.questionnaire("uji")


def test_a_broken_form_is_refused_and_nothing_is_published(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        store.publish_questionnaire("uji", FORM.replace(b"| text |", b"| teks |"), "uji.md")
    assert refused.value.problems
    assert store.questionnaire_names() == []


def test_unknown_names_are_said(store: Store) -> None:
    for ask in (store.questionnaire, store.template, store.template_version):
        with pytest.raises(UnknownRecord):
            ask("tidak-ada")
    with pytest.raises(UnknownRecord):
        store.questionnaire("uji", 9)


def word(*paragraphs: str) -> bytes:
    document, out = NewDocument(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def test_a_template_keeps_its_title_and_kind_over_its_versions(store: Store, response: Response) -> None:
    first, second = word("Nama: {{ nama }}"), word("Nama lengkap: {{ nama }}")
    assert store.publish_template("surat", first, "uji", "Surat tugas", book=True) == 1
    assert store.publish_template("surat", second, "uji") == 2
    (record,) = store.template_records("uji")
    assert (record.title, record.book, record.version) == ("Surat tugas", True, 2)
    assert store.template_records("lain") == []
    assert store.template_file("surat", 1) == (first, "uji")
    assert store.template("surat") is store.template("surat", 2)
    assert store.template("surat", 1) is not store.template("surat")


def test_a_template_that_names_no_question_of_its_form_is_refused(store: Store, response: Response) -> None:
    with pytest.raises(Refused) as refused:
        store.publish_template("surat", word("{{ namaa }} {{ umur }}"), "uji")
    assert len(refused.value.problems) == 2
    assert store.template_records() == []
