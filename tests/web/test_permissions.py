"""Route × role: who gets what. A route that is missing here fails the build (A17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument
from flask import Flask

from inovik_forms.numbers import Pattern
from inovik_forms.store.media import set_media
from inovik_forms.store.numbers import For
from inovik_forms.store.records import ClauseVariant, MediaFile
from inovik_forms.store.store import Store

WHO = ("nobody", "ani", "budi", "hukum", "koor", "admin")
"""ani: staff of the unit that owns the innovation; budi: staff of another unit."""

# "ok": the page, or a redirect to one of our pages; "in": asked to sign in; "404": does not exist for this person;
# "409": seen but not changeable. Columns as in WHO.
TABLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("auth.sign_in", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("auth.sign_in", "POST"): ("401", "401", "401", "401", "401", "401"),
    ("auth.sign_out", "POST"): ("in", "ok", "ok", "ok", "ok", "ok"),
    ("auth.shared", "POST"): ("in", "ok", "ok", "ok", "ok", "ok"),
    ("auth.language", "POST"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("history.overview", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("history.restore", "POST"): ("in", "400", "404", "404", "404", "404"),
    ("history.erase", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("offline.waiting", "GET"): ("in", "ok", "ok", "ok", "ok", "ok"),
    ("install.manifest", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("install.icon", "GET"): ("404", "404", "404", "404", "404", "404"),  # this city has no logo
    ("offline.empty", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("offline.worker", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("theme.static", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("paper.blank", "GET"): ("in", "ok", "ok", "ok", "ok", "ok"),
    ("paper.answered", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("paper.wait", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("theme.part", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("theme.stylesheet", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("theme.logo", "GET"): ("404", "404", "404", "404", "404", "404"),  # this city has none
    ("theme.health", "GET"): ("ok", "ok", "ok", "ok", "ok", "ok"),
    ("start.home", "GET"): ("in", "ok", "ok", "ok", "ok", "ok"),
    ("start.new", "GET"): ("in", "ok", "ok", "404", "404", "404"),
    ("start.new", "POST"): ("in", "422", "422", "404", "404", "404"),
    ("start.subject", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("start.rename", "POST"): ("in", "422", "404", "404", "404", "404"),
    ("start.begin", "POST"): ("in", "ok", "404", "404", "404", "404"),
    ("begun.begin", "POST"): ("in", "400", "400", "400", "400", "400"),  # 400: the test sends no JSON
    ("blanks.offers", "GET"): ("in", "ok", "ok", "ok", "ok", "ok"),  # of one's own unit
    ("blanks.pages", "GET"): ("in", "404", "404", "404", "404", "404"),  # no such content
    ("blanks.form", "GET"): ("in", "404", "404", "404", "404", "404"),  # no such content
    ("whole.answers", "GET"): ("in", "ok", "404", "404", "404", "404"),
    ("whole.form", "GET"): ("in", "404", "404", "404", "404", "404"),  # no such content
    ("responses.tasks", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("responses.section", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("responses.section", "POST"): ("in", "ok", "404", "409", "409", "409"),
    ("responses.instance", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("responses.blank_entry", "GET"): ("in", "ok", "404", "404", "404", "404"),
    ("responses.instance", "POST"): ("in", "ok", "404", "409", "409", "409"),
    ("autosave.save", "POST"): ("in", "400", "404", "409", "409", "409"),  # 400: the test sends no JSON
    ("pieces.take", "POST"): ("in", "400", "404", "409", "409", "409"),  # 400: the test sends no piece
    ("assigning.overview", "GET"): ("in", "ok", "404", "404", "ok", "ok"),
    ("assigning.assign", "POST"): ("in", "ok", "404", "404", "ok", "ok"),
    ("news.news", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("check.overview", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("check.send", "POST"): ("in", "ok", "404", "404", "404", "404"),  # ok: says what is still missing
    ("check.reopen", "POST"): ("in", "404", "404", "404", "404", "404"),  # a draft cannot be reopened; see below
    ("files.file", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("files.thumbnail", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("documents.preview", "GET"): ("in", "404", "404", "404", "404", "404"),  # no template here; see test_documents
    ("documents.sheet", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("documents.noted", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("documents.download", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("documents.wait", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("number_giving.give", "POST"): ("in", "400", "404", "404", "404", "404"),  # 400: no such question
    ("number_register.overview", "GET"): ("in", "404", "404", "ok", "404", "ok"),
    ("number_register.record", "POST"): ("in", "404", "404", "422", "404", "422"),  # 422: nothing was typed
    ("number_register.export", "GET"): ("in", "404", "404", "ok", "404", "ok"),
    ("number_register.one", "GET"): ("in", "404", "404", "ok", "404", "ok"),
    ("number_register.void", "POST"): ("in", "404", "404", "422", "404", "422"),  # 422: no reason
    ("number_patterns.overview", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("number_patterns.new", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("number_patterns.new", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: nothing was typed
    ("number_patterns.one", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("number_patterns.one", "POST"): ("in", "404", "404", "404", "404", "422"),
    ("number_patterns.drop", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("letterheads.overview", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("letterheads.one", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("letterheads.change", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: it has no name
    ("letterheads.sheet", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("coordinator.table", "GET"): ("in", "404", "404", "404", "ok", "ok"),
    ("books.order", "POST"): ("in", "404", "404", "404", "400", "400"),  # 400: no such book here
    ("books.show", "GET"): ("in", "404", "404", "404", "404", "404"),  # somebody else's job
    ("books.download", "GET"): ("in", "404", "404", "404", "404", "404"),
    ("admin.accounts", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("admin.accounts", "POST"): ("in", "404", "404", "404", "404", "422"),
    ("admin.one_account", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("admin.one_account", "POST"): ("in", "404", "404", "404", "404", "400"),  # 400: no button was pressed
    ("admin.content", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.one", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.fields", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.new", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.begin", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: it has no title
    ("word_templates.upload", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: no file was chosen
    ("word_templates.restore", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.download", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.publish", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("word_templates.drop", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("genuine.paper", "GET"): ("404", "404", "404", "404", "404", "404"),  # 404: no paper has this code
    ("word_drafts.noted", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_drafts.download", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_drafts.sheet", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("word_drafts.contents", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.overview", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.new", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.begin", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: it has no title
    ("clauses.one", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.upload", "POST"): ("in", "404", "404", "404", "404", "400"),  # 400: the version before is not said
    ("clauses.restore", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.renew", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("clauses.effect", "GET"): ("in", "404", "404", "404", "404", "404"),  # no template prints it here
    ("clauses.download", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("versions.upload", "POST"): ("in", "404", "404", "404", "404", "422"),  # 422: no file was chosen
    ("versions.one", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("versions.publish", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("versions.drop", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("versions.restore", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("versions.download", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("media.file", "GET"): ("in", "ok", "ok", "ok", "ok", "ok"),  # of a published version; of a draft: test_media
    ("media.add", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("trials.preview", "GET"): ("in", "404", "404", "404", "404", "ok"),
    ("trials.start", "POST"): ("in", "404", "404", "404", "404", "ok"),
    ("late.overview", "GET"): ("in", "ok", "404", "ok", "ok", "ok"),
    ("late.decide", "POST"): ("in", "400", "404", "404", "404", "404"),  # 400: no button was pressed
    ("late.inbox", "GET"): ("in", "404", "404", "404", "ok", "ok"),
    ("late.load_file", "POST"): ("in", "404", "404", "404", "422", "422"),  # 422: no file was chosen
    ("moving.preview", "GET"): ("in", "ok", "404", "404", "404", "404"),
    ("moving.do_move", "POST"): ("in", "ok", "404", "404", "404", "404"),
}  # fmt: skip


@dataclass
class World:
    """The innovation of ani's unit, with everything that an address can name."""

    response: int
    subject: int
    sha256: str
    job: int

    def arguments(self) -> dict[str, Any]:
        return {
            "response_id": self.response, "subject_id": self.subject, "slug": "dasar", "path": "rencana/kegiatan[1]",
            "sha256": self.sha256, "name": "foto.jpg", "job_id": self.job, "original": 1, "form": "docx", "account_id": 1, "kind": "inovasi",  # noqa: E501
            "questionnaire": "uji", "stamp": "0", "repeat": "rencana/kegiatan",
        }  # fmt: skip


