"""What the browser is told of a page's logic: only what moves on that page, and all that it needs for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.questionnaires import xlsform
from inovik_forms.web.logic import logic_of
from inovik_forms.web.sections import pages_of

FORM = """| survey |
| | type | name | label | relevant | calculation |
| | begin group | satu | Satu | | |
| | text | luar | Luar | | |
| | end group | | | | |
| | begin group | dua | Dua | | |
| | integer | jumlah | Jumlah | | |
| | calculate | ganda | | | ${jumlah} * 2 |
| | begin group | dalam | Dalam | ${ganda} > 10 and ${luar} = 'ya' | |
| | text | anak | Anak | | |
| | text | cucu | Cucu | ${luar} = 'tidak' | |
| | end group | | | | |
| | text | lepas | Lepas | | |
| | text | acak | Acak | random() > ${jumlah} | |
| | end group | | | | |
| | begin group | tiga | Tiga | | |
| | begin repeat | baris | Baris | | |
| | integer | nilai | Nilai | | |
| | text | alasan | Alasan | ${nilai} < ${jumlah} and position(..) = 2 | |
| | end repeat | | | | |
| | integer | semua | Semua | | sum(${nilai}) |
| | end group | | | | |
"""


def told(slug: str, answers: dict[str, str], instance: str = "", **instances: list[str]) -> dict[str, Any]:
    plan = plan_of(xlsform.load(FORM.encode(), "uji.md"))
    state = evaluate(plan, Draft(dict(answers), dict(instances)), today=date(2026, 11, 24))
    pages = pages_of(plan)
    scope = pages.instances["tiga/baris"] if instance else pages.section(slug).scope  # type: ignore[union-attr]
    return logic_of(plan, scope).as_json(state, instance)


def test_a_group_that_comes_and_goes_takes_its_lines_along() -> None:
    found = told("dua", {"satu/luar": "ya", "dua/jumlah": "3"})
    paths = [e["path"] for e in found["items"]]
    assert "dua/dalam" in paths and "dua/dalam/anak" in paths and "dua/dalam/cucu" in paths
    assert "dua/lepas" not in paths, "what nothing moves is not sent"
    assert found["hidden"] == ["dua/dalam/cucu"], "hidden for a reason of its own; the child only by its group"


def test_calculations_on_the_way_are_sent_and_answers_elsewhere_are_told() -> None:
    found = told("dua", {"satu/luar": "ya", "dua/jumlah": "3"})
    assert found["names"] == {"jumlah": "dua/jumlah", "ganda": "dua/ganda"} and found["known"] == {"luar": "ya"}
    (ganda,) = [e for e in found["items"] if e["path"] == "dua/ganda"]
    assert ganda["calculation"][0] == "*" and found["values"]["dua/ganda"] == "6"


def test_what_only_the_server_can_run_is_left_to_it() -> None:
    found = told("dua", {})
    assert all("relevant" not in e for e in found["items"] if e["path"] == "dua/acak")


def test_a_page_whose_questions_move_nothing_needs_no_logic() -> None:
    plan = plan_of(xlsform.load(FORM.encode(), "uji.md"))
    assert not logic_of(plan, pages_of(plan).section("satu").scope).is_needed  # type: ignore[union-attr]


def test_inside_an_instance_names_mean_this_instance() -> None:
    answers = {"dua/jumlah": "5", "tiga/baris[b]/nilai": "1"}
    found = told("", answers, "tiga/baris[b]", **{"tiga/baris": ["a", "b"]})
    assert (
        found["around"]["position"] == 2
        and found["names"] == {"nilai": "tiga/baris/nilai"}
        and found["known"] == {"jumlah": 5.0}
    )


def test_answers_elsewhere_that_cannot_be_read_are_named() -> None:
    found = told("tiga", {"dua/jumlah": "lima"}, "tiga/baris[1]", **{"tiga/baris": ["1"]})
    assert found["known"] == {"jumlah": "lima"} and found["unread"] == ["jumlah"]
    assert told("dua", {"satu/luar": "lima"})["unread"] == []
