"""nets.py BINARY [--runs N] [--check] [--best] [--newest PYTHON] [CASE ...] - training and evaluation in Lykos and in PyTorch, side by side.

Every run is a process of its own, runs of all sides alternate, medians are printed. A case (nets/CASE.wls here, nets_torch.py there) measures a
training step, the evaluation of a batch and that of one example; both sides shuffle and gather their batches from eight batches of stored data.
Before it is timed, the PyTorch net gets the arrays of the Lykos net and must give the same result to 1e-4 of its largest value (--check: only that).

Columns: Lykos; PyTorch eager and the ratio to it; the ratio that is the goal; with --best the fastest set-up of that PyTorch; with --newest
another PyTorch, eager and compiled (its interpreter; `run` makes one in build/bench-venv).

The last column says how near the machine's limit Lykos is: operations a second as a part of what a large matrix product reaches, or, for a net without
products, bytes a second as a part of what copying reaches. It can pass 100%: Winograd convolution saves operations, and caches save traffic.

Special cases: `digits` is a whole training on handwritten digits to 98%, program start and files included (skipped without ../shared/data), `memory`
the peak memory of training the conv_stack, `growth` the time per example from 16 to 512 examples and the compilation of 200 layers.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE / "nets"
TORCH_SIDE = str(HERE / "nets_torch.py")
DIGITS = [HERE.parents[2] / "shared" / "data" / f"optdigits.{part}" for part in ("tra", "tes")]
THREADS = os.environ.get("OMP_NUM_THREADS", "2")
TOLERANCE = 1e-4

CASES = ["lenet", "conv_stack", "resnet", "mlp", "tiny_mlp", "lstm", "transformer", "batch_norm", "elementwise"]
SPECIAL = ["digits", "memory", "growth"]
GOALS = {
    ("lenet", "train"): 0.46, ("lenet", "evaluate"): 0.32, ("lenet", "one"): 0.22,
    ("conv_stack", "train"): 0.45, ("conv_stack", "evaluate"): 0.30, ("conv_stack", "one"): 0.18,
    ("resnet", "train"): 0.55, ("resnet", "evaluate"): 0.35,
    ("mlp", "train"): 0.36, ("mlp", "evaluate"): 0.36,
    ("tiny_mlp", "train"): 0.01, ("tiny_mlp", "one"): 0.10,
    ("lstm", "train"): 0.32, ("lstm", "evaluate"): 0.36,
    ("transformer", "train"): 0.70, ("transformer", "evaluate"): 0.60,
    ("batch_norm", "train"): 0.22, ("batch_norm", "evaluate"): 0.75,
    ("elementwise", "train"): 0.40, ("digits", "whole"): 0.35, ("memory", "peak"): 0.70,
}
LABELS = {"train": "training step", "evaluate": "evaluation", "one": "one example"}


class Failure(Exception):
    pass


def run(command, environment):
    """What the command prints, seconds of the whole process, and its peak memory in MiB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, text=True, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        text = output.read()
        if status != 0:
            raise Failure(f"{' '.join(map(str, command))} failed:\n{text[-600:]}{errors.read()[-600:]}")
    return text, seconds, usage.ru_maxrss / 1024


def quantities(text, command):
    values = {}
    for line in text.splitlines():
        word, _, number = line.partition(" ")
        if word in LABELS and number.isdigit():
            values[word] = int(number) * 1e-9
    if len(values) != len(LABELS):
        raise Failure(f"{' '.join(map(str, command))} printed\n{text[-600:]}")
    return values


def readable(value, quantity):
    if quantity == "peak":
        return f"{value:.0f} MiB"
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if value * factor >= 1:
            return f"{value * factor:.2f} {unit}"
    return f"{value * 1e6:.2f} us"


