"""Paths and changes: the shapes in which answers travel and are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Path = str
"""Where an answer stands: the form path with a permanent key behind each repeat: `kegiatan[k3f9a]/nama`."""

ChangeKind = Literal["set", "add", "remove", "move", "trigger", "saved", "carried", "version", "overtaken", "erased"]


DEVICE_LETTERS = 16
"""Of `Change.device`, those that name the device; behind them may stand which page of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One small change of a response.

    `id`: UUID made on the device. `kind`: `set` a question's value; `add`, `remove` or `move` a repeat instance (`path`
    is then the instance, `kegiatan[k3f9a]`; for `add` and `move`, `value` is the key of the instance it follows,
    '' = first; for `add` with value None it is appended). `value`: text as XForms stores it ('' = blank); files are
    the content hash and name, see `answers/files`. `trigger`: a value was worked out at these values of its triggers
    (`answers.triggers`); `saved`: what `${last-saved#name}` gives here. `carried`: the value was taken over
    from elsewhere and waits for a person to confirm it, `value` says from where ('' = confirmed). `version`: the
    response moved from one version of its questionnaire to another ("2 3"). Their paths end with `#`, so that they
    never stand in the way of the answer's own path. `base`: last server sequence the device had seen for this path.
    `device`: the first `DEVICE_LETTERS` name it, any behind them the page of it that was used. `nth`: the number that
    the device gave it, rising with each change made there (0 = none): what it made last counts, whatever arrives last.
    `erased`: from here on nobody has answered this; earlier values are gone from the journal, `value` says why.
    `overtaken`: a `set` or `move` that arrived after a later one of its device; it is kept and changes nothing.
    """

    id: str
    path: Path
    value: str | None
    base: int
    made_at: datetime
    author: str
    device: str
    kind: ChangeKind = "set"
    nth: int = 0

    @property
    def maker(self) -> str:
        """The device that made it, whichever page of it was used."""
        return maker(self.device)


def maker(device: str) -> str:
    """The part of `Change.device` that names the device itself."""
    return device[:DEVICE_LETTERS]
