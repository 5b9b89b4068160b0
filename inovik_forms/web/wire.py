"""How a device says what was typed on it, and is answered: the shapes of the JSON, and their limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from flask import Response, g

from inovik_forms.answers.values import Change
from inovik_forms.web import origin
from inovik_forms.web.filling import Filling, change

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


def sent_change(filling: Filling, sent: Sent, value: str | None) -> Change:
    """What a device says as a change of its person, with its own time and count. In a draft that the device began by
    itself (web/begun) it need not have seen what the server put there first."""
    base = min(max(sent.base, g.get("seen", 0)), filling.seq)
    made = change(sent.path, value, base, sent.kind, key=sent.id)
    return replace(made, nth=origin.clamped(sent.nth), made_at=made_at(sent) or made.made_at)


def json_reply(data: dict[str, Any], status: int = 200) -> Response:
    """JSON for a device."""
    return Response(msgspec.json.encode(data), status, mimetype="application/json")


def made_at(sent: Sent) -> datetime | None:
    """As the device says; None where it says nothing. What counts for order and deadlines is when it arrived."""
    return datetime.fromtimestamp(sent.at / 1000, UTC) if 0 < sent.at < LATEST else None
