"""A Word document from its body, styles, lists and page furniture."""

from __future__ import annotations

from collections.abc import Mapping

from body import Page
from package import NAMESPACES, package

_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="id-ID"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)


def document(
    title: str, body: str, last_page: Page, styles: str, numbering: str, furniture: Mapping[str, str]
) -> bytes:
    """A .docx. `furniture`: part name ("header1", "footer1") → its paragraphs; pages name these parts."""
    parts = {
        "document": f"<w:document {NAMESPACES}><w:body>{body}{last_page.xml()}</w:body></w:document>",
        "styles": styles,
        "numbering": numbering,
        "settings": _SETTINGS,
    }
    for name, blocks in furniture.items():
        root = "w:hdr" if name.startswith("header") else "w:ftr"
        parts[name] = f"<{root} {NAMESPACES}>{blocks}</{root}>"
    return package(parts, title)
