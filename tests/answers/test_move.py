"""A response moves to another version of its questionnaire and back: nothing is lost, nothing is mixed up."""

from datetime import UTC, datetime

import pytest

from inovik_forms.answers.journal import Draft, apply
from inovik_forms.answers.move import Step, Visit, effects, steps
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import evaluate
from inovik_forms.answers.values import Change
from inovik_forms.questionnaires.compare import compare
from tests.answers.forms import TODAY, plan

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def moved(draft: Draft, old: Plan, new: Plan, *earlier: Visit) -> Draft:
    """A copy of the draft after its move."""
    after = Draft.from_snapshot(draft.to_snapshot())
    for n, step in enumerate(steps(draft, old.questionnaire, new.questionnaire, earlier)):
        apply(after, Change(str(n), step.path, step.value, 0, NOW, "ani", "telepon", step.kind))
    return after


def visit(form: Plan, draft: Draft) -> Visit:
    return Visit(form.questionnaire, Draft.from_snapshot(draft.to_snapshot()))


def test_a_renamed_question_keeps_its_answer_both_ways() -> None:
    one = plan("type | name | label | id\ntext | nama | Nama | q1\ninteger | umur | Umur | q2")
    two = plan("type | name | label | id\ntext | nama_lengkap | Nama | q1\ninteger | umur | Umur | q2")
    draft = Draft({"nama": "Sari", "umur": "40"})
    after = moved(draft, one, two)
    assert after.values == {"nama": "Sari", "nama_lengkap": "Sari", "umur": "40"}
    after.values["nama_lengkap"] = "Sari Tuhumury"
    back = moved(after, two, one, visit(one, draft))
    assert back.values["nama"] == "Sari Tuhumury"


def test_without_an_id_another_name_is_another_question_whose_answer_stays_where_it_is() -> None:
    one, two = plan("type | name | label\ntext | a | A"), plan("type | name | label\ntext | b | B")
    draft = Draft({"a": "satu"})
    after = moved(draft, one, two)
    assert after.values == {"a": "satu"}
    assert moved(after, two, one, visit(one, draft)).values["a"] == "satu"


def test_two_questions_that_swap_their_names_swap_no_answers() -> None:
    one = plan("type | name | label | id\ntext | a | A | x\ntext | b | B | y")
    two = plan("type | name | label | id\ntext | b | A | x\ntext | a | B | y")
    draft = Draft({"a": "punya x", "b": "punya y"})
    after = moved(draft, one, two)
    assert after.values == {"a": "punya y", "b": "punya x"}
    assert moved(after, two, one, visit(one, draft)).values == draft.values


def test_a_name_given_to_a_new_question_does_not_show_the_old_answer_which_comes_back() -> None:
    one = plan("type | name | label | id\ntext | nama | Nama | q1")
    two = plan("type | name | label | id\ntext | nama | Nama usaha | q9")
    draft = Draft({"nama": "Sari"})
    after = moved(draft, one, two)
    assert after.values["nama"] == ""
    after.values["nama"] = "Toko Sari"
    back = moved(after, two, one, visit(one, draft))
    assert back.values["nama"] == "Sari"
    assert moved(back, one, two, visit(one, draft), visit(two, after)).values["nama"] == "Toko Sari"


def test_an_id_that_is_written_down_later_makes_no_other_question() -> None:
    one, two = (
        plan("type | name | label\ntext | nama | Nama"),
        plan("type | name | label | id\ntext | nama | Nama | q1"),
    )
    assert steps(Draft({"nama": "Sari"}), one.questionnaire, two.questionnaire) == []


def test_renamed_choices_keep_the_answer() -> None:
    survey = "type | name | label\nselect_one jalur | j | Jalur\nselect_multiple jalur | k | Jalur-jalur"
    one = plan(survey, "list_name | name | label | id\njalur | dinas | Dinas | 1\njalur | kota | Kota | 2")
    two = plan(survey, "list_name | name | label | id\njalur | perangkat_daerah | Dinas | 1\njalur | kota | Kota | 2")
    draft = Draft({"j": "dinas", "k": "dinas kota"})
    after = moved(draft, one, two)
    assert after.values == {"j": "perangkat_daerah", "k": "perangkat_daerah kota"}
    assert moved(after, two, one, visit(one, draft)).values == draft.values


REPEATS = """type | name | label | id
    begin_repeat | {0} | Kegiatan | r1
    text | {1} | Nama | q1
    begin_repeat | {2} | Langkah | r2
    text | isi | Isi | q2
    end_repeat | | |
    end_repeat | | |"""


def test_a_renamed_repeat_brings_its_instances_in_their_order() -> None:
    one = plan(REPEATS.format("kegiatan", "nama", "langkah"))
    two = plan(REPEATS.format("aktivitas", "judul", "tahap"))
    draft = Draft(
        {"kegiatan[b]/nama": "B", "kegiatan[1]/nama": "A", "kegiatan[b]/langkah[z]/isi": "Z"},
        {"kegiatan": ["b", "1"], "kegiatan[b]/langkah": ["z"]},
        {"kegiatan[b]/langkah[1]"},
    )
    after = moved(draft, one, two)
    assert after.instances["aktivitas"] == ["b", "1"]
    assert after.instances["aktivitas[b]/tahap"] == ["z"]
    assert after.values["aktivitas[b]/tahap[z]/isi"] == "Z"
    assert after.values["aktivitas[1]/judul"] == "A"
    apply(after, Change("x", "aktivitas[c]", "b", 0, NOW, "ani", "t", "add"))
    after.values["aktivitas[c]/judul"] = "C"
    apply(after, Change("y", "aktivitas[1]", None, 0, NOW, "ani", "t", "remove"))
    back = moved(after, two, one, visit(one, draft))
    assert back.instances["kegiatan"] == ["b", "c"]
    assert back.values["kegiatan[c]/nama"] == "C"
    assert moved(back, one, two, visit(one, draft), visit(two, after)).instances["aktivitas"] == ["b", "c"]


