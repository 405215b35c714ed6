"""language.py BINARY [--startup] [--runs N] [NAME ...] - small programs in Lykos and in CPython, side by side.

Each program of language/ exists twice, as NAME.wl and NAME.py. Both print `result ...` and `nanoseconds N`, the time of their work measured
inside, so that start-up counts nowhere but under --startup. Runs alternate between the two sides; the first of each is not counted.
The exit status is 1 when a pair disagrees about its result.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent / "language"


def run_program(command):
    """The result line and the seconds a program reports."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    result = nanoseconds = None
    for line in done.stdout.splitlines():
        if line.startswith("result "):
            result = line[len("result "):]
        elif line.startswith("nanoseconds "):
            nanoseconds = line[len("nanoseconds "):]
    if result is None or nanoseconds is None or not nanoseconds.isdigit():
        return None, f"{' '.join(command)} gave no result:\n{done.stdout[-800:]}{done.stderr[-800:]}"
    return result, int(nanoseconds) * 1e-9


def wall_and_memory(command):
    """Seconds from start to end, and the peak memory in MB. The peak is never below that of this driver, which the new process begins as."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = 0
    return seconds, usage.ru_maxrss / 1024


def measure_startup(binary, runs):
    sides = {"lykos -code 1": [binary, "-code", "1"], "python3 -c pass": [sys.executable, "-c", "pass"]}
    times = {name: [] for name in sides}
    memory = {}
    for repetition in range(runs + 1):
        for name, command in sides.items():
            seconds, megabytes = wall_and_memory(command)
            if repetition:
                times[name].append(seconds)
            memory[name] = max(memory.get(name, 0), megabytes)
    print(f"{'start-up':<26}{'median ms':>11}{'least ms':>11}{'peak MB':>10}")
    for name in sides:
        print(f"{name:<26}{1e3 * statistics.median(times[name]):>11.1f}{1e3 * min(times[name]):>11.1f}{memory[name]:>10.1f}")
    print()


def measure_programs(binary, names, runs):
    failed = 0
    print(f"{'program':<26}{'lykos ms':>11}{'python ms':>11}{'ratio':>8}")
    ratios = []
    for name in names:
        sides = ([binary, "-file", str(FOLDER / f"{name}.wl")], [sys.executable, str(FOLDER / f"{name}.py")])
        times = ([], [])
        results = [None, None]
        error = None
        for repetition in range(runs + 1):
            for side, command in enumerate(sides):
                result, seconds = run_program(command)
                if result is None:
                    error = seconds
                    break
                results[side] = result
                if repetition:
                    times[side].append(seconds)
            if error:
                break
        if error:
            print(f"{name:<26}  {error}")
            failed += 1
            continue
        ours, theirs = (statistics.median(t) for t in times)
        print(f"{name:<26}{1e3 * ours:>11.2f}{1e3 * theirs:>11.2f}{ours / theirs:>8.2f}", flush=True)
        if results[0] != results[1]:
            print(f"  results differ: lykos {results[0][:200]}\n                 python {results[1][:200]}")
            failed += 1
        else:
            ratios.append(ours / theirs)
    if ratios:
        print(f"{'geometric mean':<48}{statistics.geometric_mean(ratios):>8.2f}")
        print(f"{'median':<48}{statistics.median(ratios):>8.2f}\n")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("names", nargs="*", help="programs (all)")
    parser.add_argument("--startup", action="store_true", help="measure start-up only")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each side (5)")
    options = parser.parse_intermixed_args()
    if options.startup:
        measure_startup(options.binary, max(20, options.runs))
        return 0
    names = options.names or sorted(path.stem for path in FOLDER.glob("*.wl"))
    return 1 if measure_programs(options.binary, names, options.runs) else 0


if __name__ == "__main__":
    sys.exit(main())
