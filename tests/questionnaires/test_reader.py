"""What the reader makes of single features, and that it names all mistakes at once."""

import pytest

from inovik_forms.problems import Cell, Problem, Refused, errors
from inovik_forms.questionnaires.logic import default_is_dynamic
from inovik_forms.questionnaires.model import Group, Question, Questionnaire, Repeat, text, walk
from inovik_forms.questionnaires.texts import parameters
from inovik_forms.questionnaires.xlsform import load, read

TWELVE_MISTAKES = """
| survey | | | | | | |
| | type | name | label | relevant | calculation | constraint |
| | text | nama | Nama | | | |
| | intger | umur | Umur | | | |
| | text | nama | Nama lagi | | | |
| | text | dua kata | Dua | | | |
| | integer | a | A | ${tidak_ada} = 1 | | |
| | integer | b | B | | | . > > 0 |
| | calculate | c | | | ${d} + 1 | |
| | calculate | d | | | ${c} + 1 | |
| | select_one yatidak | e | E | | | |
| | select_one ya_tidak | f | Halo ${namaa} | | | |
| | begin_group | g | G | | | |
| | text | | Tanpa nama | | | |
| | audit | h | Letak | | | |
| choices | | | |
| | list_name | name | label |
| | ya_tidak | ya | Ya |
| | ya_tidak | ya | Ya lagi |
"""


def load_text(form: str) -> Questionnaire:
    return load(form.encode(), "kuesioner.md")


def problems_of(form: str) -> list[Problem]:
    return read(form.encode(), "kuesioner.md")[1]


def question(questionnaire: Questionnaire, path: str) -> Question:
    found = {item.path: item for item in walk(questionnaire.items)}[path]
    assert isinstance(found, Question)
    return found


def test_all_mistakes_are_named_at_once_each_with_its_place() -> None:
    questionnaire, problems = read(TWELVE_MISTAKES.encode(), "kuesioner.md")
    assert questionnaire is None
    places = {
        (problem.code.partition(".")[2], problem.where.sheet, problem.where.row, problem.where.column)
        for problem in errors(problems)
        if isinstance(problem.where, Cell)
    }
    assert places == {
        ("type_unknown_like", "survey", 3, "A"),
        ("double_name", "survey", 4, "B"),
        ("bad_name", "survey", 5, "B"),
        ("unknown_name", "survey", 6, "D"),
        ("unexpected", "survey", 7, "F"),
        ("cycle", "survey", 8, "E"),
        ("list_unknown_like", "survey", 10, "A"),
        ("text_reference_like", "survey", 11, "C"),
        ("not_closed", "survey", 12, "A"),
        ("no_name", "survey", 13, "B"),
        ("type_watches", "survey", 14, "A"),
        ("double_choice", "choices", 3, "B"),
    }
    for problem in problems:
        assert "{" not in problem.message.replace("${", "")


def test_the_name_of_a_row_of_unknown_type_is_taken() -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | Text | a | A |\n| | text | a | B |\n"
    assert [problem.code for problem in problems_of(form)] == [
        "questionnaires.type_unknown_like",
        "questionnaires.double_name",
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("begin_score", "kobo_score"), ("score__row", "kobo_score_row"), ("end_score", "kobo_end"),
        ("begin rank", "kobo_rank"), ("rank__level", "kobo_rank_part"), ("end_rank", "kobo_rank_part"),
        ("begin_kobomatrix", "kobo_matrix"), ("audit", "watches"), ("imei", "of_device"), ("percentage", "percentage"),
        ("begin loop over daftar", "loop"), ("osm bangunan", "osm"), ("xml-external", "xml"),
        ("cascading_select wilayah", "cascade"),
    ],
)  # fmt: skip
def test_what_other_programs_know_is_told_with_what_to_write_instead(cell: str, code: str) -> None:
    form = f"| survey | | | |\n| | type | name | label |\n| | {cell} | a | A |\n| | text | b | B |\n"
    (problem,) = problems_of(form)
    assert problem.code == f"questionnaires.type_{code}"
    assert problem.fix
    assert problem.where == Cell("survey", 2, "A", cell)


