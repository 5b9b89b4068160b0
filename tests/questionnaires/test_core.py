"""The rest of XLSForm's core, read and then answered: tables that come along, choices from answers, triggers, metadata,
permanent ids, appearances."""

from datetime import date
from typing import Any

import pytest

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.problems import Cell, Problem, errors
from inovik_forms.questionnaires.compare import permanent_id
from inovik_forms.questionnaires.kinds import SERVED_WORDS, read_type
from inovik_forms.questionnaires.model import Question, Questionnaire, walk
from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.questionnaires.xlsform import load, read

FORM = """
| survey | | | | | | | | |
| | type | name | label | calculation | trigger | choice_filter | parameters | id |
| | start | mulai | | | | | | |
| | csv-external | desa | | | | | | |
| | select_one_from_file desa.csv | desa | Desa | | | pulau = 'Ambon' | value=kode label=nama | Q1 |
| | calculate | kecamatan | | pulldata('desa', 'kecamatan', 'kode', ${desa}) | | | | |
| | calculate | pulau | | instance('desa')/root/item[kode = ${desa}]/pulau | | | | |
| | text | pemicu | Pemicu | | | | | |
| | text | dicatat | Dicatat | concat('catat ', ${pemicu}) | ${pemicu}, ${desa} | | | |
| | begin_repeat | orang | Orang | | | | | Q2 |
| | text | nama | Nama | | | | | |
| | integer | umur | Umur | | | | | |
| | end_repeat | | | | | | | |
| | select_one ${nama} | ketua | Ketua | | | ${umur} > 17 | | |
| | select_multiple ${nama} | tim | Tim | | | umur > 17 | | |
| | select_one_external kota | kota | Kota | | | prov = 'maluku' | | |
| external_choices | | | | |
| | list_name | name | label | prov |
| | kota | ambon | Ambon | maluku |
| | kota | tual | Tual | maluku |
| | kota | jakarta | Jakarta | dki |
| desa.csv | | | | | |
| | kode | nama::Indonesia (id) | nama::English (en) | kecamatan | pulau |
| | 81.71.01 | Batu Merah | Red Stone | Sirimau | Ambon |
| | 81.71.02 | Laha | | Teluk Ambon | Ambon |
| | 81.72.01 | Tual | | Dullah | Kei |
"""


def problems_of(form: str) -> list[Problem]:
    return read(form.encode(), "x.md")[1]


def one(form: Questionnaire, path: str) -> Question:
    found = next(item for item in walk(form.items) if item.path == path)
    assert isinstance(found, Question)
    return found


def answered(form: Questionnaire, answers: dict[str, Any]) -> State:
    plan = plan_of(form)
    draft, problems = draft_from_json(plan, answers)
    assert not problems
    return evaluate(plan, draft, today=date(2026, 11, 26))


@pytest.fixture(params=["md", "xlsx"])
def form(request: pytest.FixtureRequest) -> Questionnaire:
    data = FORM.replace("| csv-external | desa |", "| csv-external | Desa |").encode()
    return load(data if request.param == "md" else xlsx_of(data, "x.md"), f"x.{request.param}")


def test_a_table_of_the_workbook_gives_choices_and_look_ups(form: Questionnaire) -> None:
    village = one(form, "desa")
    assert village.kind == "select_one"
    assert village.choices is not None
    assert [(c.name, c.label) for c in village.choices.choices][:2] == [
        ("81.71.01", {"id": "Batu Merah", "en": "Red Stone"}),
        ("81.71.02", {"id": "Laha"}),
    ]
    state = answered(form, {"desa": "81.71.02"})
    assert [choice.name for choice in state.choices("desa")] == ["81.71.01", "81.71.02"]
    assert state.item("kecamatan").value == "Teluk Ambon"
    assert state.item("pulau").value == "Ambon"


def test_answers_in_a_repeat_are_choices_filtered_by_what_stands_beside_them(form: Questionnaire) -> None:
    people = [{"nama": "Ani", "umur": 40}, {"nama": "Budi", "umur": 3}]
    state = answered(form, {"orang": people, "ketua": "Ani"})
    assert one(form, "ketua").choices_from == "orang/nama"
    assert [choice.name for choice in state.choices("ketua")] == ["Ani"]
    assert [choice.name for choice in state.choices("tim")] == ["Ani"]
    assert state.item("ketua").value == "Ani"


def test_external_choices_are_a_list_like_others(form: Questionnaire) -> None:
    assert [choice.name for choice in answered(form, {}).choices("kota")] == ["ambon", "tual"]


def test_trigger_and_id_are_read(form: Questionnaire) -> None:
    noted = one(form, "dicatat")
    assert noted.trigger == ("pemicu", "desa")
    assert not noted.is_computed
    assert permanent_id(one(form, "desa")) == "Q1"
    assert [permanent_id(item) for item in form.items if item.name == "orang"] == ["Q2"]


