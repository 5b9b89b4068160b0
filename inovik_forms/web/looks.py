"""How a question is drawn, as far as its questionnaire alone decides: worked out once for each page of a version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from inovik_forms.expressions.nodes import Binary, Call, Current, Expression, Literal, Node
from inovik_forms.questionnaires.model import NO_MEDIA, ChoiceList, Group, Item, Media, Question
from inovik_forms.web.canonical import shown_number
from inovik_forms.web.uploads import LONGEST_SIDE

RADIO_LIMIT = 9
"""Up to so many choices are shown as radio buttons; more become a list, which a phone shows full screen."""
LONG_LIST = 15
"""Choice lists longer than this can be searched."""
MOST_COLUMNS = 7
"""Choices that stand side by side in a grid; more of them become a list."""
MOST_STOPS = 11
"""A range of so many stops is shown as buttons to press; a longer one as a number with a slider."""
LARGEST_WIDTH = 6
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text may become. `unit`: words or letters; `least` 0 = no lower limit."""

    unit: str
    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Slider:
    """A native slider, in XForms numbers."""

    low: str
    high: str
    step: str
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Look:
    """`script`: module under static/widgets that makes the field better. `css`: classes of the whole question.
    `rows`: of a text, '' for one line. `keys`: which keyboard a phone shows. `stops`: (value, shown) of a short range.
    `head`: the choices of the grid that begins here. `width`: columns of a wide screen, 0 = all. `camera`: which one a
    phone opens at once, '' = it asks. `longest`: pixels of a photo's longer side. `drawn`: one of DRAWN.
    `accuracy`: metres at which the phone's position is taken at once, and from which on it is called coarse.
    `media`: the files that stand with the label; `pictured`: choices have some; `filtered`: which ones are offered
    changes while the page is open."""

    script: str = ""
    css: str = ""
    rows: str = ""
    keys: str = ""
    limit: Limit | None = None
    slider: Slider | None = None
    stops: tuple[tuple[str, str], ...] = ()
    head: ChoiceList | None = None
    is_row: bool = False
    months: bool = False
    width: int = 0
    camera: str = ""
    longest: int = 0
    drawn: str = ""
    accuracy: tuple[str, str] = ("", "")
    media: Media = NO_MEDIA
    pictured: bool = False
    filtered: bool = False


PLAIN = Look()

SCRIPTS = {"integer": "number.js", "decimal": "number.js", "date": "date.js", "time": "date.js", "datetime": "date.js",
           "rank": "rank.js"}  # fmt: skip
DRAWN = {"signature": "signature.js", "draw": "signature.js", "annotate": "annotate.js"}
CAMERAS = {"new": "environment", "new-front": "user"}


def words_of(item: Item) -> frozenset[str]:
    """The words of its appearance."""
    return frozenset(item.appearance.lower().split())


def is_heading(question: Question) -> bool:
    """Whether it only stands above the columns of a grid: nobody answers it."""
    return question.kind in ("select_one", "select_multiple") and "label" in words_of(question)


def is_year(question: Question) -> bool:
    """Whether the constraint lets only years pass (1900 to 2200), unless the author wants dots."""
    if question.kind != "integer" or question.constraint is None or "thousands-sep" in words_of(question):
        return False
    found = dict(_bounds(question.constraint))
    least, most = found.get(("value", "least")), found.get(("value", "most"), LAST_YEAR)
    return least is not None and FIRST_YEAR <= least <= most <= LAST_YEAR


def is_list(question: Question) -> bool:
    """Whether its choices are a list to open instead of buttons."""
    count = len(question.choices.choices) if question.choices else 0
    asked = bool(words_of(question) & {"minimal", "autocomplete"}) or question.choices_from != ""
    return question.kind == "select_one" and (asked or count > RADIO_LIMIT)


