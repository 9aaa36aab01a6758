# Two commands matter: `make demo` and `make test`. Everything they need, they set up; second runs start at once.
# uv is used when it is there and never needed.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

# $(call environment,folder,lock): a virtual environment that holds exactly what the lock names, hashes checked.
ifdef UV
environment = uv venv -q --clear --python $(PYTHON) $(1) && uv pip install -q --python $(1)/bin/python --only-binary :all: --require-hashes -r $(2)
editable = uv pip install -q --python $(BIN)/python --no-build-isolation --no-deps -e .
else
environment = $(PYTHON) -m venv --clear $(1) && $(1)/bin/python -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r $(2)
editable = $(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
endif

.PHONY: help
help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.ready: requirements-dev.lock pyproject.toml
	@echo "Setting up Relais in .venv (once) ..."
	@$(call environment,.venv,requirements-dev.lock)
	@$(editable)
	@touch $@

.PHONY: setup
setup: .venv/.ready  ## install Relais in .venv

.PHONY: check
check: .venv/.ready  ## lint and types
	$(BIN)/ruff check .
	$(BIN)/mypy

.PHONY: test
test: .venv/.ready check  ## every test
	$(BIN)/pytest
