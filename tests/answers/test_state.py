"""What holds for some answers: relevance, calculations, repeats, filters."""

import pytest

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.json_form import evaluate_report, to_json
from inovik_forms.answers.state import MAX_INSTANCES, evaluate
from inovik_forms.questionnaires.model import Question

from .forms import TODAY, items, plan, state, values

BASIC = plan(
    """
    type | name | label | relevant | calculation | required | read_only | constraint | constraint_message
    integer | umur | Umur | | | yes | | . >= 0 and . < 150 | Umur antara 0 dan 150.
    begin_group | dewasa | Dewasa | ${umur} >= 17 | | | | |
    text | pekerjaan | Pekerjaan | | | ${umur} > 20 | | |
    text | kantor | Kantor | ${pekerjaan} = 'pegawai' | | | | |
    calculate | sapaan | | | concat('Bapak/Ibu ', ${pekerjaan}) | | | |
    end_group | | | | | | | |
    calculate | lipat | | | ${umur} * 2 | | | |
    calculate | ada | | | ${kantor} != '' | | | |
    text | tetap | Tetap | | | | ${umur} > 60 | |
    note | salam | Halo ${umur} | | | | | |
    """
)


def test_items_stand_in_document_order_with_groups() -> None:
    assert [item.path for item in state(BASIC, {}).items] == [
        "umur", "dewasa", "dewasa/pekerjaan", "dewasa/kantor", "dewasa/sapaan", "lipat", "ada", "tetap", "salam",
    ]  # fmt: skip


def test_relevance_is_inherited_and_what_is_not_relevant_reads_blank() -> None:
    answers = {"umur": 16, "dewasa": {"pekerjaan": "pegawai", "kantor": "Bappeda"}}
    found = items(BASIC, answers)
    assert not found["dewasa"].relevant
    assert not found["dewasa/kantor"].relevant
    assert found["dewasa/kantor"].value == ""
    assert found["dewasa/sapaan"].value == ""
    assert found["ada"].value == "false"
    assert found["lipat"].value == "32"
    assert "dewasa" not in to_json(state(BASIC, answers))


def test_what_was_hidden_comes_back_with_its_value() -> None:
    made = state(BASIC, {"umur": 16, "dewasa": {"pekerjaan": "pegawai", "kantor": "Bappeda"}})
    assert made.draft.values["dewasa/kantor"] == "Bappeda"
    found = items(BASIC, {"umur": 30, "dewasa": {"pekerjaan": "pegawai", "kantor": "Bappeda"}})
    assert found["dewasa/kantor"].value == "Bappeda"
    assert found["ada"].value == "true"
    assert found["dewasa/sapaan"].value == "Bapak/Ibu pegawai"


def test_required_and_read_only_may_be_expressions() -> None:
    found = items(BASIC, {"umur": 18})
    assert not found["dewasa/pekerjaan"].required
    assert found["dewasa/pekerjaan"].valid
    assert not found["tetap"].read_only
    found = items(BASIC, {"umur": 61})
    assert found["dewasa/pekerjaan"].required
    assert not found["dewasa/pekerjaan"].valid
    assert found["tetap"].read_only
    assert found["salam"].read_only


def test_a_blank_number_makes_a_calculation_blank() -> None:
    assert items(BASIC, {})["lipat"].value == ""


def test_a_calculation_overwrites_what_was_typed() -> None:
    form = plan("type | name | label | calculation\ninteger | a | A |\ninteger | b | B | ${a} + 1")
    assert values(form, {"a": 1, "b": 99}) == {"a": "1", "b": "2"}


def test_once_and_coalesce_keep_what_was_stored() -> None:
    form = plan(
        "type | name | label | calculation\ninteger | a | A |\n"
        "text | b | B | once(${a})\ntext | c | C | coalesce(., ${a})"
    )
    assert values(form, {"a": 5}) == {"a": "5", "b": "5", "c": "5"}
    assert values(form, {"a": 5, "b": "3", "c": "4"}) == {"a": "5", "b": "3", "c": "4"}


def test_order_of_calculations_does_not_depend_on_the_order_of_rows() -> None:
    form = plan(
        "type | name | label | calculation\ncalculate | c | | ${b} + 1\ncalculate | b | | ${a} + 1\ninteger | a | A |"
    )
    assert values(form, {"a": 1}) == {"c": "3", "b": "2", "a": "1"}


