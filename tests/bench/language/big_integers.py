"""Exact arithmetic with long integers: a factorial, Fibonacci numbers, powers modulo a prime, digits of e."""
import math
import time


def work():
    f = 1
    for i in range(1, 1501):
        f *= i
    a, b = 0, 1
    for _ in range(6000):
        a, b = b, a + b
    power = pow(3, f, 10**9 + 7)
    e = sum(10**400 // math.factorial(k) for k in range(221))
    return sum(map(int, str(f))), a % (10**9 + 7), power, e // 10**20 % 10**12


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
