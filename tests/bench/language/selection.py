"""Choosing with functions: filter, map, fold and their kin over a list of records."""
import time
from functools import reduce
from itertools import takewhile

records = [(i, i * i % 1013, 7 * i % 31) for i in range(1, 20001)]


def work():
    chosen = list(filter(lambda r: r[1] > 500 and r[0] % 2 == 1, records))
    keys = list(map(lambda r: r[2] + 2 * r[0], chosen))
    folded = reduce(lambda a, b: (31 * a + b) % 1000003, keys, 7)
    positions = sum(1 for _, x, y in records if x < y)
    return len(chosen), sum(keys), folded, positions, sum(1 for _ in takewhile(lambda r: r[1] != 1012, records))


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
