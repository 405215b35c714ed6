"""Sorting: numbers by value, numbers by a computed key, strings. The data come from a linear congruential generator."""
import time

numbers = []
x = 42
for _ in range(50000):
    x = (1103515245 * x + 12345) % 2147483648
    numbers.append(x)
words = [str(n) for n in numbers[:10000]]


def work():
    ordered = sorted(numbers)
    # Equal keys are ordered by the elements themselves, as SortBy does.
    keyed = sorted(numbers, key=lambda n: (n % 1000, n))
    strings = sorted(words)
    return ordered[24999], keyed[24999], strings[0], strings[-1]


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
