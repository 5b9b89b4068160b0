"""Kill −9 in the middle of saving: every acknowledged change is there once, the others whole or not at all (F1)."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from sqlalchemy import Engine

from inovik_forms.answers import journal
from inovik_forms.answers.values import Change
from inovik_forms.store import Store
from inovik_forms.store.records import Response

WRITER = """
import sys, uuid
from datetime import UTC, datetime
from pathlib import Path
from inovik_forms.answers.values import Change
from inovik_forms.store import Store, make_engine
store = Store(make_engine(sys.argv[1]), Path(sys.argv[2]))
print("siap", flush=True)
for number in range(100_000):
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{sys.argv[4]}/{number}"))
    change = Change(key, f"nama{number % 7}", f"{number} " * 40, number, datetime.now(UTC), "budi", sys.argv[4])
    (receipt,) = store.append(int(sys.argv[3]), [change])
    print(receipt.id, receipt.seq, flush=True)
"""


@pytest.mark.parametrize("pause", [0.02, 0.11, 0.23])
def test_killed_while_saving(engine: Engine, store: Store, response: Response, tmp_path: Path, pause: float) -> None:
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WRITER, url, str(tmp_path), str(response.id), str(uuid.uuid4())]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout and writer.stdout.readline() == "siap\n"
    time.sleep(pause)
    writer.send_signal(signal.SIGKILL)
    lines = writer.stdout.read().split("\n")[:-1]
    writer.wait()
    writer.stdout.close()
    acknowledged = {key: int(seq) for key, seq in (line.split() for line in lines if line.count(" ") == 1)}
    entries = store.journal(response.id)
    kept = {entry.change.id: entry.seq for entry in entries}
    assert acknowledged.items() <= kept.items()
    assert len(kept) - len(acknowledged) <= 1, "at most the one that was under way"
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert store.draft(response.id) == (len(entries), journal.fold(e.change for e in entries))
    again = store.append(response.id, [Change(**{n: getattr(e.change, n) for n in Change.__slots__}) for e in entries])
    assert {receipt.id: receipt.seq for receipt in again} == kept
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
