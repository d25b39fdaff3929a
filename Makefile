# Bare `make` lists the targets. Each makes the environment, .venv, when it is not there.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
VENV := .venv/.ready
COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --python-version 3.11
LOCALE := texts/locales/ru/LC_MESSAGES/vestnik.po
KEYWORDS := --no-default-keywords -k t -k self -k say -k many:1,2

help:  ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)  ## run the newspaper in the browser, without a token: http://127.0.0.1:8080
	@$(BIN)/python -m bot demo

test: $(VENV)  ## run all tests, on SQLite and PostgreSQL (5 minutes on two cores)
	@$(BIN)/python -m pytest -q -n auto --maxprocesses=4

test-fast: $(VENV)  ## run the quick tests, on SQLite only (a minute on two cores)
	@$(BIN)/python -m pytest -q -n auto --maxprocesses=4 -m "not (slow or browser or postgres or process)"

run: $(VENV)  ## run the newspaper on Telegram, with BOT_TOKEN in .env
	@$(BIN)/python -m bot run

check: $(VENV)  ## format, lint, types, import contracts, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) test

format: $(VENV)  ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)  ## measure everything, beside its peers; prints one table (20 minutes)
	@$(BIN)/python -m benchmarks

bench-faults: $(VENV)  ## break everything: kills, refusals, outages; prints one table
	@$(BIN)/python -m benchmarks.faults

bench-related: $(VENV)  ## measure what belongs together: PAIRS=file [MORE=file] [STORED=100000] [ENGINE=postgres]
	@test -n "$(PAIRS)" || { echo "Name a file of judged pairs: make bench-related PAIRS=file. See benchmarks/README.md."; exit 2; }
	@$(BIN)/python -m benchmarks.related "$(PAIRS)" $(if $(MORE),--more "$(MORE)") $(if $(STORED),--stored $(STORED)) \
		$(if $(ENGINE),--engine $(ENGINE))

texts: $(VENV)  ## bring new messages into the Russian message file
	$(BIN)/pybabel -q extract $(KEYWORDS) --no-location --omit-header -w 120 -o .venv/vestnik.pot handlers texts
	$(BIN)/pybabel update --no-fuzzy-matching --ignore-pot-creation-date -w 120 -i .venv/vestnik.pot -o $(LOCALE) -l ru

lock: $(VENV)  ## choose the newest versions anew and write the lock files
	$(BIN)/pip install -q uv
	$(COMPILE) --upgrade --extra postgres -o requirements.lock pyproject.toml
	$(COMPILE) --upgrade --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

venv: $(VENV)  ## make the environment

# Debian's python3 may come without ensurepip: virtualenv, put beside the project by pip, does the same.
$(VENV): requirements-dev.lock pyproject.toml
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
		rm -rf .venv && \
		$(PYTHON) -m pip install -q --disable-pip-version-check --target .boot virtualenv && \
		PYTHONPATH=.boot $(PYTHON) -m virtualenv -q .venv; }
	@echo "Installing what the newspaper needs into .venv; this takes a minute."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(VENV)

.PHONY: help demo test test-fast run check format bench bench-faults bench-related texts lock venv
