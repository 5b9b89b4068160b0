"""What is worked out once stays: dynamic defaults, once(), random() and uuid()."""

from datetime import date

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.pinned import pinned
from inovik_forms.answers.state import evaluate

from .forms import TODAY, plan

FORM = plan(
    """
    type | name | label | default | calculation
    text | a | A | Ambon |
    date | hari | Hari | today() |
    integer | n | N | |
    calculate | acak | | | random()
    calculate | sekali | | | once(${n})
    calculate | kini | | | today()
    begin_repeat | r | R | |
    date | d | D | today() |
    end_repeat | | | |
    """
)


def test_what_is_pinned_does_not_change_on_a_later_day() -> None:
    draft = Draft({"n": "7"}, {"r": ["k1"]})
    first = evaluate(FORM, draft, today=TODAY)
    found = pinned(first)
    assert set(found) == {"hari", "acak", "sekali", "r[k1]/d"}
    draft.values.update(found)
    draft.values["n"] = "8"
    later = evaluate(FORM, draft, today=date(2027, 1, 1))
    assert later.item("hari").value == "2026-11-24"
    assert later.item("r[k1]/d").value == "2026-11-24"
    assert later.item("acak").value == first.item("acak").value
    assert later.item("sekali").value == "7"
    assert later.item("kini").value == "2027-01-01"
    assert pinned(later) == {}


def test_a_new_instance_gets_its_own_day() -> None:
    draft = Draft({"hari": "2026-01-01", "acak": "1", "sekali": "1", "r[1]/d": "2026-01-01"}, {"r": ["1", "k2"]})
    assert pinned(evaluate(FORM, draft, today=TODAY)) == {"r[k2]/d": "2026-11-24"}


def test_a_default_that_was_emptied_stays_empty() -> None:
    made = evaluate(FORM, Draft({"hari": ""}), today=TODAY)
    assert made.item("hari").value == ""
    assert "hari" not in pinned(made)
