# `make` without a target lists the targets. Each target creates the environment, .venv, if it is missing.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Two stamps: what running needs, and that with the tools of developers.
RUNTIME := .venv/.runtime
VENV := .venv/.ready
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --python-version 3.11
# Tests start the program as a process again and again: its compiled modules are kept, whatever the environment says.
# A worker that has finished takes tests from the others: the slow ones stand together.
TEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --dist worksteal
LOCALE := texts/locales/ru/LC_MESSAGES/vestnik.po
KEYWORDS := --no-default-keywords -k t -k self -k say -k many:1,2

help:  ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)  ## run the newspaper in the browser, without a token: http://127.0.0.1:8080
	@$(BIN)/python -m bot demo

test: $(VENV)  ## run all tests, on SQLite and PostgreSQL (12 minutes on two cores)
	@$(TEST) -q -n 4

test-fast: $(VENV)  ## run the quick tests, on SQLite only (a minute on two cores)
	@$(TEST) -q -n 4 -m "not (slow or browser or postgres or process)"

run: $(RUNTIME)  ## run the newspaper on Telegram, with BOT_TOKEN in .env
	@$(BIN)/python -m bot run

check: $(VENV)  ## format, lint, types, import contracts, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) test

format: $(VENV)  ## format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)  ## measure everything, beside its peers; print one table (20 minutes)
	@$(BIN)/python -m benchmarks

bench-faults: $(VENV)  ## inject faults (kills, refusals, outages); print one table
	@$(BIN)/python -m benchmarks.faults

bench-related: $(VENV)  ## measure related articles: PAIRS=file [MORE=file] [STORED=100000] [ENGINE=postgres]
	@test -n "$(PAIRS)" || { echo "Name a file of judged pairs: make bench-related PAIRS=file. See benchmarks/README.md."; exit 2; }
	@$(BIN)/python -m benchmarks.related "$(PAIRS)" $(if $(MORE),--more "$(MORE)") $(if $(STORED),--stored $(STORED)) \
		$(if $(ENGINE),--engine $(ENGINE))

texts: $(VENV)  ## update the Russian message file with new messages
	$(BIN)/pybabel -q extract $(KEYWORDS) --no-location --omit-header -w 120 -o .venv/vestnik.pot handlers texts
	$(BIN)/pybabel update --no-fuzzy-matching --ignore-pot-creation-date -w 120 -i .venv/vestnik.pot -o $(LOCALE) -l ru

lock: $(VENV)  ## update the lock files to the newest versions
	$(BIN)/pip install -q uv
	$(COMPILE) --upgrade --extra postgres -o requirements.lock pyproject.toml
	$(COMPILE) --upgrade --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

install: $(RUNTIME)  ## create the environment to run the newspaper in

venv: $(VENV)  ## create the environment to work on the newspaper in

# Debian's python3 may lack ensurepip: then pip installs virtualenv into .boot, and virtualenv creates the environment.
$(BIN)/python:
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
		rm -rf .venv && \
		$(PYTHON) -m pip install -q --disable-pip-version-check --target .boot virtualenv && \
		PYTHONPATH=.boot $(PYTHON) -m virtualenv -q .venv; }

# pip could install this folder only with a build tool, which is no part of running: the path and the command are written.
$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the newspaper needs into .venv; this takes a minute."
	@$(INSTALL) --require-hashes -r requirements.lock
	@echo '$(CURDIR)' > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/vestnik.pth"
	@printf '#!/bin/sh\nexec "%s/python" -P -m bot "$$@"\n' '$(CURDIR)/$(BIN)' > $(BIN)/vestnik
	@chmod +x $(BIN)/vestnik
	@touch $(RUNTIME)

$(VENV): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the newspaper and its developers need into .venv; this takes a minute."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $(VENV)

.PHONY: help demo test test-fast run check format bench bench-faults bench-related texts lock install venv
