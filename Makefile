# What a developer or CI calls. Everything else is behind these.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: check test test-long stories web need

POSTGRES := $(or $(TMPDIR),/tmp)/portico-postgres-$(shell id -u)-$(shell pwd | cksum | cut -d' ' -f1)
WITH_POSTGRES = trap 'scripts/postgres.sh stop $(POSTGRES)' EXIT; scripts/postgres.sh start $(POSTGRES); \
	export PORTICO_TEST_POSTGRES=$$(scripts/postgres.sh url $(POSTGRES)) STORY_POSTGRES=$(POSTGRES)

check: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# The whole suite twice: on SQLite, then on a private PostgreSQL that is stopped again whatever happens.
test: need web
	cargo test --workspace --locked
	cargo build --workspace --locked
	node --test web/tests/
	@$(WITH_POSTGRES); echo "The same on PostgreSQL"; cargo test --workspace --locked; node --test web/tests/

# The long proofs, by name: those that are ignored otherwise.
test-long: need web
	cargo test --workspace --locked -- --ignored
	@$(WITH_POSTGRES); cargo test --workspace --locked -- --ignored

# The stories alone, with pictures of every page in target/pictures.
stories: need web
	cargo build --workspace --locked
	mkdir -p target/pictures
	STORY_PICTURES=$(CURDIR)/target/pictures node --test web/tests/

# Styles, scripts and icons, built once and then only when their sources change.
web: web/dist/.built
web/dist/.built: web/node_modules/.package-lock.json $(shell find web/src web/tools web/vite.config.ts -type f 2>/dev/null)
	cd web && npm run --silent build
	@touch $@
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund

# Chromium and PostgreSQL for the tests.
need:
	@scripts/need.sh
