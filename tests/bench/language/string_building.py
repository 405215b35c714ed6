"""Strings: numbers written out and joined, a string grown in a loop, replacement and reversal."""
import time


def work():
    joined = "".join([str(i) + "," for i in range(1, 20001)])
    grown = ""
    for i in range(1, 5001):
        grown = grown + chr(97 + i % 26)
    replaced = joined.replace("7", "seven")
    return len(joined), len(replaced), replaced[::-1][:20], grown[-5:], grown.count("abc")


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
