"""Searching a big expression: every point whose coordinates add up to something, at any depth."""
import time


def tree(n, k):
    if n == 0:
        return ("point", k, k * k % 101)
    return ("node", k, tree(n - 1, 2 * k), tree(n - 1, 2 * k + 1))


def walk(t):
    """Every part, leaves first."""
    if isinstance(t, tuple):
        for x in t:
            yield from walk(x)
    yield t


big = tree(13, 1)
start = time.perf_counter()
sums = []
odd = 0
for t in walk(big):
    match t:
        case ("point", a, b) if b > 50:
            sums.append((a + b) % 1009)
for t in walk(big):
    match t:
        case ("node", k, *_) if k % 2:
            odd += 1
result = len(sums), sum(sums), odd - 1  # the whole expression is at level 0
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
