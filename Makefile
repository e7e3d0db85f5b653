# Everything starts here: `make serve` and `make test` work in a fresh checkout with nothing
# but Python 3.11 or newer, make and a network (or a pip that knows where wheels are).

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PORT   ?= 8866
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
            command -v $$p >/dev/null 2>&1 && \
            $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
            { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help serve lab test lint check-types tests notebooks browser lock pictures bench examples clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "journeykit needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[dev]'
	@touch $@

serve: $(STAMP)  ## serve the pages on this machine (make serve PORT=9000)
	$(BIN)/journeykit serve --port $(PORT)

lab: $(STAMP)  ## open the notebooks in JupyterLab
	$(BIN)/journeykit lab

test: lint check-types tests notebooks  ## everything that is checked: lint, types, tests, notebooks

lint: $(STAMP)  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(STAMP)  ## mypy
	$(BIN)/mypy

# a browser that is missing is a reason to skip, which pytest prints; it is never a failure
tests: $(STAMP) browser  ## pytest, with doctests and, where a browser is found, real pages
	$(BIN)/python -m pytest -n auto --dist loadfile -q

notebooks: $(STAMP)  ## run every notebook
	@folder=$$(mktemp -d) && export JOURNEYKIT_STORE=$$folder/kit.sqlite && \
		$(BIN)/journeykit example clothing >/dev/null && \
		$(BIN)/python -m pytest --nbval-lax -q notebooks -p no:cacheprovider; \
		status=$$?; rm -rf $$folder; exit $$status

browser: $(STAMP)
	@$(BIN)/python tests/browser.py

lock:  ## resolve the versions anew (needs uv)
	uv pip compile --universal --all-extras --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links --quiet --upgrade pyproject.toml -o requirements.lock

pictures: $(STAMP) browser  ## the screenshots of the README
	$(BIN)/python docs/pictures.py

bench: $(STAMP)  ## the benchmarks; each prints a table
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

examples: $(STAMP)  ## make the synthetic example workshops anew
	$(BIN)/python data/examples/make.py

clean:  ## take the environment and all caches away
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
