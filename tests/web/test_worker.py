"""What the service worker gives for a page: the server's, or the empty page that draws what lies on the device."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from inovik_forms.web.offline import WORKER

SCRIPT = """
const SHELL = [], STAMP = "x", listeners = {};
const location = { origin: "http://situs" };
const caches = { match: async () => ({ name: "empty" }) };
const addEventListener = (name, hear) => { listeners[name] = hear; };
const [given, address] = JSON.parse(process.argv[1]);
const fetch = async () => given && { ...given, name: "server", headers: new Map(given.ours ? [["Inovik", "1"]] : []) };
%s
let answer;
const request = { url: address, mode: "navigate", method: "GET" };
listeners.fetch({ request, respondWith: (found) => { answer = found; } });
answer.then(({ name }) => console.log(name));
"""
PAGE, OTHER = "http://situs/isian/7/bagian/dasar", "http://situs/dokumen/7"


def given(reply: dict[str, object], address: str) -> str:
    source = SCRIPT % Path(WORKER).read_text()
    command = ["node", "-e", source, "--", json.dumps([reply, address])]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip()


@pytest.mark.parametrize(
    ("status", "ours", "address", "shown"),
    [
        (200, True, PAGE, "server"), (404, True, PAGE, "server"),
        (200, False, PAGE, "empty"),  # a hotspot's
        (503, True, PAGE, "empty"),  # F7: the database does not answer, the page that lies here does
        (503, True, OTHER, "server"),  # nothing of it lies here
    ],
)  # fmt: skip
def test_a_page_comes_from_the_server_or_from_the_device(status: int, ours: bool, address: str, shown: str) -> None:
    assert given({"status": status, "type": "basic", "ours": ours}, address) == shown
