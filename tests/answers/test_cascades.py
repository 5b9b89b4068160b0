"""An answer that no longer fits is set aside at every level of a cascade, to a fixed point, and comes back."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State, evaluate

from .forms import TODAY, plan

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LEVELS = 4
WIDTH = 3


def names(level: int) -> list[str]:
    """Every choice of a level: its name tells its whole ancestry, "021" lies in "02", which lies in "0"."""
    return (
        [str(n) for n in range(WIDTH)] if level == 0 else [p + str(n) for p in names(level - 1) for n in range(WIDTH)]
    )


def cascade(order: list[int], *, deepest: str = "select_one") -> Plan:
    """A cascade whose questions stand in any order in the form; each level counts what is chosen below it."""
    kind = dict.fromkeys(range(LEVELS), "select_one") | {LEVELS - 1: deepest}
    rows = ["type | name | label | choice_filter | calculation"]
    for level in order:
        parent = f"induk = ${{q{level - 1}}}" if level else ""
        rows.append(f"{kind[level]} l{level} | q{level} | Q{level} | {parent} |")
    rows.append("calculate | jalur | | | " + f"concat({', '.join(f'${{q{level}}}' for level in range(LEVELS))})")
    choices = ["list_name | name | label | induk"]
    choices += [f"l{level} | {name} | {name} | {name[:-1]}" for level in range(LEVELS) for name in names(level)]
    return plan("\n".join(rows), "\n".join(choices))


FORWARD, BACKWARD, MIXED = (
    cascade([0, 1, 2, 3]),
    cascade([3, 2, 1, 0]),
    cascade([2, 0, 3, 1], deepest="select_multiple"),
)


def state_of(form: Plan, answers: dict[str, str]) -> State:
    return evaluate(form, Draft(dict(answers)), today=TODAY, now=NOW)


def expected(answers: dict[str, str]) -> dict[str, str]:
    """What remains, by going down the levels by hand."""
    kept: dict[str, str] = {}
    above = ""
    for level in range(LEVELS):
        chosen = answers.get(f"q{level}", "").split()
        kept[f"q{level}"] = above = " ".join(name for name in chosen if not level or (above and name[:-1] == above))
    return kept


def check(form: Plan, answers: dict[str, str]) -> None:
    state = state_of(form, answers)
    kept = expected(answers)
    for name, value in kept.items():
        assert state.item(name).value == value
        assert state.item(name).valid
    gone = {one.answer_path: one.value for one in state.set_aside}
    assert gone == {
        name: " ".join(word for word in answers[name].split() if word not in kept[name].split())
        for name in kept
        if answers.get(name, "").split() != kept[name].split()
    }
    assert state.item("jalur").value == "".join(kept[f"q{level}"] for level in range(LEVELS))
    for level in range(1, LEVELS):
        parent = kept[f"q{level - 1}"]
        offered = [choice.name for choice in state.choices(f"q{level}")]
        assert offered == [name for name in names(level) if parent and name[:-1] == parent]


ONE = st.fixed_dictionaries({}, optional={f"q{level}": st.sampled_from(["", *names(level)]) for level in range(LEVELS)})
PATH = st.sampled_from(names(LEVELS - 1)).map(lambda name: {f"q{n}": name[: n + 1] for n in range(LEVELS)})


@settings(max_examples=200, deadline=None)
@given(st.one_of(ONE, PATH))
def test_what_does_not_fit_goes_at_every_level(answers: dict[str, str]) -> None:
    check(FORWARD, answers)
    check(BACKWARD, answers)


@settings(max_examples=150, deadline=None)
@given(PATH, st.lists(st.sampled_from(names(LEVELS - 1)), max_size=4, unique=True))
def test_of_several_choices_those_that_fit_stay(answers: dict[str, str], several: list[str]) -> None:
    check(MIXED, {**answers, f"q{LEVELS - 1}": " ".join(several)})


@settings(max_examples=100, deadline=None)
@given(PATH, st.integers(0, LEVELS - 1), st.data())
def test_another_parent_takes_all_below_and_the_old_one_brings_it_back(
    answers: dict[str, str], level: int, data: st.DataObject
) -> None:
    before = state_of(FORWARD, answers)
    assert before.set_aside == []
    other = data.draw(st.sampled_from([name for name in ["", *names(level)] if name != answers[f"q{level}"]]))
    changed = {**answers, f"q{level}": other}
    after = state_of(FORWARD, changed)
    below = [f"q{n}" for n in range(level + 1, LEVELS)]
    lost = below if other == "" or other[:-1] == answers[f"q{level}"][:-1] else [f"q{level}", *below]
    assert [one.answer_path for one in after.set_aside] == lost
    assert [one.value for one in after.set_aside] == [changed[name] for name in lost]
    assert state_of(FORWARD, answers).item("jalur").value == before.item("jalur").value
    assert all(state_of(FORWARD, answers).item(name).value == answers[name] for name in answers)


def test_relevance_and_repeats_take_part_in_the_cascade() -> None:
    form = plan(
        """
        type | name | label | relevant | choice_filter | calculation | repeat_count
        select_one p | p | P | | | |
        begin_repeat | r | R | | | |
        select_one k | k | K | | induk = ${p} | |
        select_one d | d | D | ${k} != 'k2' | induk = ${k} | |
        end_repeat | | | | | |
        calculate | banyak | | | | count-non-empty(${d}) |
        text | alasan | Alasan | ${banyak} > 0 | | |
        """,
        """
        list_name | name | label | induk
        p | p1 | P1 |
        p | p2 | P2 |
        k | k1 | K1 | p1
        k | k2 | K2 | p1
        d | d1 | D1 | k1
        d | d2 | D2 | k2
        """,
    )
    draft = Draft({"p": "p1", "r[1]/k": "k1", "r[1]/d": "d1", "r[b]/k": "k2", "r[b]/d": "d2"}, {"r": ["1", "b"]})
    state = evaluate(form, draft, today=TODAY)
    assert state.set_aside == [] and state.item("banyak").value == "1" and state.item("alasan").relevant
    draft.values["p"] = "p2"
    state = evaluate(form, draft, today=TODAY)
    assert [(one.path, one.value) for one in state.set_aside] == [
        ("r[1]/k", "k1"), ("r[1]/d", "d1"), ("r[2]/k", "k2"), ("r[2]/d", "d2"),
    ]  # fmt: skip
    assert state.item("banyak").value == "0" and not state.item("alasan").relevant


def test_the_whole_cascade_is_known_to_hang_on_its_head() -> None:
    """The server's reply to a changed answer offers anew what is any number of levels below it."""
    assert FORWARD.touched_by({"q0"}) == {"q1", "q2", "q3", "jalur"}
    assert FORWARD.touched_by({"q2"}) == {"q3", "jalur"}
    assert FORWARD.touched_by(set()) == set()
