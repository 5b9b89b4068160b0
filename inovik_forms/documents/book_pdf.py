"""The pages of a book: parts laid out apart, numbered and joined."""

from __future__ import annotations

import dataclasses
import gc
import multiprocessing
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inovik_forms.documents import pdf
from inovik_forms.documents.book_join import Joined, Stamp, joined
from inovik_forms.documents.contents import has_contents, number_contents
from inovik_forms.documents.tree import Block, Document, Furniture, Image, PageSetup, Paragraph, SectionEnd
from inovik_forms.documents.write_html import _targets, write_parts
from inovik_forms.documents.write_html_inlines import Counted
from inovik_forms.documents.write_html_pages import Section, holds_counter, sections
from inovik_forms.processes import die_with_parent

if TYPE_CHECKING:
    from inovik_forms.documents.book import Cache

WORKERS = 2
_ENOUGH_TO_SHARE = 3  # jobs below which starting workers costs more than it brings
_TRIES = 3
_CHUNK = 32  # page numbers laid out at once, so that a book that grows finds them ready


@dataclass(frozen=True, slots=True)
class Job:
    """Something to lay out."""

    rules: str
    body: str
    title: str
    language: str
    pictures: Mapping[str, Image]

    @property
    def key(self) -> str:
        """Hash of everything that decides how it looks. A picture's name is its hash."""
        content = "\0".join((pdf.VERSION, self.rules, self.body, self.title, self.language))
        return "bagian-pdf/" + sha256(content.encode()).hexdigest()

    def run(self) -> bytes:
        """The packed layout."""
        laid = pdf.lay_out(self.rules, self.body, title=self.title, language=self.language, pictures=self.pictures)
        return laid.pack()


@dataclass(slots=True)
class Book:
    """A laid-out book. `printed`: bookmark → page number as printed; `stamps`: what is laid over each page."""

    document: Document
    layouts: list[pdf.Layout]
    printed: dict[str, str]
    stamps: dict[int, Stamp] = field(default_factory=dict)


def lay_out(document: Document, parts: Sequence[Document], cache: Cache) -> Book:
    """Lay out every part that the cache does not hold, then the page numbers."""
    targets = _targets(document)
    contents = [i for i, part in enumerate(parts) if has_contents(part)]
    guesses = {i: packed for i in contents if (packed := cache.get(_guess_key(document, parts[i]))) is not None}
    missing = [i for i in range(len(parts)) if i not in guesses]
    layouts = {i: pdf.Layout.unpack(packed) for i, packed in guesses.items()}
    layouts.update(zip(missing, _laid([_job(parts[i], targets) for i in missing], cache), strict=True))
    pages, printed = _numbered(parts, layouts)
    for _ in range(_TRIES if contents else 0):  # the contents are set with page numbers that depend on their own length
        before = [(layouts[i].names, layouts[i].places) for i in contents]
        jobs = [_job(number_contents(parts[i], printed), targets) for i in contents]
        layouts.update(zip(contents, _laid(jobs, cache), strict=True))
        pages, printed = _numbered(parts, layouts)
        if before == [(layouts[i].names, layouts[i].places) for i in contents]:
            break
    for i in contents:
        cache[_guess_key(document, parts[i])] = dataclasses.replace(layouts[i], data=b"").pack()
    book = Book(document, [layouts[i] for i in range(len(parts))], printed)
    book.stamps = _stamps(document, pages, cache)
    return book


def _guess_key(document: Document, part: Document) -> str:
    """Where the length of a part with contents is kept, as a first guess for the next book."""
    blocks = ",".join(getattr(block, "id", "") for block in part.body)
    return "panjang/" + sha256(f"{document.title}\0{blocks}".encode()).hexdigest()


def _numbered(parts: Sequence[Document], layouts: Mapping[int, pdf.Layout]) -> tuple[list[_Page], dict[str, str]]:
    """All pages, and bookmark → number as printed."""
    ordered = [layouts[i] for i in range(len(parts))]
    pages = _pages(parts, ordered)
    return pages, _printed(ordered, pages)


def join(book: Book) -> bytes:
    """One PDF."""
    document = book.document
    return joined(Joined(book.layouts, book.stamps, document.title, document.language))


def _job(document: Document, targets: set[str], counted: Counted = "hidden", count: str = "") -> Job:
    pictures: dict[str, Image] = {}
    rules, body = write_parts(
        document, mode="print", picture=pdf.collector(pictures), counted=counted, count=count, elsewhere=targets
    )
    return Job(rules, body, document.title, document.language, pictures)


