"""Where a change was made: the device, the page on it, and the device's own counting of what it made."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec
from flask import g, request

from inovik_forms.answers import values
from inovik_forms.answers.values import DEVICE_LETTERS
from inovik_forms.web.services import SESSION_COOKIE, signed_in

LONGEST = 100_000
"""Letters of the counts that come with a page."""
HIGHEST = 2**53
"""Beyond it a browser cannot count."""
PAGE_LETTERS = 8


def device() -> str:
    """The device of this person, and behind it the page that asks. Two tabs are one device: what was made last in
    either counts. A page without JavaScript has but its own mark, and one without that the browser's session (not the
    token itself); each of these is a device of its own, since nothing tells their order."""
    if "device" not in g:
        g.device = named(signed_in().username, _said("perangkat"), _said("lembar"))
    return g.device


def maker() -> str:
    """The device alone."""
    return values.maker(device())


def is_of_this_page(device: str) -> bool:
    """Whether a change made by this device was made in the page that asks, whatever it calls its device."""
    own = named(signed_in().username, "", _said("lembar"))
    return device == own or (len(device) > DEVICE_LETTERS and device[DEVICE_LETTERS:] == own[:PAGE_LETTERS])


def named(username: str, device: str, mark: str) -> str:
    """The same of what a device says of itself."""
    page = _digest(f"{username} {mark}" if mark else request.cookies.get(SESSION_COOKIE, ""))
    return f"{_digest(f'{username} perangkat {device}')}{page[:PAGE_LETTERS]}" if device else page


def counts() -> Mapping[str, int]:
    """Of a page that is sent as a whole: answer path → which change of its device that answer was; "" → the pressed
    button. Empty without JavaScript."""
    return {path: nth for path, (nth, _) in _counts().items()}


def on_their_way() -> set[str]:
    """Answer paths of a page that is sent as a whole of which it does not know yet whether they arrived."""
    return {path for path, (_, waiting) in _counts().items() if waiting and path}


def _counts() -> dict[str, tuple[int, bool]]:
    if "counts" not in g:
        told = request.form.get("urutan", "")
        g.counts = {}
        if told and len(told) <= LONGEST:
            try:
                found = msgspec.json.decode(told, type=dict[str, tuple[int, bool]])
            except (msgspec.DecodeError, msgspec.ValidationError, UnicodeEncodeError, RecursionError):
                found = {}  # then they have no order, as without JavaScript
            g.counts = {path: (clamped(nth), waiting) for path, (nth, waiting) in found.items()}
    return g.counts


def clamped(nth: int) -> int:
    """A device's number as we keep it; 0 for what is none."""
    return nth if 0 < nth < HIGHEST else 0


def _said(name: str) -> str:
    return request.form.get(name) or request.args.get(name, "")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DEVICE_LETTERS]
