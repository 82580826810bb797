# What a developer or CI calls. Everything else is behind these.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: bench check demo dist test test-long stories web need

POSTGRES := $(or $(TMPDIR),/tmp)/portico-postgres-$(shell id -u)-$(shell pwd | cksum | cut -d' ' -f1)
WITH_POSTGRES = trap 'scripts/postgres.sh stop $(POSTGRES); rm -rf $(POSTGRES)' EXIT; scripts/postgres.sh start $(POSTGRES); \
	export PORTICO_TEST_POSTGRES=$$(scripts/postgres.sh url $(POSTGRES)) STORY_POSTGRES=$(POSTGRES)

# The portal of an invented company, on this machine, with a large real file behind it where there is one beside the
# project: `make demo` on SQLite, `make demo DB=postgres` on a private PostgreSQL that is stopped again. Ctrl-C ends it.
DEMO := target/demo$(if $(DB),-$(DB))
RETAIL := $(wildcard ../shared/data/commerce/online_retail_ii_2009-12_2010-04.csv.gz)
demo: web
	$(if $(filter-out postgres,$(DB)),$(error DB is sqlite when left out, or postgres))
	cargo build --workspace --locked
	@$(if $(DB),scripts/need.sh postgresql; trap 'scripts/postgres.sh stop $(DEMO)/server' EXIT; \
	scripts/postgres.sh start $(DEMO)/server; export PORTICO_DATABASE=$$(scripts/postgres.sh url $(DEMO)/server)/postgres;) \
	PORTICO_DATA=$(DEMO) target/debug/portico demo $(addprefix --retail ,$(RETAIL))

check: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# The stories in a browser, as many at once as there are processors.
STORIES := node --test --test-concurrency=$(shell nproc) web/tests/

# The program for them, of the crates as the tests have them: alone, many would be compiled again with fewer features.
PROGRAM := cargo build --workspace --bins --tests --locked

# What asks no database, or brings its own, runs once.
NO_DATABASE := --skip a_proof_cannot_be_forged --skip docs:: --skip hostile::

# The whole suite twice: on SQLite, then on a private PostgreSQL that is stopped again whatever happens. It says how long
# that took, of the 40 minutes it has.
test: need web
	@mkdir -p target; date +%s > target/test-began
	cargo test --workspace --locked
	$(PROGRAM)
	$(STORIES)
	@$(WITH_POSTGRES); echo "The same on PostgreSQL"; cargo test --workspace --locked -- $(NO_DATABASE); $(STORIES)
	@echo "make test took $$(( ($$(date +%s) - $$(cat target/test-began)) / 60 )) minutes; it has 40"

# What compares times means something only optimised, and while nothing else runs.
TIMED := known_and_unknown_addresses_take_as_long

# The long proofs, by name: those that are ignored otherwise. What reads what strangers send is tried for
# PORTICO_FUZZ_SECONDS each, which are 30 unless said; docs/fuzzing.md says what to do with what is found.
test-long: need web
	@scripts/need.sh pebble curl
	cargo test --workspace --locked -- --ignored --skip $(TIMED)
	@$(WITH_POSTGRES); cargo test --workspace --locked -- --ignored --skip $(TIMED) $(NO_DATABASE)
	cargo test --release --locked -p it --test it -- --ignored --test-threads=1 $(TIMED)

# The program as it is released, with everything in it: dist/portico-VERSION-SYSTEM.tar.xz, shown to open the demo alone.
dist: web
	scripts/dist.sh

# The figures the program has to reach, measured on both databases; docs/bench.md says how to read them.
bench: need web
	cargo run --release -p bench --locked
	@trap 'scripts/postgres.sh stop $(POSTGRES)-bench; rm -rf $(POSTGRES)-bench' EXIT; scripts/postgres.sh start $(POSTGRES)-bench durable; \
	cargo run --release -p bench --locked -- "$$(scripts/postgres.sh url $(POSTGRES)-bench)"; \
	cargo run --release -p bench --locked -- "$$(scripts/postgres.sh url $(POSTGRES)-bench)" list norls

# The stories alone, with pictures of every page in target/pictures.
stories: need web
	$(PROGRAM)
	mkdir -p target/pictures
	STORY_PICTURES=$(CURDIR)/target/pictures $(STORIES)

# Styles, scripts and icons, built once and then only when their sources change.
web: web/dist/.built
web/dist/.built: web/node_modules/.package-lock.json $(shell find web/src web/tools web/vite.config.ts -type f 2>/dev/null)
	cd web && npm run --silent build
	@touch $@
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund

# Chromium and PostgreSQL for the tests.
need:
	@scripts/need.sh chromium postgresql
