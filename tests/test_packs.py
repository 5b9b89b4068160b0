"""A pack: every mistake at once with file and line; loading twice doubles nothing; prefilled values."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from inovik_forms.answers import journal
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.packs import Pack, load_pack, prefill, programme, read_pack
from inovik_forms.packs.content import SHIPPED, content_dir
from inovik_forms.packs.load import draft_changes
from inovik_forms.packs.prefill import FirstValues, Source, values_for, with_last
from inovik_forms.problems import Problem
from inovik_forms.questionnaires import xlsform
from inovik_forms.store import Store, make_engine, migrate

AMBON = content_dir("packs") / "ambon"
TODAY = date(2026, 11, 24)

CITY = """kota:
  nama: Kota Uji
  pemerintah: Pemerintah Kota Uji
  provinsi: Provinsi Uji
  kepala_jabatan: Wali Kota Uji
  ibu_kota: Uji
  telepon: "0911"
zona_waktu: Asia/Makassar
"""
UNITS = "code,name,kind,address,phone,head_title\ndinkes,Dinas Kesehatan,dinas,Jalan,0911,Kepala Dinas\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small sound pack."""
    (tmp_path / "samples").mkdir()
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def ambon() -> Pack:
    """The shipped pack, read once."""
    pack, problems = read_pack(AMBON)
    assert pack, [p.message for p in problems]
    return pack


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(make_engine(f"sqlite:///{tmp_path / 'uji.db'}"), tmp_path / "berkas")
    migrate(store.db.engine)
    yield store
    store.close()


def found(folder: Path) -> list[tuple[str, object, object, object]]:
    pack, problems = read_pack(folder)
    assert (pack is None) == any(p.severity == "error" for p in problems)
    return [_spot(p) for p in problems]


def _spot(problem: Problem) -> tuple[str, object, object, object]:
    assert problem.message
    where = problem.where
    name = getattr(where, "sheet", None) or getattr(where, "name", None)
    return problem.code, name, getattr(where, "row", None), getattr(where, "column", "")


def test_a_sound_pack_is_read_whole(folder: Path) -> None:
    pack, problems = read_pack(folder)
    assert problems == []
    assert pack and pack.city["nama"] == "Kota Uji"
    assert pack.city["zona_waktu"] == "Asia/Makassar"
    assert [(u.code, u.head) for u in pack.units] == [("dinkes", "Kepala Dinas")]
    assert set(SHIPPED) == set(pack.templates)


