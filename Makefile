.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
EXTRAS := dask explore
EXTRA_LOCKS := $(EXTRAS:%=requirements-%.lock)

help: ## show what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(STAMP): requirements.lock requirements-uv.lock $(EXTRA_LOCKS) pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock $(EXTRA_LOCKS)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## make .venv

demo: $(STAMP) ## make two months of example data, run everything on them, summarise
	@$(BIN)/kemitraan demo --out demo

up: $(STAMP) ## start server, worker and deployments here, with a home in rumah/
	@$(BIN)/kemitraan --home rumah up

lint: $(STAMP) ## format, lint, types, house rules
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/pyrefly check --summary=none
	@$(BIN)/lint-imports --no-cache

test: lint ## all checks and all tests, PostgreSQL included
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist loadgroup

bench: $(STAMP) ## measure the whole job beside a plain script and beside the floor
	@$(BIN)/python -m benchmarks

locks: $(STAMP) ## lock what each extra adds to requirements.lock
	@for extra in $(EXTRAS); do \
	  $(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 --extra $$extra \
	    --constraints requirements.lock $$(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' requirements.lock) \
	    --output-file requirements-$$extra.lock pyproject.toml && \
	  sed -i '/^# The following packages were excluded/,$$d' requirements-$$extra.lock || exit 1; \
	done

docs: $(STAMP) ## write the pages that are made from the definition
	@$(BIN)/python -m schemas.dictionary > docs/kamus-data.md
	@$(BIN)/python -m warehouse.marts > docs/kamus-mart.md
	@$(BIN)/python -m reports.partnership > docs/kamus-laporan.md
	@$(BIN)/python -m kemitraan.spellings > docs/officer/cara-menulis.md

pictures: $(STAMP) ## take the pictures of the staff guide in a real browser
	@KEMITRAAN_PICTURES=docs/pictures $(BIN)/python -m pytest tests/flows/browser -n 0

.PHONY: help setup up demo lint test bench locks docs pictures
