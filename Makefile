# Everything a person or a machine does with this repository. Needs Python >= 3.11; the rest is installed into .venv.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := requirements.lock
# Containers often set this, and then every process that a test starts compiles all of the source again.
export PYTHONDONTWRITEBYTECODE :=
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

.PHONY: help
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: venv
venv: $(STAMP)  ## Install the locked dependencies and debrief itself into .venv

# Rebuilt only when what is installed changes; the package is editable, so its source needs no reinstall.
# The lock is complete, so pip resolves nothing (--no-deps): asked to, it takes a newer release of coverage[toml]
# than the lock names on the day there is one, and refuses it for want of a hash.
$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "debrief needs Python 3.11 or newer; say which with: make PYTHON=python3.12")'
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python $(PIP_INSTALL) --no-deps --require-hashes -r $(LOCK)
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation -e .
	touch $@

.PHONY: demo
demo: $(STAMP)  ## Run the demonstration meeting on a scratch copy
	@$(BIN)/debrief demo

.PHONY: run
run: $(STAMP)  ## Run debrief: make run ARGS="check demo-vp-engineering"
	@$(BIN)/debrief $(ARGS)

# Gates, in percent of branches and lines: everything, and the rooms where a mistake costs a decision.
COVERAGE_TOTAL ?= 90
COVERAGE_WHOLE ?= 100
WORKERS ?= 4
# A worker takes the next test when it is free, but keeps together those that share a walked meeting.
PYTEST := -m pytest -q -n $(WORKERS) --dist loadgroup

.PHONY: test
test: $(STAMP)  ## Run all tests against the checkout, with the coverage gates
	rm -f .coverage .coverage.*
	$(BIN)/python $(PYTEST) --cov --cov-report=
	$(BIN)/coverage report --fail-under=$(COVERAGE_TOTAL)
	$(BIN)/coverage report --include='*/debrief/core/*,*/debrief/store/*,*/debrief/calibration/*' --fail-under=$(COVERAGE_WHOLE)

.PHONY: lint
lint: $(STAMP)  ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(STAMP)  ## Check types, strictly
	$(BIN)/mypy

.PHONY: contracts
contracts: $(STAMP)  ## Check which room may import which
	$(BIN)/lint-imports

WHEEL_VENV := .venv-wheel
WHEEL_PYTHON := $(WHEEL_VENV)/bin/python
SITE := import sysconfig; print(sysconfig.get_path("purelib"))
FROM_WHEEL := import debrief, pathlib, sys; assert pathlib.Path(debrief.__file__).is_relative_to(sys.prefix), debrief.__file__

# Of the same code a wheel can lack a file, the path to one or the command, and nothing else can be wrong with it. So its files
# are compared with the checkout’s, and the command, the demo, the themes, a new session with its forms, and a meeting in a real
# terminal up to its record are tested; what was tested against the checkout already is not repeated.
WHEEL_TESTS := $(addprefix tests/cli/test_,main.py run_command.py new_command.py themes_command.py) \
	tests/tui/test_console.py::test_two_terminals
# The second venv holds the wheel alone and borrows the locked dependencies through a .pth file. Python reads no
# .pth files in a borrowed folder, so the editable install's path to the checkout is not seen there.
.PHONY: wheel-test
wheel-test: $(STAMP)  ## Build the wheel and test what it could lack against it, not the checkout
	@compgen -G 'sessions/demo-*/*' >/dev/null || { echo 'wheel-test: sessions/demo-* has no file, so the wheel would have no demo.' >&2; exit 1; }
	@compgen -G 'themes/*.toml' >/dev/null || { echo 'wheel-test: themes/ has no theme, so the wheel would have none.' >&2; exit 1; }
	rm -rf dist $(WHEEL_VENV)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -w dist .
	$(BIN)/python -m venv --without-pip $(WHEEL_VENV)
	$(BIN)/python -m pip --python $(WHEEL_PYTHON) install --quiet --disable-pip-version-check --no-index --no-deps dist/*.whl
	$(BIN)/python -c '$(SITE)' > "$$($(WHEEL_PYTHON) -c '$(SITE)')/locked.pth"
	$(WHEEL_PYTHON) -c '$(FROM_WHEEL)'
	site="$$($(WHEEL_PYTHON) -c '$(SITE)')/debrief"; \
	diff -r --exclude=__pycache__ --exclude=data src/debrief "$$site"; \
	diff -r themes "$$site/data/themes"; \
	for demo in sessions/demo-*; do diff -r "$$demo" "$$site/data/$$demo"; done
	$(WHEEL_PYTHON) $(PYTEST) $(WHEEL_TESTS)

.PHONY: check
check: lint types contracts test wheel-test  ## Run everything that must hold before a commit

.PHONY: faults
faults: $(STAMP)  ## Try every fault many times and write the figures into docs/reliability.md
	$(BIN)/python tests/faults/figures.py

.PHONY: bench
bench: $(STAMP)  ## Measure speed, each figure beside a floor of the same run: make bench ARGS=--quick
	@$(BIN)/python benchmarks/table.py $(ARGS)

.PHONY: docs
docs: $(STAMP)  ## Write what the program declares: the tables of events and keys in the docs, and the schemas
	$(BIN)/python scripts/tables.py

.PHONY: unicode-table
unicode-table: $(STAMP)  ## Write the table of characters: make unicode-table DATA=the folder with Unicode’s data files
	$(BIN)/python scripts/unicode_table.py $(DATA)

.PHONY: pictures
pictures: $(STAMP)  ## Take the pictures of the README and the guide from the real program
	$(BIN)/python scripts/pictures.py

.PHONY: snapshots
snapshots: $(STAMP)  ## Keep how every screen looks now; git diff says what changed
	rm -rf tests/tui/pictures/grids tests/tui/pictures/svg
	KEEP_PICTURES=1 $(BIN)/python $(PYTEST) tests/tui/pictures

.PHONY: format
format: $(STAMP)  ## Format the code and apply the safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

UV_VERSION := 0.13.9

.PHONY: lock
lock:  ## Resolve the dependencies anew, for every platform, with hashes
	test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python $(PIP_INSTALL) uv==$(UV_VERSION); }
	.venv-lock/bin/uv pip compile pyproject.toml --group dev --all-extras --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command 'make lock' --quiet --output-file $(LOCK)

.PHONY: clean
clean:  ## Remove everything that make made
	rm -rf $(VENV) .venv-wheel .venv-lock dist build htmlcov .coverage .coverage.*
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +
