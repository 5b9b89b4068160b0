"""Page numbers as Word writes them."""

from __future__ import annotations


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
