"""One ask computed directly with numpy, and the same fit of hyperparameters with scipy: the twins of `npm run bench -- ask` and `refit`.

Reads one JSON problem a line, answers with one JSON line; arrays are lists, row-major. Times are processor seconds of this process.
"""

import json
import sys
import time

import numpy as np
from scipy.linalg import cholesky, solve_triangular

WIDTH_SQUARED = np.pi * np.log(2) / 2
SCALE = np.log(2) * np.sqrt(WIDTH_SQUARED)


def matern52(a, b, lengthscales):
    a, b = a / lengthscales, b / lengthscales
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1)[None, :] - 2 * a @ b.T
    u = np.sqrt(5 * np.maximum(squares, 0))
    return (1 + u + u * u / 3) * np.exp(-u)


def expected_entropy(a, r):
    narrowing = 1 / (WIDTH_SQUARED - (WIDTH_SQUARED - 1) * r)
    return SCALE * np.sqrt((1 - r) * narrowing) * np.exp(-0.5 * a * a * narrowing)


class Ask:
    """Mutual information of every candidate, averaged over all integration points, everything from the data."""

    def __init__(self, problem):
        self.x, self.u, self.c = (np.array(problem[key]).reshape(-1, problem["d"]) for key in ("points", "integration", "candidates"))
        self.y = np.array(problem["values"])
        self.lengthscales = np.array(problem["lengthscales"])
        self.amplitude, self.mean_variance, self.noise = problem["amplitude"], problem["meanVariance"], problem["noiseVariance"]
        self.threshold = problem["threshold"]

    def covariance(self, a, b):
        return self.amplitude * matern52(a, b, self.lengthscales) + self.mean_variance

    def scores(self, candidates):
        prior = self.amplitude + self.mean_variance
        factor = cholesky(self.covariance(self.x, self.x) + self.noise * np.eye(len(self.x)), lower=True)
        b = solve_triangular(factor, self.y, lower=True)
        v = solve_triangular(factor, self.covariance(self.x, self.u), lower=True)
        vc = solve_triangular(factor, self.covariance(self.x, candidates), lower=True)
        mean, variance = b @ v, np.maximum(prior - (v * v).sum(0), 1e-300)
        predictive = prior - (vc * vc).sum(0) + self.noise
        covariance = self.covariance(candidates, self.u) - vc.T @ v
        a = (mean - self.threshold) / np.sqrt(variance)
        r = np.clip(covariance**2 / predictive[:, None] / variance[None, :], 0, 1 - 1e-12)
        return (expected_entropy(a, np.zeros_like(a))[None, :] - expected_entropy(a[None, :], r)).mean(1)


def main():
    ask = None
    for line in sys.stdin:
        request = json.loads(line)
        if "problem" in request:
            ask = Ask(request["problem"])
            print(json.dumps({}), flush=True)
        elif "score" in request:
            print(json.dumps({"scores": ask.scores(np.array(request["score"]).reshape(-1, ask.x.shape[1])).tolist()}), flush=True)
        else:
            before = time.process_time()
            scores = ask.scores(ask.c)
            best = int(scores.argmax())
            print(json.dumps({"seconds": time.process_time() - before, "best": best, "score": scores[best]}), flush=True)


main()
