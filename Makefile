# What one types: run, dev, test, audit, lint, bench, drill, messages. Settings come from the environment (docs/operating.md).
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run dev test audit pythons lint bench drill messages lock vulnerabilities clean

help:
	@echo "make run       the portal on http://localhost:$(PORT)/ with content, production server"
	@echo "make dev       the same with auto-reload and debug pages"
	@echo "make test      the tests of some minutes (DATABASE_URL and REDIS_URL choose where; SQLite unless set)"
	@echo "make audit     what takes hours, part by part: hostile letters, axe, kills, the attack, a million articles"
	@echo "make pythons   the tests that start nothing, on each of Python 3.11, 3.12 and 3.13 that is here"
	@echo "make lint      ruff, djlint, oxlint and mypy"
	@echo "make bench     requests per second beside a bare Django view"
	@echo "make drill     several machines in networks of their own, broken under load (root on Linux; ARGS=--short: minutes)"
	@echo "make lock      resolves the requirements anew, with a hash for each file, and tries them for each Python"
	@echo "make vulnerabilities  asks PyPI for known faults of the locked packages"
	@echo "make messages  collects new strings for the translators (needs GNU gettext)"

run: $(VENV)/.installed
	@$(MANAGE) prepare --demonstration --after 2
	@exec $(MANAGE) serve

dev: export ENVIRONMENT = dev
dev: $(VENV)/.installed-dev
	@$(MANAGE) prepare --demonstration --after 2
	@echo "The portal is at http://localhost:$(PORT)/ and reloads by itself. Ctrl-C stops it."
	@exec $(MANAGE) runserver --nothreading 127.0.0.1:$(PORT)

test: $(VENV)/.installed-dev
	@$(MANAGE) compile_translations --verbosity 0
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not long" --one-in 5 \
		--turn "$$(git rev-list --count HEAD 2>/dev/null || echo 0)" $(ARGS)

audit: $(VENV)/.installed-dev
	@$(MANAGE) compile_translations --verbosity 0
	@$(BIN)/python -m tests.auditing $(ARGS)

pythons:
	@for version in 3.11 3.12 3.13; do \
		if python$$version -c "" 2>/dev/null; then \
			$(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON=python$$version ARGS='-m "not long and not browser"' || exit 1; \
		else echo "python$$version is not on this machine: not tried"; fi; done

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/oxlint --quiet --config .ci/oxlint.json static/js
	@$(BIN)/mypy

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench $(ARGS)

drill: $(VENV)/.installed-dev
	@$(MANAGE) compile_translations --verbosity 0
	@$(BIN)/python -m tests.drill $(ARGS)

messages: $(VENV)/.installed
	@command -v xgettext >/dev/null || { echo "make messages needs GNU gettext (Debian: apt-get install gettext)."; exit 1; }
	@$(MANAGE) makemessages --locale zh_Hans --no-wrap --add-location=file --no-obsolete \
		--ignore "var/*" --ignore "tests/*" --ignore "$(VENV)/*"

lock: $(VENV)/.installed-dev
	@sh .ci/lock $(BIN)/uv

vulnerabilities: $(VENV)/.installed-dev
	@$(BIN)/uv tool run --quiet pip-audit==2.10.1 --requirement .ci/requirements.lock --require-hashes --disable-pip

clean:
	rm -rf $(VENV) .venv-3.*

$(BIN)/python:
	@echo "[1] Python environment in $(VENV)"
	@sh .ci/make-venv $(VENV) $(PYTHON)

$(VENV)/.installed: .ci/requirements.lock | $(BIN)/python
	@sh .ci/install $(VENV) .ci/requirements.lock
	@touch $@

$(VENV)/.installed-dev: .ci/requirements-dev.lock | $(BIN)/python
	@sh .ci/install $(VENV) .ci/requirements-dev.lock
	@touch $(VENV)/.installed $@
