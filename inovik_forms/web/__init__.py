"""The pages: Flask, WTForms and Jinja over the pure rooms and the store."""

from __future__ import annotations

from typing import Any

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """`create_app` on demand: the command line must not pay for Flask to check a form."""
    if name == "create_app":
        from inovik_forms.web.app import create_app

        return create_app
    raise AttributeError(name)
