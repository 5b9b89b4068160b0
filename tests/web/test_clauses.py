"""Shared clauses in the browser: new, next version with all mistakes, which templates print them, all anew or none."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument

from inovik_forms.store.store import Store
from tests.web.test_versions import ONE
from tests.web.test_word_templates import word

PAGE = "/pengaturan/klausul/keadaan_kahar"
TAG = "[[KLAUSUL keadaan_kahar]]"


def file(*lines: str, name: str = "kahar.docx") -> tuple[BytesIO, str]:
    return BytesIO(word(*lines)), name


@pytest.fixture
def admin(visit: Any, store: Store) -> Any:
    store.publish_questionnaire("survei", ONE.encode(), "survei.md")
    return visit("admin")


@pytest.fixture
def published(admin: Any, store: Store) -> Any:
    """A clause with two variants, printed by two templates."""
    sent = {"judul": "Keadaan kahar", "nama-1": "ringkas", "syarat-1": "nama = 'x'", "berkas-1": file("Bunyi ringkas."),
            "nama-2": "panjang", "berkas-2": file("Bunyi panjang untuk {{ nama }}.", name="panjang.docx")}  # fmt: skip
    admin.post("/pengaturan/klausul/baru", sent)
    for name in ("surat", "nota"):
        store.publish_template(name, word(TAG), "survei", name.title())
    return admin


def next_version(person: Any, status: int = 303, base: str = "1", **fields: Any) -> Any:
    sent = {"dasar": base, "judul": "Keadaan kahar", "dari-1": "ringkas", "nama-1": "ringkas",
            "syarat-1": "nama = 'x'", "dari-2": "panjang", "nama-2": "panjang", "syarat-2": ""}  # fmt: skip
    return person.post(f"{PAGE}/unggah", {**sent, **{k.replace("_", "-"): v for k, v in fields.items()}}, status=status)


def test_a_new_clause_is_published_under_a_name_made_of_its_title(published: Any, store: Store) -> None:
    page = published.get(PAGE)
    for words in (TAG, "Bunyi ringkas.", "Dicetak bila nama = 'x'", "Dicetak bila varian sebelumnya tidak.", "Surat"):
        assert words in page.text
    assert [(v.name, v.file_name) for v in store.clause_variants("keadaan_kahar", 1)] == [
        ("ringkas", "kahar.docx"), ("panjang", "panjang.docx"),
    ]  # fmt: skip
    overview = published.get("/pengaturan/klausul").text
    assert "Keadaan kahar versi 1 ringkas, panjang · 2 naskah memakainya" in overview and TAG in overview
    assert "/pengaturan/klausul" in published.get("/pengaturan/kuesioner").links("/pengaturan/klausul")
    assert f"Keadaan kahar {TAG}" in published.get("/pengaturan/naskah/isian/survei").text


def test_every_mistake_is_told_and_what_was_typed_stays(admin: Any, store: Store) -> None:
    def sent(status: int, **fields: Any) -> Any:
        data = {key.replace("_", "-"): value for key, value in fields.items()}
        return admin.post("/pengaturan/klausul/baru", data, status=status)

    page = sent(
        422, judul="Data", nama_1="a b", syarat_1="nama =", berkas_1=file("{{ nama", "[[AKHIR]]"), nama_2="lain"
    )
    for words in ("5 kesalahan", "varian “a b”", "Syarat «nama =» keliru", "Varian «lain» belum punya berkas",
                  "Pilih lagi kahar.docx"):  # fmt: skip
        assert words in page.text
    assert [page.value(name) for name in ("judul", "nama-1", "syarat-1", "nama-2")] == ["Data", "a b", "nama =", "lain"]
    assert "Tulis judul klausul dahulu" in sent(422, judul="", berkas_1=file("Isi")).text
    assert "belum punya varian" in sent(422, judul="Data").text
    assert store.clause_records() == []
    sent(303, judul="Data", berkas_1=file("Isi", name="Data Kita.docx"))
    assert store.clause_variants("data", 1)[0].name == "data_kita"
    assert "Sudah ada klausul" in sent(422, judul="data", berkas_1=file("Isi")).text


def test_checking_says_what_would_change_and_publishes_nothing(published: Any, store: Store) -> None:
    page = next_version(published, 200, berkas_1=file("Bunyi sangat ringkas {{ alamat }}."), syarat_2="nama != ''")
    assert "Diperiksa tanpa kesalahan. Belum diterbitkan." in page.text
    assert "<ins>sangat </ins>" in page.html and "<ins>nama != &#39;&#39;</ins>" in page.html
    assert page.text.count("Tidak cocok dengan naskah ini:") == 2 and "alamat" in page.text
    assert store.clause_pins() == {"keadaan_kahar": 1}
    assert "Isinya sama dengan versi 1." in next_version(published, 200).text


def test_a_new_version_leaves_templates_as_they_are_until_all_are_published_anew(published: Any, store: Store) -> None:
    next_version(published, terbit="1", berkas_2=file("Bunyi baru."), catatan="lebih jelas")
    page = published.get(PAGE)
    assert "“lebih jelas”" in page.text and page.text.count("versi lama") == 2
    assert "Terbitkan 2 naskah dengan versi 2" in page.text and store.template_version("surat") == 1
    effect = published.get(page.links(f"{PAGE}/naskah/surat")[0])
    assert "Jawaban contoh: 1 tempat" in effect.text and "<ins>Bunyi baru.</ins>" in effect.html
    assert "sudah ada versi 2" in published.get("/pengaturan/naskah/surat").text
    published.post(f"{PAGE}/naskah")
    assert [store.template_pins(name, 2) for name in ("surat", "nota")] == [{"keadaan_kahar": 2}] * 2
    assert "2 naskah diterbitkan dengan versi 2." in published.get(PAGE).html
    assert "“Klausul “Keadaan kahar” versi 2”" in published.get("/pengaturan/naskah/surat").text
    published.get(f"{PAGE}/naskah/surat", status=404)


def test_none_is_published_anew_when_one_does_not_fit(published: Any, store: Store) -> None:
    next_version(published, terbit="1", berkas_2=file("Untuk {{ alamat }}."))
    assert "Terbitkan 2 naskah" not in published.get(PAGE).text
    page = published.post(f"{PAGE}/naskah", status=422)
    assert "Tidak ada naskah yang diterbitkan" in page.text and "klausul “keadaan_kahar”, varian “panjang”" in page.text
    assert store.template_version("surat") == 1


def test_variants_are_put_in_order_dropped_and_added(published: Any, store: Store) -> None:
    next_version(published, terbit="1", syarat_2="nama = 'y'", urutan_1="1", urutan_2="1")
    assert [v.name for v in store.clause_variants("keadaan_kahar", 2)] == ["panjang", "ringkas"]
    next_version(published, terbit="1", base="2", buang_2="1", nama_3="baru", berkas_3=file("Baru."))
    assert [v.name for v in store.clause_variants("keadaan_kahar", 3)] == ["ringkas", "baru"]
    assert "tidak pernah tercetak" in next_version(published, 422, base="2", terbit="1", syarat_1="").text


def test_who_comes_second_is_told_and_loses_nothing(published: Any, store: Store) -> None:
    next_version(published, terbit="1", berkas_1=file("Bunyi baru."))
    page = next_version(published, 422, terbit="1", syarat_1="nama = 'z'", catatan="punya saya")
    assert "ada versi lain yang lebih baru" in page.text
    assert page.value("syarat-1") == "nama = 'z'" and page.value("catatan") == "punya saya"
    assert page.value("dasar") == "2"
    for base in ("", "0", "9", "x"):
        next_version(published, 400, base=base)


def test_an_older_version_comes_back_as_a_new_one(published: Any, store: Store) -> None:
    next_version(published, terbit="1", berkas_1=file("Bunyi baru."))
    published.post(f"{PAGE}/pulihkan/1")
    assert store.clause_variants("keadaan_kahar", 3) == store.clause_variants("keadaan_kahar", 1)
    assert "Memulihkan versi 1" in published.get(PAGE).text
    got = published.get(f"{PAGE}/2/unduh/ringkas")
    assert got.data == store.clause_variants("keadaan_kahar", 2)[0].data
    assert "keadaan_kahar-ringkas-v2.docx" in got.headers["Content-Disposition"]
    for url in (f"{PAGE}/9/unduh/ringkas", f"{PAGE}/1/unduh/entah", "/pengaturan/klausul/entah"):
        published.get(url, status=404)
    published.post(f"{PAGE}/pulihkan/9", status=404)


def test_a_template_is_checked_and_published_with_the_newest_clauses(published: Any, store: Store) -> None:
    next_version(published, terbit="1", berkas_1=file("Bunyi baru."))
    page = "/pengaturan/naskah/surat"

    def draft(*lines: str) -> str:
        published.post(f"{page}/unggah", {"berkas": (BytesIO(word(*lines)), "surat.docx")})
        return published.get(page).text

    assert "Mungkin maksud Anda «keadaan_kahar»?" in draft("[[KLAUSUL keadaan_kaha]]")
    assert "1 kesalahan" not in draft("Pembuka", TAG)
    published.post(f"{page}/terbit", {"rancangan": str(store.template_draft("surat").id)})  # type: ignore[union-attr]
    assert store.template_pins("surat", 2) == {"keadaan_kahar": 2}


def test_a_mistake_in_a_clause_is_a_comment_at_its_tag(published: Any) -> None:
    next_version(published, terbit="1", berkas_2=file("Untuk {{ alamat }}."))
    page = "/pengaturan/naskah/surat"
    published.post(f"{page}/unggah", {"berkas": (BytesIO(word("Pembuka", TAG)), "surat.docx")})
    noted = NewDocument(BytesIO(published.get(f"{page}/rancangan/catatan.docx").data))
    (comment,) = noted.comments
    assert "klausul “keadaan_kahar”, varian “panjang”" in comment.text and "alamat" in comment.text
    assert [p.text for p in noted.paragraphs if "commentReference" in p._p.xml] == [TAG]