@pytest.fixture
def world(store: Store) -> World:
    from io import BytesIO

    from PIL import Image

    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "uji", "ani", {})
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    value = store.put_file(out.getvalue(), "foto.jpg", "image/jpeg", response.id)
    with store.db.writing() as connection:
        set_media(connection, "uji", 1, {"foto.jpg": MediaFile("foto.jpg", value.partition("/")[0], "image/jpeg", 1)})
    job = store.enqueue("book", {"form": "pdf", "responses": []}, "book:x", owner=None)
    return World(response.id, subject.id, value.partition("/")[0], job)


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, m)
        for rule in app.url_map.iter_rules()
        for m in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }  # type: ignore[operator]


def test_every_route_stands_in_the_table(app: Flask) -> None:
    assert routes(app) == set(TABLE)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("endpoint", "method"), TABLE, ids=lambda x: x)
def test_the_table(app: Flask, visit: Any, store: Store, world: World, endpoint: str, method: str, who: str) -> None:
    person = visit("" if who == "nobody" else who)
    person.get("/masuk", status=200 if who == "nobody" else 302)
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint and method in r.methods)  # type: ignore[operator]
    given = {**world.arguments(), "size": 192, "code": "tidakdikenal"}
    if endpoint == "theme.static":
        given["name"] = "app.css"
    if endpoint == "theme.part":
        given |= {"folder": "widgets", "name": "rank.js"}
    if endpoint == "paper.blank" or endpoint.startswith(("versions.", "trials.", "blanks.")):
        given |= {"name": "uji", "version": 1, "form": "asli"}
    if endpoint.startswith(("word_templates.", "word_drafts.")):
        NewDocument().save(out := BytesIO())
        store.publish_template("surat", out.getvalue(), "uji")
        store.put_template_draft(
            "surat", out.getvalue(), questionnaire="uji", title="Surat", file_name="s.docx", author="admin"
        )
        given |= {"name": "surat", "version": 1, "form": "uji"}
    if endpoint.startswith(("number_register.", "number_patterns.")):
        store.put_number_pattern(Pattern("surat", "Surat", "Kota Uji", "{urut}/{tahun}"))
        number, _ = store.give_number("surat", For(date(2026, 11, 28), "hukum"))
        given |= {"number_id": number.id, "name": "surat"}
    if endpoint.startswith("clauses."):
        (document := NewDocument()).add_paragraph("Isi")
        document.save(out := BytesIO())
        variant = ClauseVariant("biasa", "", "a.docx", out.getvalue())
        store.publish_clause("kahar", [variant], "Kahar", "admin", base=0)
        given |= {"name": "kahar", "version": 1, "variant": "biasa", "template": "surat"}
    if endpoint.startswith("letterheads."):
        given |= {"slug": "dinas-a"}
    if endpoint.startswith("moving."):
        store.publish_questionnaire("uji", b"| survey |\n| | type | name | label |\n| | text | a | A |\n", "uji.md")
    url = app.url_map.bind("localhost").build(endpoint, {name: given[name] for name in rule.arguments})
    data = {"csrf_token": person.token, "kuesioner": "uji"}
    answer = person.client.open(url, method=method, data=data if method == "POST" else None)
    place = answer.headers.get("Location", "")
    if answer.status_code in (302, 303):
        seen = "in" if "/masuk" in place and endpoint != "auth.sign_out" else "ok"
    else:
        seen = {200: "ok"}.get(answer.status_code, str(answer.status_code))
    if seen == "401" and endpoint != "auth.sign_in":
        seen = "in"
    assert seen == TABLE[endpoint, method][WHO.index(who)], (answer.status_code, place)


