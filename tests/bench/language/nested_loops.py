"""Three nested loops over small integers: the cost of a loop step, a sum and an assignment."""
import time


def work():
    total = 0
    for i in range(1, 81):
        for j in range(1, 81):
            for k in range(1, 41):
                total = total + (i * j + k) % 7
    return total


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", result)
print("nanoseconds", round(1e9 * seconds))
