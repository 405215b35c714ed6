# The task front: every command a newcomer needs. `make demo` and `make test` install what is missing, build and run.
BUILD := build/release
JOBS  ?= $(shell nproc)

.PHONY: all setup build demo test test-asan bench bench-nets golden-update format install clean fuzz

all: build

setup:
	@tools/setup

build: setup
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)

demo: build
	@$(BUILD)/lykos examples/batch_normalization.wls

test: build
	@ctest --preset release -j $(JOBS)

test-asan: setup
	@cmake --preset asan >/dev/null
	@cmake --build --preset asan -j $(JOBS)
	@ctest --preset asan -j $(JOBS)

bench: build
	@tests/bench/run $(BUILD)/lykos

bench-nets: build
	@tests/bench/run $(BUILD)/lykos nets

golden-update: build
	@cmake --build --preset release --target golden-update

fuzz: setup
	@cmake --preset fuzz >/dev/null
	@cmake --build --preset fuzz -j $(JOBS) --target fuzz_parse

format:
	@git ls-files '*.cpp' '*.h' | xargs clang-format -i

install: build
	@cmake --install $(BUILD)

clean:
	@rm -rf build
