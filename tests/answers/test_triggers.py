"""A calculation with a trigger runs when its trigger changes, keeps what is typed meanwhile, and folds to the same."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.answers.journal import ASIDE, Draft, apply, fold
from inovik_forms.answers.json_form import draft_from_json, to_json
from inovik_forms.answers.pinned import pinned
from inovik_forms.answers.state import evaluate
from inovik_forms.answers.values import Change, ChangeKind, Path
from inovik_forms.expressions.parse import parse

from .forms import TODAY, changed, plan

FORM = changed(
    plan(
        """
        type | name | label | calculation | default
        integer | a | A | |
        integer | b | B | | 5
        integer | c | C | ${a} * 10 + coalesce(${d}, 0) |
        integer | d | D | |
        begin_repeat | r | R | |
        text | n | N | |
        text | m | M | concat(${n}, '!') |
        end_repeat | | | |
        integer | k | K | |
        """
    ),
    {
        "c": {"trigger": ("a", "b")},
        "r/m": {"trigger": ("n",)},
        "k": {"trigger": ("n",), "calculation": parse("count(${n}) + coalesce(${k}, 0)")},
    },
)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Journal:
    """A journal as the server keeps it: after each change what is worked out once is appended."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.draft = Draft()
        self.pin()

    def add(self, path: Path, value: str | None, kind: ChangeKind = "set") -> None:
        change = Change(str(len(self.changes)), path, value, 0, NOW, "", "", kind)
        self.changes.append(change)
        apply(self.draft, change)

    def pin(self) -> None:
        state = evaluate(FORM, self.draft, today=TODAY)
        for path, value in pinned(state).items():
            self.add(path, value)
        for path, basis in state.triggered.items():
            self.add(path + ASIDE, basis, "trigger")

    def set(self, path: Path, value: str) -> str:
        """Type an answer; gives what `c` says then."""
        self.add(path, value)
        self.pin()
        return self.value("c")

    def value(self, path: Path) -> str:
        return evaluate(FORM, self.draft, today=TODAY).item(path).value


def test_it_runs_when_a_trigger_changes_and_not_before() -> None:
    journal = Journal()
    assert journal.value("c") == ""
    assert journal.changes == []  # a fixed default of a trigger is no change
    assert journal.set("d", "3") == ""  # named in the calculation, but no trigger
    assert journal.set("a", "1") == "13"
    assert journal.set("d", "4") == "13"
    assert journal.set("b", "6") == "14"


def test_what_is_typed_stays_until_a_trigger_changes() -> None:
    journal = Journal()
    assert journal.set("a", "1") == "10"
    assert journal.set("c", "77") == "77"
    assert journal.set("d", "5") == "77"
    assert journal.set("a", "1") == "77"  # the same again is no change
    assert journal.set("c", "") == ""  # emptied by hand is an answer, too
    assert journal.set("a", "2") == "25"


def test_typed_before_the_first_trigger_is_overwritten() -> None:
    journal = Journal()
    assert journal.set("c", "77") == "77"
    assert journal.set("a", "2") == "20"


def test_each_instance_has_its_own_and_a_set_can_be_a_trigger() -> None:
    journal = Journal()
    journal.add("r[x]", None, "add")
    journal.set("r[x]/n", "satu")
    assert (journal.value("r[x]/m"), journal.value("r[1]/m")) == ("satu!", "")
    assert journal.value("k") == "2"
    journal.set("r[x]/m", "tangan")
    journal.set("r[1]/n", "dua")
    assert (journal.value("r[x]/m"), journal.value("r[1]/m")) == ("tangan", "dua!")
    assert journal.value("k") == "4"


def test_answers_that_come_whole_are_kept() -> None:
    draft, problems = draft_from_json(FORM, {"a": 1, "b": 5, "c": 99, "r": [{"n": "x", "m": "y"}]})
    assert not problems
    state = evaluate(FORM, draft, today=TODAY)
    assert (state.item("c").value, state.item("r[1]/m").value) == ("99", "y")
    assert to_json(state)["c"] == 99
    draft.triggers.update(state.triggered)
    draft.values["a"] = "2"
    assert evaluate(FORM, draft, today=TODAY).item("c").value == "20"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "k", "r[1]/n", "r[1]/m", "r[x]", "r[x]/n"]),
        st.sampled_from(["", "1", "2", "3"]),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_journal_says_it_all(steps: list[tuple[str, str]]) -> None:
    """The fold, the running draft and its snapshot are one; once pinned, nothing is left to be worked out."""
    journal = Journal()
    for path, value in steps:
        if path == "r[x]":
            journal.add(path, None, "remove" if value == "3" else "add")
        else:
            journal.add(path, value)
        journal.pin()
    folded = fold(journal.changes)
    assert folded == journal.draft == Draft.from_snapshot(journal.draft.to_snapshot())
    state = evaluate(FORM, folded, today=TODAY)
    assert (pinned(state), state.triggered) == ({}, {})
    later = evaluate(FORM, folded, today=TODAY.replace(year=2030))
    assert [item.value for item in later.items] == [item.value for item in state.items]
