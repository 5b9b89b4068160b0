"""Word files that mean harm, through the administrator's page: each is named for what it is; none can be published."""

from __future__ import annotations

import io
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from inovik_forms.store.store import Store
from tests.documents.word_files import paragraph, word_file
from tests.web.test_word_templates import PAGE, admin, publish, send  # noqa: F401 - a fixture

CODE = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
)


def repacked(data: bytes, new: dict[str, bytes]) -> bytes:
    """The file with members added or replaced."""
    with io.BytesIO() as out:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in old.namelist():
                if name not in new:
                    made.writestr(name, old.read(name))
            for name, content in new.items():
                made.writestr(name, content)
        return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


class Listener:
    """Somebody on the network who notes who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.calls += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts a program fails."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)


def refused(person: Any, store: Store, data: bytes, *words: str) -> None:
    """The page says why, and publishing what was uploaded is refused, too; as a clause it is not even kept."""
    answer = person.client.post(
        f"{PAGE}/unggah", data={"csrf_token": person.token, "berkas": (io.BytesIO(data), "surat.docx")}
    )
    assert answer.status_code in (303, 422)
    page = answer.text if answer.status_code == 422 else person.get(PAGE).html
    answer.close()
    for word in words:
        assert word in page, word
    if store.template_draft("surat"):
        publish(person, store, status=422)
    assert store.template_version("surat") == 1
    clause = {"judul": "Kahar", "berkas-1": (io.BytesIO(data), "kahar.docx"), "csrf_token": person.token}
    answer = person.client.post("/pengaturan/klausul/baru", data=clause)
    assert answer.status_code == 422 and store.clause_records() == []
    assert all(word in answer.text for word in words)


@pytest.mark.parametrize(
    "harm",
    [
        CODE,
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('format') }}",
        "{{ 'a'*1000000000 }}",
        "{{ nama.upper() }}",
    ],
)
def test_A1_A2_A3_code_is_no_tag_wherever_it_stands(admin: Any, store: Store, harm: str) -> None:  # noqa: F811
    safe = harm.replace("&", "&amp;")
    titled = repacked(word_file(paragraph("Isi")), {"docProps/core.xml": PROPERTIES.format(safe).encode()})
    refused(admin, store, word_file(paragraph(safe)), "kesalahan")
    refused(admin, store, titled, "kesalahan")


@pytest.mark.parametrize("code", ["INCLUDEPICTURE", "INCLUDETEXT", "DDEAUTO", "LINK"])
def test_A6_fields_that_reach_out_are_named(admin: Any, store: Store, listener: Listener, code: str) -> None:  # noqa: F811
    field = f'<w:fldSimple w:instr=" {code} &quot;{listener.address}&quot; "><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    refused(admin, store, word_file(paragraph("Awal", inside=field)), code)
    assert listener.calls == 0


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "aFChunk", "frame", "subDocument"])
def test_A6_parts_that_lie_elsewhere_are_named(admin: Any, store: Store, listener: Listener, kind: str) -> None:  # noqa: F811
    relation = (
        f'<Relationship Id="rIdX" TargetMode="External" Target="{listener.address}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    )
    refused(admin, store, word_file(paragraph("Isi"), relations=relation), "kesalahan")
    assert listener.calls == 0


def test_A7_what_holds_a_macro_or_is_no_docx_is_told_how_to_save_it(admin: Any, store: Store) -> None:  # noqa: F811
    plain = word_file(paragraph("Isi"))
    refused(admin, store, repacked(plain, {"word/vbaProject.bin": b"\0" * 40}), "kesalahan")
    types = member(plain, "[Content_Types].xml").decode()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = types.replace(main, "application/vnd.ms-word.document.macroEnabled.main+xml")
    assert macro != types
    refused(admin, store, repacked(plain, {"[Content_Types].xml": macro.encode()}), "kesalahan")
    refused(admin, store, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx")


def test_A8_bombs_are_counted_before_they_are_unpacked(admin: Any, store: Store) -> None:  # noqa: F811
    plain = word_file(paragraph("Isi"))
    refused(admin, store, repacked(plain, {"word/media/a.png": b"\0" * 300_000_000}), "kesalahan")
    refused(admin, store, repacked(plain, {f"{n:x}": b"" for n in range(5_001)}), "kesalahan")
    refused(admin, store, repacked(plain, {"../etc/passwd": b"x"}), "kesalahan")


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_A9_entities_are_refused_before_they_are_read(
    admin: Any,  # noqa: F811
    store: Store,
    listener: Listener,
    part: str,
    encoding: str,
) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY out SYSTEM "{listener.address}">]>'
    plain = word_file(paragraph("Isi"))
    old = member(plain, part).decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    start = old.index("<", old.index("?>") + 2) if old.startswith("<?xml") else 0
    harm = f'<?xml version="1.0" encoding="{encoding}"?>{head}{old[start:]}'.encode(encoding)
    refused(admin, store, repacked(plain, {part: harm}), "kesalahan")
    assert listener.calls == 0
