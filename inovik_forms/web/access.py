"""Look up what an address names, and let only those in who may: what one may not see does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from flask import abort

from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import auth
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.workflow import Action, Response, Subject, may

LARGEST_ID = 2**31 - 1
"""Ids beyond what the database's integers hold are nobody's."""


def needs(action: Action) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view for those who may do this to the application as a whole; for others there is no such page."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if account() is None:
                return auth.ask_to_sign_in()
            if not may(signed_in(), action):
                abort(404)
            return view(*args, **kwargs)

        return guarded

    return wrap


def response_or_404(response_id: int, action: Action = "see") -> Response:
    """The response, if this person may do this to it. One that may be seen but not answered any more is refused by
    `answerable`, which can say why."""
    if response_id > LARGEST_ID:
        abort(404)
    try:
        response = store().response(response_id)
    except UnknownRecord:
        abort(404)
    if not may(account(), action, response):
        abort(404)
    return response


def reopens(response: Response) -> bool:
    """Whether this person may open the response again by himself once it is sent; others ask the coordinator."""
    return may(account(), "reopen", replace(response, status="sent"))


def response_for_device(response_id: int) -> Response:
    """The response that a device sends answers to: one that this person may see, or has answered before, as a member of
    another unit."""
    try:
        response = store().response(response_id) if response_id <= LARGEST_ID else None
    except UnknownRecord:
        response = None
    if response is None:
        abort(404)
    if not may(account(), "see", response) and not store().has_answered(response_id, signed_in().username):
        abort(404)
    return response


def media_type_or_404(questionnaire: str, sha256: str) -> str:
    """The media type of a file that a questionnaire shows with its labels: published ones to whoever may see answers,
    like the blank form on paper; a draft's only to those who may publish it."""
    if not may(account(), "see"):
        abort(404)
    drafts_too = may(account(), "publish")
    shown = store().media_versions(questionnaire, sha256)
    return next((kind for version, kind in shown if version > 0 or drafts_too), None) or abort(404)


def subject_or_404(subject_id: int, action: Action = "see") -> Subject:
    """The subject, if this person may do this to it."""
    if subject_id > LARGEST_ID:
        abort(404)
    try:
        subject = store().subject(subject_id)
    except UnknownRecord:
        abort(404)
    if not may(account(), action, subject):
        abort(404)
    return subject
