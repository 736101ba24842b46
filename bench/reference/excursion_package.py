"""One scan by the Python package `excursion` 0.0.1a0, told one JSON line per evaluation; the twin of bench/quality/package.ts."""
import contextlib
import io
import json
import sys
from types import SimpleNamespace

import numpy as np
from excursion import get_gp, optimize

start = json.loads(sys.stdin.readline())
threshold, truth = start["threshold"], np.array(start["truth"])
candidates = np.array(start["candidates"])
scan = SimpleNamespace(thresholds=[threshold], acqX=candidates, meanX=candidates)  # the package's examples use one grid for both
print(json.dumps({}), flush=True)

for line in sys.stdin:
    request = json.loads(line)
    points, values = np.array(request["points"]), np.array(request["values"])
    gp = get_gp(points, values)
    isAbove = gp.predict(truth) >= threshold
    with contextlib.redirect_stdout(io.StringIO()):
        point, _ = optimize.gridsearch([gp], points, scan)
    print(json.dumps({"next": point.tolist(), "above": "".join("01"[int(above)] for above in isAbove)}), flush=True)
