"""Dictionaries: count under integer and string keys, look up, delete."""
import time

names = ["key" + str(i) for i in range(500)]


def work():
    counts = {}
    named = {}
    total = 0
    for i in range(1, 40001):
        key = i * i % 5003
        counts[key] = counts.get(key, 0) + 1
    for i in range(1, 20001):
        key = names[7 * i % 500]
        if key in named:
            named[key] = named[key] + i
        else:
            named[key] = i
    for i in range(20001):
        total = total + counts.get(i, 0)
    for i in range(1000):
        counts.pop(i, None)
    return len(counts), sum(counts.values()), total, sum(named.values()), named["key77"]


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
