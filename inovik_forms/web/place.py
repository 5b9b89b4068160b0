"""A page of a response that is being filled in: a section, or one instance of a repeat, and its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import abort, current_app, request, url_for
from werkzeug.datastructures import MultiDict

from inovik_forms.answers.journal import split_instance
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Repeat
from inovik_forms.web.fields import PREFIX
from inovik_forms.web.filling import Filling, new_key
from inovik_forms.web.sections import Scope, Section, form_path, page_prefix, top_name
from inovik_forms.words import language


@dataclass
class Page:
    """A page being filled in: a section (`prefix` '') or one repeat instance. `args`: the query of its address."""

    filling: Filling
    scope: Scope
    section: Section
    prefix: Path = ""
    typed: MultiDict[str, str] | None = None
    refused: dict[Path, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=lambda: request.args)

    @property
    def base(self) -> str:
        """The number of the last change that the page shows; what was typed earlier keeps its own."""
        return self._typed("dasar") or str(self.filling.seq)

    @property
    def mark(self) -> str:
        """What tells this page from other tabs of the same browser."""
        return self._typed("lembar") or new_key()

    def _typed(self, name: str) -> str:
        return self.typed.get(name, "") if self.typed is not None else ""

    @property
    def url(self) -> str:
        return self.at()

    def at(self, **args: Any) -> str:
        """This page's own address."""
        keep: dict[str, Any] = {"dari": "periksa"} if came_from_check() else {}
        if self.prefix:
            return url_for(
                "responses.instance", response_id=self.filling.response.id, path=self.prefix, **(keep | args)
            )
        return url_for(
            "responses.section", response_id=self.filling.response.id, slug=self.section.slug, **(keep | args)
        )

    def at_repeat(self, repeat: Path, **args: Any) -> str:
        return self.at(_anchor=PREFIX + form_path(repeat), **args)


def came_from_check() -> bool:
    return request.values.get("dari") == "periksa"


def section_page(filling: Filling, slug: str) -> Page:
    section = filling.pages.section(slug)
    if section is None:
        abort(404)
    return Page(filling, section.scope, section)


def instance_page(filling: Filling, path: Path) -> Page:
    scope = filling.pages.instances.get(form_path(path))
    if scope is None or filling.frame(path) is None:
        abort(404)
    return Page(filling, scope, filling.pages.section_of[top_name(path)], path)


def page_at(filling: Filling, address: str) -> Page | None:
    """The page of this response at one of our addresses; None for any other page."""
    parts = urlsplit(address)
    endpoint, values = current_app.create_url_adapter(request).match(unquote(parts.path), "GET")  # type: ignore[union-attr]
    if endpoint == "responses.section":
        page = section_page(filling, values["slug"])
    elif endpoint == "responses.instance":
        page = instance_page(filling, values["path"])
    else:
        return None
    page.args = dict(parse_qsl(parts.query))
    return page


def brought_back(instance: Path) -> Path:
    """Where a removed instance comes back to (a removed key stays removed): always the same place, so that bringing it
    back twice makes one."""
    repeat, _ = split_instance(instance)
    return f"{repeat}[{sha256(instance.encode()).hexdigest()[:8]}]"


def title_of(filling: Filling, section: Section) -> str:
    return section.title(language(), filling.default_language)


def repeat_of(filling: Filling, instance: Path) -> Repeat:
    """The repeat that an instance belongs to."""
    wanted = form_path(instance)
    parent = page_prefix(instance[: instance.rfind("[")])
    scopes = [filling.pages.instances[form_path(parent)]] if parent else [s.scope for s in filling.pages.sections]
    return next(r for scope in scopes for r in scope.repeats if r.path == wanted)


def parent_of(page: Page) -> str:
    """Where a repeat instance's page leads back to: the list that it stands in."""
    if not page.prefix:
        return url_for("responses.tasks", response_id=page.filling.response.id)
    return list_of(page)


def list_of(page: Page, **args: Any) -> str:
    repeat = page.prefix[: page.prefix.rfind("[")]
    upper = page_prefix(repeat)
    keep: dict[str, Any] = {"dari": "periksa"} if came_from_check() else {}
    anchor = PREFIX + form_path(repeat)
    number = page.filling.response.id
    if upper:
        return url_for("responses.instance", response_id=number, path=upper, _anchor=anchor, **(keep | args))
    slug = page.section.slug
    return url_for("responses.section", response_id=number, slug=slug, _anchor=anchor, **(keep | args))
