"""One question a page (`style: pages`), without JavaScript: what a page holds, what comes before and after it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from inovik_forms.answers.plan import plan_of
from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.questionnaires.xlsform import load, read
from inovik_forms.store.store import Store
from inovik_forms.web.sections import Scope, pages_of

FORM = Path(__file__).parent.parent / "cases" / "web" / "halaman.md"


def shown(scope: Scope) -> list[tuple[str, list[str]]]:
    return [(part.name, [line.name for line in part.lines]) for part in scope.parts]


def survey(*rows: str, style: str = "pages") -> bytes:
    head = "| survey |\n| | type | name | label | appearance | calculation |\n"
    return (head + "\n".join(rows) + f"\n| settings |\n| | style |\n| | {style} |\n").encode()


def sections(*rows: str, style: str = "pages") -> dict[str, list[tuple[str, list[str]]]]:
    plan = plan_of(load(survey(*rows, style=style), "f.md"))
    return {section.slug: shown(section.scope) for section in pages_of(plan).sections}


ROWS = (
    "| | begin group | a | A | | |",
    "| | text | x | X | | |",
    "| | note | n | N | | |",
    "| | integer | total | Total | | 1 + 1 |",
    "| | text | y | Y | | |",
    "| | text | h | H | hidden | |",
    "| | begin group | b | B | | |",
    "| | text | z | Z | | |",
    "| | note | last | Last | | |",
    "| | end group | | | | |",
    "| | begin group | c | C | field-list | |",
    "| | text | p | P | | |",
    "| | text | q | Q | | |",
    "| | end group | | | | |",
    "| | end group | | | | |",
)


def test_what_only_tells_goes_with_the_question_after_it_and_a_field_list_stays_together() -> None:
    assert sections(*ROWS)["a"] == [
        ("x", ["x"]),
        ("n", ["n", "total", "y"]),
        ("b/z", ["z"]),
        ("b/last", ["last"]),
        ("c", ["c", "p", "q"]),
    ]


@pytest.mark.parametrize("style", ["", "theme-grid"])
def test_without_the_setting_a_section_is_one_page(style: str) -> None:
    assert sections(*ROWS, style=style)["a"] == []


def test_other_words_beside_it() -> None:
    assert len(sections(*ROWS, style="theme-grid Pages")["a"]) == 5


def test_a_grid_and_a_section_that_is_a_field_list_are_one_page() -> None:
    rows = (
        "| | begin group | a | A | field-list | |", "| | text | x | X | | |", "| | text | y | Y | | |",
        "| | end group | | | | |",
        "| | begin group | b | B | | |", "| | text | z | Z | | |",
        "| | begin group | g | G | | |",
        "| | select_one l | h | H | label | |", "| | select_one l | i | I | list-nolabel | |",
        "| | end group | | | | |", "| | end group | | | | |",
        "| choices |", "| | list_name | name | label |", "| | l | ya | Ya |", "| | l | tidak | Tidak |",
    )  # fmt: skip
    assert sections(*rows) == {"a": [], "b": [("z", ["z"]), ("g", ["g", "h", "i"])]}


@pytest.mark.parametrize(
    ("style", "code", "close"),
    [
        ("page", "questionnaires.style_unknown_like", "pages"),
        ("xyzzy", "questionnaires.style_unknown", ""),
        ("pages theme-grid", "questionnaires.style_not_served", ""),
    ],
)
def test_a_style_that_does_nothing_is_said(style: str, code: str, close: str) -> None:
    form, problems = read(survey("| | text | x | X | | |", style=style), "f.md")
    assert form is not None
    assert [(p.code, p.severity) for p in problems] == [(code, "warning")]
    assert problems[0].where.column == "A"  # type: ignore[union-attr]
    assert close in problems[0].fix, problems[0]


def test_the_setting_survives_the_way_through_a_workbook() -> None:
    back = load(xlsx_of(FORM.read_bytes(), FORM.name), "halaman.xlsx")
    assert back.settings["style"] == "pages"
    assert plan_of(back).question("penutup/sumber").parameters == {"randomize": "true"}


# ---------------------------------------------------------------- walking through it


@pytest.fixture
def response(store: Store) -> int:
    store.publish_questionnaire("halaman", FORM.read_bytes(), FORM.name)
    subject = store.add_subject("inovasi", "dinas-a", "Usul", "ani")
    return store.start_response(subject.id, "halaman", "ani", {}).id


@pytest.fixture
def walk(visit: Any, response: int) -> Any:
    """`walk("usul/nama", **answers)`: press "Lanjut" on that page; where it leads, without the response's address."""
    ani, base = visit("ani"), f"/isian/{response}"

    def post(name: str, answers: dict[str, str] | None = None, **fields: str) -> str:
        kind = "butir" if "[" in name else "bagian"
        to = unquote(ani.post(f"{base}/{kind}/{name}", answers, **fields).location)
        return to.removeprefix(base).removeprefix("/bagian").removeprefix("/butir").lstrip("/")

    post.ani, post.base = ani, base  # type: ignore[attr-defined]
    return post


def heading(page: Any) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page.html, re.S)[1]).strip()  # type: ignore[index]


