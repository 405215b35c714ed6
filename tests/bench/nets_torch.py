"""nets_torch.py CASE {measure|work|check FOLDER|digits TRAIN TEST} [--best] [--compile] - the PyTorch side of one case of nets.py.

`measure` prints the lines that the scripts of nets/ print: nanoseconds for a training step (`train`), the evaluation of a batch (`evaluate`) and of one
example (`one`). `check` loads the arrays that Lykos exported and compares the results for the same input. --best is the fastest set-up of PyTorch
known to us: channels-last, the foreach form of Adam, frozen TorchScript for evaluation. --compile is torch.compile (PyTorch 2).
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import time

import numpy
import torch
from torch import nn

# case -> dimensions of the input, classes, batch size, training steps and batch evaluations of a run (a PyTorch step may be slow)
CASES = {
    "conv_stack": ((3, 32, 32), 10, 64, 16, 8),
    "lenet": ((1, 28, 28), 10, 64, 64, 40),
    "resnet": ((3, 32, 32), 10, 32, 6, 4),
    "mlp": ((784,), 10, 128, 160, 200),
    "tiny_mlp": ((4,), 3, 8, 1000, 10000),
    "lstm": ((50, 128), 10, 32, 40, 60),
    "transformer": ((64, 128), 10, 16, 40, 60),
    "batch_norm": ((64, 32, 32), 0, 64, 30, 60),
    "elementwise": ((1000000,), 0, 1, 40, 40),
}

EPSILON = 1e-3  # of BatchNormalizationLayer


class Residual(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width, eps=EPSILON), nn.ReLU(),
                                  nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width, eps=EPSILON))
        plain = stride == 1 and channels == width
        self.short = nn.Identity() if plain else nn.Sequential(nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width, eps=EPSILON))

    def forward(self, x):
        return torch.relu(self.body(x) + self.short(x))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.linear = nn.LSTM(128, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.linear(self.lstm(x)[0][:, -1])


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.TransformerEncoderLayer(128, 8, 512, dropout=0.0, batch_first=True, layer_norm_eps=1e-3)
        self.linear = nn.Linear(128, 10)

    def forward(self, x):
        return self.linear(self.block(x).mean(1))


class Chain(nn.Module):
    def forward(self, x):
        return torch.tanh(x) * torch.sigmoid(x) + 0.1 * torch.relu(x) ** 2


def build(name):
    """The net of a case, without the softmax that its loss contains."""
    if name == "lenet":
        return nn.Sequential(nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10))
    if name == "mlp":
        return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    if name == "tiny_mlp":
        return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    if name == "lstm":
        return Recurrent()
    if name == "transformer":
        return Encoder()
    if name == "batch_norm":
        return nn.BatchNorm2d(64, eps=EPSILON)
    if name == "elementwise":
        return Chain()
    if name == "resnet":
        layers, channels = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64, eps=EPSILON), nn.ReLU()], 64
        for width, stride in ((64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
            layers.append(Residual(channels, width, stride))
            channels = width
        return nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(), nn.Linear(512, 10))
    layers, channels = [], 3
    for position, width in enumerate((32, 32, 64, 64, 128, 128)):
        layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width, eps=EPSILON), nn.ReLU()]
        channels = width
        if position in (1, 3):
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AvgPool2d(8), nn.Flatten(), nn.Linear(128, 10))


def evaluation_net(net, classes):
    return nn.Sequential(net, nn.Softmax(1)).eval() if classes else net.eval()


def measure(name, best, compiled):
    dimensions, classes, batch, steps, evaluations = CASES[name]
    net = build(name)
    layout = torch.channels_last if best and len(dimensions) == 3 else torch.contiguous_format
    net = net.to(memory_format=layout) if len(dimensions) == 3 else net
    stored = 1 if name == "elementwise" else 8
    inputs = 2 * torch.rand(stored * batch, *dimensions) - 1
    if len(dimensions) == 3:
        inputs = inputs.to(memory_format=layout)
    targets = torch.randint(classes, (stored * batch,)) if classes else None
    trained = torch.compile(net) if compiled else net
    optimizer = torch.optim.Adam(net.parameters(), foreach=best) if any(True for _ in net.parameters()) else None
    loss = nn.CrossEntropyLoss()

    def train(count):
        order = None
        for step in range(count):
            if optimizer is None:  # forward and backward only
                x = inputs.detach().requires_grad_()
                trained(x).sum().backward()
                continue
            if step % stored == 0:
                order = torch.randperm(stored * batch)
            chosen = order[step % stored * batch:(step % stored + 1) * batch]
            optimizer.zero_grad(set_to_none=True)
            result = trained(inputs[chosen])
            (loss(result, targets[chosen]) if classes else result.sum()).backward()
            optimizer.step()

    def timed(count, work):
        start = time.perf_counter()
        work(count)
        return (time.perf_counter() - start) / count

    train(stored)
    print("train", round(1e9 * timed(steps, train)))
    net = evaluation_net(net, classes)

    def evaluate(model, x):
        def work(count):
            for _ in range(count):
                model(x)
        return work

    with torch.no_grad() if best else torch.inference_mode():
        for label, x, count in (("evaluate", inputs[:batch].clone(memory_format=torch.preserve_format), evaluations),
                                ("one", inputs[:1].clone(memory_format=torch.preserve_format), min(20 * evaluations, 10000))):
            model = torch.compile(net) if compiled else net
            if best and name not in ("lstm", "transformer"):
                model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(net, x)))
            evaluate(model, x)(10)
            print(label, round(1e9 * statistics.median(timed(count, evaluate(model, x)) for _ in range(5))))


def work(name):
    """Prints what a batch costs at least, and what this machine reaches: operations of the matrix products and convolutions (forward; training
    takes three times as many), bytes that evaluation and training must move when nothing is kept in a cache, and for the machine operations and
    bytes a second of a large matrix product and of a copy."""
    dimensions, _, batch, _, _ = CASES[name]
    net = build(name).eval()
    operations = 0

    def count(module, inputs, output):
        nonlocal operations
        if isinstance(module, nn.Conv2d):
            operations += 2 * output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            operations += 2 * output.numel() * module.in_features
        elif isinstance(module, nn.LSTM):
            operations += 2 * output[0].numel() * 4 * (module.input_size + module.hidden_size)
        elif isinstance(module, nn.MultiheadAttention):
            width, length = module.embed_dim, inputs[0].shape[1]
            operations += batch * length * (2 * 4 * width * width + 2 * 2 * length * width)

    for module in net.modules():
        module.register_forward_hook(count)
    inputs = torch.rand(batch, *dimensions)
    net.train()  # the fast path of evaluation would skip the hooks inside
    net(inputs)
    passes = (2, 4) if operations == 0 else (0, 0)  # read and write; training reads the input and the gradient once more
    print("work", operations, *(4 * n * inputs.numel() for n in passes))

    def fastest(action):
        times = []
        for _ in range(12):
            start = time.perf_counter()
            action()
            times.append(time.perf_counter() - start)
        return min(times)

    a, b = torch.rand(1536, 1536), torch.rand(1536, 1536)
    source, target = torch.rand(32 << 20), torch.rand(32 << 20)
    print("machine", 2 * 1536 ** 3 / fastest(lambda: torch.mm(a, b)), 8 * source.numel() / fastest(lambda: target.copy_(source)))


def load_arrays(net, folder):
    """Puts the exported arrays into the net: those of each kind of layer in order, and the stacked ones of attention by name."""
    arrays = {}
    values = numpy.fromfile(folder / "arrays.bin", dtype="float32")
    start = 0
    for entry in json.loads((folder / "arrays.json").read_text()):
        count = int(numpy.prod(entry["dimensions"]))
        arrays.setdefault(tuple(entry["path"][:-1]), {"type": entry["layer"]})[entry["path"][-1]] = torch.from_numpy(
            values[start:start + count].reshape(entry["dimensions"]).copy())
        start += count

    def take(kind):
        for path, layer in arrays.items():
            if layer["type"] == kind:
                return arrays.pop(path)
        raise KeyError(kind)

    def set_linear(module, layer):
        module.weight.data.copy_(layer["Weights"].reshape(module.weight.shape))
        if module.bias is not None:
            module.bias.data.copy_(layer["Biases"].reshape(-1))

    if isinstance(net, Encoder):
        named = {path[0]: layer for path, layer in arrays.items()}
        attention = net.block.self_attn
        attention.in_proj_weight.data.copy_(torch.cat([named[k]["Weights"].reshape(128, 128) for k in ("query", "key", "value")]))
        attention.in_proj_bias.data.copy_(torch.cat([named[k]["Biases"].reshape(-1) for k in ("query", "key", "value")]))
        for key, module in (("join", attention.out_proj), ("widen", net.block.linear1), ("narrow", net.block.linear2), ("classes", net.linear)):
            set_linear(module, named[key])
        for key, module in (("norm1", net.block.norm1), ("norm2", net.block.norm2)):
            module.weight.data.copy_(named[key]["Scaling"].reshape(-1))
            module.bias.data.copy_(named[key]["Biases"].reshape(-1))
        return
    for module in net.modules():
        if isinstance(module, nn.LSTM):
            layer = take("LongShortTermMemoryLayer")
            gates = ("InputGate", "ForgetGate", "MemoryGate", "OutputGate")  # PyTorch's order
            module.weight_ih_l0.data.copy_(torch.cat([layer[g + "InputWeights"] for g in gates]))
            module.weight_hh_l0.data.copy_(torch.cat([layer[g + "StateWeights"] for g in gates]))
            module.bias_ih_l0.data.copy_(torch.cat([layer[g + "Biases"] for g in gates]))
            module.bias_hh_l0.data.zero_()
        elif isinstance(module, nn.Conv2d):
            set_linear(module, take("ConvolutionLayer"))
        elif isinstance(module, nn.BatchNorm2d):
            layer = take("BatchNormalizationLayer")
            for name, target in (("Scaling", module.weight), ("Biases", module.bias), ("MovingMean", module.running_mean), ("MovingVariance", module.running_var)):
                target.data.copy_(layer[name])
        elif isinstance(module, nn.Linear):
            set_linear(module, take("LinearLayer"))


def check(name, folder):
    """Prints the largest difference of the results, relative to the largest result."""
    dimensions, classes, batch, _, _ = CASES[name]
    net = build(name)
    load_arrays(net, folder)
    x = torch.from_numpy(numpy.fromfile(folder / "input.bin", dtype="float32").reshape(-1, *dimensions).copy())
    expected = numpy.fromfile(folder / "output.bin", dtype="float32")
    with torch.inference_mode():
        result = evaluation_net(net, classes)(x).numpy().reshape(-1)
    print("difference", float(numpy.max(numpy.abs(result - expected)) / numpy.max(numpy.abs(expected))))


def digits(train_file, test_file):
    """Trains on handwritten digits until 98% of the test set are right; prints the accuracy.

    The net, the rules and what decides how many rounds are needed - the distribution of initial weights (He et al. 2015), the epsilons - are those of
    digits.wls and of the layers there.
    """
    def read(path):
        table = numpy.loadtxt(path, delimiter=",", skiprows=1, dtype="float32")
        return torch.from_numpy(table[:, :64].reshape(-1, 1, 8, 8) / 16), torch.from_numpy(table[:, 64].astype("int64"))

    torch.manual_seed(4)  # needs 8 rounds, as digits.wls does; over seeds both sides need 5 to 13
    x, y = read(train_file)
    tx, ty = read(test_file)
    net = nn.Sequential(nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32, eps=EPSILON), nn.ReLU(),
                        nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64, eps=EPSILON), nn.ReLU(),
                        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1024, 10))
    for layer in net:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    optimizer, loss = torch.optim.Adam(net.parameters(), eps=1e-5), nn.CrossEntropyLoss()
    for round_number in range(40):
        net.train()
        order = torch.randperm(len(x))
        for start in range(0, len(x), 64):
            chosen = order[start:start + 64]
            optimizer.zero_grad(set_to_none=True)
            loss(net(x[chosen]), y[chosen]).backward()
            optimizer.step()
        net.eval()
        with torch.inference_mode():
            accuracy = float((net(tx).argmax(1) == ty).float().mean())
        if accuracy >= 0.98:
            break
    print("accuracy", accuracy, "rounds", round_number + 1)
    return 0 if accuracy >= 0.98 else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", choices=[*CASES, "digits"])
    parser.add_argument("task", choices=["measure", "work", "check", "digits"])
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    parser.add_argument("--best", action="store_true")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    if options.task == "work":
        work(options.case)
    elif options.task == "check":
        check(options.case, options.paths[0])
    elif options.task == "digits":
        return digits(*options.paths)
    else:
        measure(options.case, options.best, options.compile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
