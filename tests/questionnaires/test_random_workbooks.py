"""Whatever stands in the cells, the reader gives a form or names mistakes; it never falls over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.problems import Cell, errors
from inovik_forms.questionnaires.xlsform import read

HEADS = [
    "type", "name", "label", "label::en", "hint", "relevant", "constraint", "calculation", "choice_filter", "default",
    "parameters", "repeat_count", "required", "trigger", "image", "caption", "bind::x", "", "list_name", "disabled",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        [
            "", "text", "integer", "select_one l", "select_multiple l or_other", "begin_group", "end_group",
            "begin_repeat", "end_repeat", "range", "note", "calculate", "rank l", "a", "b", "c", "${a}", "${b} > 1",
            "${a} = ${c}", ". > 0", "yes", "x y", "start=1 end=3", "count(${a})", "name = 'x'", "today()", "l", "1 +",
            "indexed-repeat(${a}, ${b}, 1)", "once(., 1)", "${", "meta", "position(..)",
        ]
    ),
    st.text(max_size=8),
)  # fmt: skip


def table(name: str, heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, *rows]
    cells = ("".join(" ".join(cell.split()).replace("|", "\\|") + " | " for cell in line) for line in lines)
    return f"| {name} |\n" + "".join(f"| | {line}\n" for line in cells)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(HEADS), min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=8), max_size=12),
    st.lists(st.lists(CELLS, max_size=4), max_size=4),
)
def test_any_table_is_read_or_refused(heads: list[str], rows: list[list[str]], choices: list[list[str]]) -> None:
    heads = ["type", "name", *heads]
    text = table("survey", heads, rows) + table("choices", ["list_name", "name", "label"], choices)
    form, problems = read(text.encode(), "acak.md")
    assert (form is None) is bool(errors(problems))
    for problem in problems:
        assert problem.message
        assert isinstance(problem.where, Cell) or problem.code in (
            "questionnaires.no_survey",
            "questionnaires.not_a_form",
        )


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        form, problems = read(start + data, "acak.xlsx")
        assert form is None
        assert problems
