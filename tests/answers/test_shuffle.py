"""Orders drawn from a seed, against those that Enketo's own evaluator gives (its tests of randomize())."""

from __future__ import annotations

import pytest

from inovik_forms.answers.shuffle import seed_of, shuffled


@pytest.mark.parametrize(
    ("seed", "order"), [(42, "AFCBDE"), (-42, "EDAFBC"), (1, "BFEACD"), (11111111, "ACDBFE")], ids=str
)
def test_the_order_is_enketos(seed: int, order: str) -> None:
    assert "".join(shuffled("ABCDEF", seed)) == order


@pytest.mark.parametrize("seed", [0, 2**31 - 1, 2**63, -(2**63), 16807])
def test_any_seed_gives_each_item_once(seed: int) -> None:
    items = [str(number) for number in range(50)]
    found = shuffled(items, seed)
    assert sorted(found, key=int) == items and found != items and found == shuffled(items, seed)


def test_nothing_and_one() -> None:
    assert shuffled([], 7) == [] and shuffled(["a"], 7) == ["a"]


def test_a_seed_is_a_number_or_any_text() -> None:
    assert seed_of("42") == 42 and seed_of("1.9") == 1 and seed_of("-3") == -3
    assert seed_of("ani") == seed_of("ani") != seed_of("budi")
    assert seed_of("NaN") != seed_of("inf"), "no numbers"
