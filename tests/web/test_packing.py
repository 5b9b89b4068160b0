"""What travels: pages compressed, and all modules of a page of questions as one script."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from inovik_forms.web.app import STATIC
from inovik_forms.web.bundle import LATER, NotBundled, bundle


def test_a_page_is_packed_for_whoever_can_unpack_it(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    address = f"/isian/{response_id}/bagian/dasar"
    plain = ani.client.get(address)
    small = ani.client.get(address, headers={"Accept-Encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain.headers and small.headers["Content-Encoding"] == "gzip"
    assert {"Cookie", "Accept-Encoding"} <= set(plain.vary) and {"Cookie", "Accept-Encoding"} <= set(small.vary)
    tokens = re.compile(rb'(name="(?:csrf_token|lembar)" value="|lembar=)[^"&]+')
    assert tokens.sub(b"", gzip.decompress(small.data)) == tokens.sub(b"", plain.data)
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2


def test_the_same_page_is_not_always_of_the_same_length(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    headers = {"Accept-Encoding": "gzip"}
    lengths = {len(ani.client.get(f"/isian/{response_id}/bagian/dasar", headers=headers).data) for _ in range(12)}
    assert max(lengths) - min(lengths) > 20


def test_a_packed_file_is_not_packed_again(visit: Any, response_id: int) -> None:
    html = visit("ani").get(f"/isian/{response_id}/bagian/dasar").html
    (address,) = re.findall(r'src="(/static/form\.js[^"]*)"', html)
    found = visit().client.get(address, headers={"Accept-Encoding": "gzip"})
    assert found.headers["Content-Encoding"] == "gzip" and b"startLogic" in gzip.decompress(found.data)


def test_every_module_of_a_page_comes_in_one_script() -> None:
    script = bundle(STATIC, "form.js", lambda name: f"/static/{name}?v=1").decode()
    for file in STATIC.rglob("*.js"):
        name = file.relative_to(STATIC).as_posix()
        if name.startswith(LATER):
            assert f'import("/static/{name}?v=1")' in script and f'"{name}": (' not in script, name
        else:
            assert name == "form.js" or f'"{name}": (' in script, name
    assert '"/static/widgets/date.js?v=1": "widgets/date.js"' in script
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('export default 3;', "a.js: export default 3;"),
        ('import x from "./b.js";', 'a.js: import x from "./b.js";'),
        ("export let count = 0;", "a.js: export let count = 0;"),
        ('import { x } from "./nowhere.js";', "a.js: nowhere.js"),
        ('import { b } from "./b.js";\nexport const a = 1;', "a.js: a.js → b.js → a.js"),
    ],
)  # fmt: skip
def test_what_a_bundle_cannot_say_is_refused(tmp_path: Path, source: str, told: str) -> None:
    (tmp_path / "a.js").write_text(source + "\n")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 2;\n' if "const a" in source else "")
    with pytest.raises(NotBundled) as refused:
        bundle(tmp_path, "a.js", str)
    assert told in str(refused.value)


def test_what_comes_later_by_itself_imports_nothing(tmp_path: Path) -> None:
    """Else it would have a second copy of what the page has, with a state of its own."""
    (tmp_path / "later").mkdir()
    (tmp_path / "a.js").write_text("export const a = 1;\n")
    (tmp_path / "later" / "b.js").write_text('import { a } from "../a.js";\n')
    with pytest.raises(NotBundled, match=r"later/b\.js"):
        bundle(tmp_path, "a.js", str)
