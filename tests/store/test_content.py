"""Published forms and templates: versions are kept, parsed once, and never change under a response."""

from __future__ import annotations

import pytest

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
