"""Files in pieces: in any order, twice, cut off, swept."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from inovik_forms.store import Store
from inovik_forms.store.pieces import MOST_FILES, MOST_PARTIAL, PIECES, Parcel, TooManyPieces

DATA = bytes(range(256)) * 40


def parcel(data: bytes = DATA, **more: int) -> Parcel:
    return Parcel(**{"account": 1, "response": 7, "size": len(data), **more}, sha256=hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("cut", [1, 1024, 5120, 10137])
def test_a_file_goes_on_where_it_was_cut_off(store: Store, cut: int) -> None:
    assert store.add_piece(parcel(), 0, DATA[:cut]) == cut
    assert store.whole_file(parcel()) is None, "half a file is no file"
    assert store.add_piece(parcel(), 0, b"") == cut, "how much is there"
    assert store.add_piece(parcel(), cut, DATA[cut:]) == len(DATA)
    assert store.whole_file(parcel()) == DATA


def test_pieces_twice_or_out_of_order_change_nothing(store: Store) -> None:
    assert store.add_piece(parcel(), 2000, DATA[2000:4000]) == 0
    assert store.add_piece(parcel(), 0, DATA[:2000]) == 2000
    assert store.add_piece(parcel(), 0, DATA[:2000]) == 2000
    assert store.add_piece(parcel(), 1000, DATA[1000:3000]) == 2000, "one that overlaps does not join on"
    assert store.add_piece(parcel(), 2000, DATA[2000:]) == len(DATA)
    assert store.whole_file(parcel()) == DATA


def test_more_than_was_said_is_not_taken(store: Store) -> None:
    assert store.add_piece(parcel(size=100), 0, DATA[:200]) == 0
    assert store.add_piece(parcel(), 0, DATA) == len(DATA) and store.whole_file(parcel()) == DATA


def test_a_file_that_is_not_what_it_should_be_is_sent_again(store: Store) -> None:
    wrong = DATA[:-1] + b"!"
    store.add_piece(parcel(), 0, wrong)
    assert store.whole_file(parcel()) is None
    assert store.add_piece(parcel(), 0, DATA) == len(DATA) and store.whole_file(parcel()) == DATA


def test_everybody_has_pieces_of_his_own(store: Store) -> None:
    store.add_piece(parcel(), 0, DATA)
    assert store.whole_file(parcel(account=2)) is None and store.whole_file(parcel(response=8)) is None


def test_a_settled_file_is_known_and_its_pieces_are_gone(store: Store) -> None:
    store.add_piece(parcel(), 0, DATA)
    store.settle_file(parcel(), "foto", "abc/foto.jpg")
    assert store.settled_file(parcel(), "foto") == "abc/foto.jpg" and store.whole_file(parcel()) is None
    assert store.settled_file(parcel(account=2), "foto") is None and store.settled_file(parcel(), "surat") is None


def test_an_account_may_not_fill_the_disk(store: Store) -> None:
    large = parcel(b"a", size=MOST_PARTIAL - 100)
    assert store.add_piece(large, 0, b"a") == 1
    assert store.add_piece(parcel(), 0, b"") == 0, "to ask is free, and makes nothing"
    with pytest.raises(TooManyPieces):
        store.add_piece(parcel(), 0, DATA[:10])
    assert store.add_piece(large, 1, b"b") == 2, "what is begun may go on"
    assert store.add_piece(parcel(account=2), 0, DATA[:10]) == 10
    for number in range(MOST_FILES):
        store.add_piece(parcel(b"%d" % number, account=3), 0, b"x")
    with pytest.raises(TooManyPieces):
        store.add_piece(parcel(account=3), 0, DATA[:10])


def test_the_pieces_of_a_response_go_with_it(store: Store) -> None:
    store.add_piece(parcel(), 0, DATA[:10])
    store.settle_file(parcel(response=70), "foto", "abc/foto.jpg")
    store.drop_pieces_of(7)
    assert store.add_piece(parcel(), 0, b"") == 0 and store.settled_file(parcel(response=70), "foto")


def test_what_nobody_adds_to_is_swept(store: Store) -> None:
    store.add_piece(parcel(), 0, DATA[:10])
    store.add_piece(parcel(response=8), 0, DATA[:10])
    old = next((store.files_dir / PIECES / "1").glob("7-*"))
    past = store.clock() - timedelta(days=40)
    os.utime(old, (past.timestamp(), past.timestamp()))
    assert store.drop_old_pieces(store.clock() - timedelta(days=30)) == 1
    assert [Path(file).name[0] for file in (store.files_dir / PIECES / "1").iterdir()] == ["8"]
