"""A Word template's next version in the browser: every problem at once, published only when there is none."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument

from inovik_forms.store.store import Store
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
