"""Each kind of field as the server draws and understands it, without JavaScript; medan.md has them all."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inovik_forms.questionnaires.model import Group, Question, walk
from inovik_forms.questionnaires.xlsform import load
from inovik_forms.store.store import Store
from inovik_forms.web import canonical, looks
from inovik_forms.web.echoes import echo
from inovik_forms.web.fields import FIELDS, RankField, keep, placed, shown
from inovik_forms.web.texts import rich, rich_block

CASES = Path(__file__).parent.parent / "cases" / "web"
FORM = CASES / "medan.md"
TYPED = json.loads((CASES / "typed.json").read_text())


@pytest.fixture
def fill(store: Store, visit: Any) -> Any:
    """`fill(section)` shows a page of the form; `fill(section, fields)` sends it and shows it again."""
    store.publish_questionnaire("medan", FORM.read_bytes(), FORM.name)
    subject = store.add_subject("inovasi", "dinas-a", "Medan", "ani")
    response = store.start_response(subject.id, "medan", "ani", {}).id
    ani = visit("ani")

    def page(section: str, fields: dict[str, Any] | None = None) -> Any:
        part = section if section in ("", "periksa") else f"bagian/{section}"
        url = f"/isian/{response}/{part}".rstrip("/")
        if fields is not None:
            ani.post(url, {f"q.{section}/{name}": value for name, value in fields.items()})
        return ani.get(url)

    page.kept = lambda path: store.draft(response)[1].values.get(path)  # type: ignore[attr-defined]
    page.json = lambda path, value: ani.json(  # type: ignore[attr-defined]
        f"/isian/{response}/simpan", {"changes": [{"id": path, "path": path, "value": value}]}
    )["said"][path]
    return page


def tag(html: str, name: str, path: str) -> str:
    """The first tag `name` that belongs to a question, with its attributes."""
    return unescape(re.search(rf'<{name}\b[^>]*name="q\.{re.escape(path)}"[^>]*>', html)[0])  # type: ignore[index]


def question(html: str, path: str) -> str:
    """All that is drawn for a question."""
    start = html.index(f'data-soal="{path}"')
    end = html.find("data-soal=", start + 1)
    return html[html.rindex("<", 0, start) : end if end > 0 else None]


@pytest.mark.parametrize(("typed", "stored"), TYPED["number"])
def test_numbers_as_they_are_typed_and_pasted(typed: str, stored: str) -> None:
    assert canonical.number(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), TYPED["day"])
def test_dates_as_they_are_typed(typed: str, stored: str) -> None:
    assert canonical.day(typed) == stored
    assert canonical.day(canonical.shown_date(stored)) == stored


@pytest.mark.parametrize(("typed", "stored"), TYPED["time"])
def test_times_as_they_are_typed(typed: str, stored: str) -> None:
    assert canonical.clock(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), TYPED["points"])
def test_points_as_they_are_typed(typed: str, stored: str) -> None:
    assert canonical.points(typed) == stored


@pytest.mark.parametrize(("stored", "seen"), TYPED["shownNumber"])
def test_numbers_as_they_are_shown(stored: str, seen: str) -> None:
    assert canonical.shown_number(stored) == seen


@pytest.mark.parametrize(
    ("constraint", "seen", "said"),
    [
        (". >= 2000 and . <= 2100", "2026", ""),
        (". > 1945", "2026", ""),
        (". >= 0 and . <= 3000", "2.026", "Terbaca: 2.026 (dua ribu dua puluh enam)"),
        ("", "2.026", "Terbaca: 2.026 (dua ribu dua puluh enam)"),
    ],
)
def test_a_number_that_can_only_be_a_year_has_no_dot(constraint: str, seen: str, said: str) -> None:
    question_ = _question("integer", constraint=constraint)
    assert (shown(question_, "2026"), echo(question_, "2026")) == (seen, said)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("nov 2026", "2026-11-01"), ("11/2026", "2026-11-01"), ("2026-11", "2026-11-01"), ("14/11/2026", "2026-11-01"),
        ("13/2026", "13/2026"), ("2026", "2026"), ("November", "November"),
    ],
)  # fmt: skip
def test_a_month_of_a_year(typed: str, stored: str) -> None:
    assert canonical.month(typed) == stored
    assert canonical.month(canonical.shown_month(stored)) == stored


def test_a_moment_keeps_the_zone_of_the_city_and_an_untouched_one_stays_to_the_second() -> None:
    zone = ZoneInfo("Asia/Jayapura")
    for typed in ("14/11/2026 10.42", "14 nov 2026, 10:42", "2026-11-14T10:42", "14 November 2026 pukul 10.42"):
        assert canonical.moment(typed, zone) == "2026-11-14T10:42:00.000+09:00", typed
    assert canonical.moment("besok 10.42", zone) == "besok 10.42"
    assert canonical.shown_moment("2026-11-14T10:42:31.500+09:00") == "14 November 2026 10.42"


def test_a_number_is_echoed_in_words_and_a_date_with_its_weekday(fill: Any) -> None:
    page = fill("angka", {"anggaran": "Rp 1.500.000,00", "ikm": "82,5", "nip": "198001012005011001"})
    assert (page.value("q.angka/anggaran"), page.value("q.angka/ikm")) == ("1.500.000", "82,5")
    assert "Terbaca: 1.500.000 (satu juta lima ratus ribu)" in page.text
    assert 'inputmode="numeric"' in tag(page.html, "input", "angka/nip") and page.value("q.angka/nip")[:4] == "1980"
    page = fill("tanggal", {"mulai": "14/11/26", "bulan_mulai": "nop 2026", "tahun": "2026", "jam": "9:05"})
    assert [fill.kept(f"tanggal/{n}") for n in ("mulai", "bulan_mulai", "tahun", "jam")] == [
        "2026-11-14", "2026-11-01", "2026-01-01", "09:05",
    ]  # fmt: skip
    assert [page.value(f"q.tanggal/{n}") for n in ("mulai", "bulan_mulai", "tahun", "jam")] == [
        "14 November 2026", "November 2026", "2026", "09.05",
    ]  # fmt: skip
    assert "Terbaca: Sabtu, 14 November 2026" in page.text and not page.is_hidden("tanggal/selesai")
    said = fill.json("tanggal/mulai", "1 des 2026")
    assert said == {"echo": "Terbaca: Selasa, 1 Desember 2026", "problem": "", "shown": "1 Desember 2026"}


def test_a_wrong_answer_is_not_echoed_as_if_it_were_right_and_the_example_stays(fill: Any) -> None:
    assert echo(_question("integer"), "1500000.5") == "" and echo(_question("decimal"), "1500000.5")
    page = fill("tanggal", {"jam": "25.70"})
    assert page.problem_at("tanggal/jam") == "“25.70” bukan jam yang benar. Tulis jam dan menit, misalnya 08.30."
    page = fill("tanggal", {"jam": "14.30"})
    assert "Misalnya 14.30" not in page.text


def test_what_a_field_shows_less_of_than_is_kept_does_not_change_when_it_is_sent_untouched(fill: Any) -> None:
    fill.json("tanggal/jam", "10:42:31")
    page = fill("tanggal")
    assert page.value("q.tanggal/jam") == "10.42"
    fill("tanggal", {"jam": "10.42", "tahun": ""})
    assert fill.kept("tanggal/jam") == "10:42:31"


def test_a_short_range_is_buttons_and_a_long_one_a_number_with_its_ends(fill: Any) -> None:
    html = fill("angka", {"urgensi": "4", "persen": "35"}).html
    assert re.findall(r'name="q.angka/urgensi" value="(\d)"', html) == list("12345")
    assert " checked" in re.search(r'<input[^>]*name="q.angka/urgensi" value="4"[^>]*>', html)[0]  # type: ignore[index]
    assert 'data-low="0" data-high="100" data-step="5"' in html and fill("angka").value("q.angka/persen") == "35"
    assert len(re.search(r'data-ticks="([^"]*)"', html)[1].split()) == 21  # type: ignore[index]
    down = question(html, "angka/suhu")
    assert 'data-low="-2" data-high="2" data-step="0.5" data-ticks=""' in down and "-2<i> – </i><span>2" in down


def test_a_wrong_number_of_a_short_range_is_seen_and_can_be_taken_back(fill: Any) -> None:
    fill.json("angka/urgensi", "9")
    html = question(fill("angka").html, "angka/urgensi")
    assert re.search(r'value="9" checked><span>9</span>', html), "it is among the buttons"


def test_a_text_counts_its_words_or_letters_by_its_constraint(fill: Any) -> None:
    page = fill("teks", {"latar": "satu dua  tiga", "ringkas": "x" * 45})
    assert "3/10 kata" in page.text and "45/40 karakter – terlalu panjang 5 karakter" in page.text
    assert 'rows="12"' in tag(page.html, "textarea", "teks/tinggi") and "~h" not in question(page.html, "teks/tinggi")


@pytest.mark.parametrize(
    ("constraint", "parameters", "limit"),
    [
        ("count-selected(normalize-space(.)) <= 200", "", ("words", 200, 0)),
        ("count-selected(.) < 51 and count-selected(.) >= 5", "", ("words", 50, 5)),
        ("string-length(.) <= 600", "", ("letters", 600, 0)),
        ("string-length(.) <= 600 or . = 'x'", "", None),
        ("string-length(${lain}) <= 600", "", None),
        ("", "words=120", ("words", 120, 0)),
    ],
)
def test_where_a_limit_is_read_from(constraint: str, parameters: str, limit: Any) -> None:
    found = looks.look_of(_question("text", appearance="multiline", constraint=constraint, parameters=parameters)).limit
    assert (found and (found.unit, found.most, found.least)) == limit


def test_a_table_list_is_rows_with_accessible_names_under_one_head(fill: Any) -> None:
    html = fill("penilaian").html
    group = question(html, "penilaian/kisi")  # the head stands between the group's title and its first row
    assert 'class="baris kol-5 judul"' in group and group.count("Sangat setuju") == 1
    row = question(html, "penilaian/kisi/ramah")
    assert 'role="radiogroup" aria-labelledby="q.penilaian/kisi/ramah~l"' in row
    assert 'id="q.penilaian/kisi/ramah~l">Petugas ramah' in row and "Termasuk petugas telepon." in row
    assert row.count("<span>Setuju</span>") == 1, "each choice says its name to those who do not see the columns"
    old = question(html, "penilaian/kisi_lama/kepala")
    assert "<input" not in old and "Netral" in old
    assert 'role="group"' in question(html, "penilaian/kisi_lama/pagi")
    assert 'class="tanya likert kol-5"' in html


def test_a_section_can_be_a_table_list_itself_and_choices_that_differ_stay_lists() -> None:
    first, second = _question("select_one skala", appearance="x"), _question("select_one lain", appearance="x")
    group = Group("g", "g", appearance="table-list", items=(first,))
    assert looks.looks_of(group.items, group)[first.path].head is first.choices
    group = Group("g", "g", appearance="table-list", items=(first, second))
    assert not any(look.is_row for look in looks.looks_of(group.items, group).values())


def test_a_head_of_columns_is_no_question_that_could_stay_unanswered(fill: Any) -> None:
    likert = {f"kisi/{name}": "4" for name in ("cepat_layan", "ramah", "jelas")}
    rows = {f"kisi_lama/{name}": ["", "1"] for name in ("pagi", "sore")}
    fill("penilaian", {"puas": "2", "komentar": "ya", **likert, **rows})
    assert "7 dari 7" in fill("").text and "Waktu" not in fill("periksa").text


def test_long_lists_can_be_searched_and_short_ones_stay_simple(fill: Any) -> None:
    html = fill("pilihan", {"kecamatan": "banda", "wilayah": ["", "banda", "piru"]}).html
    assert "widgets/combobox.js" in question(html, "pilihan/kecamatan") and '"banda" selected' in html
    assert "widgets/combobox.js" in question(html, "pilihan/cari")
    assert "data-widget" not in question(html, "pilihan/cepat") and "<select" in question(html, "pilihan/cepat")
    assert "widgets/search.js" in question(html, "pilihan/wilayah")
    assert 'class="tanya sejajar"' in html and 'class="tanya lajur-3 tanpa-tombol"' in html
    assert fill.kept("pilihan/wilayah") == "banda piru"


def test_months_are_twelve_buttons_with_whole_names(fill: Any) -> None:
    html = question(fill("jadwal", {"bulan_utama": ["", "3", "12"]}).html, "jadwal/bulan_utama")
    assert html.count('type="checkbox"') == 12 and html.count(" checked") == 2
    assert '<span aria-hidden="true">Mar</span><span class="tak-tampak">Maret</span>' in html


def test_widths_of_a_theme_grid_stand_in_rows(fill: Any) -> None:
    html = fill("alamat").html
    assert html.count('<div class="lajur">') == 1 and '<div class="tanya w3"' in html
    row = html.partition('<div class="lajur">')[2]
    assert re.search(r'class="tanya w2".*</div>\s*</div>\s*<div class="tanya".*alamat/catatan_alamat', row, re.S)


@pytest.mark.parametrize(
    ("numbered", "order"),
    [
        ([(1, 1, "a"), (2, 2, "b"), (3, 3, "c")], "abc"),
        ([(1, 1, "a"), (2, 2, "b"), (1, 3, "c")], "cab"),
        ([(3, 1, "a"), (2, 2, "b"), (3, 3, "c")], "bca"),
        ([(2, 0, "a"), (1, 0, "b")], "ba"),
        ([(3, 1, "a"), (3, 2, "b"), (3, 3, "c")], "cab"),
    ],
)
def test_numbers_given_to_choices_put_them_in_order(numbered: Any, order: str) -> None:
    assert "".join(placed(numbered)) == order


def test_a_ranking_without_javascript_is_a_number_for_each_choice(fill: Any) -> None:
    names = ["biaya", "layanan", "syarat", "petugas"]
    page = fill("urutan")
    assert page.html.count("<select name=") == 4 and "widgets/rank.js" in page.html
    page = fill("urutan", {"utama": ["#3 0 biaya", "", "#1 0 syarat", "#2 0 petugas"]})
    assert fill.kept("urutan/utama") == "syarat petugas biaya" and "Baru 3 dari 4" in page.text + _wrong(fill)
    fill(
        "urutan",
        {"utama": [*(f"#{n} {n} {name}" for n, name in enumerate(["syarat", "petugas", "biaya"], 1)), "#1 0 layanan"]},
    )
    assert fill.kept("urutan/utama") == "layanan syarat petugas biaya"
    html = fill("urutan").html
    assert re.findall(r'data-nama="(\w+)"', html) == fill.kept("urutan/utama").split()
    assert '<option value="#1 1 layanan" selected>1</option>' in html and '<option value="">' not in html
    assert sorted(fill.kept("urutan/utama").split()) == sorted(names)


def _wrong(fill: Any) -> str:
    return fill.json("urutan/utama", "syarat petugas biaya")["problem"]


def test_a_ranking_comes_as_one_value_or_as_numbers() -> None:
    assert RankField.kept(["b a c"]) == "b a c" == RankField.kept(["#1 0 b", "#2 0 a", "#3 0 c"])
    assert RankField.kept(["#2 0 b", "", "#1 0 a"]) == "a b" and RankField.kept(["", ""]) == ""
    assert RankField.kept(["#x 0 b", "#1 0 a", "#0 1 c"]) == "a" and RankField.kept(["2 1"]) == "2 1"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**tebal** dan *miring*", "<strong>tebal</strong> dan <em>miring</em>"),
        ("# Judul", "<strong>Judul</strong>"),
        ("a\nb", "a<br>b"),
        ("- satu\n- dua", "• satu<br>• dua"),
        ("[x](https://a.id)", '<a href="https://a.id" rel="noopener noreferrer">x</a>'),
        ("<b onclick=x>tebal</b>", "&lt;b onclick=x&gt;tebal&lt;/b&gt;"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("rencana_aksi_kota", "rencana_aksi_kota"),
    ],
)
def test_markdown_of_a_label(source: str, html: str) -> None:
    assert rich(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("biasa", "biasa"),
        ("**tebal**", "<strong>tebal</strong>"),
        ("Isi:\n\n- satu\n- **dua**", "<p>Isi:</p><ul><li>satu</li><li><strong>dua</strong></li></ul>"),
        ("1. satu\n2. dua", "<ol><li>satu</li><li>dua</li></ol>"),
        ("## Judul\nisi", "<p><strong>Judul</strong></p><p>isi</p>"),
        ("18 angka; spasi diabaikan.", "18 angka; spasi diabaikan."),
    ],
)
def test_markdown_of_a_hint(source: str, html: str) -> None:
    assert rich_block(source) == html


ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,y)",
    "[x](http://a.id)", "![x](https://a.id/x.png)", "<https://a.id>", "[x](https://a.id\" onmouseover=\"alert(1))",
    "# <svg onload=alert(1)>", "- <iframe src=x>", "`<b>`", "**<b>**", "[x]: javascript:alert(1)\n\n[x]",
    "[<img src=x onerror=alert(1)>](https://a.id)", "\\<script\\>alert(1)\\</script\\>", "&lt;script&gt;alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("draw", [rich, rich_block])
@pytest.mark.parametrize("source", ATTACKS)
def test_no_markup_of_a_questionnaire_reaches_the_page(source: str, draw: Any) -> None:
    html = str(draw(source))
    tags = re.findall(r"<(/?\w+)([^>]*)>", html)
    assert {name.strip("/") for name, _ in tags} <= {"strong", "em", "code", "a", "br", "p", "ul", "ol", "li"}
    allowed = re.compile(r'|( href="https://[^"<>]*")? rel="noopener noreferrer"')
    assert all(allowed.fullmatch(attributes) for _, attributes in tags), html


def test_what_a_person_answers_is_never_read_as_markup(store: Store, visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "**x** <b>[y](z)"})
    ani.post(f"/isian/{response_id}/bagian/pilihan", {"q.pilihan/ada_masalah": "ya"})
    html = ani.get(f"/isian/{response_id}/bagian/pilihan").html
    assert "Masalah apa pada **x** &lt;b&gt;[y](z)?" in html


def _question(kind: str, **cells: str) -> Question:
    columns = ["constraint", "appearance", "parameters"]
    row = " | ".join(cells.get(c, "") for c in columns)
    source = (
        f"| survey |\n|  | type | name | label | {' | '.join(columns)} |\n|  | text | lain | Lain |  |  |  |\n"
        f"|  | {kind} | ini | Ini | {row} |\n| choices |\n|  | list_name | name | label |\n|  | skala | 1 | Satu |\n"
        f"|  | skala | 2 | Dua |\n|  | lain | a | A |\n| settings |\n|  | form_title | form_id |\n|  | U | u |\n"
    )
    items = load(source.encode(), "u.md").items
    return next(i for i in walk(items) if isinstance(i, Question) and i.name == "ini")


def test_every_field_gives_back_what_it_shows() -> None:
    values = {"integer": "1500000", "decimal": "2.5", "date": "2026-11-14", "time": "10:42"}
    for kind, value in values.items():
        question_ = _question(kind)
        assert kind in FIELDS and keep(question_, shown(question_, value)) == value
