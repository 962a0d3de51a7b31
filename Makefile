# What can be typed here; `make` alone lists it. Everything runs in .venv, which `make setup` makes from the lock.

SHELL := /bin/sh
BIN := .venv/bin
STAMP := .venv/.made-from-lock
WORKERS ?= 3
KILLS ?= 300
SEED ?=
PYTEST_ARGS ?=
CODE := mailflow tests .ci/licences.py

.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage mutants crash check audit format letters lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS="$$(printf '\t')" \
		read -r target what; do printf '  make %-9s %s\n' "$$target" "$$what"; done

setup: $(STAMP) ## make .venv with the locked packages

$(STAMP): requirements.lock pyproject.toml .ci/venv
	@.ci/venv
	@touch $@

demo: $(STAMP) ## run the main job, three languages, on a mail sandbox inside; nothing leaves this machine
	@$(BIN)/mailflow demo

test: $(STAMP) ## run all tests, against a real Dovecot too (installed where apt can)
	@.ci/packages dovecot-imapd dovecot-lmtpd python3-gi gir1.2-ical-3.0 libfaketime
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

coverage: $(STAMP) ## see that the unit tests reach every branch of the pure packages
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not hypothesis" $(PYTEST_ARGS) tests/unit --cov

mutants: $(STAMP) ## change the core in thousands of small ways and count what the tests notice (hours; goes on where it stopped)
	$(BIN)/python -m pip install -q --disable-pip-version-check "mutmut>=3.8,<4"
	nice $(BIN)/mutmut run --max-children $(WORKERS)
	$(BIN)/mutmut results

crash: $(STAMP) ## kill the daemon at KILLS random moments (300) while it works; SEED repeats a run
	@.ci/packages dovecot-imapd
	CRASH_KILLS=$(KILLS) CRASH_SEED=$(SEED) $(BIN)/python -m pytest -q -o timeout=0 tests/system/test_kills.py

check: $(STAMP) ## ruff, mypy, import contracts, licences
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy mailflow
	$(BIN)/lint-imports
	$(BIN)/python .ci/licences.py

audit: $(STAMP) ## ask a public service which locked packages have known weaknesses (needs the internet)
	@.ci/audit

format: $(STAMP) ## let ruff lay out the code
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

letters: $(STAMP) ## write every letter in every language to letters-out/
	@$(BIN)/mailflow letters --out letters-out

lock: $(STAMP) ## pin the newest allowed packages anew (needs uv on the PATH)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra dev --extra demo --extra dkim --upgrade pyproject.toml -o requirements.lock

wheel: $(STAMP) ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation .

clean: ## remove what can be made again (not var/, not config.toml)
	rm -rf .venv build dist demo-out letters-out .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache htmlcov .coverage mutants
	find mailflow tests -name __pycache__ -type d -prune -exec rm -rf {} +
