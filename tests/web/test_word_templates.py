"""A Word template's next version in the browser: every problem at once, published only when there is none."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as NewDocument

from inovik_forms.documents.read_xml import W
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


def publish(person: Any, store: Store, status: int = 303, **fields: str) -> Any:
    draft = store.template_draft("surat")
    known = {"rancangan": str(draft.id), "dasar": str(draft.base)} if draft else {}
    return person.post(f"{PAGE}/terbit", known | fields, status=status)


@pytest.fixture
def admin(visit: Any, store: Store) -> Any:
    store.publish_questionnaire("survei", ONE.encode(), "survei.md")
    store.publish_template("surat", word("{{ nama }}"), "survei", "Surat")
    return visit("admin")


def test_every_mistake_is_told_with_its_place_and_nothing_is_published(admin: Any, store: Store) -> None:
    send(admin, word("Nama {{ namaa }}", "Jalur {{ jalurr }}"))
    page = admin.get(PAGE)
    for words in ("2 kesalahan", "<mark>namaa</mark>", "<mark>jalurr</mark>", "di bawah “Para pihak”"):
        assert words in page.html
    assert "Terbitkan sebagai versi" not in page.text
    assert "masih ada kesalahan" in publish(admin, store, status=422).text
    assert store.template_version("surat") == 1


def test_the_mistakes_come_back_as_comments_at_their_places(admin: Any) -> None:
    data = word("Tanpa tanda", "Nama {{ namaa }} dan [[JIKA")
    send(admin, data, file="Surat dinas.docx")
    answer = admin.client.get(f"{PAGE}/rancangan/catatan.docx")
    assert "Surat%20dinas" in answer.headers["Content-Disposition"]
    noted = NewDocument(BytesIO(answer.data))
    comments = {comment.comment_id: comment.text for comment in noted.comments}
    assert len(comments) == 2 and any("namaa" in text for text in comments.values())
    wrong = noted.paragraphs[2]
    assert wrong.text == "Nama {{ namaa }} dan [[JIKA" and len(wrong._p.findall(f".//{W}commentReference")) == 2
    assert admin.client.get(f"{PAGE}/rancangan/unduh").data == data


def test_comments_find_their_places_in_a_file_of_word_online(admin: Any) -> None:
    """Its body is called document2.xml."""
    out = BytesIO()
    with ZipFile(BytesIO(word("Nama {{ namaa }}"))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), data)
    send(admin, out.getvalue())
    with ZipFile(BytesIO(admin.client.get(f"{PAGE}/rancangan/catatan.docx").data)) as noted:
        body = noted.read("word/document2.xml").decode()
    wrong = body[body.index("commentRangeStart") : body.index("commentRangeEnd")]
    assert "namaa" in wrong and "Para pihak" not in wrong


def test_a_number_in_other_digits_than_ours_is_no_version(admin: Any, store: Store) -> None:
    send(admin, word("Nama {{ nama }}"))
    publish(admin, store, dasar="²")
    assert store.template_version("surat") == 2


def test_a_draft_shows_what_it_changes_in_documents_of_answers_that_are_there(admin: Any, store: Store) -> None:
    send(admin, word("Yang terhormat {{ nama }}"))
    page = admin.get(PAGE).html
    assert "Jawaban contoh: 1 tempat" in page and "<ins>Yang terhormat </ins>" in page
    subject = store.add_subject("inovasi", store.units()[0].code, "Kapal", "admin")
    response = store.start_response(subject.id, "survei", "admin", {"a/nama": "Ani"})
    page = admin.get(PAGE).html
    assert "Kapal: 1 tempat" in page and "<ins>Yang terhormat </ins>Ani" in page
    shown = admin.client.get(f"{PAGE}/rancangan/lembar?isian={response.id}").text
    assert "Yang terhormat" in shown and "Ani" in shown
    assert store.template_version("surat") == 1
    publish(admin, store, catatan="Lebih sopan")
    now = store.template_versions("surat")[0]
    assert (now.version, now.author, now.note) == (2, "admin", "Lebih sopan")
    page = admin.get(PAGE).text
    assert "“Lebih sopan”" in page and "Rancangan" not in page


def test_an_old_version_comes_back_as_a_draft(admin: Any, store: Store) -> None:
    send(admin, word("Nama {{ nama }}"))
    publish(admin, store)
    admin.post(f"{PAGE}/pulihkan/1", {}, status=303)
    assert "Memulihkan versi 1" in admin.get(f"{PAGE}?pulih=1").html
    publish(admin, store)
    assert store.template_file("surat", 3) == store.template_file("surat", 1)


def test_two_administrators_do_not_publish_over_each_other(admin: Any, visit: Any, store: Store) -> None:
    send(admin, word("Dari yang pertama {{ nama }}"))
    seen = store.template_draft("surat")
    send(visit("admin"), word("Dari yang kedua {{ nama }}"))
    publish(admin, store, rancangan=str(seen.id))
    assert store.template_version("surat") == 1, "what is published has been looked at"
    store.publish_template("surat", word("Lewat jalan lain {{ nama }}"), "survei", author="admin", note="Darurat")
    page = publish(admin, store, status=409).html
    assert "ada versi lain yang lebih baru" in page and "“Darurat”" in page
    assert "<del>Lewat jalan lain" in page and "<ins>Dari yang kedua" in page
    publish(admin, store, dasar="2")
    assert store.template_version("surat") == 3 and store.template_draft("surat") is None


def test_a_draft_is_thrown_away(admin: Any, store: Store) -> None:
    send(admin, word("Nama {{ nama }}"))
    admin.post(f"{PAGE}/buang", {}, status=303)
    assert store.template_draft("surat") is None and "Rancangan</h2>" not in admin.get(PAGE).text


def test_the_outline_says_conditions_in_words_and_which_questions_are_used(admin: Any, store: Store) -> None:
    send(admin, word("[[JIKA jalur = 'kota']]", "Lewat kota, {{ nama }}", "[[SELAIN ITU]]", "Lewat darat", "[[AKHIR]]"))
    page = admin.get(f"{PAGE}/isi").html
    assert "<strong>Para pihak</strong>" in page
    assert (
        "Rancangan</span>" in page
        and "Bila “Jalur” dijawab “Kota”:" in page
        and "Lewat kota, {{ nama }}" in page
        and "Selain itu:" in page
    )
    send(admin, word("{{ namaa }}"))
    assert "Versi 1</span>" in admin.get(f"{PAGE}/isi").html, "of a draft with mistakes nothing can be said"


@pytest.mark.parametrize("data", [b"", b"bukan Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1lama"])
def test_what_is_no_word_file_is_refused_in_words_and_not_kept(admin: Any, store: Store, data: bytes) -> None:
    assert "1 kesalahan" in send(admin, data, status=422).text
    assert store.template_draft("surat") is None


def test_a_new_template_is_a_draft_until_it_is_published(admin: Any, store: Store) -> None:
    def sent(data: bytes, status: int, **fields: str) -> Any:
        return admin.post("/pengaturan/naskah/baru", {"berkas": (BytesIO(data), "a.docx"), **fields}, status=status)

    page = sent(b"bukan Word", 422, judul="Surat Undangan", kuesioner="survei")
    assert "1 kesalahan di “a.docx”" in page.text and page.value("judul") == "Surat Undangan"
    for fields, words in (
        ({"judul": "", "kuesioner": "survei"}, "Tulis judul naskah dahulu."),
        ({"judul": "Surat", "kuesioner": "survei"}, "Sudah ada naskah"),
        ({"judul": "Surat undangan", "kuesioner": "entah"}, "Pilih kuesioner"),
    ):
        assert words in sent(word("{{ nama }}"), 422, **fields).text
    sent(word("{{ nama }}"), 303, judul="Surat undangan", kuesioner="survei")
    assert [record.name for record in store.template_records()] == ["surat"]
    assert "Surat undangan" in admin.get("/pengaturan/kuesioner").text
    draft = store.template_draft("surat-undangan")
    known = {"rancangan": str(draft.id), "dasar": "0"}
    assert "Terbitkan sebagai versi 1" in admin.get("/pengaturan/naskah/surat-undangan").text
    admin.post("/pengaturan/naskah/surat-undangan/terbit", known, status=303)
    record = store.template_versions("surat-undangan")[0]
    assert (record.title, record.questionnaire, record.version) == ("Surat undangan", "survei", 1)


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
