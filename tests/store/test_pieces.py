"""Files in pieces: in any order, twice, cut off, swept."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from inovik_forms.store import Store
from inovik_forms.store.pieces import MOST_PARTIAL, PIECES, Parcel, TooManyPieces

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
    store.settle_file(parcel(), "abc/foto.jpg")
    assert store.settled_file(parcel()) == "abc/foto.jpg" and store.whole_file(parcel()) is None
    assert store.settled_file(parcel(account=2)) is None


def test_an_account_may_not_fill_the_disk(store: Store) -> None:
    folder = store.files_dir / PIECES / "1"
    folder.mkdir(parents=True)
    with (folder / "9-x.bagian").open("wb") as file:
        file.truncate(MOST_PARTIAL - 100)
    with pytest.raises(TooManyPieces):
        store.add_piece(parcel(), 0, DATA[:10])
    assert store.add_piece(parcel(account=2), 0, DATA[:10]) == 10


def test_what_nobody_adds_to_is_swept(store: Store) -> None:
    store.add_piece(parcel(), 0, DATA[:10])
    store.add_piece(parcel(response=8), 0, DATA[:10])
    old = next((store.files_dir / PIECES / "1").glob("7-*"))
    past = store.clock() - timedelta(days=40)
    os.utime(old, (past.timestamp(), past.timestamp()))
    assert store.drop_old_pieces(store.clock() - timedelta(days=30)) == 1
    assert [Path(file).name[0] for file in (store.files_dir / PIECES / "1").iterdir()] == ["8"]
