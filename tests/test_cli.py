"""The command line is a contract: exit codes, shapes of output, and a sentence for every failure."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document as NewDocument

from inovik_forms.cli.main import COMMANDS, run
from inovik_forms.packs.content import content_dir
from inovik_forms.settings import Settings
from inovik_forms.store import Store

FORM = """| survey |
| | type | name | label | relevant | required | constraint |
| | text | nama | Nama | | yes | |
| | integer | umur | Umur | | | . >= 0 |
| | text | wali | Wali | ${umur} < 17 | | |
| | begin repeat | kegiatan | Kegiatan | | | |
| | text | langkah | Langkah | | | |
| | end repeat | | | | | |
| | image | foto | Foto | | | |
| settings |
| | form_title | form_id |
| | Uji | uji |
"""
ANSWERS = {"nama": "Siti", "umur": 12, "kegiatan": [{"langkah": "satu"}, {"langkah": "dua"}]}


class Output:
    """What a command said and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def inovik(capsys: pytest.CaptureFixture[str]) -> Callable[..., Output]:
    def call(*arguments: object) -> Output:
        code = run([str(a) for a in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Output(code, said.out, said.err)

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a form, answers and a template, where the command runs."""
    (tmp_path / "uji.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "jawaban.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    word("Nama: {{ nama }}", "[[ULANGI kegiatan]]", "{{ langkah }}", "[[AKHIR]]").save(str(tmp_path / "uji.docx"))
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("INOVIK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INOVIK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def word(*paragraphs: str):  # type: ignore[no-untyped-def]
    document = NewDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


# ---------------------------------------------------------------- check


def test_check_of_a_sound_form(inovik: Callable[..., Output], folder: Path) -> None:
    output = inovik("check", "uji.md")
    assert (output.code, output.err) == (0, "")
    assert "tidak ada kesalahan" in output.out
    output = inovik("check", "uji.md", "--json")
    assert (output.code, json.loads(output.out)) == (0, {"problems": []})


def test_check_names_all_mistakes_with_place_and_fix(inovik: Callable[..., Output], folder: Path) -> None:
    broken = FORM.replace("${umur} < 17", "${umurr} < 17").replace("| text | nama", "| teks | nama")
    (folder / "uji.md").write_text(broken, encoding="utf-8")
    output = inovik("check", "uji.md")
    assert output.code == 1
    assert "lembar survey, baris" in output.err
    assert "→" in output.err
    output = inovik("check", "uji.md", "--json")
    problems = [p for p in json.loads(output.out)["problems"] if p["severity"] == "error"]
    assert output.code == 1
    assert len(problems) >= 2
    for problem in problems:
        assert {"code", "message", "fix", "severity", "where"} <= problem.keys()
        assert {"sheet", "row", "column"} <= problem["where"].keys()


def test_check_looks_for_the_files_that_labels_name(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "gambar.md").write_text("| survey |\n| | type | name | label | image |\n| | text | a | A | peta.png |\n")
    output = inovik("check", "gambar.md")  # no folder: they come with the draft
    assert (output.code, "peta.png" in output.out + output.err) == (0, True)
    (folder / "media").mkdir()
    output = inovik("check", "gambar.md", "--json")
    (found,) = json.loads(output.out)["problems"]
    assert (output.code, found["code"], found["where"]["row"]) == (1, "questionnaires.media_missing", 2)
    (folder / "media" / "peta.png").write_bytes(b"x")
    assert inovik("check", "gambar.md").code == 0


def test_check_of_a_template(inovik: Callable[..., Output], folder: Path) -> None:
    assert inovik("check", "uji.docx").code == 0
    assert inovik("check", "uji.docx", "--form", "uji.md").code == 0
    word("{{ namaa }}", "{{ langkah").save("rusak.docx")
    output = inovik("check", "rusak.docx", "--form", "uji.md", "--json")
    assert output.code == 1
    for problem in json.loads(output.out)["problems"]:
        assert {"part", "heading", "paragraph", "offset", "quote"} <= problem["where"].keys()
    assert "paragraf" in inovik("check", "rusak.docx").err


def test_messages_come_in_english_too(inovik: Callable[..., Output], folder: Path) -> None:
    output = inovik("--language", "en", "check", "tidak-ada.md")
    assert output.code == 2
    assert output.err.startswith("File not found: tidak-ada.md")
    assert inovik("--language", "en", "check", "uji.docx").out == "uji.docx: no errors.\n"


def test_help_comes_in_english_too(inovik: Callable[..., Output]) -> None:
    english = inovik("--language", "en", "--help").out + inovik("--language", "en", "render", "--help").out
    assert {"Usage:", "Options:", "Commands:", "accounts.", "DATE", "Show"} <= set(english.split())
    assert "Kelola akun." in inovik("--help").out


# ---------------------------------------------------------------- evaluate


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"umur": 1, "umur": 2}', "cli.double_name"),
        (b'{"kegiatan": [{"langkah": "a", "langkah": "b"}]}', "cli.double_name"),
        (b'{"umur": NaN}', "cli.no_json_number"),
        (b'{"nama": "\xe9"}', "cli.not_utf8"),
        (b'{"nama": "\\ud800"}', "cli.half_character"),
        (b'{"nama": ' + b"[" * 100_000, "cli.too_nested"),
        (b'{"nama": }', "cli.not_json"),
        (b"[]", "cli.not_answers"),
    ],
)
def test_answers_that_cannot_be_read_are_refused_with_the_reason(
    inovik: Callable[..., Output], folder: Path, content: bytes, code: str
) -> None:
    (folder / "rusak.json").write_bytes(content)
    said = inovik("evaluate", "uji.md", "rusak.json", "--json")
    assert said.code == 1
    (problem,) = json.loads(said.out)["problems"]
    assert problem["code"] == code
    assert problem["message"]
    assert problem["fix"]


def test_a_number_too_long_for_any_number_is_kept_and_not_valid(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "panjang.json").write_text('{"umur": ' + "9" * 5000 + "}")
    items = {item["path"]: item for item in json.loads(inovik("evaluate", "uji.md", "panjang.json").out)["items"]}
    assert items["umur"]["value"] == "9" * 5000
    assert not items["umur"]["valid"]


def test_a_repeat_that_counts_beyond_the_limit_is_named(inovik: Callable[..., Output], folder: Path) -> None:
    rows = ("begin repeat | r | R | 1000000000", "text | t | T | ", "end repeat | | | ")
    lines = ["| survey |", "| | type | name | label | repeat_count |", *(f"| | {row} |" for row in rows)]
    (folder / "banyak.md").write_text("\n".join(lines))
    (folder / "kosong.json").write_text("{}")
    said = inovik("evaluate", "banyak.md", "kosong.json")
    assert said.code == 1
    assert "r[1000]/t" in said.out
    assert "paling banyak 1000" in said.err


def test_the_asked_language_is_that_of_labels_too(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "dua.md").write_text(
        "| survey |\n| | type | name | label::Indonesia (id) | label::English (en) | calculation |\n"
        "| | select_one l | a | A | A | |\n| | calculate | c | | | jr:choice-name(${a}, '${a}') |\n"
        "| choices |\n| | list_name | name | label::Indonesia (id) | label::English (en) |\n| | l | x | Satu | One |\n"
    )
    (folder / "dua.json").write_text('{"a": "x"}')
    values = [
        json.loads(inovik(*language, "evaluate", "dua.md", "dua.json").out)["items"][1]["value"]
        for language in ((), ("--language", "en"))
    ]
    assert values == ["Satu", "One"]


def test_the_mark_under_an_expression_stands_under_its_spot(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "salah.md").write_text(
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | 1 = ${b} |\n"
    )
    lines = inovik("check", "salah.md").err.splitlines()
    expression = next(line for line in lines if "1 = ${b}" in line)
    marks = lines[lines.index(expression) + 1]
    assert marks.index("^") == expression.index("${b}")


def test_evaluate_reports_each_item_in_document_order(inovik: Callable[..., Output], folder: Path) -> None:
    output = inovik("evaluate", "uji.md", "jawaban.json", "--today", "2026-11-24")
    assert (output.code, output.err) == (0, "")
    items = json.loads(output.out)["items"]
    keys = {"path", "relevant", "required", "read_only", "value", "valid", "problem"}
    assert all(item.keys() == keys for item in items)
    assert [item["path"] for item in items] == [
        "nama", "umur", "wali", "kegiatan[1]", "kegiatan[1]/langkah", "kegiatan[2]", "kegiatan[2]/langkah", "foto",
    ]  # fmt: skip
    assert {i["path"]: i["value"] for i in items}["kegiatan[2]/langkah"] == "dua"
    assert items[2]["relevant"] is True


def test_evaluate_takes_the_date_from_the_command(inovik: Callable[..., Output], folder: Path) -> None:
    form = FORM.replace("| | image | foto | Foto | | | |", "| | calculate | hari | | | | |")
    form = form.replace("constraint |", "constraint | calculation |").replace(
        "| hari | | | | |", "| hari | | | | | today() |"
    )
    (folder / "uji.md").write_text(form, encoding="utf-8")
    output = inovik("evaluate", "uji.md", "jawaban.json", "--today", "2030-01-02")
    assert {i["path"]: i["value"] for i in json.loads(output.out)["items"]}["hari"] == "2030-01-02"


def test_a_wrong_typed_answer_is_invalid_and_no_failure(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "jawaban.json").write_text('{"nama": "A", "umur": "dua belas"}')
    output = inovik("evaluate", "uji.md", "jawaban.json")
    assert output.code == 0
    assert {i["path"]: i["valid"] for i in json.loads(output.out)["items"]}["umur"] is False


def test_an_answer_without_a_question_is_said_and_the_rest_counts(inovik: Callable[..., Output], folder: Path) -> None:
    (folder / "jawaban.json").write_text('{"nama": "A", "namaa": "B"}')
    output = inovik("evaluate", "uji.md", "jawaban.json")
    assert output.code == 0
    assert "Peringatan" in output.err and "namaa" in output.err
    assert {i["path"]: i["value"] for i in json.loads(output.out)["items"]}["nama"] == "A"


# ---------------------------------------------------------------- render and book


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!"), ("txt", b"")])
def test_render_fills_a_template(inovik: Callable[..., Output], folder: Path, form: str, start: bytes) -> None:
    output = inovik("render", "uji.docx", "jawaban.json", "--form", "uji.md", "-o", f"hasil.{form}")
    assert (output.code, output.err) == (0, "")
    made = (folder / f"hasil.{form}").read_bytes()
    assert made.lower().startswith(start.lower())
    if form == "txt":
        assert made.decode().splitlines()[-3:] == ["Nama: Siti", "satu", "dua"]


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "txt"])
def test_render_converts_a_word_file_that_never_saw_a_tag(
    inovik: Callable[..., Output], folder: Path, form: str
) -> None:
    word("Halaman [biasa] dengan kurung").save("biasa.docx")
    assert inovik("render", "biasa.docx", "-o", f"biasa.{form}").code == 0
    if form in {"html", "txt"}:
        assert "[biasa]" in (folder / f"biasa.{form}").read_text(encoding="utf-8")


def test_pictures_are_read_beside_the_answers_and_nowhere_else(inovik: Callable[..., Output], folder: Path) -> None:
    from PIL import Image

    inner = folder / "jawab"
    inner.mkdir()
    Image.new("RGB", (8, 8), "red").save(inner / "foto.png")
    Image.new("RGB", (8, 8), "red").save(folder / "luar.png")
    word("Foto: {{ foto }}").save("foto.docx")
    texts = []
    for name in ("foto.png", "../luar.png"):
        (inner / "a.json").write_text(json.dumps({"nama": "A", "foto": name}))
        inovik("render", "foto.docx", "jawab/a.json", "--form", "uji.md", "-o", "foto.html")
        texts.append((folder / "foto.html").read_text(encoding="utf-8"))
    assert ["data:image/png" in text for text in texts] == [True, False]


def test_book_joins_answers_in_the_order_given(inovik: Callable[..., Output], folder: Path) -> None:
    from docx import Document as ReadDocument

    for name in ("b", "a"):
        (folder / f"{name}.json").write_text(json.dumps({"nama": name.upper()}))
    assert inovik("book", "uji.docx", "b.json", "a.json", "--form", "uji.md", "-o", "buku.docx").code == 0
    inovik("render", "buku.docx", "-o", "buku.txt")
    text = (folder / "buku.txt").read_text(encoding="utf-8")
    assert text.index("Nama: B") < text.index("Nama: A")
    assert ReadDocument(str(folder / "buku.docx")).paragraphs
    assert inovik("book", "uji.docx", "b.json", "a.json", "--form", "uji.md", "-o", "buku.pdf").code == 0
    assert (folder / "buku.pdf").read_bytes().startswith(b"%PDF")


def test_a_book_names_the_broken_ones_among_its_answers_all_at_once(
    inovik: Callable[..., Output], folder: Path
) -> None:
    (folder / "b.json").write_text("{")
    (folder / "c.json").write_text("[]")
    output = inovik("book", "uji.docx", "jawaban.json", "b.json", "c.json", "--form", "uji.md", "-o", "buku.pdf")
    assert output.code == 1
    assert "b.json" in output.err and "c.json" in output.err
    assert not (folder / "buku.pdf").exists()


# ---------------------------------------------------------------- failures in words

USAGE = [
    ("", "Cara pakai"),
    ("chekc uji.md", "check"),
    ("check", "FORM"),
    ("check tidak-ada.md", "tidak-ada.md"),
    ("check data", "data"),
    ("check catatan.rtf", "catatan.rtf"),
    ("check uji.md --form uji.md", "--form"),
    ("check uji.md --jsn", "--json"),
    ("check uji.docx --form jawaban.json", "jawaban.json"),
    ("evaluate uji.md", "ANSWERS"),
    ("evaluate uji.docx jawaban.json", "uji.docx"),
    ("evaluate uji.md jawaban.json --today kemarin", "kemarin"),
    ("evaluate uji.md jawaban.json lebih", "lebih"),
    ("render uji.docx", "--output"),
    ("render uji.docx -o", "-o"),
    ("render uji.docx -o hasil.odt", "hasil.odt"),
    ("render uji.docx -o tidak/ada/hasil.pdf", "hasil.pdf"),
    ("render uji.docx jawaban.json -o hasil.pdf", "--form"),
    ("render uji.docx jawaban.json --form uji.md -o hasil.pdf --original 3", "--original"),
    ("render uji.md -o hasil.pdf", "uji.md"),
    ("book uji.docx --form uji.md -o buku.pdf", "ANSWERS"),
    ("book uji.docx jawaban.json -o buku.pdf", "--form"),
    ("book uji.docx jawaban.json --form uji.md -o buku.txt", "buku.txt"),
    ("--language fr check uji.md", "--language"),
    ("user add budi --name Budi --role raja", "raja"),
    ("user tambah", "tambah"),
]


@pytest.mark.parametrize(("command", "named"), USAGE, ids=[command or "nothing" for command, _ in USAGE])
def test_wrong_usage_is_a_sentence_and_exit_code_2(
    inovik: Callable[..., Output], folder: Path, command: str, named: str
) -> None:
    (folder / "catatan.rtf").write_text("")
    (folder / "data").mkdir()
    output = inovik(*command.split())
    assert output.code == 2
    assert output.out == ""
    if command != "user add budi --name Budi --role raja":
        assert named in output.err
    assert not list(folder.glob("hasil.*"))


BROKEN = {
    "kosong.json": b"",
    "rusak.json": b'{"nama": "Siti",}',
    "daftar.json": b"[1]",
    "bita.json": b'{"nama": "\xff"}',
    "nan.json": b'{"umur": NaN}',
    "dalam.json": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers_are_a_problem_and_exit_code_1(inovik: Callable[..., Output], folder: Path, name: str) -> None:
    (folder / name).write_bytes(BROKEN[name])
    for command in ("evaluate uji.md {}", "render uji.docx {} --form uji.md -o hasil.pdf"):
        output = inovik(*command.format(name).split())
        assert output.code == 1
        assert name in output.err
    assert not (folder / "hasil.pdf").exists()


@pytest.mark.parametrize("name", ["palsu.docx", "palsu.xlsx", "palsu.md"])
@pytest.mark.parametrize("data", [b"", b"bukan berkas yang benar", b"PK\x03\x04rusak", bytes(range(256))])
def test_a_file_that_is_not_what_its_name_says_is_a_problem(
    inovik: Callable[..., Output], folder: Path, name: str, data: bytes
) -> None:
    (folder / name).write_bytes(data)
    output = inovik("check", name)
    assert output.code == 1
    assert "Kesalahan" in output.err


def test_our_own_mistake_gets_a_number_instead_of_a_traceback(
    inovik: Callable[..., Output], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("isi rahasia")

    monkeypatch.setattr("inovik_forms.cli.files.xlsform.read", broken)
    output = inovik("check", "uji.md")
    assert output.code == 1
    assert "nomor" in output.err and "ZeroDivisionError" in output.err
    assert "rahasia" not in output.err


def test_every_command_explains_itself(inovik: Callable[..., Output], folder: Path) -> None:
    for command in COMMANDS:
        output = inovik(command, "--help")
        assert output.code == 0
        assert "Cara pakai: inovik" in output.out
        assert command in inovik("--help").out


# ---------------------------------------------------------------- an installation


def test_wrong_settings_refuse_by_name(
    inovik: Callable[..., Output], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INOVIK_PORT", "banyak")
    monkeypatch.setenv("INOVIK_WORKERS", "nol")
    output = inovik("serve")
    assert output.code == 1
    assert "INOVIK_PORT" in output.err and "INOVIK_WORKERS" in output.err


@pytest.mark.parametrize("url", ["postgresql://u@127.0.0.1:1/tidak_ada", "sqlite:////proc/tidak/boleh.db"])
def test_a_database_that_does_not_answer_is_said(
    inovik: Callable[..., Output], folder: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("INOVIK_DATABASE_URL", url)
    output = inovik("init", "--pack", "ambon")
    assert output.code in {1, 2}
    assert output.err.strip()


def test_accounts_are_added_with_a_password_shown_once(inovik: Callable[..., Output], folder: Path) -> None:
    assert inovik("init", "--pack", content_dir("packs") / "ambon", "--no-samples").code == 0
    output = inovik("user", "add", "ani", "--name", "Ani", "--role", "coordinator")
    assert output.code == 0
    password = output.out.split()[-1]
    store = Store.open(Settings.from_env())
    account = store.check_password("ani", password)
    store.close()
    assert account and account.role == "coordinator"
    assert inovik("user", "add", "ANI", "--name", "Ani", "--role", "legal").code == 1
    assert inovik("user", "add", "budi", "--name", "Budi", "--role", "staff").code == 2
    output = inovik("user", "add", "budi", "--name", "Budi", "--role", "staff", "--unit", "entah")
    assert output.code == 2 and "dinkes" in output.err


def test_a_folder_that_is_no_pack_is_refused(inovik: Callable[..., Output], folder: Path) -> None:
    output = inovik("init", "--pack", ".")
    assert output.code == 1
    assert "city.yaml" in output.err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """`inovik serve` in a process of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        environ = os.environ | {"INOVIK_PORT": str(self.port), "PYTHONUNBUFFERED": "1"} | settings
        self.log = folder / f"log-{self.port}"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "inovik_forms", "serve"], stdout=log, stderr=log, env=environ
            )

    def get(self, path: str) -> int:
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                    return int(answer.status)
            except OSError:
                assert time.monotonic() < end, self.said()
                assert self.process.poll() is None, self.said()
                time.sleep(0.05)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def family(self) -> set[int]:
        """Every living process of the site: the supervisor, the web server, its two processes and the worker."""
        end = time.monotonic() + 60
        while len(found := self.descendants()) < 5:
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        return found

    def descendants(self) -> set[int]:
        first = children(self.process.pid)
        return {self.process.pid, *first, *(pid for parent in first for pid in children(parent) if alive(pid))}


