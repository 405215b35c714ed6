"""Differentiation of inert trees by rules. Nothing is simplified but 0 and 1, so that both languages build the same trees."""
import time


def plus(a, b):
    if a == 0:
        return b
    if b == 0:
        return a
    return ("plus", a, b)


def times(a, b):
    if a == 0 or b == 0:
        return 0
    if a == 1:
        return b
    if b == 1:
        return a
    return ("times", a, b)


def d(tree):
    match tree:
        case "x":
            return 1
        case int():
            return 0
        case ("plus", a, b):
            return plus(d(a), d(b))
        case ("times", a, b):
            return plus(times(d(a), b), times(a, d(b)))
        case ("sine", a):
            return times(("cosine", a), d(a))
        case ("cosine", a):
            return times(times(-1, ("sine", a)), d(a))


def size(tree):
    """The number of nodes."""
    return 1 + sum(map(size, tree[1:])) if isinstance(tree, tuple) else 1


def value(tree):
    """A value modulo a prime that depends on all of the tree."""
    match tree:
        case "x":
            return 123
        case int():
            return tree % 10007
        case ("plus", a, b):
            return (value(a) + value(b)) % 10007
        case ("times", a, b):
            return value(a) * value(b) % 10007
        case ("sine", a):
            return (31 * value(a) + 7) % 10007
        case ("cosine", a):
            return (57 * value(a) + 11) % 10007


square = ("times", "x", "x")
tree = ("times", ("sine", square), ("plus", ("cosine", ("times", 3, "x")), ("times", "x", ("sine", ("plus", "x", 1)))))
start = time.perf_counter()
for _ in range(6):
    tree = d(tree)
seconds = time.perf_counter() - start
print("result", size(tree), value(tree))
print("nanoseconds", round(1e9 * seconds))
