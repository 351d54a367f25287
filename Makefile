# Two commands do everything: `make run` and `make test`. Each step leaves a stamp in
# .venv/.stamps, so that a second run does only what changed.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PORT ?= 8000
WORKERS ?= 2
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
UV := VIRTUAL_ENV=$(VENV) UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 $(VENV)/bin/uv
UV_VERSION := 0.13.9

# Every process that starts would compile Django and all else anew: half a second each.
unexport PYTHONDONTWRITEBYTECODE
export SECRET_KEY_FILE ?= $(CURDIR)/var/secret_key
STATIC_FILES := $(shell find static -type f 2>/dev/null)
SYSTEM := config/setup/system.sh

.PHONY: help run demo test suite-sqlite suite-postgres check lock clean
help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

$(STAMPS)/system: $(SYSTEM)
	@bash $(SYSTEM) run
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) var && touch $@

$(STAMPS)/packages: requirements.txt $(STAMPS)/system
	@$(PY) -m pip install -q --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(UV) pip install -q --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/frontend: config/frontend/package-lock.json config/frontend/install.py $(STAMPS)/packages
	@$(PY) config/frontend/install.py
	@touch $@

var/secret_key:
	@mkdir -p var && umask 077 && head -c 48 /dev/urandom | base64 -w0 > $@

$(STAMPS)/static: $(STATIC_FILES) $(STAMPS)/frontend | var/secret_key
	@$(PY) manage.py collectstatic --noinput --clear -v0
	@touch $@

demo: $(STAMPS)/frontend | var/secret_key  ## Set up, load the master set and the demo data; PDFs under var/demo/
	@$(PY) manage.py migrate -v0
	@$(PY) manage.py demo --documents var/demo

run: demo $(STAMPS)/static  ## Set up whatever is missing and serve on 127.0.0.1:$(PORT)
	@echo "特記 Tokki: http://127.0.0.1:$(PORT)/  (stop with Ctrl-C)"
	@exec $(VENV)/bin/gunicorn config.wsgi -b 127.0.0.1:$(PORT) -w $(WORKERS) --threads 2 \
	  --max-requests 5000 --timeout 60 --log-level warning

$(STAMPS)/test: requirements-dev.txt $(STAMPS)/frontend
	@bash $(SYSTEM) test
	@$(UV) pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

check: $(STAMPS)/test | var/secret_key  ## Lint, types, import rules, migrations, diagram
	$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check .
	$(VENV)/bin/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level ERROR
	$(PY) manage.py workflow_diagram | diff -u docs/workflow.md -

# The suites run at once: where one waits for a browser or for its last file, the other works.
# Each prints when it has ended, so that the closing lines don't run into each other.
test: check  ## Everything CI runs: checks, then the suite on SQLite and on PostgreSQL
	@$(MAKE) --no-print-directory -j2 --output-sync=target suite-sqlite suite-postgres

PYTEST := $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

suite-sqlite:
	$(PYTEST)

suite-postgres:
	$(PY) config/setup/postgres.py $(PYTEST)

lock:  ## Resolve the lock files anew (hashes, no registry address)
	$(UV) pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	$(UV) pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements-dev.txt

clean:  ## Remove the virtual environment and everything under var/, data included
	rm -rf $(VENV) var