def children(parent: int) -> set[int]:
    return {int(p) for p in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: set[int]) -> bool:
    end = time.monotonic() + 40
    while time.monotonic() < end:
        if not any(map(alive, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def serve(folder: Path) -> Iterator[Callable[..., Site]]:
    """Starts sites, and sees to it that none outlives its test."""
    sites: list[Site] = []

    def start(**settings: str) -> Site:
        sites.append(Site(folder, **settings))
        return sites[-1]

    yield start
    for site in sites:
        site.process.kill()
        site.process.wait()


def test_the_site_starts_says_how_to_sign_in_and_stops_whole(
    inovik: Callable[..., Output], folder: Path, serve: Callable[..., Site]
) -> None:
    assert inovik("init", "--pack", content_dir("packs") / "ambon", "--if-empty").code == 0
    logins = folder / "data" / "akun-contoh.json"
    assert logins.stat().st_mode & 0o777 == 0o600
    before = logins.read_bytes()
    assert inovik("init", "--pack", content_dir("packs") / "ambon", "--if-empty").out == ""
    assert logins.read_bytes() == before, "a second start keeps the data and the passwords"
    site = serve()
    assert site.get("/masuk") == 200
    said = site.said()
    assert f"http://127.0.0.1:{site.port}" in said
    passwords = {row["password"] for row in json.loads(before)}
    assert sum(password in said for password in passwords) == 4, "one sign-in a role"
    family = site.family()
    (worker,) = [pid for pid in children(site.process.pid) if not children(pid)]
    os.kill(worker, signal.SIGKILL)
    assert gone({worker})
    family |= site.family() - {worker}  # five again: a dead worker is replaced
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(40) == 0
    assert gone(family)


def test_killing_the_server_leaves_nothing_behind(serve: Callable[..., Site]) -> None:
    site = serve()
    site.get("/sehat")
    family = site.family()
    site.process.kill()
    site.process.wait()
    assert gone(family)
    assert "inovik init" in site.said()


def test_production_never_prints_a_password(
    inovik: Callable[..., Output], folder: Path, serve: Callable[..., Site]
) -> None:
    assert inovik("init", "--pack", content_dir("packs") / "ambon").code == 0
    passwords = {row["password"] for row in json.loads((folder / "data" / "akun-contoh.json").read_text())}
    key = "kD9-xQ2_vL7mZr4WtB8nYp3Hc6Js1FgA0eUi5Ro"
    site = serve(INOVIK_PRODUCTION="1", INOVIK_SECRET_KEY=key, INOVIK_BASE_URL="http://127.0.0.1")
    site.get("/sehat")
    site.process.terminate()
    site.process.wait(40)
    assert not any(password in site.said() for password in passwords)


def test_a_taken_port_is_said(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = os.environ | {"INOVIK_PORT": str(taken.getsockname()[1])}
        command = [sys.executable, "-m", "inovik_forms", "serve"]
        ended = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60, check=False)
    assert ended.returncode == 1
    assert "INOVIK_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_is_in_the_readers_language(inovik: Callable[..., Output], folder: Path) -> None:
    said = "".join(inovik(command, "--help").out for command in COMMANDS)
    for english in ("Show this", "Usage", "Options", "[required]", "[OPTIONS]"):
        assert english not in said
