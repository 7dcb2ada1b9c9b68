# `make report` and `make test` set everything up by themselves; a second call sets up nothing.
PYTHON ?= python3
CORPUS ?= seeds
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help report test lab check lint types slow bench lock clean

help: ## list every target with one line
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

report: .venv/ready ## build the four reports on CORPUS (default seeds) and say where they are
	@$(BIN)/analysis build $(CORPUS)

test: .venv/ready-test ## run the tests, all but the slow ones (in a browser where there is Chromium)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

slow: .venv/ready-test ## run the slow tests: faults, proofs, real corpora
	@$(BIN)/python -m pytest -n 2 -m slow

lab: .venv/ready ## explore CORPUS in JupyterLab, on a copy of the notebooks in workspace/
	@$(BIN)/analysis lab $(CORPUS)

check: lint types ## every check that is not a test: lint, types, layers, stripped notebooks
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

lint: .venv/ready-test ## ruff, format and rules
	@$(BIN)/ruff format --check src tests
	@$(BIN)/ruff check src tests

types: .venv/ready-test ## mypy, strict
	@$(BIN)/mypy

bench: .venv/ready-bench ## time and memory against what people use today; writes bench.json
	@$(BIN)/python tests/bench.py

lock: ## make the three lock files anew (needs uv)
	$(UV) --group setup -o requirements.lock
	$(UV) --group test -c requirements.lock -o requirements-test.lock
	$(UV) --group bench -c requirements.lock -o requirements-bench.lock

clean: ## take away what a build or a test left, not the reports
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis reports/.build dist

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "error: $(PYTHON) is older than 3.11. Name a newer one: make PYTHON=python3.11" >&2; exit 2; }
	@echo "setting up .venv, once (about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-test: .venv/ready requirements-test.lock
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

.venv/ready-bench: .venv/ready requirements-bench.lock
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@
