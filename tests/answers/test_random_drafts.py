"""Whatever people type, the state is made, and says the same however it was reached."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.answers.journal import Draft, fold
from inovik_forms.answers.json_form import draft_from_json, evaluate_report, to_json
from inovik_forms.answers.state import evaluate
from inovik_forms.answers.validate import submission_problems
from inovik_forms.answers.values import Change
from inovik_forms.questionnaires.model import Question

from .forms import TODAY, plan

FORM = plan(
    """
    type | name | label | relevant | calculation | required | constraint | choice_filter | count | default | parameters
    integer | n | N | | | yes | . < 5 | | | |
    decimal | d | D | ${n} > 2 | | ${n} = 3 | . != ${n} | | | 2.5 |
    select_one l | p | P | | | | | | | |
    select_multiple l2 | q | Q | | | | | induk = ${p} | | |
    begin_group | g | G | ${n} != 4 | | | | | | |
    begin_repeat | r | R | ${p} != 'b' | | | | | | |
    text | a | A | | | yes | string-length(.) < 9 | | | |
    date | t | T | ${a} != '' | | | . <= today() | | | today() |
    begin_repeat | s | S | | | | | | ${n} | |
    range | w | W | | | | | | | | start=0 end=10 step=2
    calculate | x | | | position(..) + coalesce(${w}, 0) | | | | | |
    end_repeat | | | | | | | | | |
    calculate | y | | | sum(${x}) | | | | | |
    end_repeat | | | | | | | | | |
    end_group | | | | | | | | | |
    calculate | total | | | sum(${y}) div count(${r}) | | | | | |
    calculate | kata | | | join('; ', ${a}) | | | | | |
    time | jam | Jam | | once(${kata}) | | | | | |
    acknowledge | ok | OK | ${total} > 3 | | yes | | | | |
    """,
    """
    list_name | name | label | induk
    l | a | A |
    l | b | B |
    l2 | x | X | a
    l2 | y | Y | b
    """,
)
PATHS = ["n", "d", "p", "q", "jam", "ok", "total", "tak_ada", *(
    f"g/r[{key}]/{name}" for key in ("1", "k") for name in ("a", "t", "s[1]/w", "s[2]/w", "s[z]/w", "y")
)]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(
        ["", "1", "3", "4", "-2", "2.5", "a", "b", "x", "x y", "2026-01-31", "08:30", "OK", "1e309", "NaN"]
    ),
    st.text(max_size=12),
)
KEYS = st.lists(st.sampled_from(["1", "k", "m"]), unique=True, max_size=3)
DRAFTS = st.builds(
    lambda values, r, s: Draft(values, {**({"g/r": r} if r is not None else {}), **({"g/r[1]/s": s} if s else {})}),
    st.dictionaries(st.sampled_from(PATHS), TEXTS),
    st.none() | KEYS,
    KEYS,
)


@settings(max_examples=300, deadline=None)
@given(DRAFTS)
def test_no_draft_makes_it_fall_over(draft: Draft) -> None:
    kept = Draft(dict(draft.values), {path: list(keys) for path, keys in draft.instances.items()})
    made = evaluate(FORM, draft, today=TODAY)
    report = evaluate_report(made)["items"]
    assert draft == kept
    assert len({line["path"] for line in report}) == len(report)
    for line in report:
        assert line["relevant"] or (line["valid"] and line["value"] == "")
        assert (line["problem"] is None) is line["valid"]
        assert line["value"] != "NaN" or draft.values
    assert all(problem.message for problem in submission_problems(made))
    for item in made.items:
        if isinstance(item.item, Question) and item.item.choices and item.relevant and item.valid:
            offered = {choice.name for choice in made.choices(item.answer_path)}
            assert offered.issuperset(item.value.split())
    assert evaluate_report(evaluate(FORM, draft, today=TODAY))["items"] == report


@settings(max_examples=100, deadline=None)
@given(DRAFTS)
def test_what_is_submitted_evaluates_to_itself(draft: Draft) -> None:
    """What leaves as JSON and comes back says the same: nothing of what is not relevant had an influence."""
    made = to_json(evaluate(FORM, draft, today=TODAY))
    again, problems = draft_from_json(FORM, made)
    assert not problems
    assert to_json(evaluate(FORM, again, today=TODAY)) == made


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), TEXTS), st.randoms())
def test_the_order_of_independent_changes_does_not_matter(values: dict[str, str], shuffle: object) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    steps = [Change(str(n), path, value, 0, now, "", "") for n, (path, value) in enumerate(values.items())]
    shuffled = list(steps)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    day = date(2026, 11, 24)
    one, other = (evaluate(FORM, fold(order), today=day) for order in (steps, shuffled))
    assert evaluate_report(one) == evaluate_report(other)
