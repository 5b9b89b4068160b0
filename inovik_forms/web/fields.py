"""Question → field, by one table. A field reads and shows what is typed; the answers room judges.

A field holds the answer as it is kept (`data`) and as the person sees it (`shown`); what cannot be understood is kept
and shown as typed. Which fields a page has is worked out once; they are our own few lines because WTForms' took a
twentieth of a page turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from inovik_forms.questionnaires.model import Question
from inovik_forms.web import canonical
from inovik_forms.web.looks import is_list, is_year, look_of, words_of
from inovik_forms.web.services import services

PREFIX = "q."
"""Begins the HTML name of every answer, so that no question's name can collide with `csrf_token` or the like."""


class AnswerField:
    """One typed answer. `keep` turns what was typed into what is kept, `show` the other way."""

    widget_name = "line"
    is_typed = True
    """Whether its answer comes as text with the page; files come by themselves."""
    keep: Callable[[str], str] = staticmethod(lambda text: canonical.clean(text).strip())
    show: Callable[[str], str] = staticmethod(lambda text: text)

    def __init__(self, stored: str = "", typed: list[str] | None = None) -> None:
        """`typed`: the values posted under its name; none = it was not on the page, and the stored answer stays."""
        self.raw_data = typed
        self.posted = bool(typed) and self.is_typed
        self.data = self.kept(typed) if typed and self.is_typed else stored

    @classmethod
    def kept(cls, values: list[str]) -> str:
        """What is kept of the values that were posted."""
        return cls.keep(canonical.clean(values[0]))

    def differs(self, stored: str) -> bool:
        """Whether something else was typed than stood in the field (which may show less than is kept)."""
        return self.posted and self.data != stored and self.raw_data != [type(self).show(stored)]

    @property
    def shown(self) -> str:
        if self.raw_data and canonical.is_too_long(self.raw_data[0]):
            return self.raw_data[0]  # only its beginning is kept: here it can still be shortened
        return type(self).show(self.data)


class LineField(AnswerField):
    pass


class PlaceField(AnswerField):
    """A point as XLSForm writes it: "latitude longitude altitude accuracy"; a phone can be asked for it."""

    widget_name = "place"


class TraceField(AnswerField):
    """Points one after another, as XLSForm writes them: with `;` between; here a line each."""

    widget_name = "trace"
    keep = staticmethod(canonical.points)
    show = staticmethod(lambda text: text.replace(";", "\n"))


class AreaField(TraceField):
    widget_name = "area"


class ParagraphField(AnswerField):
    widget_name = "paragraph"


class NumberField(AnswerField):
    """`type=text inputmode=decimal`: a browser's number field empties what it does not understand."""

    widget_name = "number"
    is_year = False
    keep = staticmethod(canonical.number)
    show = staticmethod(canonical.shown_number)


class YearNumberField(NumberField):
    """A number that can only be a year has no dot: 2026."""

    is_year = True
    show = staticmethod(lambda text: text)


class DateField(AnswerField):
    """Typed as people write dates; `picker` is the browser's own field that a button opens (static/widgets/date.js)."""

    widget_name = "date"
    picker = "date"
    keep = staticmethod(canonical.day)
    show = staticmethod(canonical.shown_date)


class MonthField(DateField):
    picker = "month"
    keep = staticmethod(canonical.month)
    show = staticmethod(canonical.shown_month)


class YearField(DateField):
    picker = ""
    keep = staticmethod(canonical.year)
    show = staticmethod(canonical.shown_year)


class TimeField(DateField):
    picker = "time"
    keep = staticmethod(canonical.clock)
    show = staticmethod(canonical.shown_clock)


class MomentField(DateField):
    picker = "datetime-local"
    keep = staticmethod(lambda text: canonical.moment(text, services().zone))
    show = staticmethod(canonical.shown_moment)


class OneField(AnswerField):
    widget_name = "one"


class ScaleField(AnswerField):
    """The few stops of a short range, each a button."""

    widget_name = "scale"
    show = staticmethod(canonical.shown_number)


class OneOfManyField(AnswerField):
    widget_name = "select"


class SeveralField(AnswerField):
    """Check boxes; an empty hidden value before them tells 'none ticked' from 'not on the page'."""

    widget_name = "several"

    @classmethod
    def kept(cls, values: list[str]) -> str:
        return " ".join(dict.fromkeys(v for v in map(canonical.clean, values) if v and " " not in v))

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self.data.split())


class RankField(AnswerField):
    """The choices in the order of the answer: one value with all of them or, without JavaScript, a number for each
    choice ("#2 1 name": it is to be the second, and was the first)."""

    widget_name = "rank"

    @classmethod
    def kept(cls, values: list[str]) -> str:
        numbered = [canonical.clean(value)[1:].split(" ") for value in values if value.startswith("#")]
        if not numbered:
            return " ".join(dict.fromkeys(" ".join(map(canonical.clean, values)).split()))
        found = [(int(new), int(old), name) for new, old, name in (p for p in numbered if _is_place(p))]
        return " ".join(placed(found))

    @property
    def order(self) -> list[str]:
        return self.data.split()


