"""Pictures of labels on paper; of sounds and films only the names, since paper does not play them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

from inovik_forms.documents.fill_run import MAX_HEIGHT, fitted
from inovik_forms.documents.tree import Image, ParaFormat
from inovik_forms.paper.sheet import INNER, WIDTH, Sheet
from inovik_forms.questionnaires.model import Item, Media, text
from inovik_forms.words import gettext

Files = Callable[[str], bytes | None]
"""The contents of a file that a label names; None when it is not there."""


def no_files(_name: str) -> None:
    """Nothing is there."""


class Pictures:
    """What the labels of one questionnaire show, in one language."""

    def __init__(self, files: Files, *languages: str) -> None:
        self._files = files
        self._languages = languages

    def of(self, media: Media, alt: str, width: float, height: float = MAX_HEIGHT) -> tuple[Image | None, list[str]]:
        """The picture, within these points, the large one where there are two; and lines that name what paper cannot
        show, or what is not there."""
        names = [text(names, *self._languages) for names in (media.big_image, media.image)]
        image = next((found for name in names if name and (found := self._drawn(name, alt, width, height))), None)
        lacking = next(filter(None, reversed(names)), "") if image is None else ""
        told = (
            (gettext("Gambar"), lacking),
            (gettext("Rekaman suara"), text(media.audio, *self._languages)),
            (gettext("Video"), text(media.video, *self._languages)),
        )
        return image, [f"{what}: {name}" for what, name in told if name]

    def put(self, sheet: Sheet, item: Item, alt: str, width: float) -> None:
        """What is seen or heard with the label of an item, below it. Only that of a question must stay with what
        follows: kept with a group's whole beginning, pictures would soon be higher than a page."""
        own = ParaFormat(indent_left=WIDTH - width, keep_next=width == INNER)
        image, named = self.of(item.media, alt, width)
        if image is not None:
            sheet.put((image,), "Picture", own)
        for line in named:
            sheet.put(line, "Hint", own)

    def _drawn(self, name: str, alt: str, width: float, height: float) -> Image | None:
        data = self._read(name)
        return fitted(data, width, "", alt, height) if data else None

    @cached_property
    def _read(self) -> Files:
        """Choices often show the same; a few large pictures are held at a time."""
        return lru_cache(maxsize=8)(self._files)
