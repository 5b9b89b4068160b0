"""The journal: changes fold to a draft, whatever the order of what is independent."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inovik_forms.answers.journal import Draft, apply, fold, split_instance
from inovik_forms.answers.values import Change, ChangeKind

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def change(path: str, value: str | None = None, kind: ChangeKind = "set", id_: str = "") -> Change:
    return Change(id_ or f"{kind}:{path}:{value}", path, value, 0, NOW, "rina", "hp", kind)


def test_the_last_value_stands_and_a_blank_is_kept_as_blank() -> None:
    draft = fold([change("a", "1"), change("a", "2"), change("b", "x"), change("b", None)])
    assert draft.values == {"a": "2", "b": ""}


def test_a_repeated_id_counts_once() -> None:
    first = change("a", "1", id_="u1")
    assert fold([first, change("a", "2", id_="u2"), first]).values == {"a": "2"}


def test_adding_moving_and_removing_instances() -> None:
    steps = [
        change("r[1]", None, "remove"),
        change("r[x]", None, "add"),
        change("r[y]", None, "add"),
        change("r[z]", "", "add"),
        change("r[w]", "x", "add"),
    ]
    assert fold(steps).instances == {"r": ["z", "x", "w", "y"]}
    steps.append(change("r[z]", "y", "move"))
    assert fold(steps).instances == {"r": ["x", "w", "y", "z"]}
    steps += [change("r[x]/a", "nilai"), change("r[x]", None, "remove")]
    draft = fold(steps)
    assert draft.instances == {"r": ["w", "y", "z"]}
    assert draft.values["r[x]/a"] == "nilai"


def test_the_first_instance_stays_when_a_second_is_added() -> None:
    assert fold([change("r[k2]", None, "add")]).instances == {"r": ["1", "k2"]}


def test_what_comes_too_early_waits() -> None:
    early = fold([change("r[x]/a", "v"), change("r[x]", None, "add")])
    assert early.values["r[x]/a"] == "v"
    assert early.instances["r"] == ["1", "x"]
    assert fold([change("r[x]", None, "remove"), change("r[x]", None, "add")]).instances == {"r": ["1"]}


def test_nested_instances_have_lists_of_their_own() -> None:
    assert fold([change("r[x]/s[y]", None, "add")]).instances == {"r[x]/s": ["1", "y"]}
    assert split_instance("g/r[x]/s[y]") == ("g/r[x]/s", "y")
    with pytest.raises(ValueError, match="not a repeat instance"):
        split_instance("g/r")


paths = st.sampled_from(["a", "g/b", "r[1]/c", "r[k]/c", "r[k]/s[1]/d"])
instances = st.sampled_from(["r[1]", "r[k]", "r[m]", "r[k]/s[1]", "r[k]/s[z]"])
changes = st.lists(
    st.one_of(
        st.builds(lambda p, v, i: change(p, v, "set", i), paths, st.none() | st.text(max_size=5), st.uuids().map(str)),
        st.builds(
            lambda p, v, k, i: change(p, v, k, i),
            instances,
            st.sampled_from([None, "", "1", "k", "m", "gone"]),
            st.sampled_from(["add", "remove", "move"]),
            st.uuids().map(str),
        ),
    ),
    max_size=30,
)


@given(changes, st.integers(0, 30))
def test_a_snapshot_and_the_rest_is_the_whole_fold(all_changes: list[Change], cut: int) -> None:
    kept = json.loads(json.dumps(fold(all_changes[:cut]).to_snapshot()))
    draft = Draft.from_snapshot(kept)
    for one in all_changes[cut:]:
        apply(draft, one)
    assert draft == fold(all_changes)


@given(changes)
def test_no_instance_stands_twice_and_no_removed_one_stands(all_changes: list[Change]) -> None:
    draft = fold(all_changes)
    for repeat, keys in draft.instances.items():
        assert len(keys) == len(set(keys))
        assert not {f"{repeat}[{key}]" for key in keys} & draft.removed


@given(st.dictionaries(paths, st.text(max_size=5)), st.randoms())
def test_changes_of_different_questions_may_come_in_any_order(values: dict[str, str], shuffle: Any) -> None:
    steps = [change(path, value) for path, value in values.items()]
    shuffled = list(steps)
    shuffle.shuffle(shuffled)
    assert fold(steps).values == fold(shuffled).values


@given(changes)
def test_every_typed_value_is_in_the_journal_s_draft(all_changes: list[Change]) -> None:
    draft = fold(all_changes)
    assert {one.path for one in all_changes if one.kind == "set"} == set(draft.values)