def test_marks_of_carried_values_go_along_until_they_are_confirmed() -> None:
    one = plan("type | name | label | id\ntext | nama | Nama | q1\ntext | b | B | q2")
    two = plan("type | name | label | id\ntext | judul | Nama | q1\ntext | b | B | q2")
    draft = Draft({"nama": "Sari", "b": "x"}, carried={"nama": "diagnosa 2026-11-12", "b": "diagnosa 2026-11-12"})
    after = moved(draft, one, two)
    assert after.carried["judul"] == "diagnosa 2026-11-12"
    del after.carried["judul"]
    back = moved(after, two, one, visit(one, draft))
    assert back.carried == {"b": "diagnosa 2026-11-12"}


def test_nothing_happens_between_equal_versions() -> None:
    one, two = (plan(REPEATS.format("kegiatan", "nama", "langkah")) for _ in range(2))
    draft = Draft({"kegiatan[1]/nama": "A"}, {"kegiatan": ["1", "2"]})
    assert steps(draft, one.questionnaire, two.questionnaire) == []


def test_a_question_that_moves_to_another_group_keeps_its_answer() -> None:
    groups = "type | name | label\nbegin_group | a | A\ntext | {} | X\nend_group | |\n"
    groups += "begin_group | b | B\ntext | {} | X\nend_group | |"
    one, two = plan(groups.format("nama", "x")), plan(groups.format("y", "nama"))
    assert steps(Draft({"a/nama": "Sari"}), one.questionnaire, two.questionnaire) == [Step("set", "b/nama", "Sari")]


def test_a_question_that_moves_into_a_repeat_is_another_one() -> None:
    one = plan("type | name | label\ntext | nama | Nama\nbegin_repeat | r | R\ntext | x | X\nend_repeat | |")
    two = plan("type | name | label\nbegin_repeat | r | R\ntext | x | X\ntext | nama | Nama\nend_repeat | |")
    found = compare(one.questionnaire, two.questionnaire)
    assert [item.path for item in found.gone] == ["nama"]
    assert [item.path for item in found.new] == ["r/nama"]
    assert steps(Draft({"nama": "Sari"}), one.questionnaire, two.questionnaire) == []


OLD = """type | name | label | required
    text | nama | Nama | yes
    text | gugur | Yang dihapus | no
    select_one j | jalur | Jalur | yes
    integer | umur | Umur | no"""
NEW = """type | name | label | required
    text | nama | Nama | yes
    select_one j | jalur | Jalur | yes
    integer | umur | Umur | no
    text | baru | Yang baru | yes
    text | boleh | Boleh kosong | no"""


def test_what_a_person_is_told_before_moving() -> None:
    one = plan(OLD, "list_name | name | label\nj | dinas | Dinas\nj | kota | Kota")
    two = plan(NEW, "list_name | name | label\nj | kota | Kota")
    draft = Draft({"nama": "", "gugur": "hilang?", "jalur": "dinas", "umur": "40"})
    before = evaluate(one, draft, today=TODAY)
    after = evaluate(two, moved(draft, one, two), today=TODAY)
    told = effects(before, after, compare(one.questionnaire, two.questionnaire))
    assert [i.path for i in told.left_over] == ["gugur"]
    assert [i.path for i in told.unfit] == ["jalur"]
    assert [i.path for i in told.missing] == ["baru"]  # `nama` was open before, `boleh` may stay empty


@pytest.mark.parametrize(
    ("old", "new", "aspect", "before", "after"),
    [
        ("text | a | A | | ", "text | a | B | | ", "label", "A", "B"),
        ("text | a | A | | ", "integer | a | A | | ", "kind", "text", "integer"),
        ("text | a | A | | ", "text | a | A | yes | ", "required", "", "true()"),
        ("text | a | A | | 1 = 1", "text | a | A | | 1 = 2", "relevant", "1 = 1", "1 = 2"),
    ],
)
def test_what_changed_is_named(old: str, new: str, aspect: str, before: str, after: str) -> None:
    head = "type | name | label | required | relevant\ntext | awal | Awal | | \n"
    found = compare(plan(head + old).questionnaire, plan(head + new).questionnaire)
    assert [(d.aspect, d.before, d.after) for pair in found.changed for d in pair.differences] == [
        (aspect, before, after)
    ]
    assert not found.new and not found.gone


def test_choices_that_come_go_and_change_are_named() -> None:
    survey = "type | name | label\nselect_one j | a | A"
    one = plan(survey, "list_name | name | label\nj | x | X\nj | y | Y")
    two = plan(survey, "list_name | name | label\nj | x | X baru\nj | z | Z")
    differences = compare(one.questionnaire, two.questionnaire).changed[0].differences
    assert [(d.aspect, d.before, d.after) for d in differences] == [
        ("choice_label", "X", "X baru"), ("choice_gone", "Y", ""), ("choice_new", "", "Z"),
    ]  # fmt: skip
