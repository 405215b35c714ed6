"""vectorized.py BINARY [--runs N] - numeric work on whole lists in Lykos and in NumPy, side by side.

Each side does its work in one process and reports the least time of its runs; the two take turns. The results must agree to eleven digits.
The exit status is 1 when they do not.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile

# name, preparation and work in Lykos, preparation and work in NumPy. The work gives one number.
CASES = [
    ("total of squares, 10^7", "", "Total[N[Range[10^7]]^2]", "", "np.sum(np.arange(1.0, 1e7 + 1) ** 2)"),
    ("polynomial, 10^6", "x = N[Range[10^6]]/10^6", "Total[3 x^3 - 2 x^2 + x - 1]", "x = np.arange(1.0, 1e6 + 1) / 1e6",
     "np.sum(3 * x**3 - 2 * x**2 + x - 1)"),
    ("sine and cosine, 10^6", "x = N[Range[10^6]]/1000", "Total[Sin[x] Cos[2 x]]", "x = np.arange(1.0, 1e6 + 1) / 1000", "np.sum(np.sin(x) * np.cos(2 * x))"),
    ("exponential and root, 10^6", "x = N[Range[10^6]]/10^6", "Total[Exp[-x] Sqrt[x]]", "x = np.arange(1.0, 1e6 + 1) / 1e6", "np.sum(np.exp(-x) * np.sqrt(x))"),
    ("integers modulo, 10^6", "n = Range[10^6]", "Total[Mod[7 n + 3, 1013]]", "n = np.arange(1, 10**6 + 1)", "np.sum((7 * n + 3) % 1013)"),
    ("running sum, 10^6", "x = N[Range[10^6]]", "Max[Accumulate[x]]", "x = np.arange(1.0, 1e6 + 1)", "np.max(np.cumsum(x))"),
    ("sorting, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Sort[x][[500000]]", "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0", "np.sort(x)[499999]"),
    ("choosing, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Total[Pick[x, UnitStep[x - 500000.], 1]]",
     "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0", "np.sum(x[x >= 500000.0])"),
    ("outer sum, 1000 x 1000", "x = N[Range[1000]]", "Total[Outer[Plus, x, x], 2]", "x = np.arange(1.0, 1001.0)", "np.sum(np.add.outer(x, x))"),
    ("matrix product, 500 x 500", "m = Partition[Mod[7919. Range[250000], 1013.], 500]", "Total[m . m, 2]",
     "m = ((7919.0 * np.arange(1, 250001)) % 1013.0).reshape(500, 500)", "np.sum(m @ m)"),
    ("transposed rows, 1000 x 1000", "m = Partition[N[Range[10^6]], 1000]", "Max[Total[Transpose[m]]]", "m = np.arange(1.0, 1e6 + 1).reshape(1000, 1000)",
     "np.max(np.sum(m.T, axis=0))"),
    ("mean and deviation, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Mean[x] + Variance[x]/StandardDeviation[x]", "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0",
     "np.mean(x) + np.var(x, ddof=1) / np.std(x, ddof=1)"),
    ("distances, 10^6", "x = N[Range[10^6]]/1000; y = Reverse[x]", "Total[Sqrt[x^2 + y^2]]", "x = np.arange(1.0, 1e6 + 1) / 1000; y = x[::-1].copy()", "np.sum(np.sqrt(x**2 + y**2))"),
    ("counting, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Total[UnitStep[x - 250000.]]", "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0", "np.sum(x >= 250000.0)"),
    ("scalar product, 10^6", "x = N[Range[10^6]]/10^6", "x . x", "x = np.arange(1.0, 1e6 + 1) / 1e6", "np.dot(x, x)"),
    ("norm, 10^6", "x = N[Range[10^6]]/10^6", "Norm[x]", "x = np.arange(1.0, 1e6 + 1) / 1e6", "np.linalg.norm(x)"),
    ("differences, 10^6", "x = N[Range[10^6]]^2", "Max[Differences[x]]", "x = np.arange(1.0, 1e6 + 1) ** 2", "np.max(np.diff(x))"),
    ("random reals, 10^6", "", "Floor[Mean[RandomReal[1, 10^6]]]", "random = np.random.default_rng(1)", "np.floor(np.mean(random.random(10**6)))"),
    ("random integers, 10^6", "", "Max[RandomInteger[{1, 6}, 10^6]]", "random = np.random.default_rng(1)", "np.max(random.integers(1, 7, 10**6))"),
    ("rounding, 10^6", "x = N[Range[10^6]]/7", "Total[Floor[x]] + Total[Round[x]]", "x = np.arange(1.0, 1e6 + 1) / 7", "np.sum(np.floor(x)) + np.sum(np.rint(x))"),
    ("logarithm, 10^6", "x = N[Range[10^6]]", "Total[Log[x]]", "x = np.arange(1.0, 1e6 + 1)", "np.sum(np.log(x))"),
    ("arctangent, 10^6", "x = N[Range[10^6]]/1000", "Total[ArcTan[x]]", "x = np.arange(1.0, 1e6 + 1) / 1000", "np.sum(np.arctan(x))"),
    ("real powers, 10^6", "x = N[Range[10^6]]/1000", "Total[x^1.5]", "x = np.arange(1.0, 1e6 + 1) / 1000", "np.sum(x**1.5)"),
    ("complex exponential, 10^6", "x = N[Range[10^6]]/1000", "Abs[Total[Exp[I x]]]", "x = np.arange(1.0, 1e6 + 1) / 1000", "np.abs(np.sum(np.exp(1j * x)))"),
    ("reversing and joining, 10^6", "x = N[Range[10^6]]", "Total[Join[Reverse[x], x]]", "x = np.arange(1.0, 1e6 + 1)", "np.sum(np.concatenate((x[::-1], x)))"),
    ("rows and columns, 1000 x 1000", "m = Partition[N[Range[10^6]], 1000]", "Total[Total[m]] + Max[Total[m, {2}]] + Max[Total /@ m]", "m = np.arange(1.0, 1e6 + 1).reshape(1000, 1000)",
     "np.sum(np.sum(m, axis=0)) + np.max(np.sum(m, axis=1)) + np.max(np.sum(m, axis=1))"),
    ("matrix arithmetic, 1000 x 1000", "m = Partition[N[Range[10^6]], 1000]", "Total[2 m + m m - m/3., 2]", "m = np.arange(1.0, 1e6 + 1).reshape(1000, 1000)", "np.sum(2 * m + m * m - m / 3.0)"),
    ("centred columns, 1000 x 1000", "m = Partition[N[Range[10^6]], 1000]", "Max[Transpose[Transpose[m] - Mean[m]]]", "m = np.arange(1.0, 1e6 + 1).reshape(1000, 1000)", "np.max(m - np.mean(m, axis=0))"),
    ("ordering, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Ordering[x][[500000]]", "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0", "np.argsort(x)[499999] + 1"),
    ("distinct integers, 10^6", "n = Mod[7919 Range[10^6], 5003]", "Total[Union[n]]", "n = (7919 * np.arange(1, 10**6 + 1)) % 5003", "np.sum(np.unique(n))"),
    ("tally of integers, 10^6", "n = Mod[7919 Range[10^6], 5003]", "Max[Tally[n][[All, 2]]]", "n = (7919 * np.arange(1, 10**6 + 1)) % 5003", "np.max(np.unique(n, return_counts=True)[1])"),
    ("histogram, 10^6", "x = Mod[7919. Range[10^6], 1000003.]", "Max[BinCounts[x, {0, 1000010, 10000}]]", "x = (7919.0 * np.arange(1, 10**6 + 1)) % 1000003.0",
     "np.max(np.histogram(x, bins=np.arange(0, 1010001, 10000))[0])"),
    ("taking parts, 10^6", "x = N[Range[10^6]]; n = Mod[7919 Range[10^6], 1000003] + 0; n = Clip[n, {1, 10^6}]", "Total[x[[n]]] + Total[x[[1 ;; -1 ;; 2]]]",
     "x = np.arange(1.0, 1e6 + 1); n = np.clip((7919 * np.arange(1, 10**6 + 1)) % 1000003, 1, 10**6) - 1", "np.sum(x[n]) + np.sum(x[::2])"),
]


def lykos_program(prepare, work, runs):
    return (f"{prepare or 'Null'};\n{{seconds, result}} = Transpose[Table[AbsoluteTiming[{work}], {{{runs + 1}}}]];\n"
            'Print["nanoseconds ", Round[10^9 Min[Rest[seconds]]]];\nPrint["result ", ToString[N[Last[result]], InputForm]];\n')


def numpy_program(prepare, work, runs):
    return ("import time\nimport numpy as np\n" + prepare + f"\nbest = 1e9\nfor _ in range({runs + 1}):\n    start = time.perf_counter()\n"
            f"    result = {work}\n    best = min(best, time.perf_counter() - start)\nprint('nanoseconds', round(1e9 * best))\nprint('result', float(result))\n")


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    found = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith(("nanoseconds ", "result ")))
    if len(found) != 2:
        raise RuntimeError(f"{' '.join(command)} gave no result:\n{done.stdout[-800:]}{done.stderr[-800:]}")
    return int(found["nanoseconds"]) * 1e-6, float(found["result"].replace("*^", "e"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each side (7)")
    options = parser.parse_args()
    failed = 0
    ratios = []
    print(f"{'on whole lists':<32}{'lykos ms':>11}{'numpy ms':>11}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, prepare, work, numpy_prepare, numpy_work in CASES:
            if options.only not in name:
                continue
            ours, theirs = os.path.join(folder, "work.wl"), os.path.join(folder, "work.py")
            with open(ours, "w", encoding="utf-8") as file:
                file.write(lykos_program(prepare, work, options.runs))
            with open(theirs, "w", encoding="utf-8") as file:
                file.write(numpy_program(numpy_prepare, numpy_work, options.runs))
            try:
                pairs = [(run([options.binary, "-file", ours]), run([sys.executable, theirs])) for _ in range(2)]
            except RuntimeError as error:
                print(f"{name:<32}  {error}")
                failed += 1
                continue
            mine, other = (min(pair[side][0] for pair in pairs) for side in (0, 1))
            result, expected = pairs[0][0][1], pairs[0][1][1]
            print(f"{name:<32}{mine:>11.2f}{other:>11.2f}{mine / other:>8.2f}", flush=True)
            if abs(result - expected) > 1e-11 * max(abs(expected), 1):
                print(f"  results differ: lykos {result!r}, numpy {expected!r}")
                failed += 1
            ratios.append(mine / other)
    if ratios:
        print(f"{'median':<54}{statistics.median(ratios):>8.2f}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