def test_forth_and_back_pass_over_what_is_not_asked(walk: Any) -> None:
    assert walk("umum", {"q.pembuka": "Isian"}) == "usul/nama"
    assert walk("usul/nama", {"q.usul/nama": "Kebun"}) == "usul/orang"
    assert walk("usul/orang", {"q.usul/orang": "5"}) == "usul/ajakan", "a place is asked only of many"
    assert walk("usul/orang", {"q.usul/orang": "20"}) == "usul/tempat", "decided by this very answer, calculated"
    assert walk("usul/ajakan", aksi="kembali") == "usul/tempat"
    assert walk("usul/ajakan", {"q.usul/izin": "tidak"}) == "usul/alamat"
    assert walk("usul/ajakan", {"q.usul/izin": "ya"}) == "usul/surat/nomor"
    assert walk("usul/surat/nomor", {"q.usul/surat/nomor": "1"}) == "usul/surat/tanggal"
    assert walk("usul/surat/tanggal") == "usul/alamat"
    assert walk("usul/alamat", aksi="kembali") == "usul/surat/tanggal"
    assert walk("usul/langkah") == "penutup/sumber", "the first page of the next section"
    assert walk("penutup/sumber", aksi="kembali") == "usul/langkah", "the last one of the section before"
    assert walk("penutup/saran") == "periksa"
    assert walk("umum", aksi="kembali") == ""
    assert walk("usul/nama", aksi="simpan") == ""


def test_a_page_says_which_it_is_and_holds_one_question(walk: Any) -> None:
    page = walk.ani.get(f"{walk.base}/bagian/usul/orang")
    assert heading(page) == "Pertanyaan 2 dari 5 · Usul" and page.title.startswith(heading(page))
    assert re.findall(r'data-soal="([^"]+)"', page.html) == ["usul/orang"]
    assert "Ceritakan usul Anda." not in page.text
    assert "Ceritakan usul Anda." in walk.ani.get(f"{walk.base}/bagian/usul/nama").text
    walk("usul/ajakan", {"q.usul/izin": "ya"})
    page = walk.ani.get(f"{walk.base}/bagian/usul/surat/nomor")
    assert heading(page) == "Pertanyaan 4 dari 7 · Usul › Surat izin" and "Hanya bila perlu izin." in page.text
    page = walk.ani.get(f"{walk.base}/bagian/usul/alamat")
    assert page.text.count("Alamat") == 1 and "Jalan" in page.text and page.is_hidden("usul/alamat/nama_gang")


def test_a_page_that_only_tells_something_is_not_counted_as_a_question(visit: Any, store: Store) -> None:
    rows = (
        "| | begin group | a | A | | | |", "| | note | halo | Halo | | | |", "| | begin group | b | B | | | |",
        "| | text | x | X | | | |", "| | note | n | N | | | |", "| | text | y | Y | | | ${x} = 'ya' |",
        "| | end group | | | | | |", "| | text | z | Z | | | |", "| | end group | | | | | |",
    )  # fmt: skip
    head = "| survey |\n| | type | name | label | appearance | calculation | relevant |\n"
    form = head + "\n".join(rows) + "\n| settings |\n| | style |\n| | pages |\n"
    store.publish_questionnaire("catatan", form.encode(), "catatan.md")
    subject = store.add_subject("inovasi", "dinas-a", "Catatan", "ani")
    ani = visit("ani")
    base = f"/isian/{store.start_response(subject.id, 'catatan', 'ani', {}).id}/bagian/a"
    at = {name: heading(ani.get(f"{base}/{name}")) for name in ("halo", "b/x", "b/n", "z")}
    assert at == {"halo": "A", "b/x": "Pertanyaan 1 dari 2 · A › B", "b/n": "A › B", "z": "Pertanyaan 2 dari 2 · A"}
    ani.post(f"{base}/b/x", {"q.a/b/x": "ya"})
    assert heading(ani.get(f"{base}/b/n")) == "Pertanyaan 2 dari 3 · A › B", "now there is a question to the note"


def test_an_answer_that_does_not_fit_stays_on_its_page(walk: Any) -> None:
    assert walk("usul/orang", {"q.usul/orang": "500"}) == "usul/orang?salah=1"
    page = walk.ani.get(f"{walk.base}/bagian/usul/orang?salah=1")
    assert page.problem_at("usul/orang") == "Antara 1 dan 100."
    assert 'id="ringkasan"' in page.html
    assert page.links("/usul/tempat") == [f"{walk.base}/bagian/usul/tempat"], "on to the next question all the same"


def test_a_condition_within_a_field_list_stays_on_its_page(walk: Any) -> None:
    here = walk("usul/alamat", {"q.usul/alamat/gang": "ya"})
    assert here == "usul/alamat?baru=1#q.usul/alamat/nama_gang"
    assert walk("usul/alamat", {"q.usul/alamat/gang": "ya", "q.usul/alamat/nama_gang": "Mawar"}) == "usul/langkah"