def test_what_has_nothing_to_read_is_not_shown() -> None:
    form = load(
        b"| survey | | | | | |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n"
        b"| | integer | b | | 1 + 1 | |\n| | text | c | | 'x' | ${a} |\n| | text | d | | | ${a} |\n",
        "x.md",
    )
    assert [one(form, name).kind for name in "abcd"] == ["text", "calculate", "calculate", "hidden"]


TYPE = "| survey | | | | |\n| | type | name | label | default |\n| | {type} | a | A | {default} |\n"


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("geopoint", "geopoint"), ("gps", "geopoint"), ("geotrace", "geotrace"), ("geoshape", "geoshape"),
        ("barcode", "barcode"), ("audio", "audio"), ("add video prompt", "video"), ("dateTime", "datetime"),
        ("date time", "datetime"), ("today", "today"), ("end", "end"), ("device id", "deviceid"), ("email", "email"),
    ],
)  # fmt: skip
def test_a_type_becomes_a_kind(type_: str, kind: str) -> None:
    assert one(load(TYPE.format(type=type_, default="").encode(), "x.md"), "a").kind == kind


def test_every_word_that_is_offered_is_read() -> None:
    for word in SERVED_WORDS:
        lists = " l.csv" if word.endswith("_from_file") else " l" if word.startswith(("select", "rank")) else ""
        assert read_type(word + lists).what in ("question", "begin", "end", "table"), word


@pytest.mark.parametrize(
    ("type_", "default", "dynamic"),
    [
        ("geopoint", "-3.69 128.18 0 0", False),
        ("datetime", "2026-01-31T08:30:00", False),
        ("datetime", "now()", True),
        ("text", "${last-saved#a}", True),
    ],
)
def test_which_defaults_are_worked_out(type_: str, default: str, dynamic: bool) -> None:
    found = one(load(TYPE.format(type=type_, default=default).encode(), "x.md"), "a").default
    assert isinstance(found, str) is not dynamic


CHANGES = [
    ("| ${pemicu}, ${desa} |", "| pemicu |", "trigger_form", 8, "E"),
    ("| ${pemicu}, ${desa} |", "| ${pemicuu} |", "text_reference_like", 8, "E"),
    ("value=kode label=nama", "value=kodepos label=nama", "file_column", 4, "A"),
    ("select_one_from_file desa.csv", "select_one_from_file dusun.csv", "file_missing", 4, "A"),
    ("select_one_from_file desa.csv", "select_one_from_file desa.xml", "file_kind", 4, "A"),
    ("select_one ${nama}", "select_one ${pemicu}", "choices_from_form", 13, "A"),
    ("select_one ${nama}", "select_one ${orang}", "choices_from_form", 13, "A"),
    ("select_one ${nama}", "select_one ${namanya}", "text_reference_like", 13, "A"),
    ("select_one_external kota", "select_one kota", "list_unknown", 15, "A"),
    ("| Q2 |", "| Q1 |", "double_id", 9, "H"),
    ("csv-external | desa", "csv-external | dusun", "file_missing", 3, "B"),
]


@pytest.mark.parametrize(("right", "wrong", "code", "row", "column"), CHANGES)
def test_a_mistake_is_named_in_its_cell(right: str, wrong: str, code: str, row: int, column: str) -> None:
    found = errors(problems_of(FORM.replace(right, wrong, 1)))
    problem = next(p for p in found if p.code.startswith(f"questionnaires.{code}"))
    assert isinstance(problem.where, Cell)
    assert (problem.where.sheet, problem.where.row, problem.where.column) == ("survey", row, column)
    assert problem.message
    assert problem.fix


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("'kecamatan', 'kode'", "'kecamatann', 'kode'", "expressions.no_table"),
        ("item[kode = ${desa}]/pulau", "item[kode = ${desa}]/pula", "expressions.no_column"),
        ("instance('desa')", "instance('dusun')", "expressions.no_such_table"),
    ],
)
def test_look_ups_name_what_is_there(right: str, wrong: str, code: str) -> None:
    assert [problem.code for problem in errors(problems_of(FORM.replace(right, wrong)))] == [code]


def test_a_question_that_chooses_from_itself_is_a_cycle() -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | relevant |\n| | begin_repeat | r | R | ${k} = 'x' |\n"
        "| | text | n | N | |\n| | end_repeat | | | |\n| | select_one ${n} | k | K | |\n"
    )
    (problem,) = errors(problems_of(form))
    assert problem.code == "questionnaires.cycle"
    assert "r → k → n → r" in problem.message


def test_what_has_no_effect_is_said_and_kept() -> None:
    text = """
| survey | | | | |
| | type | name | label | appearance | trigger |
| | text | a | A | multiline quik | |
| | text | b | B | | ${a} |
| | begin_repeat | r | R | | |
| | today | t | | | |
| | end_repeat | | | | |
"""
    form, problems = read(text.encode(), "x.md")
    assert form is not None
    assert [(p.code.partition(".")[2], p.severity) for p in problems] == [
        ("appearance_unknown", "warning"), ("trigger_alone", "warning"), ("metadata_in_repeat", "warning"),
    ]  # fmt: skip
    assert "quik" in problems[0].message
    assert one(form, "a").appearance == "multiline quik"