def test_a_chain_of_a_thousand_calculations_is_no_matter() -> None:
    rows = "\n".join(f"calculate | c{n} | | ${{c{n + 1}}} + 1" for n in range(1000))
    form = plan(f"type | name | label | calculation\n{rows}\ninteger | c1000 | A |")
    assert values(form, {"c1000": 1})["c0"] == "1001"


REPEAT = plan(
    """
    type | name | label | calculation | relevant
    text | judul | Judul | |
    begin_repeat | kegiatan | Kegiatan | |
    text | nama | Nama | |
    integer | biaya | Biaya | | ${nama} != 'gratis'
    calculate | nomor | | position(..) |
    calculate | lengkap | | concat(${judul}, ': ', ${nama}) |
    begin_repeat | hasil | Hasil | |
    text | uraian | Uraian | |
    calculate | milik | | concat(${nama}, '/', ${uraian}) |
    end_repeat | | | |
    calculate | banyak_hasil | | count(${hasil}) |
    end_repeat | | | |
    calculate | total | | sum(${biaya}) |
    calculate | banyak | | count(${kegiatan}) |
    calculate | banyak_biaya | | count(${biaya}) |
    calculate | semua | | join(', ', ${nama}) |
    calculate | kedua | | indexed-repeat(${nama}, ${kegiatan}, 2) |
    calculate | dalam | | indexed-repeat(${uraian}, ${kegiatan}, 2, ${hasil}, 1) |
    calculate | lewat | | indexed-repeat(${nama}, ${kegiatan}, 9) |
    """
)
THREE = {
    "judul": "J",
    "kegiatan": [
        {"nama": "a", "biaya": 10, "hasil": [{"uraian": "x"}, {"uraian": "y"}]},
        {"nama": "gratis", "biaya": 99, "hasil": [{"uraian": "z"}]},
        {"nama": "c", "biaya": 5, "hasil": []},
    ],
}


def test_a_name_inside_a_repeat_means_this_instance_and_outside_all_of_them() -> None:
    found = values(REPEAT, THREE)
    assert [found[f"kegiatan[{n}]/nomor"] for n in (1, 2, 3)] == ["1", "2", "3"]
    assert found["kegiatan[2]/lengkap"] == "J: gratis"
    assert found["kegiatan[1]/hasil[2]/milik"] == "a/y"
    assert [found[f"kegiatan[{n}]/banyak_hasil"] for n in (1, 2, 3)] == ["2", "1", "0"]
    assert found["total"] == "15"
    assert found["banyak"] == "3"
    assert found["banyak_biaya"] == "2"
    assert found["semua"] == "a, gratis, c"
    assert found["kedua"] == "gratis"
    assert found["dalam"] == "z"
    assert found["lewat"] == ""


def test_instances_are_listed_before_what_they_hold() -> None:
    paths = [item.path for item in state(REPEAT, THREE).items if item.path.startswith("kegiatan[1]")]
    assert paths[:3] == ["kegiatan[1]", "kegiatan[1]/nama", "kegiatan[1]/biaya"]
    assert paths.index("kegiatan[1]/hasil[1]") < paths.index("kegiatan[1]/hasil[1]/uraian")


def test_an_absent_repeat_begins_with_one_instance_and_an_empty_list_has_none() -> None:
    assert values(REPEAT, {})["banyak"] == "1"
    assert "kegiatan[1]/hasil[1]/uraian" in values(REPEAT, {})
    assert values(REPEAT, {"kegiatan": []})["banyak"] == "0"


COUNTED = plan(
    """
    type | name | label | repeat_count | calculation
    integer | n | Berapa | |
    begin_repeat | r | R | ${n} |
    text | a | A | |
    end_repeat | | | |
    begin_repeat | s | S | ${n} * 2 |
    text | b | B | |
    end_repeat | | | |
    calculate | c | | | count(${r})
    """
)


@pytest.mark.parametrize(
    ("n", "listed", "count"), [(2, 3, "2"), (4, 3, "4"), (0, 1, "0"), (-1, 2, "0"), (None, 2, "2"), (None, 0, "0")]
)
def test_repeat_count_rules_the_number_of_instances(n: int | None, listed: int, count: str) -> None:
    answers = {"n": n, "r": [{"a": f"v{k}"} for k in range(listed)]}
    assert values(COUNTED, answers)["c"] == count