def _is_place(parts: list[str]) -> bool:
    return len(parts) == 3 and all(p.isdecimal() and len(p) < 5 for p in parts[:2]) and parts[0] != "0"


def placed(numbered: list[tuple[int, int, str]]) -> list[str]:
    """Names in their new order. One that was given another number gets that place; the rest close up around it."""
    moved = sorted((new, name) for new, old, name in numbered if new != old)
    order = [name for _, name in sorted((old, name) for new, old, name in numbered if new == old)]
    for new, name in moved:
        order.insert(new - 1, name)
    return order


class AcknowledgeField(AnswerField):
    widget_name = "acknowledge"

    @classmethod
    def kept(cls, values: list[str]) -> str:
        return "OK" if "OK" in values else ""


class UploadField(AnswerField):
    """The file itself comes through `request.files`; the kept answer changes only by the upload's own code."""

    widget_name = "upload"
    is_typed = False


def _text_field(question: Question) -> type[AnswerField]:
    return ParagraphField if look_of(question).rows else LineField


def _number_field(question: Question) -> type[AnswerField]:
    return YearNumberField if is_year(question) else NumberField


def _choice_field(question: Question) -> type[AnswerField]:
    return OneOfManyField if is_list(question) else OneField


def _several_field(question: Question) -> type[AnswerField]:
    """Where the choices are mixed, the boxes come in the order of the page; the answer keeps that of the list."""
    if not question.is_mixed or question.choices is None:
        return SeveralField
    place = {choice.name: number for number, choice in enumerate(question.choices.choices)}

    class MixedField(SeveralField):
        @classmethod
        def kept(cls, values: list[str]) -> str:
            names = super().kept(values).split()
            return " ".join(sorted(names, key=lambda name: place.get(name, len(place))))

    return MixedField


def _date_field(question: Question) -> type[AnswerField]:
    words = words_of(question)
    return MonthField if "month-year" in words else YearField if "year" in words else DateField


FIELDS: Mapping[str, Callable[[Question], type[AnswerField]]] = {
    "text": _text_field,
    "integer": _number_field,
    "decimal": _number_field,
    "range": lambda question: ScaleField if look_of(question).stops else NumberField,
    "date": _date_field,
    "time": lambda _: TimeField,
    "datetime": lambda _: MomentField,
    "select_one": _choice_field,
    "select_multiple": _several_field,
    "rank": lambda _: RankField,
    "acknowledge": lambda _: AcknowledgeField,
    "image": lambda _: UploadField,
    "file": lambda _: UploadField,
    "audio": lambda _: UploadField,
    "video": lambda _: UploadField,
    "barcode": lambda _: LineField,
    "geopoint": lambda _: PlaceField,
    "geotrace": lambda _: TraceField,
    "geoshape": lambda _: AreaField,
}
"""Kinds that a person fills in; notes are shown, calculations and hidden values are not fields."""


BoundForm = Mapping[str, AnswerField]
"""The fields of one request, by HTML name."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The fields of one page, worked out once: HTML name → class of the field, in document order."""

    fields: tuple[tuple[str, type[AnswerField]], ...]

    def bind(self, typed: MultiDict[str, str] | None = None, stored: Mapping[str, str] | None = None) -> BoundForm:
        """The fields for one request. Both go by HTML name; what was typed goes before what is stored."""
        kept = stored or {}
        if typed is None:
            return {name: field(kept.get(name, "")) for name, field in self.fields}
        return {name: field(kept.get(name, ""), typed.getlist(name)) for name, field in self.fields}


def field_name(question: Question) -> str:
    """The HTML name and id of a question's field: unique on its page."""
    return PREFIX + question.path


def form_plan(questions: Iterable[Question]) -> FormPlan:
    """The fields for these questions; kinds that nobody fills in are left out."""
    made = ((q, FIELDS[q.kind](q)) for q in questions if q.kind in FIELDS)
    return FormPlan(tuple((field_name(q), cls) for q, cls in made))


def keep(question: Question, typed: str) -> str:
    """What is kept of a typed text, for answers that come one by one (autosave)."""
    if question.kind not in FIELDS:
        return ""
    values = typed.split(" ") if question.kind == "select_multiple" else [typed]
    field = FIELDS[question.kind](question)
    if issubclass(field, UploadField):
        return ""
    return field.kept(values)


def shown(question: Question, value: str) -> str:
    """A kept answer as its field shows it."""
    field = FIELDS.get(question.kind)
    return field(question).show(value) if field else value
