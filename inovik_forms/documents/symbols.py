"""Letters of Word's symbol fonts as the Unicode characters that they show."""

from __future__ import annotations

_SYMBOL = {
    0xB7: "•", 0xA8: "♦", 0xAE: "→", 0xAC: "←", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xDE: "⇒", 0x2D: "−", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ",
    0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x9F: "•",
    0x9E: "·", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDC: "➲", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0xAB: "★", 0xAA: "✦",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x52: "☑", 0x54: "☒", 0xA3: "□", 0x97: "●", 0x98: "⚫"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def plain_symbols(text: str, font: str) -> str:
    """The text with every letter of a symbol font replaced by its Unicode twin; one without a twin stays, but becomes a
    bullet when it stands in Word's private area, which no other font can show."""
    table = _FONTS.get(font.lower(), {})
    return "".join(_plain(letter, table) for letter in text)


def _plain(letter: str, table: dict[int, str]) -> str:
    code = ord(letter)
    private = 0xF000 <= code <= 0xF0FF
    return table.get(code - 0xF000 if private else code) or ("•" if private else letter)