class Bench:
    def __init__(self, options):
        self.options = options
        self.environment = dict(os.environ, OMP_NUM_THREADS=THREADS, LYKOS_THREADS=THREADS)
        # Trimming returns freed memory to the system and pays page faults for it in every step.
        tuned = dict(self.environment, MALLOC_TRIM_THRESHOLD_="1000000000", MALLOC_MMAP_THRESHOLD_="1000000000")
        self.others = [("PyTorch", [sys.executable], [], self.environment)]
        if options.best:
            self.others.append(("best", [sys.executable], ["--best"], tuned))
        if options.newest:
            self.others += [("newest", [options.newest], [], self.environment), ("compiled", [options.newest], ["--compile"], self.environment)]

    def header(self):
        line = f"{'case':<13}{'':<14}{'Lykos':>11}{'PyTorch':>11}{'ratio':>7}{'goal':>6}"
        print(line + "".join(f"{name:>11}{'ratio':>7}" for name, *_ in self.others[1:]) + f"{'of limit':>10}", flush=True)

    def limit(self, case):
        """Seconds that a batch takes at the machine's limit: {quantity: seconds}."""
        text, _, _ = run([sys.executable, TORCH_SIDE, case, "work"], self.environment)
        lines = {line.split()[0]: [float(word) for word in line.split()[1:]] for line in text.splitlines()}
        operations, evaluation_bytes, training_bytes = lines["work"]
        operation_rate, byte_rate = lines["machine"]
        if operations == 0:
            return {"evaluate": evaluation_bytes / byte_rate, "train": training_bytes / byte_rate}
        return {"evaluate": operations / operation_rate, "train": 3 * operations / operation_rate}

    def row(self, case, label, quantity, medians, limit=None):
        goal = GOALS.get((case, quantity))
        line = f"{case:<13}{label:<14}{readable(medians[0], quantity):>11}{readable(medians[1], quantity):>11}{medians[0] / medians[1]:>7.3f}"
        line += f"{goal:>6.2f}" if goal else f"{'':>6}"
        line += "".join(f"{readable(m, quantity):>11}{medians[0] / m:>7.3f}" for m in medians[2:])
        print(line + (f"{limit / medians[0]:>10.0%}" if limit else ""), flush=True)

    def lykos(self, script, *arguments):
        return [self.options.binary, "-file", str(script), *map(str, arguments)]

    def check(self, case):
        with tempfile.TemporaryDirectory() as folder:
            run(self.lykos(FOLDER / f"{case}.wls", "export", folder), self.environment)
            text, _, _ = run([sys.executable, TORCH_SIDE, case, "check", folder], self.environment)
        difference = float(text.split()[-1])
        if not difference <= TOLERANCE:
            raise Failure(f"the results differ by {difference:.2g} of the largest value")
        return difference

    def case(self, case):
        difference = self.check(case)
        if self.options.check:
            print(f"{case:<13}results agree to {difference:.1e}", flush=True)
            return
        sides = [(self.lykos(FOLDER / f"{case}.wls"), self.environment)]
        sides += [(python + [TORCH_SIDE, case, "measure", *flags], environment) for _, python, flags, environment in self.others]
        runs = [[] for _ in sides]
        for _ in range(self.options.runs):
            for collected, (command, environment) in zip(runs, sides):
                collected.append(quantities(run(command, environment)[0], command))
        limit = self.limit(case)
        for quantity, label in LABELS.items():
            if case == "elementwise" and quantity != "train":
                continue  # one row: value and gradient
            self.row(case, label if case != "elementwise" else "with gradient", quantity, [statistics.median(v[quantity] for v in r) for r in runs],
                     limit.get(quantity))

    def whole(self, case, quantity, label, lykos_command, torch_command, position):
        sides = [(lykos_command, self.environment)] + [(python + torch_command + flags, environment) for _, python, flags, environment in self.others]
        runs = [[run(command, environment)[position] for command, environment in sides] for _ in range(min(self.options.runs, 3))]
        self.row(case, label, quantity, [statistics.median(values) for values in zip(*runs)])

    def digits(self):
        if not all(path.exists() for path in DIGITS):
            print(f"digits       skipped: no {DIGITS[0]}")
            return
        self.whole("digits", "whole", "to 98%", self.lykos(FOLDER / "digits.wls", *DIGITS), [TORCH_SIDE, "digits", "digits", *map(str, DIGITS)], 1)

    def memory(self):
        self.whole("memory", "peak", "conv_stack", self.lykos(FOLDER / "conv_stack.wls"), [TORCH_SIDE, "conv_stack", "measure"], 2)

    def growth(self):
        print(run(self.lykos(FOLDER / "growth.wls"), self.environment)[0], end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("names", nargs="*", metavar="CASE", help=f"{', '.join(CASES + SPECIAL)} (all)")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each side (5)")
    parser.add_argument("--check", action="store_true", help="compare results only")
    parser.add_argument("--best", action="store_true", help="also against the fastest set-up of PyTorch")
    parser.add_argument("--newest", metavar="PYTHON", help="an interpreter with another PyTorch, also eager and compiled")
    options = parser.parse_intermixed_args()
    unknown = [name for name in options.names if name not in CASES + SPECIAL]
    if unknown:
        parser.error(f"no case named {unknown[0]}; there are {', '.join(CASES + SPECIAL)}")
    bench = Bench(options)
    if not options.check:
        bench.header()
    failed = 0
    for name in options.names or (CASES if options.check else CASES + SPECIAL):
        try:
            bench.case(name) if name in CASES else getattr(bench, name)()
        except Failure as failure:
            print(f"{name:<13}{failure}", flush=True)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
