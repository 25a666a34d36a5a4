# Every command of the book. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Known and decided: MkDocs and Material are pinned, the move is planned.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup serve test site figures lint bench screenshot lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11 to 3.13 is needed; name one with make PYTHON=python3.12"; exit 1; }
	@echo "Installing the locked packages into $(VENV) (1.0 GB to download the first time, a few minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

setup: $(READY) ## Make the environment in .venv (the other commands do it themselves)

serve: $(READY) ## Serve both languages on http://127.0.0.1:8000, rebuilding as you edit (PORT= changes the port)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

test: $(READY) ## Run every test and every example of both languages
	@$(BIN)/pytest

site: $(READY) ## Build both languages into site/, strictly
	@$(BIN)/mkdocs build --strict

figures: $(READY) ## Draw the figures that are out of date
	@$(BIN)/python -m cnnbook.figures

lint: $(READY) ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(READY) ## Measure the site: warm build, edit to served page
	@$(BIN)/python -m tests.bench_site

screenshot: $(READY) ## Take the READMEs' picture from the built site
	@$(BIN)/python -m tests.screenshot

lock: $(READY) ## Resolve the dependencies anew for every supported platform
	@$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
		--no-emit-index-url --extra test pyproject.toml --output-file requirements.txt

clean: ## Remove what was made: environment, caches, site
	@rm -rf $(VENV) .cache site
