# Every command of the book. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
SEED ?= 0
PLACES ?= 400
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PACKAGE_TESTS := $(patsubst %,tests/test_%.py,activations backward conv conv1d data dense exercises explain \
	figures figures_command gan keeping models network package player plots pooling results size softmax \
	tensorflow_forward tensorflow_gradients transpose window)

# Known and decided: MkDocs and Material are pinned, the move is planned.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-long coverage mutants site figures lint attack bench bench-site bench-package \
	results results-compare screenshot lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.12 or 3.13 is needed; name one with make PYTHON=python3.12"; exit 1; }
	@echo "Installing the locked packages into $(VENV) (1.0 GB to download the first time, a few minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@awk '/^uv==/ { on = 1 } on { print } on && !/\\$$/ { exit }' requirements.txt > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --editable .
	@touch $@

setup: $(READY) ## Make the environment in .venv (the other commands do it themselves)

serve: $(READY) ## Serve both languages on http://127.0.0.1:8000, rebuilding as you edit (PORT= changes the port)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

test: $(READY) ## Run every test and every example of both languages
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-long: $(READY) ## Compare cnnbook with TensorFlow and others on ten times as many random cases
	@$(BIN)/pytest --hypothesis-profile=long $(PACKAGE_TESTS)

coverage: $(READY) ## Run the package's tests and demand that they reach every line and branch
	@$(BIN)/pytest --cov --cov-report=term-missing:skip-covered cnnbook $(PACKAGE_TESTS)

attack: $(READY) ## Change the book in 400 places and see that it is noticed (SEED=, PLACES=, KINDS="digit;sign")
	@PYTHONPATH=docs/hooks $(BIN)/python -m making.proof attack --seed $(SEED) --places $(PLACES) --kinds "$(KINDS)"

mutants: $(READY) ## Change the operations one by one and see that the tests notice (half an hour)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/mutmut run
	@$(BIN)/python -m tests.mutants

site: $(READY) ## Build both languages into site/, strictly
	@$(BIN)/mkdocs build --strict

figures: $(READY) ## Draw the figures that are out of date
	@$(BIN)/python -m cnnbook.figures

lint: $(READY) ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: bench-site bench-package ## Measure the site and the package

bench-site: $(READY) ## Measure the site: warm build, edit to served page
	@$(BIN)/python -m tests.bench_site

bench-package: $(READY) ## Measure cnnbook against TensorFlow and SciPy (five minutes)
	@$(BIN)/python -m tests.bench_package

results: $(READY) ## Train the recorded runs that are missing or out of date (RUNS= names some; an hour and a half for all)
	@$(BIN)/python -m cnnbook.results $(RUNS)

results-compare: $(READY) ## Train the recorded runs anew and compare with their records (RUNS= names some)
	@$(BIN)/python -m cnnbook.results --compare $(RUNS)

screenshot: $(READY) ## Take the READMEs' picture from the built site
	@$(BIN)/python -m tests.screenshot

lock: $(READY) ## Resolve the dependencies anew for every supported platform
	@$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
		--no-emit-index-url --extra plots --extra progress --group test pyproject.toml --output-file requirements.txt

clean: ## Remove what was made: environment, caches, site
	@rm -rf $(VENV) .cache site
