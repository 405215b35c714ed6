"""A function that remembers its values: the number of paths in a grid with obstacles."""
import sys
import time

sys.setrecursionlimit(10000)


def blocked(i, j):
    return (i * i + 3 * j) % 11 == 0


known = {(0, 0): 1}


def paths(i, j):
    value = known.get((i, j))
    if value is None:
        if blocked(i, j):
            value = 0
        else:
            value = ((paths(i - 1, j) if i > 0 else 0) + (paths(i, j - 1) if j > 0 else 0)) % 1000003
        known[i, j] = value
    return value


start = time.perf_counter()
result = paths(120, 120)
seconds = time.perf_counter() - start
print("result", result, sum(paths(i, 120) for i in range(121)))
print("nanoseconds", round(1e9 * seconds))
