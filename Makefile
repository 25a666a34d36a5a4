# Every command of the book. `make` alone lists them.
PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# Known and decided: MkDocs and Material are pinned, the move is planned.
export NO_MKDOCS_2_WARNING := 1
SEED ?= 0
PLACES ?= 400
# Without compiled modules every process would compile TensorFlow anew, which takes ten seconds.
unexport PYTHONDONTWRITEBYTECODE
# For .ci/setup, which finds a Python by itself where this names none.
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-slow test-long coverage attack mutants machines notebooks-both takeaway copied commands site offline figures lint \
	bench bench-site bench-package results results-compare libraries screenshot look check-pages measure-pages zensical properdocs lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make the environment in .venv (the other commands do it themselves; PYTHON= names a Python)
	@.ci/setup

serve: setup ## Serve both languages on http://127.0.0.1:8000, rebuilding as you edit (PORT= changes the port)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

test: setup ## Run the examples of both languages and the tests, as far as they are quick, with TensorFlow's two kinds of kernels
	@$(PYTEST) -m "not slow"
	@$(PYTEST) -m "not slow" --kernels onednn

test-slow: setup ## Run what `make test` leaves out because it is slow: the built site, in a browser, and long notebooks and trainings
	@$(PYTEST) -m slow
	@$(PYTEST) -m slow --kernels onednn

test-long: setup ## Compare cnnbook with TensorFlow and others on ten times as many random cases (TESTS= names some)
	@$(BIN)/pytest --hypothesis-profile=long $(or $(TESTS),tests/package)

coverage: setup ## Run the package's tests and demand that they reach every line and branch (MODULE=size for one)
ifdef MODULE
	@$(BIN)/pytest --cov --cov-report= --cov-fail-under=0 tests/package/operations/test_$(MODULE).py
	@$(BIN)/coverage report --show-missing --include 'cnnbook/$(MODULE).py'
else
	@$(BIN)/pytest --cov --cov-report=term-missing:skip-covered cnnbook tests/package
endif

attack: setup ## Change the book in 400 places and see that it is noticed (SEED=, PLACES=, KINDS="digit;sign")
	@$(BIN)/python -m making.proof attack --seed $(SEED) --places $(PLACES) --kinds "$(KINDS)"

mutants: setup ## Change the operations one by one and see that the tests notice (half an hour; MODULE=size for one)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/mutmut run $(if $(MODULE),'cnnbook.$(MODULE).*')
	@$(BIN)/python -m tests.mutants $(MODULE)

machines: setup ## Run the package's tests and the pages as on other machines (an hour; ONLY= and TESTS= name some)
	@$(BIN)/python -m tests.machines $(if $(ONLY),--only "$(ONLY)") $(TESTS)

notebooks-both: setup ## Run every notebook with both kinds of TensorFlow's kernels, and compare what it prints (NOTEBOOKS= names some)
	@$(BIN)/python -m tests.notebooks_both $(NOTEBOOKS)

takeaway: setup ## Run the notebooks that readers take along of Markdown pages, and compare with the pages (PAGES= names some)
	@$(BIN)/python -m tests.takeaway $(PAGES)

copied: setup ## Run in fresh processes what readers copy of the pages, and compare with the pages (PAGES= names some)
	@$(BIN)/python -m tests.copied $(PAGES)

commands: setup ## Run every command of this list and of the READMEs once, in its smallest form
	@$(BIN)/pytest tests/commands

site: setup ## Build both languages into site/, strictly
	@$(BIN)/mkdocs build --strict

offline: site ## Pack both languages into site-offline.zip, which works from a folder by a double click, without network
	@$(BIN)/python -m making.offline site site-offline.zip

figures: setup ## Draw the figures that are out of date
	@$(BIN)/python -m making.figures

lint: setup ## Check style, types and workflows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/zizmor --quiet --offline --persona pedantic .github/workflows

look: setup ## Measure every page on a phone and on a laptop, and print where something is cut off or has to scroll (PAGES= names some)
	@$(BIN)/python -m tests.site.look $(PAGES)

measure-pages: setup ## Measure with Lighthouse a page of each kind, and look for faults with axe-core in all of them (PAGES= names some)
	@$(BIN)/python -m tests.measure $(PAGES)

check-pages: setup ## Run the examples of every page in the browser's Python, and measure it (ten minutes at most)
	@$(BIN)/python -m tests.check_pages $(if $(SHORT),--short)

zensical: setup ## See what Zensical builds of the book, and what is missing
	@$(BIN)/python -m tests.site.move zensical

properdocs: setup ## Build the site as it is with ProperDocs, and demand equal pages
	@$(BIN)/python -m tests.site.move properdocs

bench: bench-site bench-package ## Measure the site and the package (SHORT=1 only sees that all of it runs)

bench-site: setup ## Measure the site: warm build, edit to served page
	@$(BIN)/python -m tests.bench_site $(if $(SHORT),--short)

bench-package: setup ## Measure cnnbook against TensorFlow, with both of its kernels, and SciPy (ten minutes)
	@TF_ENABLE_ONEDNN_OPTS=0 $(BIN)/python -m tests.bench_package $(if $(SHORT),--short)
	@TF_ENABLE_ONEDNN_OPTS=1 $(BIN)/python -m tests.bench_package $(if $(SHORT),--short)

results: setup ## Train the recorded runs that are missing or out of date (RUNS= names some; an hour and a half for all)
	@$(BIN)/python -m making.recording $(RUNS)

results-compare: setup ## Train the recorded runs anew and compare with their records (RUNS= names some)
	@$(BIN)/python -m making.recording --compare $(RUNS)

libraries: setup ## Ask PyTorch and ONNX Runtime what the book says of them, and compare with the records (ONLY= names one, RECORD=1 writes)
	@$(BIN)/python -m making.libraries $(if $(RECORD),--record) $(ONLY)

screenshot: setup ## Take the READMEs' picture from the built site
	@$(BIN)/python -m tests.screenshot

lock: setup ## Resolve the dependencies anew for every supported platform
	@$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --python-version 3.12 --extra plots --extra progress --group test \
		pyproject.toml --output-file requirements.txt
	@for library in pytorch onnx_runtime; do \
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
			--custom-compile-command "make lock" --python-version 3.12 \
			--group pyproject.toml:$$library --output-file docs/making/libraries/$$library.txt || exit; \
	done

clean: ## Remove what was made: environment, caches, site
	@rm -rf .venv .cache site site-offline.zip
