"""Versions of clauses are kept for good; a template's version prints those that it was published with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inovik_forms.documents.walk import paragraphs, plain_text
from inovik_forms.problems import Refused
from inovik_forms.store import Store
from inovik_forms.store.records import ClauseVariant, Response, Stale, UnknownRecord

from .test_content import word

ONE = ClauseVariant("biasa", "", "kahar.docx", word("Bunyi lama untuk {{ nama }}."))
TWO = replace(ONE, data=word("Bunyi baru untuk {{ nama }}."))
TAGGED = word("Surat", "[[KLAUSUL kahar]]")


def publish(store: Store, *variants: ClauseVariant, base: int = 0, title: str = "Keadaan kahar") -> int:
    return store.publish_clause("kahar", variants, title, "hukum", "catatan", base=base)


def told(store: Store, name: str, version: int | None = None) -> str:
    return "\n".join(plain_text(p.inlines) for p in paragraphs(store.template(name, version).document.body))


def test_each_change_is_a_version_and_the_same_is_none(store: Store) -> None:
    assert [publish(store, ONE), publish(store, ONE, base=1), publish(store, TWO, base=1)] == [1, 1, 2]
    assert publish(store, replace(TWO, condition="1 = 1"), base=2) == 3
    assert publish(store, replace(TWO, condition="1 = 1"), base=3, title="Kahar") == 4
    assert store.clause_variants("kahar", 2) == [TWO]
    (record,) = store.clause_records()
    assert (record.name, record.version, record.title, record.author) == ("kahar", 4, "Kahar", "hukum")
    assert [r.version for r in store.clause_versions("kahar")] == [4, 3, 2, 1]
    assert store.clause("kahar", 2) is store.clause("kahar", 2)
    with pytest.raises(UnknownRecord):
        store.clause_variants("kahar", 5)


def test_a_faulty_clause_is_refused_and_so_is_one_that_somebody_else_changed_meanwhile(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        publish(store, replace(ONE, condition="nama ="), replace(ONE, name="lain", data=b"bukan Word"))
    assert len(refused.value.problems) == 2
    assert publish(store, ONE) == 1
    with pytest.raises(Stale):
        publish(store, TWO)
    assert store.clause_pins() == {"kahar": 1}


def test_a_published_template_keeps_the_wording_that_it_was_published_with(store: Store, response: Response) -> None:
    publish(store, ONE)
    assert store.publish_template("surat", TAGGED, "uji") == 1
    publish(store, TWO, base=1)
    assert store.publish_template("lain", TAGGED, "uji") == 1
    other = Store(store.db.engine, store.files_dir)
    for one in (store, other):
        assert "Bunyi lama" in told(one, "surat") and "Bunyi baru" in told(one, "lain")
    other.close()
    assert [(use.template.name, use.version) for use in store.clause_uses("kahar")] == [("lain", 2), ("surat", 1)]


def test_the_same_file_is_a_new_version_with_a_newer_clause(store: Store, response: Response) -> None:
    publish(store, ONE)
    versions = [store.publish_template("surat", TAGGED, "uji") for _ in range(2)]
    publish(store, TWO, base=1)
    versions += [store.publish_template("surat", TAGGED, "uji") for _ in range(2)]
    assert versions == [1, 1, 2, 2]
    assert [("lama" in told(store, "surat", n)) for n in (1, 2)] == [True, False]


def test_all_templates_are_published_anew_or_none(store: Store, response: Response) -> None:
    publish(store, ONE)
    for name in ("surat", "nota"):
        store.publish_template(name, TAGGED, "uji", name.title(), book=name == "nota")
    publish(store, replace(ONE, data=word("Untuk {{ alamat }}.")), base=1)
    uses = store.clause_uses("kahar")
    assert [[p.code for p in store.renewal_problems("kahar", use)] for use in uses] == [
        ["expressions.unknown_name"]
    ] * 2
    with pytest.raises(Refused) as refused:
        store.renew_templates("kahar")
    assert len(refused.value.problems) == 2 and store.template_version("surat") == 1
    publish(store, TWO, base=2)
    assert store.renew_templates("kahar", author="admin", note="bunyi baru") == ["nota", "surat"]
    last = store.template_versions("surat")[0]
    assert (last.version, last.author, last.note) == (2, "admin", "bunyi baru")
    assert "Bunyi baru" in told(store, "surat") and store.template_version("nota") == 2
    assert [(r.title, r.book) for r in store.template_records()] == [("Nota", True), ("Surat", False)]
    assert store.renew_templates("kahar") == []


def test_only_the_clause_in_question_is_renewed(store: Store, response: Response) -> None:
    publish(store, ONE)
    store.publish_clause("data", [ONE], "Data", "hukum", base=0)
    store.publish_template("surat", word("[[KLAUSUL kahar]]", "[[KLAUSUL data]]"), "uji")
    publish(store, TWO, base=1)
    store.publish_clause("data", [TWO], "Data", "hukum", base=1)
    store.renew_templates("kahar")
    assert store.template_pins("surat", 2) == {"kahar": 2, "data": 1}


def test_a_questionnaire_is_held_against_the_clauses_of_its_templates(store: Store, response: Response) -> None:
    publish(store, ONE)
    store.publish_template("surat", TAGGED, "uji")
    publish(store, replace(ONE, data=word("Untuk {{ alamat }}.")), base=1)
    assert store.template_problems("surat", store.questionnaire("uji")) == []
