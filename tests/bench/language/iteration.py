"""Iterating functions: the logistic map, the Collatz sequence and Newton's method."""
import time


def collatz(n):
    sequence = [n]
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        sequence.append(n)
    return len(sequence)


def fixed_point(f, x, most):
    for _ in range(most):
        y = f(x)
        if y == x:
            return y
        x = y
    return x


def work():
    orbit = [0.25]
    for _ in range(40000):
        x = orbit[-1]
        orbit.append(3.2 * x * (1 - x))
    longest = max(collatz(n) for n in range(1, 601))
    roots = [fixed_point(lambda x: (x + a / x) / 2, float(a), 60) for a in range(1, 501)]
    return sum(1 for x in orbit if x > 0.6), longest, round(1000 * sum(roots))


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
