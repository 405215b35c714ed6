"""Rewriting with a list of rules until nothing changes: a propositional formula brought to conjunctive normal form."""
import time


def rewrite(t):
    """The first rule that applies at the top of t, or None."""
    match t:
        case ("imp", a, b):
            return ("or", ("not", a), b)
        case ("iff", a, b):
            return ("and", ("imp", a, b), ("imp", b, a))
        case ("not", ("not", a)):
            return a
        case ("not", ("and", a, b)):
            return ("or", ("not", a), ("not", b))
        case ("not", ("or", a, b)):
            return ("and", ("not", a), ("not", b))
        case ("or", ("and", a, b), c):
            return ("and", ("or", a, c), ("or", b, c))
        case ("or", a, ("and", b, c)):
            return ("and", ("or", a, b), ("or", a, c))
    return None


def replace_all(t):
    """One pass from the top down, as /. does it."""
    new = rewrite(t)
    if new is not None:
        return new
    if isinstance(t, tuple):
        parts = tuple(replace_all(x) if isinstance(x, tuple) else x for x in t)
        return t if all(p is q for p, q in zip(parts, t)) else parts
    return t


def replace_repeated(t):
    while True:
        new = replace_all(t)
        if new is t:
            return t
        t = new


def formula(n):
    if n == 0:
        return "p"
    if n % 2 == 0:
        return ("imp", formula(n - 1), ("atom", n))
    return ("iff", ("atom", n), formula(n - 1))


def clauses(t):
    return clauses(t[1]) + clauses(t[2]) if isinstance(t, tuple) and t[0] == "and" else 1


def leaves(t):
    return sum(leaves(x) for x in t) if isinstance(t, tuple) else 1


start = time.perf_counter()
result = replace_repeated(formula(7))
seconds = time.perf_counter() - start
print("result", clauses(result), leaves(result))
print("nanoseconds", round(1e9 * seconds))
