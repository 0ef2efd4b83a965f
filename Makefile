# Two commands do it all from a fresh clone: `make report` and `make test`.
# Everything is installed into .venv from lock files with hashes: by uv where it can be had, else by pip.

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv --quiet --system-certs

.PHONY: report test dev lint lock clean
.DELETE_ON_ERROR:

report: .venv/.runtime
	$(BIN)/skilltide report

test: .venv/.dev lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

dev: .venv/.runtime
	@$(BIN)/python -m pipelines.instance
	$(BIN)/dagster dev

.venv/.bootstrap: requirements-bootstrap.lock
	$(PYTHON) -c 'import sys; sys.exit("skilltide needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $@

.venv/.runtime: .venv/.bootstrap requirements.lock pyproject.toml
	$(UV) pip install --python $(BIN)/python --require-hashes -r requirements.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(UV) pip install --python $(BIN)/python --require-hashes -r requirements-dev.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Resolve the locks again after a change of pyproject.toml.
lock: .venv/.bootstrap
	$(UV) pip compile requirements-bootstrap.in $(COMPILE) -o requirements-bootstrap.lock
	$(UV) pip compile pyproject.toml $(COMPILE) -o requirements.lock
	$(UV) pip compile pyproject.toml --extra dev --constraint requirements.lock $(COMPILE) -o requirements-dev.lock
COMPILE := --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url

clean:
	rm -rf .venv .dagster/* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
