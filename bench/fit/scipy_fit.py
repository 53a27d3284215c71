"""Approach 3 with SciPy: L-BFGS-B with the analytic gradient, summed objective times 1e6, tight tolerances.

    scipy_fit.py POINTS.json STARTS.json RESAMPLES      prints one line of JSON
"""
import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize

SCALE, DELTA = 1e6, 1e-3


def objective(theta, log_n, log_d, log_loss):
    a, b, e, alpha, beta = theta
    terms = np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])
    top = terms.max(axis=0)
    weights = np.exp(terms - top)
    total = weights.sum(axis=0)
    weights /= total
    residual = np.log(total) + top - log_loss
    size = np.abs(residual)
    value = np.where(size <= DELTA, 0.5 * residual**2, DELTA * (size - 0.5 * DELTA)).sum()
    slope = np.clip(residual, -DELTA, DELTA)
    first, second, third = weights
    gradient = np.array(
        [
            (slope * first).sum(),
            (slope * second).sum(),
            (slope * third).sum(),
            -(slope * first * log_n).sum(),
            -(slope * second * log_d).sum(),
        ]
    )
    return SCALE * value, SCALE * gradient


def fit(start, *columns):
    options = {"maxiter": 15000, "maxfun": 50000, "ftol": 1e-15, "gtol": 1e-10}
    return minimize(objective, start, args=columns, jac=True, method="L-BFGS-B", options=options)


points = json.load(open(sys.argv[1]))
starts = json.load(open(sys.argv[2]))
resamples = int(sys.argv[3])
columns = [np.log([point[name] for point in points]) for name in ("N", "D", "loss")]

begun = time.perf_counter()
with np.errstate(all="ignore"):
    results = [fit(start, *columns) for start in starts]
best = min(results, key=lambda result: result.fun)
fitted = time.perf_counter()
rng = np.random.default_rng(1)
for _ in range(resamples):
    rows = rng.integers(0, len(points), len(points))
    fit(best.x, *[column[rows] for column in columns])
done = time.perf_counter()
print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "objective": best.fun / SCALE,
            "theta": list(best.x),
            "msPerStart": 1e3 * (fitted - begun) / len(starts),
            "msPerResample": 1e3 * (done - fitted) / max(1, resamples),
        }
    )
)
