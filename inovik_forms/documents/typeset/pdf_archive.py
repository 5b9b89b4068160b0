"""What a PDF says of itself for archives and for screen readers: PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape

from PIL import ImageCms

from inovik_forms.documents.typeset.pdf_objects import Objects

PRODUCER = "Inovik Forms"
ANSWERS = "jawaban.json"
_NO_TIME = "D:20000101000000Z"  # the standard wants one; a real one would make the same document another file
_DATE_AT, _DATE, _ID_AT = 24, bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)), 84  # ICC.1: header of a profile


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. `answers`: what is printed in it, as JSON; `is_whole`: every letter has its glyph."""

    title: str
    language: str
    answers: str = ""
    is_whole: bool = True


def for_archives(out: Objects, about: About) -> str:
    """Entries of the catalog: metadata, what the colours mean, the answers as a file inside."""
    metadata = out.stream(_metadata(about).encode(), "/Type/Metadata/Subtype/XML", compress=False)
    profile = out.stream(_colours(), "/N 3")
    entries = (
        f"/Metadata {metadata} 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
        f"/Info(sRGB)/DestOutputProfile {profile} 0 R>>]"
    )
    if not about.answers:
        return entries
    data = about.answers.encode()
    file = out.stream(
        data, f"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size {len(data)}/ModDate({_NO_TIME})>>"
    )
    spec = out.add(
        f"<</Type/Filespec/F({ANSWERS})/UF({ANSWERS})/AFRelationship/Source/Desc({ANSWERS})"
        f"/EF<</F {file} 0 R/UF {file} 0 R>>>>"
    )
    return f"{entries}/AF[{spec} 0 R]/Names<</EmbeddedFiles<</Names[({ANSWERS}){spec} 0 R]>>>>"


@cache
def _colours() -> bytes:
    """The profile of sRGB, with a date of its own: the same bytes every day."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[_DATE_AT : _DATE_AT + len(_DATE)] = _DATE
    data[_ID_AT : _ID_AT + 16] = bytes(16)
    return bytes(data)


def _metadata(about: About) -> str:
    """XMP. A file with a letter that no font has keeps no promise."""
    claims = _CLAIMS if about.is_whole else ""
    title, language = escape(about.title, quote=False), escape(about.language)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f'<pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description>{claims}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


_CLAIMS = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
    "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>"
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
    "</rdf:Description>"
    # PDF/A knows no namespace but its own: this says what pdfuaid is.
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification'
    "</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part of ISO 14289"
    "</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)
