# Every recipe runs with the private tools and the settings of .env: see setup/environment.sh.
set shell := ["setup/with.sh", "bash", "-euo", "pipefail", "-c"]
set positional-arguments

program := "cargo run --quiet --locked -p app --bin edit-factory --"

# List the recipes
list:
    @just --list --unsorted

# Install, build and start everything; Ctrl-C stops it
dev:
    ./start-dev.sh

# Make two sample videos, from footage to file
demo *arguments:
    ./start-dev.sh demo "$@"

# All tests of all languages
test:
    ./start-dev.sh test

# Rust tests alone; arguments go to the runner: just test-rust -p domain
test-rust *arguments='--workspace':
    cargo $(cargo nextest --version >/dev/null 2>&1 && echo nextest run || echo test) --locked "$@"

# The tests of the voices service (sidecars/voices) alone
test-voices *arguments:
    .tools/sidecar/bin/python -m pytest -q -c sidecars/voices/pyproject.toml sidecars/voices "$@"

# Coqui's whole path on a small random model; needs a Python with its packages: just test-coqui /path/to/python
test-coqui python='.tools/sidecar/bin/python':
    "$1" -m pytest -q -c sidecars/voices/pyproject.toml -m coqui sidecars/voices

# The page's types and tests
test-web:
    npm --prefix frontend run --silent typecheck
    npm --prefix frontend run --silent test

# The page's tests in a real browser, against a server of their own
test-e2e: build
    npm --prefix frontend run --silent test:e2e

# Formats, clippy, biome, shellcheck
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    npm --prefix frontend run --silent lint
    if command -v shellcheck >/dev/null; then shellcheck start-dev.sh .ci/run setup/*.sh setup/tests/*.sh; else echo "shellcheck is not installed; the shell scripts were not looked at"; fi

# Format everything
fmt:
    cargo fmt --all
    npm --prefix frontend run --silent fmt

# Build the program
build:
    cargo build --locked -p app --bin edit-factory

# Write docs/openapi.json and the page's types from the code
openapi:
    mkdir -p .run
    {{ program }} openapi >.run/openapi.json
    cp .run/openapi.json docs/openapi.json
    npm --prefix frontend run --silent gen:api

# Fail when what `just openapi` writes is stale
openapi-check:
    mkdir -p .run
    {{ program }} openapi >.run/openapi.json
    diff -u docs/openapi.json .run/openapi.json || { echo "docs/openapi.json is stale; run: just openapi"; exit 1; }
    npm --prefix frontend run --silent gen:api:check

# Measure: render CPU against the forced work, start-up time, memory
bench:
    cargo build --release --locked -p app --bin edit-factory
    setup/bench-start.sh
    cargo run --release --locked -p render-ffmpeg --example bench_render

# Measure on a real PostgreSQL: just bench-store lists (or queue, or scope); the first time fills a database
bench-store *arguments='--help':
    cargo build --release --locked -p app --bin edit-factory
    cargo run --release --locked -p bench -- "$@"

# Measure Kokoro here against kokoro-onnx: just bench-voices PYTHON MODEL VOICES [ROUNDS [TOKENS ...]]; the Python has that package
bench-voices *arguments:
    cargo run --release --locked -p tts-kokoro --example bench_kokoro -- "$@"

# Tell of each real part whether it is there, its version, and the cure
doctor:
    {{ program }} doctor

# Bring the database up to date
migrate:
    {{ program }} migrate

# Kill so many workers while they make videos, then look at every row and file
soak kills='100':
    cargo run --quiet --locked -p soak -- kills --runs "$1"

# A stand-in for ElevenLabs on this machine, faults included; it says how to use it
fake-elevenlabs port='8970':
    cargo run --quiet --locked -p testkit --example fake_elevenlabs -- "$1"

# A stand-in for Postiz on this machine, faults included; it says how to use it
fake-postiz port='4007':
    cargo run --quiet --locked -p testkit --example fake_postiz -- "$1"

# Publish so many posts while workers are killed, then count what arrived
soak-publish posts='100':
    cargo run --quiet --locked -p soak -- publish --posts "$1"

# A prompt in the private database, while the server runs
psql *arguments:
    setup/psql.sh "$@"
