"""The journal's chain: each change bears a digest of itself and of all before it, so that one altered, taken out or put
in from outside is seen.

A value enters by a digest of its own, salted: a value that the law wants erased is replaced by that digest, its salt is
thrown away, and the chain still holds though nobody can guess what stood there.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

START = ""
"""What stands before the first change of a response."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_salt() -> str:
    """32 hexadecimal digits for one value."""
    return secrets.token_hex(16)


def value_digest(salt: str, value: str | None) -> str:
    """64 hexadecimal digits; no value (None) has another one than the blank."""
    return sha256(msgspec.json.encode([salt, value])).hexdigest()


def link(before: str, row: Mapping[str, Any]) -> str:
    """The digest of a change, 64 hexadecimal digits. `before`: that of the change before it; `row`: by the columns of
    the table `change`. This formula may never change: what is stored was made by it."""
    value = row["erased"] or value_digest(row["salt"], row["value"])
    said = [
        before, row["response"], row["seq"], row["id"], row["path"], row["kind"], value, row["base"],
        _microseconds(row["made_at"]), _microseconds(row["received_at"]), row["author"], row["device"], row["over"],
    ]  # fmt: skip
    if row.get("nth"):  # came later: what bears none is linked as it always was
        said.append(row["nth"])
    return sha256(msgspec.json.encode(said)).hexdigest()


def _microseconds(moment: datetime) -> int:
    """Since 1970, exactly (a float would round)."""
    since = moment - _EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
