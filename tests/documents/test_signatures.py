"""Spaces to sign in become empty signature fields of the PDF, which a program for electronic signatures fills in."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from asn1crypto import keys, x509  # type: ignore[import-untyped]
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from inovik_forms.documents import pdf
from inovik_forms.documents.signatures import signatures
from tests.content.test_pages import document as shipped
from tests.documents.test_notes import resolved
from tests.documents.test_typeset import elements
from tests.documents.word_files import paragraph, table, word_file

T = TypeVar("T")
BLOCK = table(
    ("PIHAK KESATU,\nWALI KOTA,\n\n\n\nAna", "PIHAK KEDUA,\n\n\n\nBudi\nNIP 1"), ("di bawah,\n\nC", "\n\nD"), width=4000
)


def signed_file() -> bytes:
    return pdf.pdf(resolved(word_file(paragraph("Naskah") + BLOCK)))


def test_a_space_between_an_office_and_a_name_is_one_to_sign_in() -> None:
    found = signatures(resolved(word_file(BLOCK)).body)
    assert [(s.office, s.name, len(s.spaces)) for s in found] == [("WALI KOTA", "Ana", 3), ("PIHAK KEDUA", "Budi", 3)]


@pytest.mark.parametrize(("name", "count"), [("nota-kesepakatan", 4), ("rencana-aksi", 3), ("laporan-kemajuan", 2)])
def test_every_signature_of_the_shipped_documents_has_its_field(name: str, count: int) -> None:
    reader = PdfReader(io.BytesIO(pdf.pdf(shipped(name))))
    form: Any = reader.root_object["/AcroForm"]
    assert len(form["/Fields"]) == count
    places = [(page.page_number, *note.get_object()["/Rect"]) for page in reader.pages
              for note in page.get("/Annots", []) if note.get_object()["/Subtype"] == "/Widget"]  # fmt: skip
    assert len(set(places)) == count
    assert all(right - left > 100 and upper - lower > 30 for _, left, lower, right, upper in places)


def test_a_field_says_what_it_is_and_belongs_to_the_structure() -> None:
    data = signed_file()
    notes: Any = PdfReader(io.BytesIO(data)).pages[0]["/Annots"]
    assert [note.get_object()["/TU"] for note in notes] == [
        "Tanda tangan WALI KOTA, Ana",
        "Tanda tangan PIHAK KEDUA, Budi",
    ]
    assert all(note.get_object()["/F"] == 4 and "/N" in note.get_object()["/AP"] for note in notes)
    forms = [node for node in elements(resolved(word_file(BLOCK))) if node["/S"] == "/Form"]
    assert [node["/K"]["/Type"] for node in forms] == ["/OBJR", "/OBJR"]


def signer() -> tuple[signers.SimpleSigner, x509.Certificate]:
    """A signer with a certificate that it issued itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "Wali Kota Uji")])
    today = datetime(2026, 1, 1)  # noqa: DTZ001 - certificates count in UTC
    made = (
        certificates.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today).not_valid_after(today + timedelta(days=36500))
        .add_extension(certificates.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(certificates.KeyUsage(True, True, False, False, False, True, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate = x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register(certificate)
    return signers.SimpleSigner(certificate, keys.PrivateKeyInfo.load(secret), store), certificate


def sign(data: bytes, name: str, hand: signers.SimpleSigner) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    what = signers.PdfSignatureMetadata(field_name=name)
    signed: bytes = signers.sign_pdf(writer, what, signer=hand, existing_fields_only=True).getvalue()
    return signed


def beside(work: Callable[..., T], *parts: Any) -> T:
    """In a thread of its own: pyHanko begins an event loop, and browser tests have one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *parts).result()


def test_pyhanko_signs_in_each_field_and_finds_both_signatures_valid() -> None:
    data = signed_file()
    names = [name for name, _, _ in fields.enumerate_sig_fields(PdfFileReader(io.BytesIO(data)))]
    assert names == ["TandaTangan1", "TandaTangan2"]
    hand, certificate = signer()
    for name in names:
        data = beside(sign, data, name, hand)
    reader = PdfFileReader(io.BytesIO(data))
    context = ValidationContext(trust_roots=[certificate])
    for signature in reader.embedded_signatures:
        status = beside(validate_pdf_signature, signature, context)
        assert status.bottom_line, status.summary()
    assert len(reader.embedded_signatures) == 2
