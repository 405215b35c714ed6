"""growth.py BINARY - work that must take time in proportion to its amount: n steps and eight times as many, in one process.

What is printed is how much longer the eightfold work took, divided by eight: about 1 when growth is linear. Above the limit (3, which allows
for caches) the exit status is 1. Results are checked. The last lines are work that must end, whatever the number of ways to try.
"""
import argparse
import subprocess
import sys
import tempfile

FACTOR = 8
LIMIT = 3.0

# name, steps, work as a function of n, its result as a function of n
CASES = [
    ("AppendTo", 12500, "Module[{x = {}}, Do[AppendTo[x, i], {i, n}]; Total[x]]", "n (n + 1)/2"),
    ("x = Append[x, v]", 12500, "Module[{x = {}}, Do[x = Append[x, i], {i, n}]; Total[x]]", "n (n + 1)/2"),
    ("x = Join[x, {v}]", 12500, "Module[{x = {}}, Do[x = Join[x, {i}], {i, n}]; Total[x]]", "n (n + 1)/2"),
    ("AppendTo of symbols", 12500, "Module[{x = {}}, Do[AppendTo[x, If[OddQ[i], a, b]], {i, n}]; Count[x, a]]", "n/2"),
    ("x[[i]] = v, packed", 12500, "Module[{x = Range[n]}, Do[x[[i]] = 2 i, {i, n}]; Total[x]]", "n (n + 1)"),
    ("x[[i]] = v, mixed", 12500, "Module[{x = Table[f[i], {i, n}]}, Do[x[[i]] = g[i], {i, n}]; Length[x]]", "n"),
    ("x[[i, j]] = v", 12500, "Module[{x = ConstantArray[0, {n, 2}]}, Do[x[[i, 2]] = i, {i, n}]; Total[x, 2]]", "n (n + 1)/2"),
    ("assoc[k] = v, integers", 12500, "Module[{a = <||>}, Do[a[i] = i, {i, n}]; Total[a]]", "n (n + 1)/2"),
    ("assoc[k] = v, strings", 12500, 'Module[{a = <||>}, Do[a["k" <> ToString[i]] = i, {i, n}]; Total[a]]', "n (n + 1)/2"),
    ("assoc[k] += v", 12500, "Module[{a = <||>}, Do[a[Mod[i, 1000]] = Lookup[a, Mod[i, 1000], 0] + 1, {i, n}]; Total[a]]", "n"),
    ("AssociateTo", 12500, "Module[{a = <||>}, Do[AssociateTo[a, i -> i], {i, n}]; Total[a]]", "n (n + 1)/2"),
    ("s = s <> t", 12500, 'Module[{s = ""}, Do[s = s <> "ab", {i, n}]; StringLength[s]]', "2 n"),
    ("literal definitions", 12500, "Module[{f}, Do[f[i] = i, {i, n}]; Sum[f[i], {i, n}]]", "n (n + 1)/2"),
    ("definitions removed", 12500, "Module[{f}, Do[f[i] = i, {i, n}]; Do[f[i] =., {i, 2, n}]; Sum[If[f[i] === i, 1, 0], {i, n}]]", "1"),
    ("remembered values", 12500, "Module[{f}, f[0] = 0; f[k_] := f[k] = f[k - 1] + 1; Do[f[i], {i, n}]; f[n]]", "n"),
    ("Sow", 12500, "Length[Reap[Do[Sow[i], {i, n}]][[2, 1]]]", "n"),
    ("linked list", 12500, "Module[{l = {}}, Do[l = {i, l}, {i, n}]; Length[Flatten[l]]]", "n"),
]

# name, work, result, most seconds
BOUNDED = [
    ("Orderless, 12 blanks, no match", "SetAttributes[o, Orderless]; MatchQ[o @@ Range[12], o[a_, b_, c_, d_, e_, f_, g_, h_, i_, j_, k_, l_] /; a + b == -1]",
     "False", 10),
    ("Orderless, Flat, several blanks", "Plus @@ Array[x, 12] /. a_ + b_ + c_ + d_ /; False -> 0", "Plus @@ Array[x, 12]", 10),
    ("several sequences", "MatchQ[Range[60], {a__, b__, c__, d__, e__} /; False]", "False", 10),
]


def program():
    lines = ["$RecursionLimit = Infinity;", "$IterationLimit = Infinity;"]
    for name, steps, work, result in CASES:
        lines.append(f"work[n_] := {work}; result[n_] := {result};")
        lines.append("least[n_, runs_] := Min[Table[First[Timing[If[work[n] =!= result[n], wrong = True]]], {runs}]];")
        lines.append(f"wrong = False; work[100]; small = least[{steps}, 5]; large = least[{FACTOR * steps}, 3];")
        lines.append('Print["case ", If[wrong, "wrong", "right"], " ", Round[10^9 small], " ", Round[10^9 large]];')
    for name, work, result, most in BOUNDED:
        lines.append(f'{{seconds, value}} = AbsoluteTiming[{work}];')
        lines.append(f'Print["case ", If[value === ({result}), "right", "wrong"], " 0 ", Round[10^9 seconds]];')
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    options = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".wl", encoding="utf-8") as file:
        file.write(program())
        file.flush()
        done = subprocess.run([options.binary, "-file", file.name], capture_output=True, text=True, timeout=900)
    found = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("case ")]
    if len(found) != len(CASES) + len(BOUNDED):
        print(f"{len(found)} of {len(CASES) + len(BOUNDED)} cases ran:\n{done.stdout[-2000:]}{done.stderr[-800:]}")
        return 1
    failed = 0
    print(f"{'growth':<36}{'steps':>9}{'ns/step':>10}{'steps':>9}{'ns/step':>10}{'ratio':>8}")
    for (name, steps, _, _), (right, small, large) in zip(CASES, found):
        ratio = int(large) / (FACTOR * int(small))
        note = "" if right == "right" else "  wrong result"
        note += "  not linear" if ratio > LIMIT else ""
        failed += bool(note)
        print(f"{name:<36}{steps:>9}{int(small) / steps:>10.0f}{FACTOR * steps:>9}{int(large) / FACTOR / steps:>10.0f}{ratio:>8.2f}{note}")
    for (name, _, _, most), (right, _, taken) in zip(BOUNDED, found[len(CASES):]):
        note = "" if right == "right" else "  wrong result"
        note += "  too long" if int(taken) > most * 1e9 else ""
        failed += bool(note)
        print(f"{name:<36}{int(taken) * 1e-9:>46.2f} s{note}")
    print()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
