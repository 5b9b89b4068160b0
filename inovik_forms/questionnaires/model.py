"""A questionnaire as frozen values: built once by the reader, never changed; after loading no dict travels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from inovik_forms.expressions.nodes import Expression

Text = Mapping[str, str]
"""A text per language code; key `''` holds the text of a column without a language."""

Kind = Literal[
    "text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "rank", "range",
    "acknowledge", "note", "calculate", "hidden", "image", "file", "datetime", "barcode", "audio", "video", "geopoint",
    "geotrace", "geoshape", "start", "end", "today", "username", "deviceid", "email", "phonenumber",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Media:
    """What is seen or heard with a text: names of files, as texts are by language."""

    image: Text = field(default_factory=dict)
    big_image: Text = field(default_factory=dict)
    audio: Text = field(default_factory=dict)
    video: Text = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.image or self.audio or self.video or self.big_image)

    @property
    def names(self) -> tuple[str, ...]:
        """Every file that is named, in any language."""
        return tuple(dict.fromkeys(n for t in (self.image, self.big_image, self.audio, self.video) for n in t.values()))


NO_MEDIA = Media()


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a list. `columns` holds the further columns, which a choice filter may name; `row`: where it stands
    in its sheet, 0 = nowhere."""

    name: str
    label: Text
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Media = NO_MEDIA
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Options by the name of their list; `sheet`: where they stand."""

    name: str
    choices: tuple[Choice, ...]
    sheet: str = field(default="choices", compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `path` is the form path, groups and repeats parted by `/` ("kegiatan/nama"); unique in the form.

    `prefill` names where a new response takes its first value from ("kota.nama", "unit.nama", "diagnosa.ide"): our
    own column, not XLSForm's. So is `number_pattern`: the pattern whose next number the register gives as the answer;
    `number_date`: the name of the question that says for which date. `trigger`: names of the questions whose change
    makes the calculation run; () = any.
    `choices_from`: name of a question inside a repeat whose answers are the choices.
    """

    name: str
    path: str
    kind: Kind
    label: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    guidance: Text = field(default_factory=dict)
    required: Expression | None = None
    required_message: Text = field(default_factory=dict)
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Text = field(default_factory=dict)
    calculation: Expression | None = None
    choices: ChoiceList | None = None
    choice_filter: Expression | None = None
    or_other: bool = False
    default: str | Expression = ""
    read_only: Expression | None = None
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    sensitive: bool = False
    prefill: str = ""
    number_pattern: str = ""
    number_date: str = ""
    row: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    trigger: tuple[str, ...] = ()
    choices_from: str = ""
    media: Media = NO_MEDIA

    @property
    def is_computed(self) -> bool:
        """Is the answer always the calculation's: nobody types it."""
        return self.calculation is not None and not self.trigger

    @property
    def is_mixed(self) -> bool:
        """Are its choices shown in an order that differs from one response to the next? Rows of a grid have one."""
        if self.parameters.get("randomize") != "true":
            return False
        return not set(self.appearance.lower().split()) & {"label", "list-nolabel", "list"}


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    path: str
    label: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    relevant: Expression | None = None
    appearance: str = ""
    items: tuple[Item, ...] = ()
    row: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    read_only: Expression | None = None
    media: Media = NO_MEDIA


@dataclass(frozen=True, slots=True)
class Repeat:
    name: str
    path: str
    label: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    relevant: Expression | None = None
    repeat_count: Expression | None = None
    appearance: str = ""
    items: tuple[Item, ...] = ()
    row: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    read_only: Expression | None = None
    media: Media = NO_MEDIA


Item = Group | Repeat | Question


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire. `languages` in column order; `default_language` is one of them (or ''). `instance_name`:
    what a response is called in lists."""

    name: str
    title: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    items: tuple[Item, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    instance_name: Expression | None = None


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item in document order, groups and repeats before what they hold."""
    for item in items:
        yield item
        if not isinstance(item, Question):
            yield from walk(item.items)


def text(texts: Text, language: str, default_language: str = "") -> str:
    """The text in a language, else in the form's default language, else without language, else any."""
    for code in (language, default_language, ""):
        if texts.get(code):
            return texts[code]
    return next((t for t in texts.values() if t), "")