def look_of(question: Question) -> Look:
    """The look of a question by itself."""
    words = words_of(question)
    match question.kind:
        case "text":
            look = _text(question, words)
        case "range":
            look = _range(question, words)
        case "select_one" | "select_multiple":
            look = _choices(question, words)
        case "image":
            look = _image(question, words)
        case "geopoint" | "geotrace" | "geoshape":
            look = Look(
                script="place.js", accuracy=(_metres(question, "capture", "5"), _metres(question, "warning", "100"))
            )
        case _:
            look = Look(script=SCRIPTS.get(question.kind, ""), keys="numeric" if question.kind == "integer" else "")
    pictured = not look.months and _is_pictured(question.choices)
    return replace(
        look, width=_width(words), media=question.media, filtered=question.choice_filter is not None, pictured=pictured,
        script="combobox.js" if pictured and is_list(question) else look.script,
    )  # fmt: skip


def _is_pictured(choices: ChoiceList | None) -> bool:
    return choices is not None and any(choice.media for choice in choices.choices)


def looks_of(items: tuple[Item, ...], around: Group | None = None) -> dict[str, Look]:
    """Form path → look, for the items of a page; rows of a grid know that they are some. `around`: the group that the
    page itself is."""
    found: dict[str, Look] = {}
    for item in items:
        if isinstance(item, Question):
            found[item.path] = look_of(item)
            continue
        if item.media:
            found[item.path] = Look(media=item.media)
        if isinstance(item, Group):
            found |= looks_of(item.items, item)
    return found | _grid(around) if around else found


def _grid(group: Group) -> dict[str, Look]:
    """Rows of a group that is a table of questions with the same choices: appearance `table-list`, or a first question
    `label` with others `list-nolabel` after it. A group whose choices differ stays a list."""
    selects = [i for i in group.items if isinstance(i, Question) and i.kind in ("select_one", "select_multiple")]
    listed = "table-list" in words_of(group)
    rows = [q for q in selects if listed or words_of(q) & {"label", "list-nolabel", "list"}]
    lists = {q.choices.name if q.choices else "" for q in rows}
    if not rows or len(lists) != 1 or any(q.choice_filter or words_of(q) & {"minimal", "autocomplete"} for q in rows):
        return {}
    choices = rows[0].choices
    if choices is None or len(choices.choices) > MOST_COLUMNS:
        return {}
    css, pictured = f"baris kol-{len(choices.choices)}", _is_pictured(choices)
    label = next(filter(is_heading, rows), None)
    found = {q.path: Look(css=css, is_row=True, media=q.media, pictured=pictured) for q in rows if q is not label}
    first = label or rows[0]
    css = css + " judul" if label else css
    is_row = first is not label
    return found | {first.path: Look(css=css, head=choices, is_row=is_row, media=first.media, pictured=pictured)}


def _text(question: Question, words: frozenset[str]) -> Look:
    rows = question.parameters.get("rows", "")
    is_long = "multiline" in words or rows.isdigit()
    limit = _limit(question)
    keys = "numeric" if "numbers" in words else ""
    # A short line has no counter: its end is in sight.
    limit = limit if is_long or (limit and limit.unit == "words") else None
    return Look(
        script="words.js" if limit else "",
        rows=(rows if rows.isdigit() and 0 < int(rows) <= 50 else "5") if is_long else "",
        keys=keys, limit=limit,
    )  # fmt: skip


def _choices(question: Question, words: frozenset[str]) -> Look:
    count = len(question.choices.choices) if question.choices else 0
    if "months" in words and question.kind == "select_multiple":
        return Look(css="bulan", months=True)
    if "likert" in words and question.kind == "select_one" and 1 < count <= MOST_COLUMNS:
        return Look(css=f"likert kol-{count}")
    searched = count > LONG_LIST or question.choices_from != "" or "autocomplete" in words
    css = " ".join(dict.fromkeys(_arrangement(words)))
    if question.kind == "select_one":
        return Look(script="combobox.js" if searched else "", css=css)
    return Look(script="search.js" if searched else "", css=css + (" panjang" if searched else ""))


def _image(question: Question, words: frozenset[str]) -> Look:
    drawn = next((word for word in DRAWN if word in words), "")
    camera = next((CAMERAS[word] for word in sorted(words & CAMERAS.keys())), "")
    return Look(
        script=DRAWN.get(drawn, "photo.js"),
        camera=camera, longest=longest_side(question), drawn=drawn,
    )  # fmt: skip


