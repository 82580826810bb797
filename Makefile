# What a developer or CI calls. Everything else is behind these.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: check test test-long web

POSTGRES := $(or $(TMPDIR),/tmp)/portico-postgres-$(shell id -u)-$(shell pwd | cksum | cut -d' ' -f1)

check: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# The whole suite twice: on SQLite, then on a private PostgreSQL that is stopped again whatever happens.
test: web
	cargo test --workspace --locked
	@trap 'scripts/postgres.sh stop $(POSTGRES)' EXIT; scripts/postgres.sh start $(POSTGRES); \
	echo "The same on PostgreSQL"; \
	PORTICO_TEST_POSTGRES=$$(scripts/postgres.sh url $(POSTGRES)) cargo test --workspace --locked

test-long: web
	cargo test --workspace --locked -- --ignored
	@trap 'scripts/postgres.sh stop $(POSTGRES)' EXIT; scripts/postgres.sh start $(POSTGRES); \
	PORTICO_TEST_POSTGRES=$$(scripts/postgres.sh url $(POSTGRES)) cargo test --workspace --locked -- --ignored

# Styles, scripts and icons, built once and then only when their sources change.
web: web/dist/.built
web/dist/.built: web/node_modules/.package-lock.json $(shell find web/src web/tools web/vite.config.ts -type f 2>/dev/null)
	cd web && npm run --silent build
	@touch $@
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
