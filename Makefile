# Two commands matter: `make demo` and `make test`. Everything they need, they set up; second runs start at once.
# uv is used when it is there and never needed.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

# Compiled once and kept, whatever the shell says: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

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

.PHONY: demo
demo: .venv/.ready  ## play a day of a mairie de quartier, then talk to the bot
	@$(BIN)/relais demo

.PHONY: check
check: .venv/.ready  ## lint and types
	$(BIN)/ruff check .
	$(BIN)/mypy

# What only tests need. When one of them cannot be set up, its tests say so and are skipped; the rest runs.
.venv-synapse/.ready: requirements-synapse.lock
	@echo "Setting up a Matrix homeserver for the tests in .venv-synapse (once) ..."
	@if $(call environment,.venv-synapse,requirements-synapse.lock); then touch $@; else echo "No Synapse: Matrix tests will be skipped."; fi

tests/matrix/node/node_modules/.ready: tests/matrix/node/package-lock.json
	@echo "Setting up an independent Matrix client for the tests (once) ..."
	@if cd tests/matrix/node && npm ci --silent --no-audit --no-fund; then touch node_modules/.ready; else echo "No Node client: its tests will be skipped."; fi

.venv-peers/.ready: requirements-peers.lock
	@echo "Setting up the bots we measure ourselves against in .venv-peers (once) ..."
	@$(call environment,.venv-peers,requirements-peers.lock)
	@touch $@

.PHONY: test-setup
test-setup: .venv/.ready .venv-synapse/.ready tests/matrix/node/node_modules/.ready

# One more at once than cores, since tests of networks and clocks mostly wait. Where there is a file system in memory, the tests' databases
# need not wait for a disk: here processes die, not machines.
CORES ?= 2
MEMORY := $(shell [ -w /dev/shm ] && [ "$$(df -Pk /dev/shm | awk 'END {print $$4}')" -gt 2000000 ] && echo /dev/shm)
.PHONY: test
test: test-setup check  ## every test, on CORES=2
	@$(BIN)/python -c "from tests import scenes; scenes.router()"  # once, with both cores to itself: no test has to wait for it
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/pytest -n $$(($(CORES) + 1)) --dist loadfile --no-loadscope-reorder

.PHONY: bench
bench: test-setup .venv-peers/.ready  ## figures beside stock bots, as a table (some minutes)
	$(BIN)/python -m tests.bench

MINUTES ?= 10
.PHONY: faults
faults: test-setup  ## let every fault happen for MINUTES=10: kills, networks, clocks, disks, databases; and count. ONLY="F7 telegram", SEED=N play some again
	$(BIN)/python -m tests.faults.campaign --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

SEEDS ?= 100
DAYS ?= 7
.PHONY: simulate
simulate: .venv/.ready  ## play SEEDS=100 weeks in which everything goes wrong, in seconds each; --seed in tests.simulator plays one again
	$(BIN)/python -m tests.simulator --seeds $(SEEDS) --days $(DAYS)

CROWDS ?= 300
.PHONY: crowd
crowd: .venv/.ready  ## let CROWDS=300 crowds do anything to requests, and check after each act; their figures, too
	CROWDS=$(CROWDS) $(BIN)/pytest --timeout=0 tests/handlers/requests/test_at_random.py tests/handlers/requests/test_forged.py \
	  tests/handlers/measures/test_history.py tests/handlers/measures/test_rollups.py

.PHONY: route-report
route-report: .venv/.ready  ## how well the router does, as a table
	$(BIN)/python -m tests.routing.evaluate

.PHONY: privacy-report
privacy-report: .venv/.ready  ## how well personal data are masked, as a table
	$(BIN)/python -m tests.privacy.report

TRIALS ?= 100
.PHONY: attack
attack: .venv/.ready  ## try to find out who answered what, from two years of publications of TRIALS=100 towns and from every byte of a machine (a quarter of an hour)
	$(BIN)/python -m tests.attack --trials $(TRIALS)