def _metres(question: Question, what: str, default: str) -> str:
    """The parameter `capture-accuracy` or `warning-accuracy`, which both have ODK Collect's meaning and default."""
    wanted = question.parameters.get(f"{what}-accuracy", "")
    try:
        return wanted if Decimal(wanted) >= 0 else default
    except InvalidOperation:  # none, or no number, which the reader refuses
        return default


def longest_side(question: Question) -> int:
    """Pixels that are kept of a photo's longer side: the parameter `max-pixels`, at most what we keep of any."""
    wanted = question.parameters.get("max-pixels", "")
    return min(int(wanted), LONGEST_SIDE) if wanted.isdecimal() and int(wanted) else LONGEST_SIDE


def _arrangement(words: frozenset[str]) -> Iterator[str]:
    """Classes for choices beside each other; on a narrow screen they stand below each other all the same."""
    for word in sorted(words):
        if word in (
            "horizontal",
            "horizontal-compact",
            "columns",
            "columns-pack",
            "columns-flex",
            "compact",
            "quickcompact",
        ):
            yield "sejajar"
        elif word.startswith(("columns-", "compact-")) and word.rpartition("-")[2].isdigit():
            yield f"lajur-{min(int(word.rpartition('-')[2]), MOST_COLUMNS)}"
        elif word == "no-buttons":
            yield "tanpa-tombol"


def _range(question: Question, words: frozenset[str]) -> Look:
    low, high, step = (Decimal(question.parameters.get(key, "1")) for key in ("start", "end", "step"))
    step = abs(step)
    count = int(abs(high - low) / step) + 1 if step else MOST_STOPS + 1
    if count <= MOST_STOPS and not words & {"no-ticks", "vertical"}:
        values = [low + step * place * (1 if high >= low else -1) for place in range(count)]
        return Look(css="skala", stops=tuple((_plain(v), shown_number(_plain(v))) for v in values))
    ends = _plain(min(low, high)), _plain(max(low, high))
    marks = () if "no-ticks" in words or count > 2 * MOST_STOPS else tuple(
        _plain(min(low, high) + step * place) for place in range(count)
    )  # fmt: skip
    return Look(script="slider.js", slider=Slider(*ends, _plain(step), marks))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _width(words: frozenset[str]) -> int:
    """`w2` of a theme-grid: two of four columns."""
    return next((n for n in range(1, LARGEST_WIDTH + 1) if f"w{n}" in words), 0)


def _limit(question: Question) -> Limit | None:
    """What the parameter `words=200` or the constraint says about the length."""
    words = question.parameters.get("words", "")
    if words.isdigit():
        return Limit("words", int(words))
    found = dict(_bounds(question.constraint)) if question.constraint else {}
    for unit in ("words", "letters"):
        if (unit, "most") in found:
            return Limit(unit, found[unit, "most"], found.get((unit, "least"), 0))
    return None


def _bounds(constraint: Expression) -> Iterator[tuple[tuple[str, str], int]]:
    """Bounds that hold by themselves: `count-selected(normalize-space(.)) <= 200 and string-length(.) >= 5`."""
    waiting: list[Node] = [constraint.root]
    while waiting:
        match waiting.pop():
            case Binary("and", left, right):
                waiting += [left, right]
            case Binary("<=" | "<" | ">=" | ">" as operator, Call() | Current() as measured, Literal(float() as bound)):
                if unit := _measure(measured):
                    strict = {"<": -1, ">": 1}.get(operator, 0)
                    yield (unit, "most" if operator[0] == "<" else "least"), int(bound) + strict


def _measure(node: Call | Current) -> str:
    """What of this very answer is bounded: its value, or what a function counts; '' when it is another one."""
    match node:
        case Current():
            return "value"
        case Call("string-length", (Current(),)):
            return "letters"
        case Call("count-selected", (Current(),)) | Call("count-selected", (Call("normalize-space", (Current(),)),)):
            return "words"
    return ""