def test_surplus_instances_stay_in_the_draft_and_come_back() -> None:
    made = state(COUNTED, {"n": 1, "r": [{"a": "x"}, {"a": "y"}]})
    assert made.surplus == ["r[2]"]
    assert made.draft.values["r[2]/a"] == "y"
    assert values(COUNTED, {"n": 2, "r": [{"a": "x"}, {"a": "y"}]})["r[2]/a"] == "y"


def test_an_expression_may_be_the_count() -> None:
    assert sum(path.endswith("/b") for path in values(COUNTED, {"n": 3})) == 6


def test_a_count_of_a_billion_is_a_problem_and_not_a_flood() -> None:
    made = state(COUNTED, {"n": 1_000_000_000})
    assert len(made.root.instances["r"]) == MAX_INSTANCES
    assert {problem.code for problem in made.problems} == {"answers.too_many"}


def test_a_repeat_that_is_not_relevant_has_no_instances_for_logic() -> None:
    form = plan(
        """
        type | name | label | relevant | calculation
        text | ada | Ada | |
        begin_repeat | r | R | ${ada} = 'ya' |
        integer | n | N | |
        end_repeat | | | |
        calculate | total | | | sum(${n})
        calculate | banyak | | | count(${r})
        """
    )
    answers = {"ada": "tidak", "r": [{"n": 3}, {"n": 4}]}
    found = items(form, answers)
    assert (found["total"].value, found["banyak"].value) == ("0", "0")
    assert not found["r[2]"].relevant
    assert found["r[2]/n"].value == ""
    assert values(form, {**answers, "ada": "ya"})["total"] == "7"


CASCADE = plan(
    """
    type | name | label | choice_filter
    select_one prov | p | Provinsi |
    select_one kota | k | Kota | induk = ${p}
    select_multiple desa | d | Desa | induk = ${k} or name = 'semua'
    """,
    """
    list_name | name | label | induk
    prov | mal | Maluku |
    prov | pap | Papua |
    kota | amb | Ambon | mal
    kota | tual | Tual | mal
    kota | jyp | Jayapura | pap
    desa | hative | Hative | amb
    desa | batu | Batu Merah | amb
    desa | semua | Semua |
    """,
)


def test_a_choice_filter_offers_what_fits() -> None:
    made = state(CASCADE, {"p": "mal"})
    assert [choice.name for choice in made.choices("k")] == ["amb", "tual"]
    assert [choice.name for choice in made.choices("p")] == ["mal", "pap"]


def test_impossible_answers_are_set_aside_at_every_level() -> None:
    answers = {"p": "pap", "k": "amb", "d": ["hative", "semua"]}
    made = state(CASCADE, answers)
    assert {(aside.path, aside.value) for aside in made.set_aside} == {("k", "amb"), ("d", "hative")}
    assert values(CASCADE, answers) == {"p": "pap", "k": "", "d": "semua"}
    assert made.draft.values["k"] == "amb"
    assert values(CASCADE, {**answers, "p": "mal"}) == {"p": "mal", "k": "amb", "d": "hative semua"}


def test_a_filter_in_a_repeat_looks_at_its_own_instance() -> None:
    form = plan(
        """
        type | name | label | choice_filter
        begin_repeat | r | R |
        select_one prov | p | Provinsi |
        select_one kota | k | Kota | induk = ${p}
        end_repeat | | |
        """,
        "list_name | name | label | induk\nprov | mal | M |\nprov | pap | P |\n"
        "kota | amb | A | mal\nkota | jyp | J | pap",
    )
    made = state(form, {"r": [{"p": "mal", "k": "amb"}, {"p": "pap", "k": "amb"}]})
    assert [aside.path for aside in made.set_aside] == ["r[2]/k"]
    assert [choice.name for choice in made.choices("r[2]/k")] == ["jyp"]


def test_or_other_asks_for_the_other() -> None:
    form = plan("type | name | label\nselect_one l or_other | a | A", "list_name | name | label\nl | x | X")
    assert "a_other" not in values(form, {"a": "x"})
    assert values(form, {"a": "other", "a_other": "lain"}) == {"a": "other", "a_other": "lain"}


def test_choice_labels_follow_the_language() -> None:
    form = plan(
        "type | name | label::Indonesia (id) | label::English (en) | calculation\n"
        "select_one l | a | A | A |\ncalculate | b | | | jr:choice-name(${a}, '${a}')",
        "list_name | name | label::Indonesia (id) | label::English (en)\nl | y | Ya | Yes",
    )
    assert {item.path: item.value for item in state(form, {"a": "y"}).items}["b"] == "Ya"
    assert {item.path: item.value for item in state(form, {"a": "y"}, "en").items}["b"] == "Yes"