KOBO = """| survey |
| | type | name | label | required | kobo--score-choices | kobo--rank-items | kobo--rank-constraint-message |
| | begin_score | nilai | Nilai layanan ini | | puas | | |
| | score__row | cepat | Kecepatan | true | | | |
| | score__row | ramah | Keramahan | | | | |
| | end_score | | | | | | |
| | begin rank | urut | Mana yang terpenting? | true | | butir | Tiap butir sekali |
| | rank__level | satu | Pertama | | | | |
| | rank__level | dua | Kedua | | | | |
| | end rank | | | | | | |
| choices |
| | list_name | name | label |
| | puas | 1 | Buruk |
| | puas | 2 | Baik |
| | butir | air | Air |
| | butir | listrik | Listrik |
"""


def test_a_rating_and_a_ranking_of_kobotoolbox_are_served() -> None:
    assert problems_of(KOBO) == []
    rating, ranking = load_text(KOBO).items
    assert isinstance(rating, Group) and rating.appearance == "table-list"
    assert [(q.name, q.kind, q.choices.name) for q in rating.items] == [  # type: ignore[union-attr]
        ("cepat", "select_one", "puas"), ("ramah", "select_one", "puas"),
    ]  # fmt: skip
    assert isinstance(ranking, Question) and ranking.kind == "rank" and ranking.required is not None
    assert [choice.name for choice in ranking.choices.choices] == ["air", "listrik"]  # type: ignore[union-attr]


def test_a_list_that_a_rating_of_kobotoolbox_names_must_be_there() -> None:
    found = errors(problems_of(KOBO.replace("| | puas | 1", "| | pua | 1").replace("| | puas | 2", "| | pua | 2")))
    assert [(one.code, one.where.row) for one in found if isinstance(one.where, Cell)] == [
        ("questionnaires.list_unknown_like", 3), ("questionnaires.list_unknown_like", 4),
    ]  # fmt: skip


def test_an_unknown_type_is_told_which_there_are() -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | zzz | a | A |\n"
    (problem,) = problems_of(form)
    assert all(word in problem.fix for word in ("rank", "geopoint", "select_one"))


def test_a_wrong_expression_is_underlined() -> None:
    form = "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 'x' |\n"
    (problem,) = errors(problems_of(form))
    assert isinstance(problem.where, Cell)
    assert problem.where.quote == "${b} = 'x'\n^^^^"


STATUS = """
| survey | | | | |
| | type | name | label | relevant |
| | select_one status or_other | status | Status | |
| | select_one status | lama | Status lama | |
| | note | n | Catatan | {condition} |
| choices | | | |
| | list_name | name | label |
| | status | berjalan | Berjalan |
| | status | selesai | Selesai |
"""


@pytest.mark.parametrize(
    ("condition", "code", "suggestion"),
    [
        ("${status} = 'selesa'", "expressions.unknown_choice_near", "selesai"),
        ("selected(${lama}, 'other')", "expressions.unknown_choice", None),
        ("${status} = 'other' or selected(${lama}, 'berjalan')", None, None),
    ],
)
def test_a_choice_that_the_question_does_not_have_is_a_warning(
    condition: str, code: str | None, suggestion: str | None
) -> None:
    questionnaire, problems = read(STATUS.format(condition=condition).encode(), "kuesioner.md")
    assert questionnaire is not None
    assert [(problem.code, problem.severity) for problem in problems] == ([(code, "warning")] if code else [])
    if suggestion:
        assert suggestion in problems[0].fix


def test_the_place_of_a_wrong_reference_in_a_choice_is_the_cell_of_its_language() -> None:
    form = (
        "| survey | | | |\n| | type | name | label::Indonesia (id) |\n| | select_one l | a | A |\n| choices | | | |\n"
        "| | list_name | name | label::Indonesia (id) | label::English (en) |\n| | l | x | Satu | One ${nobody} |\n"
    )
    (problem,) = errors(problems_of(form))
    assert problem.where == Cell("choices", 2, "D", "One ${nobody}\n    ^^^^^^^^^")


