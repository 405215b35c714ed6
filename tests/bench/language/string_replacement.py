"""Replacement in a large text: a literal, a pattern with a group, and a function of what was matched."""
import re
import time

text = "".join("item" + str(i) + " costs " + str(i * i % 997) + " euro; " for i in range(1, 8001))


def work():
    renamed = text.replace("euro", "EUR")
    marked = re.sub(r"item(\d+)", lambda m: "<" + m[1] + ">", renamed)
    doubled = re.sub(r"costs (\d+)", lambda m: "is " + str(2 * int(m[1])), marked)
    return len(renamed), len(marked), len(doubled), doubled[-24:]


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
