"""The browser's evaluator: in Node beside SurveyJS, and on a page of 1,000 questions in a slowed-down Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.forms import QUESTIONS, thousand_answers, thousand_question, thousand_question_form
from bench.questionnaires import line
from inovik_forms.answers.browser_form import browser_form
from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.questionnaires.xlsform import load

HERE = Path(__file__).parent
STATIC = HERE.parent / "inovik_forms" / "web" / "static"
PEER = "survey-core@2"


def main() -> None:
    if shutil.which("node") is None:
        print("no Node here: nothing measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        data = _form()
        (work / "form.json").write_text(json.dumps(data))
        ours = _node(HERE / "browser.mjs", work / "form.json")
        line("ours: build 1,000 questions, 300 expressions, first state", tuple(ours["build"]))
        line("ours: update after one answer", tuple(ours["update"]))
        print(f"      the very first build {ours['first']:.0f} ms, the slowest update {ours['slowest']:.1f} ms, "
              f"{ours['lines']:.1f} lines changed by an answer")  # fmt: skip
        _peer(work)
        _page(data)


def _form() -> dict[str, Any]:
    plan = plan_of(load(thousand_question_form(), "form.xlsx"))
    draft, _problems = draft_from_json(plan, thousand_answers())
    return {"plan": browser_form(plan), "snapshot": draft.to_snapshot()}


def _node(script: Path, *arguments: Path) -> dict[str, Any]:
    done = subprocess.run(["node", str(script), *map(str, arguments)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _peer(work: Path) -> None:
    """SurveyJS, installed into the temporary folder; said so where that does not work."""
    installed = subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work), PEER],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if installed.returncode:
        print("peer: SurveyJS could not be installed")
        return
    (work / "survey.json").write_text(json.dumps(_survey()))
    peer = _node(HERE / "browser_peer.mjs", work / "survey.json", work)
    line("peer: SurveyJS builds the same", tuple(peer["build"]))
    line("peer: SurveyJS updates after one answer", tuple(peer["update"]))


def _survey() -> dict[str, Any]:
    """The same questions and rules, in the peer's words."""
    elements: list[dict[str, Any]] = []
    values: dict[str, Any] = {}
    answers = {name: value for group in thousand_answers().values() for name, value in group.items()}  # type: ignore[attr-defined]
    for n in range(QUESTIONS):
        kind, name = thousand_question(n)[0], f"q{n}"
        if kind == "calculate":
            rule = f"iif({{q{n - 2}}} > 3, {{q{n - 2}}} * 2 + {{q{n - 12}}}, 0)"
            elements.append({"type": "expression", "name": name, "expression": rule})
            continue
        one: dict[str, Any] = {"type": "text", "name": name}
        if kind in ("integer", "decimal"):
            one["inputType"] = "number"
        if kind.startswith("select_"):
            one |= {
                "type": "radiogroup" if kind.startswith("select_one") else "checkbox",
                "choices": ["ya", "tidak", "d1", "d3"],
            }
        if n % 10 == 3 and n > 10:
            one["visibleIf"] = f"{{q{n - n % 6 - 2}}} = 'ya' or {{q{n - n % 6 - 5}}} > 3"
        if n % 10 == 5 and n > 10:
            one["validators"] = [{"type": "expression", "expression": f"{{{name}}} >= 0 and {{{name}}} <= {n + 10}"}]
        elements.append(one)
        values[name] = answers[name]
    return {"elements": elements, "values": values}


PAGE = """async (data) => {
  const [{ Form }, { State }] = await Promise.all([import("/answers/form.js"), import("/answers/state.js")]);
  const holders = new Map();
  for (const item of data.plan.items) {
    const row = document.createElement("div");
    const label = Object.assign(document.createElement("label"), { textContent: item.path });
    row.append(label, document.createElement("output"));
    document.body.append(row);
    holders.set(item.path, row);
  }
  const around = { today: "2026-11-24", now: "2026-11-24T08:00:00.000+09:00", language: "id" };
  const began = performance.now();
  const state = new State(new Form(data.plan), data.snapshot, around);
  const build = performance.now() - began;
  const draw = (line) => {
    const row = holders.get(line.answerPath);
    row.hidden = !line.relevant;
    row.lastChild.textContent = line.value;
    row.classList.toggle("salah", !line.valid);
  };
  for (const line of state.lines()) draw(line);
  const times = [];
  for (const item of data.plan.items.filter((one) => one.kind === "integer")) {
    for (const value of ["1", "8"]) {
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      for (const line of state.apply({ path: item.path, value })) draw(line);
      document.body.offsetHeight; // the layout belongs to it
      times.push(performance.now() - start);
    }
  }
  times.sort((one, other) => one - other);
  return { build, best: times[0], median: times[times.length >> 1], slowest: times.at(-1) };
}"""


def _page(data: dict[str, Any]) -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("no playwright here: the page was not measured")
        return
    with _served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{address}/kosong.html")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        found = page.evaluate(PAGE, data)
        browser.close()
    line("ours: Chromium, CPU / 4: every dependent item changed on the page", (found["best"], found["median"]))
    print(f"      build {found['build']:.0f} ms, the slowest answer {found['slowest']:.1f} ms   (wanted: median < 10)")


@contextmanager
def _served() -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            if self.path != "/kosong.html":
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>bench</title><body>")

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=STATIC)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


if __name__ == "__main__":
    main()