def _laid(jobs: Sequence[Job], cache: Cache) -> list[pdf.Layout]:
    """The layouts of these jobs, in order; those not in the cache are made, by two processes when there are several."""
    keys = [job.key for job in jobs]
    found = {key: packed for key in dict.fromkeys(keys) if (packed := cache.get(key)) is not None}
    missing = {key: job for key, job in zip(keys, jobs, strict=True) if key not in found}
    for key, packed in zip(missing, _made(list(missing.values())), strict=True):
        found[key] = packed
        cache[key] = packed
    return [pdf.Layout.unpack(found[key]) for key in keys]


def _made(jobs: Sequence[Job]) -> Iterable[bytes]:
    if len(jobs) < _ENOUGH_TO_SHARE:
        return [job.run() for job in jobs]
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    try:
        with ProcessPoolExecutor(WORKERS, context, initializer=_settle, initargs=(os.getpid(),)) as pool:
            return list(pool.map(Job.run, jobs))
    except OSError:  # no more processes are allowed here
        return [job.run() for job in jobs]


def _settle(parent: int) -> None:
    """A worker leaves alone what it inherited, and looks for garbage seldom: it lives for one book, and no longer than
    the process that makes the book."""
    die_with_parent(parent)
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


# ---------------------------------------------------------------- page numbers


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its section, whether it is the section's first, and its number."""

    section: Section
    first: bool
    number: int
    label: str


def _pages(parts: Sequence[Document], layouts: Sequence[pdf.Layout]) -> list[_Page]:
    """All pages of the book with their numbers."""
    pages: list[_Page] = []
    number = 0
    for part, layout in zip(parts, layouts, strict=True):
        named = {section.name: section for section in sections(part)}
        before = ""
        for name in layout.names:
            section = named.get(name) or next(iter(named.values()))
            start = section.page.number_start if name != before else None
            number = number + 1 if start is None else start
            pages.append(_Page(section, name != before, number, pdf.written(number, section.page.number_format)))
            before = name
    return pages


def _printed(layouts: Sequence[pdf.Layout], pages: Sequence[_Page]) -> dict[str, str]:
    printed: dict[str, str] = {}
    offset = 0
    for layout in layouts:
        for name, (page, _) in layout.places.items():
            printed[name] = pages[offset + page].label
        offset += len(layout.names)
    return printed


def _stamps(document: Document, pages: Sequence[_Page], cache: Cache) -> dict[int, Stamp]:
    """For each page whose header or footer holds a page number, the page that shows just that."""
    count = str(len(pages))
    wanted: dict[str, dict[int, list[int]]] = {}  # look of the furniture → number → pages
    models: dict[str, SectionEnd] = {}
    looks: dict[tuple[int, int, PageSetup], str] = {}
    for i, page in enumerate(pages):
        kind = "first" if page.first and page.section.page.title_page else "default"
        header, footer = (_counted(f.get(kind)) for f in (page.section.headers, page.section.footers))
        if header is None and footer is None:
            continue
        setup = replace(page.section.page, title_page=False, number_start=None)
        shared = (id(header), id(footer), setup)
        if shared not in looks:
            model = _model(setup, header, footer)
            looks[shared] = _number_job(document, model, range(1), count).key
            models.setdefault(looks[shared], model)
        wanted.setdefault(looks[shared], {}).setdefault(page.number, []).append(i)
    chunks = [(key, chunk) for key, numbers in wanted.items() for chunk in _chunks(sorted(numbers))]
    jobs = [_number_job(document, models[key], chunk, count) for key, chunk in chunks]
    stamps: dict[int, Stamp] = {}
    for (key, chunk), layout in zip(chunks, _laid(jobs, cache), strict=True):
        for place, number in enumerate(chunk):
            for i in wanted[key].get(number, ()):
                stamps[i] = Stamp(layout.data, place)
    return stamps


def _counted(furniture: Furniture | None) -> Furniture | None:
    return furniture if furniture is not None and holds_counter(furniture.blocks) else None


def _model(setup: PageSetup, header: Furniture | None, footer: Furniture | None) -> SectionEnd:
    headers = {"default": header} if header is not None else {}
    footers = {"default": footer} if footer is not None else {}
    return SectionEnd("nomor", setup, headers=headers, footers=footers)


def _chunks(numbers: Sequence[int]) -> list[range]:
    """Stretches that hold all these numbers: whole chunks for many, exact ones for few."""
    if len(numbers) > _CHUNK:
        return [range(start, start + _CHUNK) for start in dict.fromkeys(n // _CHUNK * _CHUNK for n in numbers)]
    found: list[range] = []
    for number in numbers:
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


def _number_job(document: Document, model: SectionEnd, numbers: range, count: str) -> Job:
    """Empty pages that show only the page numbers."""
    empty = Paragraph("nomor", (), page_break=True)
    section = replace(model, page=replace(model.page, number_start=numbers.start))
    body: tuple[Block, ...] = (*([empty] * (len(numbers) - 1)), replace(empty, page_break=False), section)
    return _job(replace(document, body=body, title=""), set(), "alone", count)
