"""Question → WTForms field, by one table. WTForms parses and draws; the answers room judges.

A field holds the answer as it is kept (`data`) and as the person sees it (`shown`); what cannot be understood is kept
and shown as typed. Field classes are bound per request, but which fields a page has is worked out once per page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from inovik_forms.questionnaires.model import Kind, Question
from inovik_forms.web import canonical

PREFIX = "q."
"""Begins the HTML name of every answer, so that no question's name can collide with `csrf_token` or the like."""

RADIO_LIMIT = 9
"""Up to so many choices are shown as radio buttons; more become a list, which a phone shows full screen."""


class _NoTranslations:
    def gettext(self, text: str) -> str:
        return text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if n == 1 else plural


class _Meta(DefaultMeta):
    """No WTForms messages are ever shown, so its translation files are not looked for on each request."""

    def get_translations(self, form: object) -> _NoTranslations:
        return _NoTranslations()


META = _Meta()


class AnswerField(Field):
    """One typed line. `keep` turns what was typed into what is kept, `show` the other way."""

    widget_name = "line"
    input_type = "text"
    keep: Callable[[str], str] = staticmethod(lambda text: canonical.clean(text).strip())
    show: Callable[[str], str] = staticmethod(lambda text: text)

    data: str
    posted = False

    def process_data(self, value: str | None) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.posted = True
            self.data = self.kept(valuelist)

    @classmethod
    def kept(cls, values: list[str]) -> str:
        """What is kept of the values that were posted."""
        return cls.keep(canonical.clean(values[0]))

    @property
    def shown(self) -> str:
        if self.raw_data and canonical.is_too_long(self.raw_data[0]):
            return self.raw_data[0]  # only its beginning is kept: here it can still be shortened
        return type(self).show(self.data)


class LineField(AnswerField):
    pass


class ParagraphField(AnswerField):
    widget_name = "paragraph"


class NumberField(AnswerField):
    """`type=text inputmode=decimal`: a browser's number field empties what it does not understand."""

    widget_name = "number"
    keep = staticmethod(canonical.number)
    show = staticmethod(canonical.shown_number)


class DateField(AnswerField):
    widget_name = "date"
    keep = staticmethod(canonical.day)

    @property
    def html_type(self) -> str:
        """A date field would hide a text that is no date, so such a text is shown in a text field."""
        return "date" if not self.data or canonical.is_iso_date(self.data) else "text"


class TimeField(AnswerField):
    widget_name = "time"
    keep = staticmethod(canonical.clock)

    @property
    def html_type(self) -> str:
        return "time" if not self.data or canonical.is_clock(self.data) else "text"


class OneField(AnswerField):
    widget_name = "one"


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


class AcknowledgeField(AnswerField):
    widget_name = "acknowledge"

    @classmethod
    def kept(cls, values: list[str]) -> str:
        return "OK" if "OK" in values else ""


class UploadField(AnswerField):
    """The file itself comes through `request.files`; the kept answer changes only by the upload's own code."""

    widget_name = "upload"

    def process_formdata(self, valuelist: list[str]) -> None:
        return


def _text_field(question: Question) -> type[AnswerField]:
    rows = question.parameters.get("rows", "")
    return ParagraphField if "multiline" in question.appearance or rows.isdigit() else LineField


def _choice_field(question: Question) -> type[AnswerField]:
    count = len(question.choices.choices) if question.choices else 0
    as_list = "minimal" in question.appearance or "autocomplete" in question.appearance or count > RADIO_LIMIT
    return OneOfManyField if as_list else OneField


FIELDS: Mapping[Kind, Callable[[Question], type[AnswerField]]] = {
    "text": _text_field,
    "integer": lambda _: NumberField,
    "decimal": lambda _: NumberField,
    "range": lambda _: NumberField,
    "date": lambda _: DateField,
    "time": lambda _: TimeField,
    "select_one": _choice_field,
    "select_multiple": lambda _: SeveralField,
    "acknowledge": lambda _: AcknowledgeField,
    "image": lambda _: UploadField,
    "file": lambda _: UploadField,
}
"""Kinds that a person fills in; notes are shown, calculations and hidden values are not fields."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The fields of one page, worked out once: HTML name → unbound field, in document order."""

    fields: tuple[tuple[str, UnboundField], ...]

    def bind(self, formdata: Any = None, data: Mapping[str, str] | None = None) -> BaseForm:
        """A WTForms form for one request. `data` and `formdata` go by HTML name."""
        form = BaseForm(self.fields, meta=META)
        form.process(formdata, data=data)
        return form


def field_name(question: Question) -> str:
    """The HTML name and id of a question's field: unique on its page."""
    return PREFIX + question.path


def form_plan(questions: Iterable[Question]) -> FormPlan:
    """The fields for these questions; kinds that nobody fills in are left out."""
    made = ((q, FIELDS[q.kind](q)) for q in questions if q.kind in FIELDS)
    return FormPlan(tuple((field_name(q), UnboundField(cls, label=q.name)) for q, cls in made))


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