def test_a_folder_without_a_city_is_no_pack(tmp_path: Path) -> None:
    assert found(tmp_path) == [("packs.no_pack", str(tmp_path), None, "")]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("city.yaml", "  nama: Kota Uji\n", "", ("packs.city_missing", "city.yaml", None, "kota.nama")),
        ("city.yaml", '"0911"', "0911", ("packs.not_text", "city.yaml", None, "kota.telepon")),
        ("city.yaml", "Asia/Makassar", "Asia/Ambon", ("packs.zone", "city.yaml", None, "zona_waktu")),
        ("city.yaml", "zona_waktu", "kota", ("packs.yaml", "city.yaml", 8, "")),
        ("city.yaml", "  nama: Kota Uji", "  nama: [", ("packs.yaml", "city.yaml", 4, "")),
        ("city.yaml", "  ibu", "  logo: x.png\n  ibu", ("packs.file_missing", "city.yaml", None, "kota.logo")),
        ("units.csv", "code,", "kode,", ("packs.column_missing", "units.csv", 1, "code")),
        ("units.csv", "dinkes,Dinas", "dinkes,A,,,,\ndinkes,Dinas", ("packs.unit_twice", "units.csv", 3, "code")),
        ("units.csv", "dinkes,Dinas Kesehatan", "dinkes,", ("packs.cell_empty", "units.csv", 2, "name")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(
    folder: Path, file: str, old: str, new: str, expected: tuple[str, str, int, str]
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert expected in found(folder)


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    (folder / "city.yaml").write_text("kota: {nama: 5}\nzona_waktu: x\n", encoding="utf-8")
    (folder / "units.csv").write_bytes("code,name\ndinkes,Din\xe9s\n".encode("latin-1"))
    codes = {code for code, *_ in found(folder)}
    assert codes == {"packs.not_text", "packs.city_missing", "packs.zone", "packs.not_utf8"}


SAMPLES = """contoh:
  - jenis: inovasi
    unit: dinkes
    judul: Uji
    jawaban:
      - {kuesioner: drum-up, berkas: uji.json, terkirim: true}
"""


@pytest.mark.parametrize(
    ("index", "answers", "code"),
    [
        (SAMPLES.replace("dinkes", "entah"), "{}", "packs.sample"),
        (SAMPLES.replace("jenis: inovasi", "jenis: x"), "{}", "packs.sample"),
        (SAMPLES.replace("drum-up", "x"), "{}", "packs.sample"),
        (SAMPLES, "{", "packs.json"),
        (SAMPLES, "[]", "packs.json"),
        (SAMPLES, None, "packs.file_missing"),
        (SAMPLES, '{"tidak_ada_pertanyaan_ini": 1}', "packs.sample_answer"),
    ],
)
def test_mistakes_in_samples_are_named(folder: Path, index: str, answers: str | None, code: str) -> None:
    (folder / "samples" / "index.yaml").write_text(index, encoding="utf-8")
    if answers is not None:
        (folder / "samples" / "uji.json").write_text(answers, encoding="utf-8")
    assert code in {c for c, *_ in found(folder)}


# ---------------------------------------------------------------- loading


def test_the_shipped_pack_loads_and_a_second_time_changes_nothing(store: Store, ambon: Pack) -> None:
    logins = load_pack(store, ambon)
    assert {login.account.role for login in logins} == {"staff", "legal", "coordinator", "administrator"}
    for login in logins[:1]:
        assert store.check_password(login.account.username, login.password) == login.account
    before = _content(store)
    assert before["responses"]
    assert load_pack(store, ambon) == []
    assert _content(store) == before
    assert programme(store) == ambon.programme
    assert not store.is_empty()


def _content(store: Store) -> dict[str, object]:
    return {
        "responses": store.responses_of(),
        "subjects": store.subjects(),
        "accounts": store.accounts(),
        "city": store.city(),
        "forms": store.questionnaire_records(),
        "templates": store.template_records(),
    }


def test_an_interrupted_loading_is_taken_up_again(store: Store, ambon: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    append, calls = store.append, []

    def dies(*arguments: object, **options: object) -> object:
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return append(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        load_pack(store, ambon)
    assert store.is_empty()
    load_pack(store, ambon)
    assert len(store.responses_of()) == sum(len(sample.responses) for sample in ambon.samples)
    assert len(store.subjects()) == len(ambon.samples)


def test_production_gets_neither_sample_accounts_nor_answers(store: Store) -> None:
    pack, _ = read_pack(AMBON, samples=False)
    assert pack
    assert load_pack(store, pack, samples=False) == []
    assert (store.accounts(), store.subjects()) == ([], [])
    assert store.units() and store.questionnaire_names()


def test_files_of_labels_come_with_the_pack(folder: Path, store: Store) -> None:
    (folder / "questionnaires" / "media").mkdir(parents=True)
    form = "| survey |\n| | type | name | label | image | audio |\n| | note | n | Lihat | peta.png | suara.mp3 |\n"
    (folder / "questionnaires" / "peta.md").write_text(form)
    (folder / "questionnaires" / "media" / "peta.png").write_bytes(b"gambar")
    assert [p.code for p in read_pack(folder)[1]] == ["questionnaires.media_missing"]
    (folder / "questionnaires" / "media" / "suara.mp3").write_bytes(b"suara")
    pack, _ = read_pack(folder)
    assert pack is not None
    for _ in range(2):
        load_pack(store, pack, samples=False)
        files = store.media("peta", store.questionnaire_version("peta"))
        assert {(f.name, f.media_type, store.file(f"{f.sha256}/x")) for f in files.values()} == {
            ("peta.png", "image/png", b"gambar"),
            ("suara.mp3", "audio/mpeg", b"suara"),
        }
    assert store.questionnaire_version("peta") == 1


def test_a_city_may_replace_a_shipped_form(folder: Path) -> None:
    (folder / "questionnaires").mkdir()
    shutil.copy(content_dir("questionnaires") / "drum-up.md", folder / "questionnaires" / "desain.md")
    pack, _ = read_pack(folder)
    assert pack and pack.questionnaires["desain"].form.title == pack.questionnaires["drum-up"].form.title


# ---------------------------------------------------------------- first values

SOURCE = """| survey |
| | type | name | label | relevant | calculation |
| | text | ide | Ide | | |
| | text | lama | Lama | ${ide} = 'x' | |
| | calculate | jumlah | | | count(${pihak}) |
| | begin repeat | pihak | Pihak | | |
| | text | nama | Nama | | |
| | integer | umur | Umur | | |
| | end repeat | | | | |
| settings |
| | form_title | form_id |
| | Asal | asal |
"""
TARGET = """| survey |
| | type | name | label | prefill |
| | hidden | kota_nama | | kota.nama |
| | text | pengisi | Pengisi | akun.nama |
| | begin group | bagian | Bagian | |
| | text | judul | Judul | asal.ide |
| | text | lama | Lama | asal.lama |
| | text | banyak | Banyak | asal.jumlah |
| | text | kosong | Kosong | kota.tidak_ada |
| | text | bebas | Bebas | |
| | end group | | | |
| | begin repeat | mitra | Mitra | asal.pihak |
| | text | nama | Nama | |
| | text | umur | Umur | |
| | text | lain | Lain | |
| | end repeat | | | |
| settings |
| | form_title | form_id |
| | Tujuan | tujuan |
"""


def source(values: dict[str, str], instances: dict[str, list[str]] | None = None) -> State:
    draft = Draft(dict(values), instances or {})
    return evaluate(plan_of(xlsform.load(SOURCE.encode(), "asal.md")), draft, today=TODAY)


def test_first_values_come_from_city_account_and_earlier_answers() -> None:
    earlier = source({"ide": "Jemput bola", "lama": "tidak relevan"})
    plain = {"kota.nama": "Kota Uji", "akun.nama": "Budi"}
    first = values_for(xlsform.load(TARGET.encode(), "t.md"), plain, {"asal": Source(earlier, "asal 2026-11-12")}.get)
    assert first.values == {
        "kota_nama": "Kota Uji",
        "pengisi": "Budi",
        "bagian/judul": "Jemput bola",
        "bagian/banyak": "1",
    }
    assert first.sources == {"bagian/judul": "asal 2026-11-12", "bagian/banyak": "asal 2026-11-12"}


def test_rows_of_a_repeat_are_taken_over_with_equally_named_questions() -> None:
    instances = {"pihak": ["k2", "k3"]}
    earlier = source({"pihak[k2]/nama": "A", "pihak[k2]/umur": "7", "pihak[k3]/nama": "B"}, instances)
    values = values_for(
        xlsform.load(TARGET.encode(), "t.md"), {}, {"asal": Source(earlier, "asal 2026-11-12")}.get
    ).values
    rows = {path: value for path, value in values.items() if path.startswith("mitra")}
    assert rows == {"mitra[1]/nama": "A", "mitra[1]/umur": "7", "mitra[k3]/nama": "B"}


def test_without_an_earlier_response_nothing_is_taken_over() -> None:
    assert values_for(xlsform.load(TARGET.encode(), "t.md"), {}, lambda _name: None) == FirstValues()


def test_a_new_report_may_begin_with_the_last_one() -> None:
    form = xlsform.load(
        b"""| survey |
| | type | name | label | appearance | read_only | sensitive |
| | text | isi | Isi | | |
| | text | telepon | Telepon | | | yes |
| | date | tanggal | Tanggal | | |
| | image | tanda_tangan | Tanda tangan | signature | |
| | acknowledge | setuju | Setuju | | |
| | text | tetap | Tetap | | yes |
| | begin repeat | butir | Butir | | |
| | text | nama | Nama | | |
| | date | kapan | Kapan | | |
| | end repeat | | | | |
""",
        "t.md",
    )
    said = {
        "isi": "lalu", "tanggal": "2026-11-12", "tanda_tangan": "a.png", "setuju": "OK", "tetap": "x",
        "telepon": "0811",
        "butir[k2]/nama": "Dua", "butir[k2]/kapan": "2026-10-01", "butir[k3]/nama": "Tiga",
    }  # fmt: skip
    state = evaluate(plan_of(form), Draft(said, {"butir": ["k2", "k3"]}), today=TODAY)
    first = FirstValues({"isi": "rencana", "tetap": "baru"}, {"isi": "desain 2026-01-01"})
    found = with_last(form, first, Source(state, "laporan 2026-11-12"))
    assert found.values == {
        "isi": "lalu", "tetap": "baru", "butir[1]/nama": "Dua", "butir[1]/kapan": "2026-10-01",
        "butir[k3]/nama": "Tiga",
    }  # fmt: skip
    assert set(found.sources) == set(found.values) - {"tetap"} and set(found.sources.values()) == {"laporan 2026-11-12"}


def test_a_new_report_of_the_sample_city_brings_the_rows_of_its_plan(store: Store, ambon: Pack) -> None:
    load_pack(store, ambon)
    plan = next(r for r in store.responses_of() if r.questionnaire == "desain" and r.title == "AKTA TIBA")
    staff = next(a for a in store.accounts() if a.unit == plan.unit)
    values = prefill(store, store.subject(plan.subject), staff, "laporan-kemajuan", TODAY).values
    fresh = store.start_response(plan.subject, "laporan-kemajuan", "uji", values)
    form = plan_of(store.questionnaire("laporan-kemajuan"))
    state = evaluate(form, store.draft(fresh.id)[1], today=TODAY)
    rows = [i for i in state.items if i.path.startswith("kemajuan_kegiatan/kegiatan[") and i.path.endswith("]")]
    planned = store.draft(plan.id)[1].instances
    assert len(rows) == max(len(keys) for repeat, keys in planned.items() if repeat.endswith("kegiatan"))
    named = {i.item.name: i.value for i in state.items if i.value}
    assert named["kota_nama"] == "Kota Ambon"
    assert named["judul"] == "AKTA TIBA"
    logo = named["kota_logo"]
    assert store.file(logo) and store.file_owner(logo).count(fresh.id) == 1


def test_a_draft_becomes_changes_that_make_it_again() -> None:
    draft = Draft({"a": "1", "p[2]/x": "y", "p[2]/q[7]/z": "w"}, {"p": ["2", "3"], "p[2]/q": ["7"], "kosong": []})
    again = journal.fold(draft_changes(draft, "uji", datetime(2026, 1, 1, tzinfo=UTC)))
    assert (again.values, again.instances) == (draft.values, draft.instances)
