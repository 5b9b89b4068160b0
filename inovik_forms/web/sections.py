"""How a questionnaire is cut into pages: sections (its top-level groups) and the page of one repeat instance; where it
asks one question at a time, each of them has pages in turn.

Everything here is worked out once per questionnaire version; a request only looks it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import WeakKeyDictionary

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.media import named
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat, Text, text
from inovik_forms.web.fields import FormPlan, form_plan
from inovik_forms.web.looks import Look, looks_of
from inovik_forms.web.runs import is_together, lines_of, one_by_one
from inovik_forms.words import gettext


@dataclass(frozen=True, eq=False)
class Scope:
    """The items of one page: a section, or one instance of a repeat. `container` is the repeat's form path or '';
    `group`: the group that the section is. `parts`: the pages that it is cut into, () = it is one page. A part has a
    `name` in the address, and the groups `around` it."""

    container: str
    items: tuple[Item, ...]
    group: Group | None = None
    parts: tuple[Scope, ...] = ()
    name: str = ""
    around: tuple[Group, ...] = ()

    @cached_property
    def lines(self) -> tuple[Item, ...]:
        """What the page shows, in order: groups (as headings), questions, and repeats without what they hold."""
        return tuple(lines_of(self.items))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(line for line in self.lines if isinstance(line, Question))

    @cached_property
    def repeats(self) -> tuple[Repeat, ...]:
        return tuple(line for line in self.lines if isinstance(line, Repeat))

    @cached_property
    def looks(self) -> dict[str, Look]:
        """Form path → how it is drawn."""
        return looks_of(self.items, self.group)

    @cached_property
    def months(self) -> Question | None:
        """The question of months among these, which lists show as a strip of the year."""
        return next((q for q in self.questions if self.looks[q.path].months), None)

    @cached_property
    def form(self) -> FormPlan:
        return form_plan(self.questions)

    @cached_property
    def has_uploads(self) -> bool:
        return any(q.kind in FILE_KINDS for q in self.questions)

    @cached_property
    def part_of(self) -> dict[str, str]:
        """Form path of a line, or of a group around some → the name of the (first) part on which it stands."""
        found: dict[str, str] = {}
        for part in self.parts:
            for item in (*part.around, *part.lines):
                found.setdefault(item.path, part.name)
        return found

    def answer_path(self, item: Item, prefix: Path) -> Path:
        """The answer path of an item of this page; `prefix` is the instance's path, '' in a section."""
        return prefix + item.path[len(self.container) :]


@dataclass(frozen=True, eq=False)
class Section:
    """One entry of the task list. `slug` stands in the address."""

    slug: str
    group: Group | Repeat | None
    scope: Scope

    def title(self, language: str, default_language: str) -> str:
        label: Text = self.group.label if self.group else {}
        return text(label, language, default_language) or (self.group.name if self.group else gettext("Umum"))


@dataclass(frozen=True, eq=False)
class Pages:
    """The pages of a questionnaire."""

    plan: Plan
    sections: tuple[Section, ...]
    instances: dict[str, Scope] = field(default_factory=dict)
    section_of: dict[str, Section] = field(default_factory=dict)
    """Name of a top-level item → its section."""
    one: bool = False
    """Whether the questionnaire asks one question a page."""

    @cached_property
    def has_media(self) -> bool:
        """Whether anything is seen or heard with a label."""
        return bool(named(self.plan.questionnaire))

    def section(self, slug: str) -> Section | None:
        return next((s for s in self.sections if s.slug == slug), None)

    def find(self, address: str) -> tuple[Section, Scope] | None:
        """What an address inside a response means: "bagian", or "bagian/soal" for one page of several."""
        slug, _, name = address.partition("/")
        section = self.section(slug)
        scope = _named(section.scope, name) if section else None
        return (section, scope) if section and scope else None

    def find_instance(self, path: Path) -> tuple[Path, Scope] | None:
        """The same for "daftar[k1]" or "daftar[k1]/soal": which instance, and its page."""
        prefix = page_prefix(path)
        whole = self.instances.get(form_path(prefix))
        scope = _named(whole, path[len(prefix) + 1 :]) if whole else None
        return (prefix, scope) if scope else None

    def neighbours(self, section: Section, shown: list[Section]) -> tuple[Section | None, Section | None]:
        """The sections before and after this one among those shown now."""
        place = self.sections.index(section)
        before = [s for s in shown if self.sections.index(s) < place]
        after = [s for s in shown if self.sections.index(s) > place]
        return (before[-1] if before else None), (after[0] if after else None)


_made: WeakKeyDictionary[Plan, Pages] = WeakKeyDictionary()


def pages_of(plan: Plan) -> Pages:
    """The pages of a plan, made once."""
    pages = _made.get(plan)
    if pages is None:
        pages = _made[plan] = _make(plan)
    return pages


def _named(whole: Scope, name: str) -> Scope | None:
    return next((part for part in whole.parts if part.name == name), None) if name else whole


def _make(plan: Plan) -> Pages:
    items = plan.questionnaire.items
    one = is_one_by_one(plan)
    loose = tuple(i for i in items if isinstance(i, Question))
    taken = {i.name for i in items}
    general = Section("umum" if "umum" not in taken else "bagian-umum", None, _cut(Scope("", loose), "", one))
    sections: list[Section] = []
    section_of: dict[str, Section] = {}
    for item in items:
        section = general if isinstance(item, Question) else Section(item.name, item, _own(item, one))
        section_of[item.name] = section
        if section not in sections and section.scope.lines:
            sections.append(section)
    instances = {r.path: _cut(Scope(r.path, r.items), r.path, one and not is_together(r)) for r in _repeats(items)}
    return Pages(plan, tuple(sections), instances, section_of, one)


def is_one_by_one(plan: Plan) -> bool:
    """Whether the questionnaire wants one question a page: `style` in its settings."""
    return "pages" in plan.questionnaire.settings.get("style", "").lower().split()


def _own(item: Group | Repeat, one: bool) -> Scope:
    """A top-level repeat is a section that shows its list; a group is a section that shows its items."""
    if isinstance(item, Repeat):
        return Scope("", (item,))
    return _cut(Scope("", item.items, item), item.path, one and not is_together(item))


def _cut(whole: Scope, base: str, one: bool) -> Scope:
    """With its parts, where it has several; their names begin behind the form path `base`."""
    runs = list(one_by_one(whole.items)) if one else []
    if len(runs) < 2:
        return whole
    start = len(base) + 1 if base else 0
    parts = (Scope(whole.container, run.items, name=run.items[0].path[start:], around=run.around) for run in runs)
    return replace(whole, parts=tuple(parts))


def _repeats(items: tuple[Item, ...]) -> Iterator[Repeat]:
    for item in items:
        if isinstance(item, Repeat):
            yield item
        if not isinstance(item, Question):
            yield from _repeats(item.items)


def top_name(answer_path: Path) -> str:
    """The top-level item that an answer path begins with: "kegiatan" of "kegiatan[k1]/nama"."""
    return answer_path.partition("/")[0].partition("[")[0]


def form_path(answer_path: Path) -> str:
    """The form path of an answer path: keys left out."""
    return "/".join(part.partition("[")[0] for part in answer_path.split("/"))


def page_prefix(answer_path: Path) -> Path:
    """The repeat instance that an answer stands in, '' for none: "a[k1]" of "a[k1]/b/c"; "a[k1]" of "a[k1]" itself."""
    return answer_path[: answer_path.rfind("]") + 1]
