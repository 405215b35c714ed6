"""nets.py BINARY [--runs N] [--tuned] [NET ...] - training steps and evaluation in Lykos and in PyTorch, side by side.

Four nets: `conv_stack`, `lenet`, `mlp` and `tiny_mlp` (nets/NET.wls), trained with Adam on the cross entropy, evaluated on a batch and on one
example. Both sides shuffle and gather their batches from eight batches of stored data. PyTorch runs eagerly; with --tuned also
with the foreach form of Adam and an allocator that keeps its memory. Every run is a process of its own, runs alternate, medians are printed.

The column `goal` is the ratio that a static graph on oneDNN reached on an idle machine of two cores.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent / "nets"
THREADS = os.environ.get("OMP_NUM_THREADS", "2")

# net -> dimensions of the input, classes, batch size, training steps and batch evaluations of a PyTorch run (a Lykos run has its own in the script:
# its steps are cheaper, and on a loaded machine a PyTorch step may take ten times as long as usual)
CASES = {
    "conv_stack": ((3, 32, 32), 10, 64, 16, 8),
    "lenet": ((1, 28, 28), 10, 64, 64, 40),
    "mlp": ((784,), 10, 128, 160, 200),
    "tiny_mlp": ((4,), 3, 8, 1000, 10000),
}
GOALS = {
    ("conv_stack", "train"): 0.46, ("conv_stack", "evaluate"): 0.31, ("conv_stack", "one"): 0.19,
    ("lenet", "train"): 0.48, ("lenet", "evaluate"): 0.32, ("lenet", "one"): 0.25,
    ("mlp", "train"): 0.37, ("mlp", "one"): 0.34,
    ("tiny_mlp", "train"): 0.006, ("tiny_mlp", "one"): 0.01,
}
LABELS = {"train": "training step", "evaluate": "evaluation", "one": "one example"}


def build(name):
    """The PyTorch net of a case, without the softmax that its loss contains."""
    from torch import nn

    if name == "lenet":
        return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10))
    if name == "mlp":
        return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    if name == "tiny_mlp":
        return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    layers, channels = [], 3
    for position, width in enumerate((32, 32, 64, 64, 128, 128)):
        layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        channels = width
        if position in (1, 3):
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AvgPool2d(8), nn.Flatten(), nn.Linear(128, 10))


def run_torch(name, tuned):
    """One run of the PyTorch side; prints the lines that a script of nets/ prints."""
    import torch

    torch.set_num_threads(int(THREADS))
    dimensions, classes, batch, steps, evaluations = CASES[name]
    net = build(name)
    inputs = 2 * torch.rand(8 * batch, *dimensions) - 1
    targets = torch.randint(classes, (8 * batch,))
    optimizer = torch.optim.Adam(net.parameters(), foreach=tuned)
    loss = torch.nn.CrossEntropyLoss()

    def train(count):
        order = None
        for step in range(count):
            if step % 8 == 0:
                order = torch.randperm(8 * batch)
            chosen = order[step % 8 * batch:(step % 8 + 1) * batch]
            optimizer.zero_grad(set_to_none=True)
            loss(net(inputs[chosen]), targets[chosen]).backward()
            optimizer.step()

    def measure(count, work):
        start = time.perf_counter()
        work(count)
        return (time.perf_counter() - start) / count

    train(8)
    print("train", round(1e9 * measure(steps, train)))
    net = torch.nn.Sequential(*net, torch.nn.Softmax(1)).eval()

    def evaluate(x):
        def work(count):
            for _ in range(count):
                net(x)
        return work

    with torch.inference_mode():
        x = 2 * torch.rand(batch, *dimensions) - 1
        evaluate(x)(2)
        print("evaluate", round(1e9 * statistics.median(measure(evaluations, evaluate(x)) for _ in range(5))))
        x = x[:1].clone()
        count = min(20 * evaluations, 10000)
        evaluate(x)(10)
        print("one", round(1e9 * statistics.median(measure(count, evaluate(x)) for _ in range(5))))


def run_side(command, environment):
    """Seconds by quantity, or the text of what went wrong."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    except subprocess.TimeoutExpired:
        return f"{' '.join(command)} took more than ten minutes"
    values = {}
    for line in done.stdout.splitlines():
        word, _, number = line.partition(" ")
        if word in LABELS and number.isdigit():
            values[word] = int(number) * 1e-9
    if len(values) != len(LABELS):
        return f"{' '.join(command)} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}"
    return values


def readable(seconds):
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e6:.2f} us"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", nargs="?")
    parser.add_argument("names", nargs="*", help="nets (all)")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each side (5)")
    parser.add_argument("--tuned", action="store_true", help="also against a tuned PyTorch")
    parser.add_argument("--torch", metavar="NET", choices=CASES, help="one run of the PyTorch side")
    parser.add_argument("--foreach", action="store_true", help="with --torch: the foreach form of Adam")
    options = parser.parse_intermixed_args()
    if options.torch:
        run_torch(options.torch, options.foreach)
        return 0
    if not options.binary:
        parser.error("which binary?")
    unknown = [name for name in options.names if name not in CASES]
    if unknown:
        parser.error(f"no net named {unknown[0]}; there are {', '.join(CASES)}")

    environment = dict(os.environ, OMP_NUM_THREADS=THREADS)
    # Trimming returns freed memory to the system and pays page faults for it in every step.
    keep_memory = dict(environment, MALLOC_TRIM_THRESHOLD_="1000000000", MALLOC_MMAP_THRESHOLD_="1000000000")
    print(f"{'net':<12}{'':<15}{'lykos':>12}{'torch':>12}{'ratio':>8}{'goal':>8}" + (f"{'tuned':>12}{'ratio':>8}" if options.tuned else ""))
    failed = 0
    for name in options.names or CASES:
        torch_command = [sys.executable, os.path.abspath(__file__), "--torch", name]
        sides = [([options.binary, "-file", str(FOLDER / f"{name}.wls")], environment), (torch_command, environment)]
        if options.tuned:
            sides.append((torch_command + ["--foreach"], keep_memory))
        collected = [[] for _ in sides]
        error = None
        for _ in range(options.runs):
            for side, (command, variables) in enumerate(sides):
                values = run_side(command, variables)
                if isinstance(values, str):
                    error = values
                    break
                collected[side].append(values)
            if error:
                break
        if error:
            print(f"{name:<12}{error}")
            failed += 1
            continue
        for quantity, label in LABELS.items():
            medians = [statistics.median(values[quantity] for values in runs) for runs in collected]
            goal = GOALS.get((name, quantity))
            line = f"{name:<12}{label:<15}{readable(medians[0]):>12}{readable(medians[1]):>12}{medians[0] / medians[1]:>8.3f}"
            line += f"{goal:>8.3g}" if goal else f"{'':>8}"
            if options.tuned:
                line += f"{readable(medians[2]):>12}{medians[0] / medians[2]:>8.3f}"
            print(line, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
