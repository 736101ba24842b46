"""The search of the hyperparameters of greatest posterior density as scipy and scikit-learn would do it: the twin of `npm run bench -- refit`.

Reads one JSON request a line, answers with one JSON line. Times are processor seconds of this process.
"""

import json
import sys
import time
import warnings

import numpy as np
from scipy.linalg import cho_solve, cholesky
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
from sklearn.gaussian_process import GaussianProcessRegressor


class Posterior:
    """-ln p(y | theta) - ln p(theta) and its gradient, theta = ln (amplitude, lengthscales, noise), the mean's variance 1."""

    def __init__(self, problem):
        self.x = np.array(problem["points"]).reshape(-1, problem["d"])
        self.y = np.array(problem["values"])
        self.centre, self.scale = np.array(problem["centre"]), np.array(problem["scale"])
        self.bounds = list(zip(problem["lower"], problem["upper"]))
        self.freedom = 3  # of the noise prior: noiseFreedom of hyperprior.ts
        self.squares = [(self.x[:, k, None] - self.x[None, :, k]) ** 2 for k in range(self.x.shape[1])]
        self.evaluations = 0

    def __call__(self, theta):
        self.evaluations += 1
        n, d = self.x.shape
        amplitude, lengthscales, noise = np.exp(theta[0]), np.exp(theta[1 : 1 + d]), np.exp(theta[-1])
        r2 = sum(s / l**2 for s, l in zip(self.squares, lengthscales))
        u = np.sqrt(5 * r2)
        decay = np.exp(-u)
        covariance = amplitude * (1 + u + u * u / 3) * decay
        try:
            factor = cholesky(covariance + 1 + noise * np.eye(n), lower=True)
        except np.linalg.LinAlgError:
            return 1e25, np.zeros_like(theta)
        alpha = cho_solve((factor, True), self.y)
        inverse = dpotri(factor, lower=1)[0]
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
        weights = inverse - np.outer(alpha, alpha)
        slope = weights * (amplitude * 5 / 3 * (1 + u) * decay)
        gradient = np.array(
            [(weights * covariance).sum() / 2]
            + [(slope * s).sum() / (2 * l**2) for s, l in zip(self.squares, lengthscales)]
            + [noise * np.trace(weights) / 2]
        )
        value = self.y @ alpha / 2 + np.log(np.diag(factor)).sum() + n / 2 * np.log(2 * np.pi)
        z = (theta - self.centre) / self.scale
        value += (z[:-1] ** 2).sum() / 2 + (self.freedom + 1) / 2 * np.log1p(z[-1] ** 2 / self.freedom)
        gradient[:-1] += z[:-1] / self.scale[:-1]
        gradient[-1] += (self.freedom + 1) * z[-1] / (self.freedom + z[-1] ** 2) / self.scale[-1]
        return value, gradient

    def search(self, start):
        """One local search by L-BFGS-B, as scikit-learn does it."""
        self.evaluations = 0
        before = time.process_time()
        found = minimize(self, np.array(start), jac=True, method="L-BFGS-B", bounds=self.bounds)
        return {"seconds": time.process_time() - before, "value": float(found.fun), "evaluations": self.evaluations}


def sklearn_seconds(posterior, theta):
    """One evaluation of scikit-learn's own marginal likelihood with its gradient."""
    d = posterior.x.shape[1]
    kernel = ConstantKernel(np.exp(theta[0])) * Matern(np.exp(theta[1 : 1 + d]), nu=2.5) + WhiteKernel(np.exp(theta[-1]))
    model = GaussianProcessRegressor(kernel, optimizer=None).fit(posterior.x, posterior.y)
    before = time.process_time()
    model.log_marginal_likelihood(kernel.theta, eval_gradient=True)
    return time.process_time() - before


def main():
    warnings.simplefilter("ignore")
    posterior = None
    for line in sys.stdin:
        request = json.loads(line)
        if "problem" in request:
            posterior = Posterior(request["problem"])
            answer = {}
        elif "start" in request:
            answer = posterior.search(request["start"])
        else:
            answer = {"seconds": sklearn_seconds(posterior, np.array(request["sklearn"]))}
        print(json.dumps(answer), flush=True)


main()
