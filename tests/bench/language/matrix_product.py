"""The product of two matrices of exact integers, as each language writes it (without NumPy)."""
import time

a = [[(i * j + 3) % 11 for j in range(1, 101)] for i in range(1, 101)]
b = [[(i + 5 * j) % 13 for j in range(1, 101)] for i in range(1, 101)]


def product(x, y):
    columns = list(zip(*y))
    return [[sum(p * q for p, q in zip(row, column)) for column in columns] for row in x]


start = time.perf_counter()
result = sum(map(sum, product(product(a, b), a)))
seconds = time.perf_counter() - start
print("result", result)
print("nanoseconds", round(1e9 * seconds))