def test_a_note_that_shows_a_result_may_be_referred_to() -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | calculation |\n| | note | total | Jumlah | 3 * 4 |\n"
        "| | calculate | dua | | ${total} * 2 |\n"
    )
    assert not errors(problems_of(form))


def test_a_cycle_is_drawn_with_its_names() -> None:
    (problem,) = [one for one in problems_of(TWELVE_MISTAKES) if one.code == "questionnaires.cycle"]
    assert "c → d → c" in problem.message


def test_load_raises_with_every_problem() -> None:
    with pytest.raises(Refused) as refused:
        load(TWELVE_MISTAKES.encode(), "kuesioner.md")
    assert len(refused.value.problems) >= 12


FULL = """
| survey | | | | | | | | | | |
| | type | name | label::Indonesia (id) | label::En (en) | hint::En (en) | required | relevant | default | appearance | prefill | bind::sensitive | catatan |
| | hidden | kota | | | | | | | | kota.nama | | |
| | text | nama | Nama | Name | Full name | yes | | Ambon | multiline | | TRUE | rapat |
| | date | tanggal | Tanggal | | | false | yes | today() | | | | |
| | begin_repeat | kegiatan | Kegiatan | Activity | | | ${nama} != '' | | | | | |
| | text | nama_kegiatan | Nama kegiatan | Name | | | | | | | | |
| | begin_group | waktu | Waktu | Time | | | | | | | | |
| | date | mulai | Mulai | Start | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| settings | | | | |
| | form_title | form_id | version | default_language |
| | Judul | kode | 7 | Bahasa Indonesia (id) |
"""  # noqa: E501


def test_the_form_becomes_frozen_values() -> None:
    form = load_text(FULL)
    assert (form.name, form.title, form.version) == ("kode", "Judul", "7")
    assert form.languages == ("id", "en")
    assert form.default_language == "id"
    paths = [item.path for item in walk(form.items)]
    assert paths == [
        "kota", "nama", "tanggal", "kegiatan", "kegiatan/nama_kegiatan", "kegiatan/waktu", "kegiatan/waktu/mulai",
    ]  # fmt: skip
    name = question(form, "nama")
    assert name.label == {"id": "Nama", "en": "Name"}
    assert name.hint == {"en": "Full name"}
    assert name.required is not None
    assert name.default == "Ambon"
    assert name.sensitive
    assert name.extra == {"catatan": "rapat"}
    assert question(form, "kota").prefill == "kota.nama"
    day = question(form, "tanggal")
    assert day.required is None
    assert day.relevant is None
    assert not isinstance(day.default, str)
    assert isinstance(form.items[3], Repeat)
    assert form.items[3].relevant is not None
    assert isinstance(form.items[3].items[1], Group)


def test_a_missing_translation_is_a_warning_and_falls_back() -> None:
    form, problems = read(FULL.encode(), "kuesioner.md")
    assert form is not None
    missing = [problem for problem in problems if problem.code == "questionnaires.no_translation"]
    assert [
        (problem.where.row, problem.detail["language"]) for problem in missing if isinstance(problem.where, Cell)
    ] == [
        (3, "id"),
        (4, "en"),
    ]
    assert text(question(form, "tanggal").label, "en", form.default_language) == "Tanggal"


def test_an_unknown_column_is_kept_and_named() -> None:
    (problem,) = [one for one in problems_of(FULL) if one.severity == "info"]
    assert problem.code == "questionnaires.unknown_columns"
    assert problem.detail["headings"] == "“catatan”"


