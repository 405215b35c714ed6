"""Sorting with an order of one's own: by a function of two elements, and by several keys."""
import time
from functools import cmp_to_key

people = [("".join(chr(97 + k % 26) for k in (i * i, 5 * i, i)), 37 * i % 90, i * i % 7) for i in range(1, 4001)]


def older(a, b):
    if a[1] < b[1] or a[1] == b[1] and a[2] > b[2]:
        return -1
    return 1 if b[1] < a[1] or a[1] == b[1] and b[2] > a[2] else 0


def work():
    by_age = sorted(people, key=cmp_to_key(older))
    by_keys = sorted(people, key=lambda p: (p[2], -p[1], p[0]))
    numbers = sorted([p[1] * 7919 for p in people], key=cmp_to_key(lambda a, b: a % 1013 - b % 1013))
    return by_age[1999][1], by_age[1999][2], *by_keys[99], *by_keys[-1], numbers[999]


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