def test_a_section_opens_where_something_is_open_and_a_page_that_is_gone_at_the_next(walk: Any) -> None:
    def at(name: str) -> str:
        return heading(walk.ani.get(f"{walk.base}/bagian/{name}"))

    assert at("usul") == "Pertanyaan 1 dari 5 · Usul"
    walk("usul/nama", {"q.usul/nama": "Kebun"})
    assert at("usul") == "Pertanyaan 2 dari 5 · Usul"
    walk("usul/orang", {"q.usul/orang": "500"})
    assert at("usul") == "Pertanyaan 2 dari 6 · Usul", "what is wrong is open"
    walk("usul/orang", {"q.usul/orang": "3"})
    assert at("usul/tempat") == at("usul/ajakan") == "Pertanyaan 3 dari 5 · Usul"
    walk.ani.get(f"{walk.base}/bagian/usul/taka-ada", status=404)
    assert "Usul 2 dari 7 " in walk.ani.get(walk.base).text, "the task list counts as ever"


def test_a_repeat_has_its_list_and_its_instances_one_question_a_page(walk: Any) -> None:
    first = walk("usul/langkah", aksi="tambah usul/langkah")
    assert re.fullmatch(r"usul/langkah\[\w+\]", first)
    page = walk.ani.get(f"{walk.base}/butir/{first}")
    assert heading(page) == "Pertanyaan 1 dari 2 · Langkah 2" and "tambah-lagi" not in page.html
    assert walk(f"{first}/apa", {"q.usul/langkah/apa": "Menanam"}) == f"{first}/biaya"
    assert walk(f"{first}/biaya", {"q.usul/langkah/biaya": "tidak"}) == "usul/langkah#q.usul/langkah"
    assert walk(f"{first}/biaya", {"q.usul/langkah/biaya": "ya"}) == f"{first}/jumlah"
    assert walk(f"{first}/jumlah", aksi="kembali") == f"{first}/biaya"
    assert walk(f"{first}/apa", aksi="kembali") == "usul/langkah#q.usul/langkah"
    assert walk(f"{first}/jumlah", {"q.usul/langkah/jumlah": "5000"}) == "usul/langkah#q.usul/langkah"
    page = walk.ani.get(f"{walk.base}/bagian/usul/langkah")
    assert "Menanam" in page.text
    assert walk("usul/langkah", aksi=f"hapus {first}").startswith(f"usul/langkah?dihapus={first}")


def test_from_the_check_page_to_the_very_question_and_back_to_it(walk: Any) -> None:
    walk("usul/ajakan", {"q.usul/izin": "ya"})
    first = walk("usul/langkah", aksi="tambah usul/langkah")
    walk(f"{first}/apa", {"q.usul/langkah/apa": "Menanam"})
    links = walk.ani.get(f"{walk.base}/periksa").links("dari=periksa")
    links = [unquote(link) for link in links]
    assert f"{walk.base}/bagian/usul/surat/nomor?dari=periksa&soal=usul/surat/nomor#q.usul/surat/nomor" in links
    assert f"{walk.base}/bagian/usul/ajakan?dari=periksa&soal=usul/izin#q.usul/izin" in links
    assert f"{walk.base}/bagian/usul/alamat?dari=periksa&soal=usul/alamat/gang#q.usul/alamat/gang" in links
    assert f"{walk.base}/butir/{first}/biaya?dari=periksa&soal={first}/biaya#q.usul/langkah/biaya" in links
    assert walk("usul/surat/nomor", {"q.usul/surat/nomor": "7"}, dari="periksa") == "periksa#j.usul/surat/nomor"
    assert walk("usul/ajakan", {"q.usul/izin": "ya"}, dari="periksa") == "periksa#j.usul/izin"
    assert walk(f"{first}/biaya", dari="periksa") == f"periksa#j.{first}/biaya"
    again = walk("usul/langkah", aksi=f"ubah {first}", dari="periksa")
    assert again == first, "an instance that was opened from its list is gone through to its end"
    assert 'id="j.usul/surat/nomor"' in walk.ani.get(f"{walk.base}/periksa").html


def test_turned_by_the_browser_the_reply_is_the_next_question(walk: Any) -> None:
    ani = walk.ani
    answer = ani.client.post(
        f"{walk.base}/bagian/usul/orang",
        data={"csrf_token": ani.token, "q.usul/orang": "20", "js": "1"},
        headers={"Inovik-Turn": "1"},
    )
    assert answer.headers["Inovik-Address"] == f"{walk.base}/bagian/usul/tempat"
    assert "Tempat berkumpul untuk 20 orang" in answer.get_data(as_text=True)


def test_autosave_tells_what_its_own_page_shows(walk: Any, response: int) -> None:
    page = walk.ani.get(f"{walk.base}/bagian/usul/alamat")
    url = re.search(r'data-simpan="([^"]+)"', page.html)[1].replace("&amp;", "&")  # type: ignore[index]
    change = {"id": "c1", "path": "usul/alamat/gang", "value": "ya", "base": 0}
    reply = walk.ani.json(url, {"changes": [change]})
    assert reply["shown"] == {
        "usul/alamat": True, "usul/alamat/jalan": True, "usul/alamat/gang": True, "usul/alamat/nama_gang": True,
    }  # fmt: skip
