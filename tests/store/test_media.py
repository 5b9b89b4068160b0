"""Files that labels show: which version shows which, from a draft through its publishing to a restored one."""

from __future__ import annotations

import pytest

from inovik_forms.problems import Refused
from inovik_forms.store import Store
from inovik_forms.store.records import MediaFile


def form(*names: str) -> bytes:
    rows = "".join(f"| | note | n{i} | Lihat | {name} |\n" for i, name in enumerate(names))
    return f"| survey |\n| | type | name | label | image |\n{rows}".encode()


def kept(store: Store, name: str, data: bytes) -> MediaFile:
    return store.keep_media(data, name, "image/png")


def publish(store: Store, data: bytes, **files: bytes) -> int:
    media = {f"{name}.png": kept(store, f"{name}.png", content) for name, content in files.items()}
    return store.publish_questionnaire("q", data, "q.md", media=media)


def hashes(store: Store, version: int) -> dict[str, bytes | None]:
    return {name: store.file(f"{file.sha256}/{name}") for name, file in store.media("q", version).items()}


def test_publishing_needs_every_named_file_and_keeps_no_other(store: Store) -> None:
    assert store.media("q", 1) == {}
    with pytest.raises(Refused) as refused:
        publish(store, form("a.png", "b.png"), a=b"1")
    assert [p.detail["file"] for p in refused.value.problems] == ["b.png"]
    assert store.questionnaire_names() == []
    assert publish(store, form("a.png", "b.png"), a=b"1", b=b"2", c=b"3") == 1
    assert hashes(store, 1) == {"a.png": b"1", "b.png": b"2"}


def test_other_contents_are_another_version(store: Store) -> None:
    assert publish(store, form("a.png"), a=b"1") == 1
    assert publish(store, form("a.png"), a=b"1") == 1
    assert publish(store, form("a.png"), a=b"2") == 2
    assert (hashes(store, 1), hashes(store, 2)) == ({"a.png": b"1"}, {"a.png": b"2"})


def test_a_draft_begins_with_the_files_before_it(store: Store) -> None:
    publish(store, form("a.png", "b.png"), a=b"1", b=b"2")
    draft = store.put_form_draft("q", form("a.png", "b.png", "c.png"), "q.md", "Q", "admin")
    assert store.add_media("q", draft.version, [kept(store, "b.png", b"9"), kept(store, "c.png", b"3")])
    again = store.put_form_draft("q", form("a.png", "b.png"), "q.md", "Q", "admin")
    assert hashes(store, again.version) == {"a.png": b"1", "b.png": b"9", "c.png": b"3"}
    assert store.media("q", draft.version) == {}
    version = store.publish_questionnaire("q", form("a.png", "b.png"), "q.md", media=store.media("q", again.version))
    store.drop_form_draft("q")
    assert (version, hashes(store, 2)) == (2, {"a.png": b"1", "b.png": b"9"})
    assert store.media("q", again.version) == {} and hashes(store, 1)["b.png"] == b"2"


def test_a_restored_version_has_the_files_of_its_time(store: Store) -> None:
    publish(store, form("a.png"), a=b"1")
    publish(store, form("a.png", "b.png"), a=b"2", b=b"2")
    store.put_form_draft("q", form("a.png"), "q.md", "Q", "admin")
    draft = store.put_form_draft("q", form("a.png"), "q.md", "Q", "admin", media_of=1)
    assert hashes(store, draft.version) == {"a.png": b"1"}


def test_a_replaced_draft_takes_no_files(store: Store) -> None:
    gone = store.put_form_draft("q", form("a.png"), "q.md", "Q", "admin")
    store.put_form_draft("q", form("a.png"), "q.md", "Q", "admin")
    assert not store.add_media("q", gone.version, [kept(store, "a.png", b"1")])
    assert store.media("q", gone.version) == {}


def test_contents_are_found_by_version(store: Store) -> None:
    publish(store, form("a.png"), a=b"1")
    draft = store.put_form_draft("q", form("a.png"), "q.md", "Q", "admin")
    sha256 = store.media("q", 1)["a.png"].sha256
    assert sorted(store.media_versions("q", sha256)) == [(draft.version, "image/png"), (1, "image/png")]
    assert store.media_versions("lain", sha256) == []
