"""What a response is called (`instance_name`): worked out from its answers, kept for lists, gone when it is blank."""

from __future__ import annotations

from typing import Any

import pytest

from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.questionnaires.xlsform import load, read
from inovik_forms.store.store import Store

FORM = """
| survey |
| | type | name | label |
| | begin group | g | G |
| | text | nama | Nama |
| | select_one jenis | jenis | Jenis |
| | end group | | |
| | begin repeat | r | R |
| | text | isi | Isi |
| | end repeat | | |
| choices |
| | list_name | name | label |
| | jenis | k | Kebun |
| settings |
| | form_title | form_id | instance_name |
| | Diagnosa uji | uji | {} |
"""
NAME = "if(${nama} = '', '', concat(${nama}, ' / ', jr:choice-name(${jenis}, '${jenis}')))"


@pytest.fixture
def response(store: Store) -> int:
    store.publish_questionnaire("uji", FORM.format(NAME).encode(), "uji.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    return store.start_response(subject.id, "uji", "ani", {}).id


def problems(expression: str) -> list[tuple[str, str]]:
    _, found = read(FORM.format(expression).encode(), "f.md")
    return [(p.code, p.where.quote) for p in found]  # type: ignore[union-attr]


def test_it_is_read_and_checked() -> None:
    assert problems(NAME) == [] == problems("${nama}")
    assert problems("${nema}") == [("expressions.unknown_name_near", "${nema}\n^^^^^^^")]
    assert problems("concat(${nama}") != []
    assert problems("concat('x ', ${isi}, .)") != [], "outside a repeat, its answers are many"


def test_it_names_the_response_in_every_list(visit: Any, store: Store, response: int) -> None:
    ani = visit("ani")
    assert ani.get(f"/isian/{response}").title.startswith("Diagnosa uji"), "nothing is answered yet"
    ani.post(f"/isian/{response}/bagian/g", {"q.g/nama": "  Obat   lansia", "q.g/jenis": "k"})
    assert store.response(response).name == "Obat lansia / Kebun"
    assert ani.get(f"/isian/{response}").title.startswith("Obat lansia / Kebun: Diagnosa uji")
    assert "Obat lansia / Kebun" in ani.get(f"/isian/{response}/periksa").title
    assert "Antar obat Obat lansia / Kebun Diagnosa sedang diisi" in ani.get("/").text
    subject = store.response(response).subject
    assert "Obat lansia / Kebun" in ani.get(f"/perihal/{subject}").text
    assert "Obat lansia / Kebun" in visit("koor").get("/kemajuan").text
    store.mark_sent(response, "ani", store.clock(), store.response(response).seq)
    assert "Diagnosa: Obat lansia / Kebun" in visit("koor").get("/").text


def test_it_changes_with_the_answers_and_blank_is_no_name(visit: Any, store: Store, response: int) -> None:
    ani = visit("ani")
    change = {"id": "c1", "path": "g/nama", "value": "Kebun <b>kota</b>", "base": 0}
    ani.json(f"/isian/{response}/simpan?bagian=g", {"changes": [change]})
    assert store.response(response).name == "Kebun <b>kota</b> /"
    assert "Kebun &lt;b&gt;kota&lt;/b&gt; /" in ani.get("/").html
    ani.post(f"/isian/{response}/bagian/g", {"q.g/nama": "x" * 300})
    assert len(store.response(response).name) == 200
    ani.post(f"/isian/{response}/bagian/g", {"q.g/nama": ""})
    assert store.response(response).name == ""
    assert "Antar obat" in ani.get(f"/isian/{response}/periksa").text


def test_without_the_setting_nothing_is_kept(visit: Any, store: Store, response_id: int) -> None:
    visit("ani").post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    assert store.response(response_id).name == "" and store.response(response_id).label == "Antar obat"


def test_moving_to_another_version_takes_that_versions_name(visit: Any, store: Store, response: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response}/bagian/g", {"q.g/nama": "Obat lansia"})
    store.publish_questionnaire("uji", FORM.format("concat('Usul ', ${nama})").encode(), "uji.md")
    store.publish_questionnaire("uji", FORM.replace("| instance_name", "").replace("| {} |", "|").encode(), "uji.md")
    newest = store.questionnaire_version("uji")
    for target, name in ((newest - 1, "Usul Obat lansia"), (newest, "")):
        page = ani.get(f"/isian/{response}/versi?ke={target}")
        ani.post(f"/isian/{response}/versi", ke=str(target), dasar=page.value("dasar"))
        assert store.response(response).name == name


def test_it_survives_the_way_through_a_workbook() -> None:
    back = load(xlsx_of(FORM.format(NAME).encode(), "f.md"), "f.xlsx")
    assert back.instance_name is not None and back.instance_name.text == NAME
