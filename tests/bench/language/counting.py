"""Counting and grouping with dictionaries: letters, lengths and pairs of words."""
import time

words = ["".join(chr(97 + k % 26) for k in (i, i * i, 3 * i + 1, i // 7)) for i in range(1, 4001)]


def work():
    letters = {}
    for w in words:
        for c in w:
            letters[c] = letters.get(c, 0) + 1
    groups = {}
    for w in words:
        groups.setdefault(w[0], []).append(w)
    first = {k: len(v) for k, v in groups.items()}
    pairs = {}
    for i in range(len(words)):
        if words[i] in pairs:
            pairs[words[i]] += 1
        else:
            pairs[words[i]] = 1
    best = sorted(letters.values(), reverse=True)[0]
    return len(letters), sum(letters.values()), best, letters["q"], first["q"], len(pairs), max(pairs.values())


start = time.perf_counter()
result = work()
seconds = time.perf_counter() - start
print("result", *result)
print("nanoseconds", round(1e9 * seconds))
