"""A page of a response that is being filled in: a section, one instance of a repeat, or a part of either; its address,
and what stands before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import abort, current_app, request, url_for
from werkzeug.datastructures import MultiDict

from inovik_forms.answers.journal import split_instance
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Group, Repeat
from inovik_forms.web.fields import PREFIX
from inovik_forms.web.filling import Filling, is_for_people, new_key
from inovik_forms.web.pages import address
from inovik_forms.web.sections import Scope, Section, form_path, page_prefix, top_name
from inovik_forms.words import language


@dataclass
class Page:
    """A page being filled in: a section (`prefix` ''), one repeat instance, or a part of either. `args`: its address's
    query. `former`: the mark of the same page before it was sent, when it comes back at once."""

    filling: Filling
    scope: Scope
    section: Section
    prefix: Path = ""
    typed: MultiDict[str, str] | None = None
    refused: dict[Path, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=lambda: request.args)
    former: str = ""

    @property
    def base(self) -> str:
        """The number of the last change that the page shows; what was typed earlier keeps its own."""
        return self._typed("dasar") or str(self.filling.seq)

    @property
    def mark(self) -> str:
        """What tells this page from other tabs of the same browser."""
        return self._typed("lembar") or self.former or new_key()

    def _typed(self, name: str) -> str:
        return self.typed.get(name, "") if self.typed is not None else ""

    @property
    def whole(self) -> Scope:
        """The section or instance that this is, or is a part of."""
        return self.filling.pages.instances[form_path(self.prefix)] if self.prefix else self.section.scope

    @property
    def name(self) -> str:
        """What its address ends with."""
        start = self.prefix or self.section.slug
        return f"{start}/{self.scope.name}" if self.scope.name else start

    @property
    def url(self) -> str:
        return self.at()

    def at(self, **args: Any) -> str:
        """This page's own address."""
        args = {"response_id": self.filling.response.id, **way_back(), **args}
        if self.prefix:
            return url_for("responses.instance", path=self.name, **args)
        return url_for("responses.section", slug=self.name, **args)

    def at_repeat(self, repeat: Path, **args: Any) -> str:
        return self.at(_anchor=PREFIX + form_path(repeat), **args)


def came_from_check() -> bool:
    return request.values.get("dari") == "periksa"


def way_back() -> dict[str, Any]:
    """In the query of a page that was opened from the check page: that it was, and which answer is being changed."""
    if not came_from_check():
        return {}
    changed = request.values.get("soal")
    return {"dari": "periksa", "soal": changed} if changed else {"dari": "periksa"}


def section_page(filling: Filling, name: str) -> Page:
    found = filling.pages.find(name)
    if found is None:
        abort(404)
    section, scope = found
    return Page(filling, scope, section)


def instance_page(filling: Filling, path: Path) -> Page:
    found = filling.pages.find_instance(path)
    if found is None or filling.frame(found[0]) is None:
        abort(404)
    prefix, scope = found
    return Page(filling, scope, filling.pages.section_of[top_name(path)], prefix)


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
    return opened(page)


def opened(page: Page) -> Page:
    """What is shown at this address: of a section or an instance in parts, the first one with something open; of a part
    that is not asked now, the next one that is."""
    parts = page.whole.parts
    if not parts or (page.scope.name and page.filling.asks(page.scope, page.prefix)):
        return page
    shown = page.filling.shown_parts(page.whole, page.prefix)
    if page.scope.name:
        _, after = _beside(page, shown)
        found = after or (shown[-1] if shown else page.scope)
    else:
        found = next((part for part in shown if _is_open(page, part)), shown[0] if shown else parts[0])
    page.scope = found
    return page


def _is_open(page: Page, part: Scope) -> bool:
    """Whether something on this page is missing or wrong, or could still be answered."""
    states = [page.filling.state.item(part.answer_path(q, page.prefix)) for q in part.questions]
    return any(s.relevant and (not s.valid or (not s.value and is_for_people(s))) for s in states)


def _beside(page: Page, shown: list[Scope]) -> tuple[Scope | None, Scope | None]:
    """The parts before and after this one among those shown now; nothing for a page that is whole."""
    order = {part: place for place, part in enumerate(page.whole.parts)}
    here = order.get(page.scope)
    if here is None:
        return None, None
    before = [part for part in shown if order[part] < here]
    after = [part for part in shown if order[part] > here]
    return (before[-1] if before else None), (after[0] if after else None)


@dataclass(frozen=True, slots=True)
class Step:
    """Which of the pages that ask something now in its section or instance this is, from 1; 0: it only tells something.
    `count`: how many there are. `opens`: groups that begin with it."""

    number: int
    count: int
    opens: tuple[Group, ...]


def step_of(page: Page) -> Step | None:
    """None for a page that is not one of several. One that is not asked now has no number."""
    if page.scope not in page.whole.parts:
        return None
    shown = page.filling.shown_parts(page.whole, page.prefix)
    before, _ = _beside(page, shown)
    begun = before.around if before else ()
    opens = tuple(group for group in page.scope.around if group not in begun)
    first = (page.whole.group,) if page.whole.group and before is None else ()
    asking = [part for part in shown if _is_asking(page, part)]
    return Step(asking.index(page.scope) + 1 if page.scope in asking else 0, len(asking), first + opens)


def _is_asking(page: Page, part: Scope) -> bool:
    """Whether there is something to answer now on this page, not only a note to read."""
    states = (page.filling.state.item(part.answer_path(q, page.prefix)) for q in part.questions)
    return any(page.filling.is_asked(repeat, page.prefix) for repeat in part.repeats) or any(
        s.relevant and is_for_people(s) for s in states
    )


def turned(page: Page, step: Literal[-1, 1]) -> str | None:
    """The address before (-1) or after (1) this one, among the pages asked now; None at the ends of the questionnaire,
    and of an instance."""
    filling = page.filling
    before, after = _beside(page, filling.shown_parts(page.whole, page.prefix))
    beside = after if step == 1 else before
    if beside is not None:
        return Page(filling, beside, page.section, page.prefix).at(dari=None, soal=None)
    if page.prefix:
        return None
    earlier, later = filling.pages.neighbours(page.section, filling.shown_sections)
    section = later if step == 1 else earlier
    if section is None:
        return None
    parts = filling.shown_parts(section.scope, "")
    scope = parts[0 if step == 1 else -1] if parts else section.scope
    return Page(filling, scope, section).at(dari=None, soal=None)


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


def list_of(page: Page) -> str:
    """The page with the list that this instance stands in, at the list."""
    keep = {"dari": "periksa"} if came_from_check() else {}
    return address(page.filling, page.prefix[: page.prefix.rfind("[")], extra=keep)
