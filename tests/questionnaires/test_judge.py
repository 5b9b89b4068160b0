"""pyxform judges our reader: on a corpus of small forms we accept what it accepts and refuse what it refuses.

Files: `ok-*.md` both accept, `bad-*.md` both refuse, `ours-*.md` only we refuse. The first line of the last two names
the problem that must be found. Every `ours-*` form has its reason in docs/xlsform.md.
"""

import re
from pathlib import Path

import pytest
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from inovik_forms.problems import Cell, errors
from inovik_forms.questionnaires.xlsform import read

FORMS = Path(__file__).parents[1] / "cases" / "forms"
DOCS = Path(__file__).parents[2] / "docs" / "xlsform.md"
DIFFERENCE = re.compile(r"^\| `(ours-[\w-]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
"""The differences stand in one place: the table in the documentation."""


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
    differences = DIFFERENCE.findall(DOCS.read_text())
    assert sorted(form for form, _, _ in differences) == forms("ours")
    assert all(len(what) > 20 and len(why) > 20 for _, what, why in differences)


def test_the_corpus_is_large_enough() -> None:
    assert len(forms("ok")) >= 40
    assert len(forms("bad")) >= 30