DEFAULTS = plan(
    """
    type | name | label | default
    text | kota | Kota | Ambon
    date | hari | Hari | today()
    integer | n | N | 2 + 3
    integer | m | M | ${n} * 2
    begin_repeat | r | R |
    integer | k | K | position(..)
    end_repeat | | |
    """
)


def test_defaults_stand_until_the_first_answer_even_a_blank_one() -> None:
    assert values(DEFAULTS, {}) == {
        "kota": "Ambon", "hari": "2026-11-24", "n": "5", "m": "10", "r[1]": "", "r[1]/k": "1",
    }  # fmt: skip
    found = values(DEFAULTS, {"kota": "", "n": None, "hari": "2020-01-01", "r": [{}, {"k": 9}]})
    assert found == {
        "kota": "", "hari": "2020-01-01", "n": "", "m": "", "r[1]": "", "r[1]/k": "1", "r[2]": "", "r[2]/k": "9",
    }  # fmt: skip


def test_read_only_of_a_group_holds_for_what_is_in_it() -> None:
    form = plan(
        """
        type | name | label | read_only
        text | kunci | Kunci |
        begin_group | g | G | ${kunci} = 'ya'
        begin_repeat | r | R |
        text | a | A |
        end_repeat | | |
        end_group | | |
        """
    )
    assert items(form, {"kunci": "ya"})["g/r[1]/a"].read_only
    assert not items(form, {"kunci": "tidak"})["g/r[1]/a"].read_only


def test_names_that_stand_in_two_groups_do_not_mix_values() -> None:
    form = plan(
        """
        type | name | label | relevant
        begin_group | g | G |
        text | a | A |
        end_group | | |
        begin_group | h | H |
        text | a | A |
        end_group | | |
        """
    )
    assert values(form, {"g": {"a": "1"}, "h": {"a": "2"}}) == {"g": "", "g/a": "1", "h": "", "h/a": "2"}


def test_a_result_that_grows_without_end_is_told_at_its_item() -> None:
    rows = "\n".join(f"calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}})" for n in range(1, 40))
    form = plan(f"type | name | label | calculation\ntext | c0 | A |\n{rows}\ncalculate | z | | 1 + 1")
    found = items(form, {"c0": "aaaaaaaaaa"})
    assert not found["c39"].valid or any(not item.valid for item in found.values())
    assert found["z"].value == "2"
    broken = [item for item in found.values() if item.problem]
    assert broken[0].problem is not None
    assert broken[0].problem.code == "answers.not_computed"


def test_infinity_is_a_value_and_no_crash() -> None:
    form = plan(
        "type | name | label | calculation\n"
        "calculate | a | | int(1 div 0)\ncalculate | b | | number(concat('1e', '309'))"
    )
    assert set(values(form, {})) == {"a", "b"}


def test_the_report_is_what_the_command_line_promises() -> None:
    report = evaluate_report(state(BASIC, {"umur": 200}))
    assert report["items"][0] == {
        "path": "umur",
        "relevant": True,
        "required": True,
        "read_only": False,
        "value": "200",
        "valid": False,
        "problem": "Umur antara 0 dan 150.",
    }
    assert report["items"][3]["problem"] is None


def test_instances_keep_their_keys_when_the_order_changes() -> None:
    draft = Draft({"kegiatan[k1]/nama": "satu", "kegiatan[k2]/nama": "dua"}, {"kegiatan": ["k2", "k1"]})
    made = evaluate(REPEAT, draft, today=TODAY)
    assert made.item("kegiatan[k1]/nama").path == "kegiatan[2]/nama"
    assert made.item("kegiatan[k1]/nomor").value == "2"
    assert made.frame("kegiatan[k1]/nama").position == 2


def test_texts_take_the_answers_in() -> None:
    form = plan(
        "type | name | label\nselect_one l | a | A\ntext | b | Mengapa ${a}?", "list_name | name | label\nl | y | Ya"
    )
    made = state(form, {"a": "y"})
    question = form.question("b")
    assert isinstance(question, Question)
    assert made.text(question.label, "b") == "Mengapa Ya?"


def test_dependents_name_who_uses_a_question() -> None:
    assert "lipat" in BASIC.dependents["umur"]
    assert "dewasa" in BASIC.dependents["umur"]
    assert BASIC.order.index("umur") < BASIC.order.index("lipat")
