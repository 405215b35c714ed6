"""Lists built in the three usual ways: a table, elements appended one by one, elements collected from a loop."""
import time


def work():
    squares = [i**2 % 1009 for i in range(1, 100001)]
    appended = []
    for i in range(1, 5001):
        appended.append(3 * i % 17)
    collected = []
    for i in range(1, 50001):
        if i % 3 == 0:
            collected.append(i)
    pairs = [(i, j) for i in range(1, 101) for j in range(1, 101)]
    return sum(squares) + sum(appended) + sum(collected) + sum(map(lambda p: p[0] * p[1], pairs))


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", result)
print("nanoseconds", round(1e9 * seconds))