def test_agreements_are_for_legal_staff(visit: Any, store: Store) -> None:
    subject = store.add_subject("kesepakatan", "", "Dengan LAN", "hukum")
    response = store.start_response(subject.id, "nota", "hukum", {})
    url = f"/isian/{response.id}/bagian/dasar"
    visit("hukum").post(url, {"q.dasar/nama": "A"})
    visit("ani").get(url, status=404)
    visit("ani").get(f"/perihal/{subject.id}", status=404)
    visit("hukum").get("/baru/kesepakatan")
    visit("ani").get("/baru/kesepakatan", status=404)
    visit("koor").post(url, {"q.dasar/nama": "B"}, status=409)


def test_who_may_reopen_what_was_sent(visit: Any, store: Store, response_id: int) -> None:
    def send() -> None:
        store.mark_sent(response_id, "ani", datetime.now(UTC), store.draft(response_id)[0])

    send()
    for who in ("ani", "budi", "hukum"):
        visit(who).post(f"/isian/{response_id}/buka", status=404)
    for who in ("koor", "admin"):
        visit(who).post(f"/isian/{response_id}/buka")
        assert store.response(response_id).status == "draft"
        send()


def test_rights_are_asked_anew_after_a_transfer(visit: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    ani.get(f"/isian/{response_id}")
    store.change_account(store.account_by_username("ani").id, unit="dinas-b")  # type: ignore[union-attr]
    ani.sign_in("ani").get(f"/isian/{response_id}", status=404)


def test_staff_cannot_begin_for_another_unit(visit: Any, store: Store) -> None:
    visit("ani").post("/baru/inovasi", judul="Milik siapa", unit="dinas-b")
    assert [s.unit for s in store.subjects()] == ["dinas-a"]


@pytest.mark.parametrize("number", [0, 99, 2**31, 2**63, 10**30])
def test_numbers_that_name_nothing(visit: Any, number: int) -> None:
    visit("ani").get(f"/isian/{number}", status=404)
    visit("koor").get(f"/buku/{number}", status=404)


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/.git/config", "/console", "/.env", "/static/app.css.gz", "/berkas/1/../../etc"])  # fmt: skip  # noqa: E501
def test_other_paths_do_not_exist(visit: Any, path: str) -> None:
    """A18, A47"""
    assert visit("ani").client.get(path).status_code == 404
