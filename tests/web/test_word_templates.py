"""A Word template's next version in the browser: every problem at once, published only when there is none."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument

from inovik_forms.documents.template import inspect
from inovik_forms.packs import content_dir
from inovik_forms.problems import errors
from inovik_forms.questionnaires.xlsform import load
from inovik_forms.store.store import Store
from inovik_forms.web.word_fields import fields_of
from tests.web.test_versions import ONE

PAGE = "/pengaturan/naskah/surat"


def word(*lines: str) -> bytes:
    document, out = NewDocument(), BytesIO()
    document.add_heading("Para pihak")
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def send(person: Any, data: bytes, file: str = "surat.docx", status: int = 303, **fields: str) -> Any:
    return person.post(f"{PAGE}/unggah", {"berkas": (BytesIO(data), file), **fields}, status=status)


@pytest.fixture
def admin(visit: Any, store: Store) -> Any:
    store.publish_questionnaire("survei", ONE.encode(), "survei.md")
    store.publish_template("surat", word("{{ nama }}"), "survei", "Surat")
    return visit("admin")


def test_every_mistake_is_told_with_its_place_and_nothing_is_published(admin: Any, store: Store) -> None:
    page = send(admin, word("Nama {{ namaa }}", "Jalur {{ jalurr }}"), terbit="1", status=422)
    for words in ("2 kesalahan", "{{ namaa }}", "{{ jalurr }}", "di bawah “Para pihak”"):
        assert words in page.text
    assert store.template_version("surat") == 1


def test_checking_does_not_publish_and_an_old_version_comes_back_as_a_new_one(admin: Any, store: Store) -> None:
    better = word("Nama {{ nama }}")
    send(admin, better)
    assert store.template_version("surat") == 1
    send(admin, better, terbit="1")
    assert store.template_version("surat") == 2
    admin.post(f"{PAGE}/pulihkan/1", {}, status=303)
    assert store.template_file("surat", 3) == store.template_file("surat", 1)


@pytest.mark.parametrize("data", [b"", b"bukan Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1lama"])
def test_what_is_no_word_file_is_refused_in_words(admin: Any, store: Store, data: bytes) -> None:
    assert "1 kesalahan" in send(admin, data, terbit="1", status=422).text
    assert store.template_version("surat") == 1


def test_a_new_template_is_published_with_its_title_and_questionnaire(admin: Any, store: Store) -> None:
    def sent(data: bytes, status: int, **fields: str) -> Any:
        return admin.post("/pengaturan/naskah/baru", {"berkas": (BytesIO(data), "a.docx"), **fields}, status=status)

    page = sent(word("{{ namaa }}"), 422, judul="Surat Undangan", kuesioner="survei")
    assert "1 kesalahan di “a.docx”" in page.text and page.value("judul") == "Surat Undangan"
    for fields, words in (
        ({"judul": "", "kuesioner": "survei"}, "Tulis judul naskah dahulu."),
        ({"judul": "Surat", "kuesioner": "survei"}, "Sudah ada naskah"),
        ({"judul": "Surat undangan", "kuesioner": "entah"}, "Pilih kuesioner"),
    ):
        assert words in sent(word("{{ nama }}"), 422, **fields).text
    assert [record.name for record in store.template_records()] == ["surat"]
    sent(word("{{ nama }}"), 303, judul="Surat undangan", kuesioner="survei")
    record = store.template_versions("surat-undangan")[0]
    assert (record.title, record.questionnaire, record.version) == ("Surat undangan", "survei", 1)
    assert "Surat undangan" in admin.get("/pengaturan/kuesioner").text


@pytest.mark.parametrize("name", ["diagnosa", "desain", "laporan-kemajuan", "nota-kesepakatan", "drum-up"])
def test_every_tag_that_the_page_of_fields_gives_is_taken_by_a_template(name: str) -> None:
    form = load((content_dir("questionnaires") / f"{name}.md").read_bytes(), f"{name}.md")
    lines = [line for part in fields_of(form) for line in (*part.opens, *(row.tag for row in part.rows), *part.closes)]
    assert len(lines) > 20
    _, problems = inspect(word(*lines), "semua.docx", form)
    assert [(p.where, p.message) for p in errors(problems)] == []


def test_the_page_of_fields_names_question_kind_and_tag(admin: Any) -> None:
    text = admin.get("/pengaturan/naskah/isian/survei").text
    assert "{{ nama }}" in text and "Nama" in text and "[[ULANGI daftar]]" in text
    admin.get("/pengaturan/naskah/isian/entah", status=404)
