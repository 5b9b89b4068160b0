"""How a device says what was typed on it: the shapes of its JSON, and their limits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec

MOST_CHANGES = 500
"""In one request; a page of the longest section, several times over."""
LONGEST_BODY = 512 * 1024
LONGEST_ID = 64
LATEST = 4_102_444_800_000
"""ms since 1970: the year 2100. A clock beyond it says nothing."""


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """One change as the browser sends it. `at`: ms since 1970 when it was made, by the device's clock; 0 = unknown.
    `nth`: by the device's own counting (static/order.js); 0 = not counted. `kind`, and what `value` is then: as
    `answers.values.Change` has them."""

    id: str
    path: str
    value: str
    base: int = 0
    at: int = 0
    nth: int = 0
    kind: Literal["set", "add", "remove", "move"] = "set"


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """A request: changes in the order they were made."""

    changes: list[Sent]


def made_at(sent: Sent) -> datetime | None:
    """As the device says; None where it says nothing. What counts for order and deadlines is when it arrived."""
    return datetime.fromtimestamp(sent.at / 1000, UTC) if 0 < sent.at < LATEST else None
