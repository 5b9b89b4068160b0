"""Under whose name a browser keeps on its device what has not been sent yet (static/device.js)."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from flask import request

from inovik_forms.web.services import account
from inovik_forms.workflow import Account

HEADER = "Inovik-Account"
"""Request header: the account whose page asks. Whoever has signed in since in another tab must not send its answers."""


@lru_cache(maxsize=4096)
def device_account(person: Account) -> str:
    """The name of an account on a device, for as long as the account lives. It says nothing about the person, and no
    account of another installation at the same address has it."""
    return sha256(f"{person.id} {person.since}".encode()).hexdigest()[:16]


def is_for_this_account() -> bool:
    """Whether a request comes from a page of the account that is signed in now; pages without JavaScript don't say."""
    asked, person = request.headers.get(HEADER), account()
    return not asked or person is None or asked == device_account(person)
