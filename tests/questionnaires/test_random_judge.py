"""Random small forms of the served subset, given to pyxform and to us: both accept or both refuse."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from inovik_forms.problems import errors
from inovik_forms.questionnaires.xlsform import read

HEADS = ("type", "name", "label", "relevant", "trigger", "calculation", "choice_filter", "parameters", "required")
TYPES = (
    "text", "integer", "note", "date", "dateTime", "geopoint", "barcode", "audio", "start", "today", "calculate",
    "select_one l", "select_multiple l", "rank l", "select_one l or_other", "select_one tidak_ada", "select_one",
    "select_one ${n}", "select_one ${zzz}", "select_one_external x", "select_one_external y", "range", "image",
    "begin_group", "end_group", "begin_repeat", "end_repeat", "teks", "",
)  # fmt: skip
NAMES = ("a", "b", "c", "d", "n", "x y", "1a", "meta", "A", "")
CELL: dict[str, tuple[str, ...]] = {
    "type": TYPES,
    "name": NAMES,
    "label": ("", "Label", "Halo ${n}", "Halo ${zzz}"),
    "relevant": ("", "", "${n} = 'x'", "${zzz} = 1"),
    "trigger": ("", "", "", "${n}", "n", "${zzz}"),
    "calculation": ("", "", "'tetap'", "now()"),
    "choice_filter": ("", "", "", "name != 'x'"),
    "parameters": ("", "", "", "randomize=true", "seed=1", "start=1 end=5 step=1", "rows=3", "rows=x", "apa"),
    "required": ("", "", "yes", "false"),
}
FIXED = """| choices | | | |
| | list_name | name | label |
| | l | x | X |
| | l | y | Y |
| external_choices | | | |
| | list_name | name | label |
| | x | p | P |
"""
OURS = {"questionnaires.cycle", "questionnaires.self_reference", "questionnaires.choices_from_form"}
"""Refused by us only, as docs/xlsform.md says; none of the other differences can come out of these cells."""
ROW = st.tuples(*(st.sampled_from(CELL[head]) for head in HEADS))
# Rows that are sound by themselves make forms that come near to being accepted.
SOUND = st.tuples(
    st.sampled_from(
        ["text", "integer", "geopoint", "select_one l", "select_multiple l", "rank l", "dateTime", "image"]
    ),
    st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]),
    st.sampled_from(["Label", "Label", "Label", ""]),
    st.sampled_from(["", "${n} = 'x'"]),
    st.sampled_from(["", "", "${n}"]),
    st.sampled_from(["", "'tetap'"]),
    st.just(""),
    st.just(""),
    st.sampled_from(CELL["required"]),
)
FORMS = st.one_of(st.lists(SOUND, max_size=3), st.lists(st.one_of(SOUND, SOUND, SOUND, ROW), max_size=4))


def pyxform_accepts(text: str) -> bool | None:
    """None where it falls over, which is no verdict."""
    try:
        convert(xlsform=text, file_type=".md", validate=False)
    except PyXFormError:
        return False
    except Exception:
        return None
    return True


@settings(max_examples=200, deadline=None)
@given(FORMS)
def test_we_and_pyxform_agree(rows: list[tuple[str, ...]]) -> None:
    start = ("text", "n", "N") + ("",) * (len(HEADS) - 3)
    lines = "".join(f"| | {' | '.join(row)} |\n" for row in (HEADS, start, *rows))
    text = f"| survey | |\n{lines}{FIXED}"
    theirs = pyxform_accepts(text)
    form, problems = read(text.encode(), "acak.md")
    if theirs is None or (form is None and {problem.code for problem in errors(problems)} <= OURS):
        return
    assert (form is not None) is theirs, (text, [problem.code for problem in problems])
