"""The code on a paper: what anybody who scans it is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from PIL import Image

from inovik_forms.documents.genuine import qr_code
from inovik_forms.store.store import Store
from tests.web.test_documents import work


@pytest.fixture
def paper(store: Store) -> str:
    file = docx.Document()
    file.add_paragraph("Surat {{ nama }}")
    file.add_paragraph("{{ kode_asli }} [[JIKA alamat_asli != '']]Periksa di {{ alamat_asli }}[[AKHIR]]")
    out = BytesIO()
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji", "Surat uji")
    return "surat"


def downloaded(person: Any, store: Store, response_id: int) -> bytes:
    work(store)
    return bytes(person.client.get(f"/dokumen/{response_id}/surat/naskah-1.docx").data)


def printed(data: bytes) -> tuple[str, bytes]:
    """The address on a paper, and the picture."""
    (line,) = [p.text for p in docx.Document(BytesIO(data)).paragraphs if "Periksa di" in p.text]
    with ZipFile(BytesIO(data)) as package:
        (picture,) = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    return line.rpartition(" ")[2], picture


def test_a_paper_says_where_it_is_looked_up_and_is_found_there(
    visit: Any, response_id: int, paper: str, store: Store
) -> None:
    store.address = "https://inovasi.contoh.go.id"
    ani, anybody = visit("ani"), visit("")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    address, picture = printed(downloaded(ani, store, response_id))
    assert address.startswith("https://inovasi.contoh.go.id/asli/") and picture == qr_code(address)
    path = address.removeprefix("https://inovasi.contoh.go.id")
    page = anybody.get(path)
    assert "asli dan yang terbaru" in page.text and "Surat uji" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Antar obat" not in page.text.replace(store.response(response_id).title, ""), "no answer is shown"
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat ke pulau"})
    assert "bukan yang terbaru" in anybody.get(path).text
    again, _ = printed(downloaded(ani, store, response_id))
    assert again != address and "asli dan yang terbaru" in anybody.get(again.removeprefix(store.address)).text


def test_a_new_version_of_its_template_makes_a_paper_old(
    visit: Any, response_id: int, paper: str, store: Store
) -> None:
    store.address = "https://inovasi.contoh.go.id"
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    address, _ = printed(downloaded(ani, store, response_id))
    file, out = docx.Document(), BytesIO()
    file.add_paragraph("Surat lain {{ nama }}")
    file.save(out)
    store.publish_template("surat", out.getvalue(), "uji")
    assert "bukan yang terbaru" in visit("").get(address.removeprefix(store.address)).text


@pytest.mark.parametrize("code", ["abcdefghjkmn", "x", "%27%20OR%201=1", "a" * 400])
def test_an_unknown_code_is_said_to_be_none_of_ours(visit: Any, code: str) -> None:
    assert "Kode ini tidak dikenal" in visit("").get(f"/asli/{code}", status=404).text


def test_a_preview_has_an_examples_code(visit: Any, response_id: int, paper: str, store: Store) -> None:
    store.address = "https://inovasi.contoh.go.id"
    assert "/asli/contoh" in visit("ani").get(f"/dokumen/{response_id}/surat/lembar").html
    assert "kode contoh" in visit("").get("/asli/contoh").text


def test_without_an_address_nothing_is_printed(visit: Any, response_id: int, paper: str, store: Store) -> None:
    store.address = ""
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    data = downloaded(ani, store, response_id)
    assert not [p.text for p in docx.Document(BytesIO(data)).paragraphs if "Periksa di" in p.text]
    with ZipFile(BytesIO(data)) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media/")]


def test_the_code_is_sharp_and_of_a_size_that_phones_read() -> None:
    with Image.open(BytesIO(qr_code("https://inovasi.contoh.go.id/asli/abcdefghjkmn"))) as picture:
        assert picture.width == picture.height and picture.width % 8 == 0 and picture.width // 8 <= 41 + 4
