"""Tables of machine numbers: a function on a grid, sums of it, and a simulation of a swinging pendulum."""
import time
from math import cos, sin


def work():
    grid = [[sin(0.01 * i) * cos(0.02 * j) + 0.5 for j in range(1, 151)] for i in range(1, 201)]
    rows = [sum(row) for row in grid]
    x, v = 0.5, 0.0
    trace = []
    for _ in range(20000):
        v = v - 0.01 * sin(x)
        x = x + 0.01 * v
        trace.append(x)
    return round(1000 * sum(rows)), round(1000 * max(trace)), sum(1 for t in trace if t > 0.25)


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
