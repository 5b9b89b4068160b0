"""The oracle, from outside. A telephone numbers its saves and writes down each receipt. Whatever happened: every save
that got a receipt is in the journal exactly once, one without is there whole or not at all, and sending all again
changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inovik_forms.answers import journal
from inovik_forms.store import Store

from .office import Phone


@dataclass(frozen=True)
class Verdict:
    """What the oracle found: saves with a receipt, and how many of all saves are not there or more than once."""

    receipts: int
    lost: int
    doubled: int

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(self.receipts + other.receipts, self.lost + other.lost, self.doubled + other.doubled)


def judge(store: Store, phones: Iterable[Phone]) -> Verdict:
    """Compare the journals with what the telephones were told. Raises AssertionError when a journal holds what nobody
    has sent, a number twice or not at all, or when the snapshot is not its fold."""
    saves = [save for phone in phones for save in phone.saves]
    kept: Counter[str] = Counter()
    values: dict[str, str | None] = {}
    for response in {save.response for save in saves}:
        entries = list(store.journal(response))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert store.draft(response) == (len(entries), journal.fold(entry.change for entry in entries))
        kept.update(entry.change.id for entry in entries)
        values |= {entry.change.id: entry.change.value for entry in entries}
    sent = {save.id: save.value for save in saves}
    assert values == {key: sent.get(key) for key in values}, "whole, and nothing that nobody sent"
    told = [save for save in saves if save.seq]
    return Verdict(len(told), sum(not kept[save.id] for save in told), sum(kept[save.id] > 1 for save in saves))


def settled(store: Store, phones: Sequence[Phone]) -> Verdict:
    """The oracle after a fault: as it is now, and once more after everything was sent again."""
    before = judge(store, phones)
    assert not before.lost and not before.doubled, before
    numbers = {response: store.draft(response)[0] for response in {save.response for p in phones for save in p.saves}}
    open_ones = sum(not save.seq for phone in phones for save in phone.saves)
    for phone in phones:
        phone.send_all_again()
    after = judge(store, phones)
    assert not after.lost and not after.doubled, after
    more = sum(store.draft(response)[0] - number for response, number in numbers.items())
    assert more <= open_ones, "what had a receipt was counted again"
    return after
