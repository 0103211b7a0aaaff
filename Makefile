# Andon. `make help` lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ROOMS := andon api bot connectors core evidence mail sandbox scheduler storage

.DEFAULT_GOAL := help
.PHONY: help setup check test demo bless bench compile clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(DEV) ## everything a contributor needs, in .venv

demo: $(RUNTIME) ## Andon with a local Slack, a demo platform and a mailbox; prints one address
	@$(BIN)/python -m andon demo

test: $(DEV) ## every test; what needs a server that is not there is skipped loudly
	$(BIN)/python -m pytest $(ARGS)

check: $(DEV) ## ruff, mypy --strict, import contracts, known vulnerabilities
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(ROOMS) tests benchmarks tools
	$(BIN)/lint-imports
	@$(BIN)/python tools/audit.py

bless: $(DEV) ## accept the cards, modals and notices as they are drawn now
	$(BIN)/python -m tests.architecture.diagrams
	$(BIN)/python -m pytest tests/bot -q --bless

bench: $(DEV) ## speed and memory beside a bare baseline, in the same run
	$(BIN)/python -m benchmarks

compile: $(DEV) ## pin the dependencies anew, with hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements/runtime.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt

clean: ## forget the demo's state; the virtual environment stays
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Andon needs Python 3.11 or newer; say which: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

$(DEV): requirements/dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $(DEV) $(RUNTIME)
