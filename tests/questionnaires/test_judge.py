"""pyxform judges our reader: on a corpus of small forms we accept what it accepts and refuse what it refuses.

Files: `ok-*.md` both accept, `bad-*.md` both refuse, `ours-*.md` only we refuse. The first line of the last two names
the problem that must be found. Every `ours-*` form has its reason in DIFFERENCES.
"""

from pathlib import Path

import pytest
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from inovik_forms.problems import Cell, errors
from inovik_forms.questionnaires.xlsform import read

FORMS = Path(__file__).parents[1] / "cases" / "forms"
NOT_SERVED = "the type is not served yet: it is named, never dropped"
DIFFERENCES = {
    "ours-geopoint": NOT_SERVED,
    "ours-audio": NOT_SERVED,
    "ours-video": NOT_SERVED,
    "ours-barcode": NOT_SERVED,
    "ours-datetime": NOT_SERVED,
    "ours-metadata": NOT_SERVED,
    "ours-select-from-file": NOT_SERVED,
    "ours-select-from-repeat": NOT_SERVED,
    "ours-trigger": "a calculation that runs only when triggered is not served; running it always would be wrong",
    "ours-cycle": "pyxform leaves cycles to the phone, which then refuses the form",
    "ours-cycle-self": "pyxform leaves cycles to the phone, which then refuses the form",
    "ours-cycle-group": "pyxform leaves cycles to the phone, which then refuses the form",
    "ours-current-in-calculation": "a value that needs itself is a cycle; only once() and coalesce(., …) may",
    "ours-operator-missing": "pyxform does not parse expressions; the phone would refuse the form",
    "ours-unknown-function": "pyxform does not know functions; the phone would refuse the form",
    "ours-last-saved": "the last saved record is not served; the prefill column takes its place",
    "ours-long-name": "names of more than 64 characters break column names of exports",
    "ours-indexed-outside": "pyxform does not look at the arguments; the phone would stop at the calculation",
    "ours-indexed-no-repeat": "pyxform does not look at the arguments; the phone would stop at the calculation",
    "ours-exact-double-column": "pyxform silently keeps one of two columns with the same heading",
}


def forms(prefix: str) -> list[str]:
    return sorted(path.stem for path in FORMS.glob(f"{prefix}-*.md"))


def pyxform_accepts(text: str) -> bool:
    try:
        convert(xlsform=text, file_type=".md", validate=False)
    except PyXFormError:
        return False
    return True


@pytest.mark.parametrize("name", forms("ok"))
def test_what_pyxform_accepts_we_accept(name: str) -> None:
    text = (FORMS / f"{name}.md").read_text()
    assert pyxform_accepts(text)
    questionnaire, problems = read(text.encode(), f"{name}.md")
    assert questionnaire is not None, [problem.message for problem in problems]
    assert not errors(problems)


@pytest.mark.parametrize("name", forms("bad") + forms("ours"))
def test_what_we_refuse_is_named_with_its_place(name: str) -> None:
    text = (FORMS / f"{name}.md").read_text()
    assert pyxform_accepts(text) is name.startswith("ours-")
    questionnaire, problems = read(text.encode(), f"{name}.md")
    assert questionnaire is None
    wanted = text.splitlines()[0].removeprefix("# ")
    wanted = wanted if "." in wanted else f"questionnaires.{wanted}"
    found = [problem for problem in errors(problems) if problem.code == wanted]
    assert found, [problem.code for problem in problems]
    assert found[0].message
    assert found[0].fix
    if "survey" not in wanted:
        assert isinstance(found[0].where, Cell)
        assert found[0].where.row
        assert found[0].where.sheet


def test_every_difference_has_a_form_and_a_reason() -> None:
    assert set(forms("ours")) == set(DIFFERENCES)


def test_the_corpus_is_large_enough() -> None:
    assert len(forms("ok")) >= 40
    assert len(forms("bad")) >= 30
