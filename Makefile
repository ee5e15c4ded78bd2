# One word per chore. Works with GNU make 3.81 (macOS) and newer; `make` alone lists the words.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test quick check bench load soak evidence peers fuzz serve stack format pins sbom clean

python := .venv/bin/python

# Every package as pinned and hashed, as a wheel: nothing is compiled here.
install := $(python) -m pip install --disable-pip-version-check --quiet \
	--require-hashes --only-binary :all:

# Scripts and style sheets. Biome comes as a wheel for Linux on x86-64 alone.
biome = @if test -x .venv/bin/biome; then echo ".venv/bin/biome $(1)"; .venv/bin/biome $(1); \
	else echo "Scripts and style sheets were not checked: there is no Biome for this machine."; fi

# Files in their order, browser first: by default the files of one long test come last, alone.
in_parallel := --numprocesses=auto --dist=loadfile --no-loadscope-reorder

help:  ## List these words
	@sed -n 's/^\([a-z]*\):[^#]*## /\1 /p' $(MAKEFILE_LIST) | \
		while read -r word meaning; do printf '  make %-8s %s\n' "$$word" "$$meaning"; done

run: .venv/.ready  ## Set up what is missing, then open the laboratory in the browser
	@$(python) app.py

test: .venv/.ready-to-test  ## Run all tests, or some: make test ARGS="tests/science -k paclitaxel"
	@CHROMIUM=$$(tools/chromium) && export CHROMIUM && \
		$(python) -m pytest $(in_parallel) $(ARGS)

quick: .venv/.ready-to-test  ## Run the tests of a change: no browser, no server, no fit
	@$(python) -m pytest --quick $(in_parallel) $(ARGS)

check: .venv/.ready-to-test  ## Check format, style, types, who imports whom, and that tests load
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(call biome,check --error-on-warnings)
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	@$(python) tools/audit
	@tests=$$($(python) -m pytest --collect-only -qq 2>&1) || { echo "$$tests"; exit 1; }

bench: .venv/.ready-to-test  ## Measure how fast it is
	@$(python) -m benchmarks $(ARGS)

load: .venv/.ready-to-test  ## Let a hall of students ask, with a verdict (ARGS="--students 300")
	@$(python) -m benchmarks.load $(ARGS)

soak: .venv/.ready-to-test  ## Ask 100,000 times, and look at memory and answers
	@$(python) -m benchmarks.soak $(ARGS)

evidence: .venv/.ready-to-test  ## Table of how well each experiment is met (ARGS=--update to keep it)
	@$(python) -m benchmarks.evidence $(ARGS)

pictures: .venv/.ready-to-test  ## Take the pictures of README.md anew
	@$(python) tools/pictures

peers: .venv/.ready-to-test  ## Let other people's simulators run the exports of many scenarios
	@$(python) -m benchmarks.peers

fuzz: .venv/.ready-to-test  ## Send 50,000 bad inputs to the server (ARGS="--inputs 2000 --seed 7")
	@$(python) -m tests.fuzz $(ARGS)

serve: .venv/.ready  ## Serve it with gunicorn, as in production
	@$(python) gunicorn.conf.py

stack: .venv/.ready  ## Try nginx with TLS, the server and Redis together on this machine
	@$(python) -m deploy.stack $(ARGS)

format: .venv/.ready-to-test  ## Put the code in shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(call biome,check --write)

# Versions already pinned stay, unless ARGS=--upgrade. One version for all Pythons and platforms
# (fewest forks), so that a result does not depend on the reader's machine. The script of the plots
# is that of the pinned plotly.
pins:  ## Pin again after an edit of requirements*.in (ARGS=--upgrade for newer versions)
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	found=$$(tools/python); "$$found" -m venv "$$folder"; \
	"$$folder/bin/python" -m pip install --disable-pip-version-check --quiet uv; \
	for list in requirements requirements-dev; do \
		"$$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 \
			--fork-strategy fewest --generate-hashes --no-emit-index-url \
			--custom-compile-command "make pins" $(ARGS) $$list.in --output-file $$list.txt; \
	done; \
	"$$folder/bin/python" -m pip install --disable-pip-version-check --quiet \
		"$$(sed -n 's/^\(plotly==[^ ]*\).*/\1/p' requirements.txt)"; \
	"$$folder/bin/python" tools/plotly; \
	"$$folder/bin/python" tools/sbom

sbom: .venv/.ready  ## List the pinned packages as CycloneDX in docs/sbom.json
	@$(python) tools/sbom

clean:  ## Delete caches and build leftovers; .venv stays
	rm -rf build dist src/*.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# Set-up: done once, and again when the pins change, when the checkout has moved (scripts in
# .venv name its path) or when the Python below .venv is gone.

ifneq ($(shell test -x $(python) && cat .venv/.made 2>/dev/null),$(CURDIR))
.PHONY: .venv/.made
endif

.venv/.made:
	@found=$$(tools/python) && echo "Creating .venv with $$found" && \
		"$$found" -m venv --clear .venv && pwd -P > $@

.venv/.ready: .venv/.made requirements.txt pyproject.toml
	@echo "Installing what Osteoniche needs: once, a minute or two."
	@$(install) --requirement requirements.txt
	@$(python) -m pip install --disable-pip-version-check --quiet \
		--no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-test: .venv/.ready requirements-dev.txt
	@echo "Installing what the tests and checks need: once."
	@$(install) --requirement requirements-dev.txt
	@touch $@
