"""Lay a resolved document out as PDF, with the fonts that we ship and nothing from outside.

Fontconfig is pointed at our folder before WeasyPrint is loaded, so that the same document gives the same bytes on every
machine. Pages are read from our own well-formed HTML, without an HTML parser and without a browser's default styles.
"""

from __future__ import annotations

import json
import os
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree import ElementTree

from inovik_forms.documents.contents import has_contents, number_contents
from inovik_forms.documents.fonts import FAMILIES
from inovik_forms.documents.tree import Document, Image
from inovik_forms.documents.write_html import image_name, write_parts
from inovik_forms.documents.write_html_inlines import clean
from inovik_forms.documents.write_html_pages import sections

FONT_DIR = Path(__file__).parent / "fonts"
_SCHEME = "naskah-gambar:"
_TRIES = 3
_POINT = 0.75  # of a CSS pixel


def _private_folder() -> Path:
    """A folder of this user for fontconfig's index; a throw-away one where none can be written."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        folder = home / "inovik-forms" / "fontconfig"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="inovik-fontconfig-"))


def _fonts_conf(cache_dir: Path) -> str:
    """Fontconfig's settings: our folder only, and for each font a Word file may name the one that stands in."""
    aliases = "".join(
        f'<match target="pattern"><test name="family" compare="eq"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{shipped}</string></edit></match>'
        for name, (shipped, _, _) in sorted(FAMILIES.items())
    )
    generic = "".join(
        f"<alias><family>{name}</family><prefer><family>{font}</family></prefer></alias>"
        for name, font in (("serif", "Liberation Serif"), ("sans-serif", "Liberation Sans"))
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONT_DIR))}</dir><cachedir>{escape(str(cache_dir))}</cachedir>"
        f"{aliases}{generic}</fontconfig>\n"
    )


def _use_own_fonts() -> None:
    folder = _private_folder()
    settings = folder / "fonts.conf"
    text = _fonts_conf(folder)
    if not settings.exists() or settings.read_text() != text:
        fresh = folder / f"fonts.conf.{os.getpid()}"
        fresh.write_text(text)
        fresh.replace(settings)
    os.environ["FONTCONFIG_FILE"] = str(settings)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1451606400")


_use_own_fonts()

import pydyf  # type: ignore[import-untyped]  # noqa: E402
import weasyprint  # noqa: E402
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # noqa: E402
from weasyprint.images import RasterImage  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

from inovik_forms.documents.quicker import quicker  # noqa: E402

VERSION = f"1 weasyprint {weasyprint.__version__} " + " ".join(
    f"{file.name}:{file.stat().st_size}" for file in sorted(FONT_DIR.glob("*.[ot]tf"))
)
"""What decides, besides its input, how a page looks: part of every cache key."""

# What a browser knows by itself, as far as our elements need it.
_ELEMENTS = """
head,title,style,meta{display:none}
html,body,div,p,h1,h2,h3,h4,h5,h6{display:block}
body{margin:0}
table{display:table;box-sizing:border-box;border-collapse:collapse;text-indent:0}
colgroup{display:table-column-group}
col{display:table-column}
thead{display:table-header-group}
tbody{display:table-row-group}
tr{display:table-row}
td{display:table-cell;vertical-align:top}
br::before{content:"\\A";white-space:pre-line}
h1,h2,h3,h4,h5,h6{bookmark-label:attr(data-judul)}
"""