def test_unknown_columns_are_one_note_and_headings_that_stand_lower_are_found() -> None:
    rows = "| survey |\n| | type | $kuid | name | kobo--locking | label |\n| | text | x1 | a | | A |\n"
    (problem,) = problems_of(rows)
    assert problem.severity == "info" and problem.detail["headings"] == "“$kuid”, “kobo--locking”"
    rows = "| survey |\n| | KUESIONER DINAS | | |\n| | type | name | label |\n| | text | a | A |\n"
    found = [one for one in problems_of(rows) if one.severity == "error"]
    assert [(one.code, one.where, one.fix) for one in found] == [
        ("questionnaires.heads_lower", Cell("survey", 2), "Hapus semua baris di atasnya.")
    ]


def test_or_other_brings_a_choice_and_a_text() -> None:
    form = load_text(
        "| survey | | | |\n| | type | name | label |\n| | select_one l or_other | a | A |\n| choices | | | |\n"
        "| | list_name | name | label |\n| | l | x | X |\n"
    )
    select, other = form.items
    assert isinstance(select, Question)
    assert select.choices is not None
    assert [choice.name for choice in select.choices.choices] == ["x", "other"]
    assert isinstance(other, Question)
    assert other.name == "a_other"
    assert other.kind == "text"
    assert other.relevant is not None
    assert other.relevant.text == "selected(${a}, 'other')"


def test_a_rule_under_the_head_is_no_row() -> None:
    form = (
        "| survey | | | |\n| | type | name | label |\n|---|---|---|---|\n| | :--- | --- | --- |\n| | text | a | A |\n"
    )
    assert [item.name for item in load_text(form).items] == ["a"]


def test_columns_of_choices_are_kept_for_filters() -> None:
    form = load_text(
        "| survey | | | | |\n| | type | name | label | choice_filter |\n| | select_one l | a | A | induk = 'm' |\n"
        "| choices | | | | |\n| | list_name | name | label | induk |\n| | l | x | X | m |\n"
    )
    assert form.lists["l"].choices[0].columns == {"induk": "m"}


def test_a_filter_that_names_no_column_is_refused() -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | choice_filter |\n| | select_one l | a | A | indukk = 'm' |\n"
        "| choices | | | | |\n| | list_name | name | label | induk |\n| | l | x | X | m |\n"
    )
    (problem,) = errors(problems_of(form))
    assert isinstance(problem.where, Cell)
    assert (problem.where.row, problem.where.column) == (2, "D")


def test_a_repeat_inside_the_relevance_of_its_own_group_is_a_cycle() -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | relevant |\n| | begin_repeat | r | R | count(${a}) > 0 |\n"
        "| | text | a | A | |\n| | end_repeat | | | |\n"
    )
    (problem,) = errors(problems_of(form))
    assert problem.code == "questionnaires.cycle"
    assert problem.detail["cycle"] == "r → a → r"


def test_a_sheet_almost_named_choices_is_pointed_at() -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| choises | |\n| | list_name |\n| | l |\n"
    (problem,) = problems_of(form)
    assert problem.code == "questionnaires.sheet_like"
    assert problem.detail["close"] == "choices"


@pytest.mark.parametrize(
    ("default", "kind", "dynamic"),
    [
        ("Ambon", "text", False),
        ("2026-01-31", "date", False),
        ("-5", "integer", False),
        ("5-3", "integer", False),
        ("sub-bagian", "text", False),
        ("today()", "date", True),
        ("${a}", "text", True),
        ("1 + 2", "integer", True),
        ("7 div 2", "integer", True),
        ("a - b", "text", True),
        ("a - b", "date", False),
        ("'a + b'", "text", False),
    ],
)
def test_a_default_is_dynamic_as_xlsform_says(default: str, kind: str, dynamic: bool) -> None:
    assert default_is_dynamic(default, kind) is dynamic


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("start=1 end=10", {"start": "1", "end": "10"}),
        ("Start=1;END=Abc, label=Abc", {"start": "1", "end": "abc", "label": "Abc"}),
        ("", {}),
        ("start", None),
        ("start=1 lalu", None),
    ],
)
def test_parameters_are_pairs(cell: str, found: dict[str, str] | None) -> None:
    assert parameters(cell) == found


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "csrf_token", "id", "submit", "а", "a.b"])
def test_hostile_names_work_like_any_other(name: str) -> None:
    head = "| survey | | | | |\n| | type | name | label | relevant |\n"
    form = f"{head}| | text | {name} | A | |\n| | text | z | Z | ${{{name}}} = 'x' |\n"
    assert load_text(form).items[0].name == name


