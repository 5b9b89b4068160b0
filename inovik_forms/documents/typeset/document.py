"""A resolved document laid out: its pages and the file that shows them."""

from __future__ import annotations

from inovik_forms.documents.contents import has_contents, number_contents
from inovik_forms.documents.css_looks import looks_of
from inovik_forms.documents.sections import sections
from inovik_forms.documents.signatures import signatures
from inovik_forms.documents.tree import Border, Document, Note
from inovik_forms.documents.typeset import hyphens
from inovik_forms.documents.typeset.canvas import Canvas, Shared
from inovik_forms.documents.typeset.inks import Inks
from inovik_forms.documents.typeset.nodes import Node, name_headings
from inovik_forms.documents.typeset.pages import Page, Pages
from inovik_forms.documents.typeset.pdf_archive import About
from inovik_forms.documents.typeset.pdf_file import write
from inovik_forms.documents.typeset.strips import draw_all
from inovik_forms.documents.typeset.words import Setting
from inovik_forms.documents.walk import inlines, paragraphs, targets

_TRIES = 4
_NO_GLYPH = "0000"
_LINE = Border("single", 0.5)  # between columns


class Laid:
    """One layout of a document. Raises TypeError when it holds tags. `earlier`: a layout of the same document but for
    its tables of contents, whose other sections are taken over."""

    def __init__(self, document: Document, earlier: Laid | None = None) -> None:
        self.document = document
        self.root = Node("Document")
        self.setting: Setting = earlier.setting if earlier is not None else _setting(document)
        self.pages = Pages(self.setting, self.root)
        known = earlier.pages.known if earlier is not None else {}
        found = sections(document)
        for section, after in zip(found, (*found[1:], None), strict=True):
            self.pages.add(section, known, after)

    @classmethod
    def whole(cls, document: Document) -> Laid:
        """The layout with page numbers in the tables of contents, which may grow by them."""
        laid = cls(document)
        for _ in range(_TRIES if has_contents(document) else 0):
            printed = laid.printed()
            laid = cls(number_contents(document, printed), laid)
            if laid.printed() == printed:
                break
        return laid

    def printed(self) -> dict[str, str]:
        """Bookmark → number of its page, as printed."""
        return {
            name: page.label for page in self.pages.pages for _, _, strip in page.strips for name in strip.bookmarks()
        }

    def file(self) -> bytes:
        """The PDF."""
        shared = Shared()
        name_headings(self.root)
        self.setting.count = str(len(self.pages.pages))
        canvases = [self._drawn(shared, number, page) for number, page in enumerate(self.pages.pages)]
        title = self.document.title or next((text for canvas in canvases for _, text, _ in canvas.headings), "Dokumen")
        is_whole = not any(_NO_GLYPH in _split(code) for used in shared.used.values() for code in used)
        about = About(title, self.document.language, self.document.answers_json, is_whole)
        return write(canvases, shared, self.root, about)

    def _drawn(self, shared: Shared, number: int, page: Page) -> Canvas:
        setup = page.section.page
        canvas = Canvas(shared, number, setup.width, setup.height)
        self.setting.page = page.label
        self._run(canvas, page)
        for x, y, strip in page.strips:
            strip.draw(canvas, x, y)
        for x, top, bottom in page.lines:
            canvas.rule(x, top, x, bottom, _LINE)
        return canvas

    def _run(self, canvas: Canvas, page: Page) -> None:
        """Header and footer."""
        setup = page.section.page
        canvas.is_running = True
        if header := page.section.headers.get(page.kind):
            draw_all(self.pages.running(header, page.section).strips, canvas, setup.left, setup.header)
        if footer := page.section.footers.get(page.kind):
            running = self.pages.running(footer, page.section)
            draw_all(running.strips, canvas, setup.left, setup.height - setup.footer - running.height)
        canvas.is_running = False


def _setting(document: Document) -> Setting:
    found = frozenset(targets(document.body))
    has_notes = any(isinstance(i, Note) for p in paragraphs(document.body) for i in inlines(p.inlines))
    signs = {
        sign.spaces[0]: (f"Tanda tangan {sign.office}, {sign.name}", len(sign.spaces))
        for sign in signatures(document.body)
    }
    return Setting(
        looks_of(document),
        Inks(),
        found,
        default_tab=document.default_tab or 36.0,
        has_notes=has_notes,
        signs=signs,
        parted=hyphens.parted(document.language) if document.hyphenate else None,
    )


def _split(codes: str) -> set[str]:
    return {codes[i : i + 4] for i in range(0, len(codes), 4)}
