"""Words of a text counted: lower case, split at what is not a letter, count, sort."""
import re
import time
from collections import Counter

vocabulary = "The quick brown fox jumps over a lazy dog and Then sleeps under every tree it finds".split()
text = "".join([vocabulary[(i * i + i // 7) % 17] + (". " if i % 9 == 0 else " ") for i in range(1, 50001)])


def work():
    words = [w for w in re.split(r"[^a-z]+", text.lower()) if w]
    counts = dict(sorted(Counter(words).items()))
    return len(words), len(counts), ",".join(k + "=" + str(v) for k, v in counts.items())


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
