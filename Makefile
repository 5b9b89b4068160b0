# Two commands matter: `make run` and `make test`. Both do all the set-up.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test faults lint types bench accept templates lock

run:            ## install, make a database with sample data, serve on http://127.0.0.1:8000
	@scripts/setup.sh run
	@.venv/bin/inovik init --pack packs/ambon --if-empty
	@.venv/bin/inovik serve

# -t: a cluster of its own in a temporary folder, so that no other one on the machine is in the way
test:           ## lint, types, every test, on SQLite and on a throw-away PostgreSQL
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory lint types
	@INOVIK_TEST_POSTGRES=required pg_virtualenv -t -o fsync=off -o max_connections=200 \
	  $(PYTHON) -m pytest -q -n 2 --dist loadgroup --durations=10 --reruns 2 --reruns-delay 3 -rR $(ARGS)

faults:         ## every fault of tests/faults in full, some 20 minutes; writes docs/faults.md
	@scripts/setup.sh test
	@INOVIK_TEST_POSTGRES=required INOVIK_FAULTS=$${INOVIK_FAULTS:-200} INOVIK_FAULTS_TABLE=docs/faults.md \
	  pg_virtualenv -t -o max_connections=200 $(PYTHON) -m pytest -q -n 0 --timeout 1800 tests/faults $(ARGS)

lint:
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

types:
	@.venv/bin/mypy

bench:          ## measured figures, printed beside their peers
	@scripts/setup.sh test
	@$(PYTHON) -m bench

accept:         ## take the present output as the new golden files
	@INOVIK_ACCEPT=1 $(PYTHON) -m pytest -q tests $(ARGS)

templates:      ## rebuild the shipped Word templates and their plain-text dumps
	@$(PYTHON) scripts/word/build.py

lock:           ## newest versions into the hashed requirement files
	@for set in "run --group build" "dev --group build --group test --group lint"; do \
	  .boot/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-annotate --no-header --no-emit-index-url --no-emit-find-links $${set#* } -o requirements/$${set%% *}.txt; done