def test_markup_in_headings_and_cells_is_text_in_messages() -> None:
    form = "| survey | | | | |\n| | type | name | label | <img src=x onerror=1> |\n| | <b>x</b> | a | A | {0} |\n"
    problems = problems_of(form)
    assert "<img src=x onerror=1>" in problems[0].message
    assert any("<b>x</b>" in problem.message for problem in problems)


def test_braces_in_names_do_not_break_messages() -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | text | a{0}{x} | Halo ${{y}} |\n"
    for problem in problems_of(form):
        assert problem.message
        assert problem.fix is not None


@pytest.mark.parametrize(
    ("kind", "default", "wrong"),
    [
        ("integer", "lima", True),
        ("integer", "5", False),
        ("date", "31/01/2026", True),
        ("date", "2026-01-31", False),
        ("select_one l", "z", True),
        ("select_multiple l", "x y", False),
        ("select_one l or_other", "other", False),
        ("text", "apa saja", False),
    ],
)
def test_a_default_that_would_be_a_wrong_answer_is_a_warning(kind: str, default: str, wrong: bool) -> None:
    form, problems = read(
        f"| survey | | | | |\n| | type | name | label | default |\n| | {kind} | a | A | {default} |\n"
        "| choices | | | |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n".encode(),
        "uji.md",
    )
    assert form is not None
    assert ["questionnaires.default_wrong"] * wrong == [problem.code for problem in problems]


def test_a_form_full_of_mistakes_is_answered_quickly_and_whole() -> None:
    rows = "".join(f"| | select_one l{n} | q{n} | Halo ${{r{n}}} | ${{s{n}}} = 1 |\n" for n in range(3000))
    form = f"| survey | | | | |\n| | type | name | label | relevant |\n{rows}| choices | | | |\n"
    lists = "".join(f"| | daftar_{n} | x | X |\n" for n in range(3000))
    problems = problems_of(f"{form}| | list_name | name | label |\n{lists}")
    assert len(errors(problems)) == 9000


def test_a_table_of_a_hundred_thousand_rows_is_refused_with_its_sheet() -> None:
    (problem,) = problems_of("| survey | |\n| | type |\n" + "| | text |\n" * 100_000)
    assert problem.code == "questionnaires.sheet_too_large"
    assert isinstance(problem.where, Cell)
    assert problem.where.sheet == "survey"


NUMBERED = """| survey |
| | type | name | label | calculation | number_pattern |
| | date | tanggal | Tanggal | | |
| | text | nomor | Nomor | | {0} |
| | integer | umur | Umur | | {1} |
"""


def test_a_question_names_the_pattern_of_its_number() -> None:
    form, problems = read(NUMBERED.format("nota ${tanggal}", "").encode(), "a.md")
    assert form is not None and not problems
    assert (form.items[1].number_pattern, form.items[1].number_date) == ("nota", "tanggal")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("number", "age", "code"),
    [
        ("Nota Besar!", "", "number_form"), ("nota ${tangal}", "", "text_reference_like"),
        ("nota ${umur}", "", "number_date"), ("nota ${tanggal}", "nota", "number_text"),
    ],
)  # fmt: skip
def test_a_wrong_pattern_of_a_number_is_named(number: str, age: str, code: str) -> None:
    form, problems = read(NUMBERED.format(number, age).encode(), "a.md")
    assert form is None
    assert [(p.code, p.where.row) for p in problems] == [(f"questionnaires.{code}", 4 if age else 3)]  # type: ignore[union-attr]