class _OwnPictures(URLFetcher):
    """Gives the pictures of one document and refuses everything else."""

    def __init__(self, pictures: Mapping[str, Image]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = self._pictures.get(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
        if found is None:
            raise FatalURLFetchingError(f"not a picture of this document: {url[:80]}")
        return URLFetcherResponse(url, found.data, {"Content-Type": found.media_type})


class _Page(weasyprint.HTML):
    """Our own HTML, already parsed."""

    def __init__(self, root: ElementTree.Element, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_css(_ELEMENTS)]

    def _ph_stylesheets(self) -> list[Any]:
        return []


def _encoded_once(make: Callable[[bool, float], pydyf.Stream]) -> Callable[[bool, float], pydyf.Stream]:
    """The PDF object of a picture, compressed once: WeasyPrint does it anew for every file."""
    made: dict[tuple[bool, float], pydyf.Stream] = {}

    def x_object(interpolate: bool, ratio: float) -> pydyf.Stream:
        key = (interpolate, ratio)
        if key not in made:
            made[key] = make(interpolate, ratio)
        return _fresh(made[key])

    return x_object


def _fresh(stream: pydyf.Stream) -> pydyf.Stream:
    """The same stream as an object that no file has numbered yet."""
    extra = {name: _fresh(part) if isinstance(part, pydyf.Stream) else part for name, part in stream.extra.items()}
    return pydyf.Stream(list(stream.stream), extra, stream.compress)


_lock = Lock()  # Pango's font map serves one thread at a time
_pictures_decoded: dict[str, Any] = {}


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=64)
def _css(text: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=text, url_fetcher=_OwnPictures({}), font_config=_fonts())


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished layout. `places`: bookmark → (page from 0, points from the page's upper edge); `outline`: (level,
    text, page, points from the upper edge); `names`: the name of each page's section."""

    data: bytes
    places: Mapping[str, tuple[int, float]]
    outline: tuple[tuple[int, str, int, float], ...]
    names: tuple[str, ...]

    def pack(self) -> bytes:
        """As bytes for a cache."""
        head = json.dumps([dict(self.places), self.outline, self.names]).encode()
        return b"%08d" % len(head) + head + self.data

    @classmethod
    def unpack(cls, packed: bytes) -> Layout:
        """What `pack` made."""
        end = 8 + int(packed[:8])
        places, outline, names = json.loads(packed[8:end])
        return cls(
            packed[end:],
            {name: (page, y) for name, (page, y) in places.items()},
            tuple((level, text, page, y) for level, text, page, y in outline),
            tuple(names),
        )


def pdf(document: Document) -> bytes:
    """The PDF of a resolved document; the same bytes for the same document. Raises TypeError when it holds tags."""
    return layout(document).data


def layout(document: Document) -> Layout:
    """The PDF of a resolved document, and where things stand in it."""
    return with_pages(document)[1] if has_contents(document) else _layout(document)


def with_pages(document: Document) -> tuple[Document, Layout]:
    """The document with page numbers in its tables of contents, and its layout."""
    laid = _layout(document)
    for _ in range(_TRIES):  # the numbers may make the contents longer
        labels = page_labels(document, laid.names)
        numbered = number_contents(document, {name: labels[page] for name, (page, _) in laid.places.items()})
        before, laid = laid, _layout(numbered)
        if (before.names, before.places) == (laid.names, laid.places):
            break
    return numbered, laid


def _layout(document: Document) -> Layout:
    pictures: dict[str, Image] = {}
    rules, body = write_parts(document, mode="print", picture=collector(pictures))
    return lay_out(rules, body, title=document.title, language=document.language, pictures=pictures)


def collector(pictures: dict[str, Image]) -> Callable[[Image], str]:
    """Gives each picture its URL and remembers it in `pictures`."""

    def picture(image: Image) -> str:
        name = image_name(image)
        pictures[name] = image
        return _SCHEME + name

    return picture


def lay_out(rules: str, body: str, *, title: str, language: str, pictures: Mapping[str, Image]) -> Layout:
    """The layout of our own HTML. `pictures`: by name, as `collector` gathered them."""
    page = f'<html lang="{escape(language)}"><head><title>{clean(title)}</title></head><body>{body}</body></html>'
    root = ElementTree.fromstring(page)  # noqa: S314  # written by ourselves a moment ago
    with _lock, quicker():
        if len(_pictures_decoded) > 100:
            _pictures_decoded.clear()
        laid = _Page(root, _OwnPictures(pictures)).render(
            font_config=_fonts(), stylesheets=[_css(rules)], cache=_pictures_decoded
        )
        laid.metadata.generator = "Inovik Forms"
        for image in _pictures_decoded.values():
            if isinstance(image, RasterImage) and "get_x_object" not in vars(image):
                image.get_x_object = _encoded_once(image.get_x_object)
        return Layout(
            data=laid.write_pdf(cache=_pictures_decoded),
            places={
                name: (i, round(place[1] * _POINT, 2))
                for i, sheet in enumerate(laid.pages)
                for name, place in sheet.anchors.items()
            },
            outline=tuple(
                (mark[0], " ".join(mark[1].split()), i, round(mark[2][1] * _POINT, 2))
                for i, sheet in enumerate(laid.pages)
                for mark in sheet.bookmarks
            ),
            names=tuple(sheet._page_box.page_type.name or "" for sheet in laid.pages),
        )


def page_labels(document: Document, names: Sequence[str], first: int = 1) -> list[str]:
    """The number that each page prints. `names`: the section of each page; `first`: the first page's number when its
    section does not say."""
    setups = {section.name: section.page for section in sections(document)}
    labels: list[str] = []
    number, before = first - 1, ""
    for name in names:
        setup = setups.get(name)
        start = setup.number_start if setup is not None and name != before else None
        number, before = number + 1 if start is None else start, name
        labels.append(written(number, setup.number_format if setup is not None else "decimal"))
    return labels


def written(number: int, form: str) -> str:
    """A page number as Word writes it."""
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        digits = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
        text = ""
        for value, letters in digits:
            count, number = divmod(number, value)
            text += letters * count
        return text if form == "lowerRoman" else text.upper()
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    return str(number)


_ROMAN = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


# ---------------------------------------------------------------- letters that no font has


@cache
def _covered() -> frozenset[int]:
    """Every code point that some shipped font can show."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    found: set[int] = set()
    for file in sorted((*FONT_DIR.glob("*.ttf"), *FONT_DIR.glob("*.otf"))):
        with TTFont(file, lazy=True) as font:
            found.update(font["cmap"].getBestCmap())
    return frozenset(found)


def missing_letters(text: str) -> list[str]:
    """The characters of a text that the PDF could not show, each once, in order."""
    unusual = dict.fromkeys(letter for letter in text if ord(letter) > 0xFF)
    return [letter for letter in unusual if ord(letter) not in _covered() and not _invisible(letter)] if unusual else []


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Mn", "Zl", "Zp")
