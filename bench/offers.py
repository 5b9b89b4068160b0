"""What a device is told to begin responses without a network (`web/blanks`), for a unit with many innovations: size of
the reply, as it travels, and how long it takes to make; then how long it takes to say that nothing has changed."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from bench.clicks import prepare
from bench.phone import STAFF
from inovik_forms.settings import Settings
from inovik_forms.store.store import Store
from inovik_forms.web import create_app

COUNTS = (30, 100, 200)
PASSWORD = "cukup-panjang-untuk-uji"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        settings = Settings.from_env({"INOVIK_DATA_DIR": str(Path(name) / "data")})
        store = Store.open(settings)
        prepare(store)
        account = store.account_by_username(STAFF)
        assert account is not None
        store.set_password(account.id, PASSWORD)
        client = create_app(settings, store).test_client()
        token = client.get("/masuk").text.split('name="csrf_token" value="')[1].split('"')[0]
        client.post("/masuk", data={"nama": STAFF, "sandi": PASSWORD, "csrf_token": token})
        made = 0
        for count in COUNTS:
            for number in range(made, count):
                subject = store.add_subject("inovasi", account.unit, f"Inovasi nomor {number}", STAFF)
                for stage in ("diagnosa", "laporan-kemajuan"):
                    response = store.start_response(subject.id, stage, STAFF, {})
                    store.mark_sent(response.id, STAFF, store.clock(), store.response(response.id).seq)
            made = count
            tell(client, count)
        store.close()


def tell(client: FlaskClient, count: int) -> None:
    start = time.perf_counter()
    reply = client.get("/perangkat/mulai.json")
    first = time.perf_counter() - start
    assert reply.status_code == 200, reply.status
    data = reply.get_data()
    start = time.perf_counter()
    again = client.get(f"/perangkat/mulai.json?sejak={json.loads(data)['stamp']}")
    same = time.perf_counter() - start
    assert again.status_code == 204
    told = len(json.loads(data)["subjects"]) - 1
    print(
        f"{count:4} innovations, {told} told: {len(data) / 1000:.0f} kB, "
        f"{len(gzip.compress(data)) / 1000:.1f} kB sent, "
        f"{first * 1000:.0f} ms; unchanged: {same * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
