"""The twin of bench/engine.ts: {"case": "multiply 300"} on a line of stdin is answered with {"seconds": processor time of one run}."""
import json
import sys
import time

import numpy as np
from scipy import linalg, special

random = np.random.default_rng(1)


def normals(*shape):
    return random.standard_normal(shape)


def definite(n):
    a = normals(n, n)
    return np.asfortranarray(a @ a.T + n * np.eye(n))


def multiply(n):
    a, b = normals(n, n), normals(n, n)
    return lambda: a @ b


def subtract_transposed_product(m, k, n):
    c, v, w = normals(m, n), normals(k, m), normals(k, n)
    return lambda: c - v.T @ w


def cholesky(n):
    k = definite(n)
    return lambda: linalg.lapack.dpotrf(k, lower=1)


def solve_lower(n, m):
    factor = np.linalg.cholesky(definite(n))
    right = normals(n, m)
    return lambda: linalg.solve_triangular(factor, right, lower=True, check_finite=False)


def inverse_from_cholesky(n):
    factor = np.asfortranarray(np.linalg.cholesky(definite(n)))
    return lambda: linalg.lapack.dpotri(factor, lower=1)


def kernel_matrix(kernel, n, m, d):
    x, z = normals(n, d), normals(m, d)

    def squared_distances():
        squares = np.sum(x * x, axis=1)[:, None] + np.sum(z * z, axis=1) - 2 * x @ z.T
        return np.maximum(squares, 0, out=squares)

    def matern52():
        u = np.sqrt(5 * squared_distances())
        return (1 + u + u * u / 3) * np.exp(-u)

    def matern32():
        u = np.sqrt(3 * squared_distances())
        return (1 + u) * np.exp(-u)

    def rbf():
        return np.exp(-0.5 * squared_distances())

    return {"matern32": matern32, "matern52": matern52, "rbf": rbf}[kernel]


def function(name, count):
    h, b = 2.5 * normals(count), np.exp(2 * normals(count))
    return {
        "exponential": lambda: np.exp(h),
        "normalCdf": lambda: special.ndtr(h),
        "logNormalCdf": lambda: special.log_ndtr(h),
        "owensT": lambda: special.owens_t(h, b),
    }[name]


makers = {
    "multiply": multiply,
    "subtractTransposedProduct": subtract_transposed_product,
    "cholesky": cholesky,
    "solveLower": solve_lower,
    "inverseFromCholesky": inverse_from_cholesky,
    "kernelMatrix": kernel_matrix,
    "function": function,
}


def seconds_of(run):
    """Processor time of one run; what is too short is repeated."""
    start = time.process_time()
    calls, elapsed = 0, 0.0
    while elapsed < 0.005:
        run()
        calls += 1
        elapsed = time.process_time() - start
    return elapsed / calls


cases = {}
for line in sys.stdin:
    case = json.loads(line)["case"]
    if case not in cases:
        name, *arguments = case.split()
        cases[case] = makers[name](*(int(text) if text.isdigit() else text for text in arguments))
        cases[case]()
    print(json.dumps({"seconds": seconds_of(cases[case])}), flush=True)
