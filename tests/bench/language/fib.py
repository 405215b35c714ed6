"""Recursive Fibonacci: the cost of calling a function."""
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


start = time.perf_counter()
result = fib(24)
seconds = time.perf_counter() - start
print("result", result)
print("nanoseconds", round(1e9 * seconds))
