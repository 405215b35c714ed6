"""The sieve of Eratosthenes with explicit loops: assignment to elements of a list."""
import time


def sieve(n):
    composite = [0] * (n + 1)
    i = 2
    while i * i <= n:
        if composite[i] == 0:
            for j in range(i * i, n + 1, i):
                composite[j] = 1
        i += 1
    return n - 1 - sum(composite)


start = time.perf_counter()
result = sieve(100000)
seconds = time.perf_counter() - start
print("result", result)
print("nanoseconds", round(1e9 * seconds))
