"""CLs of the ATLAS 1Lbb signal points with pyhf: one JSON line in, one JSON line out, until standard input ends.

The data are read once, from the directory that prepare.py wrote: `data` beside this script, or $ATLAS_1LBB_DATA.
"""

import os

# One thread a process: the scan runs several of these side by side. The libraries look at this when they are imported.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import sys
from pathlib import Path

import jsonpatch
import pyhf

BAND = ("clsExpectedMinus2", "clsExpectedMinus1", "clsExpected", "clsExpectedPlus1", "clsExpectedPlus2")


def load(directory):
    """The background-only workspace, and the patch of every signal point under its masses."""
    background = json.loads((directory / "BkgOnly.json").read_text(encoding="utf8"))
    patchset = json.loads((directory / "patchset.json").read_text(encoding="utf8"))
    patches = {tuple(map(float, patch["metadata"]["values"])): patch["patch"] for patch in patchset["patches"]}
    return background, patches


def hypothesis_test(background, patch):
    """Observed CLs and the expected band, -2 to +2 standard deviations, at a signal strength of 1 with q̃ and asymptotics."""
    # prepare.py has checked the workspace against its digest; validating it for every point would take a fifth of the time
    workspace = pyhf.Workspace(jsonpatch.apply_patch(background, patch), validate=False)
    model = workspace.model(validate=False)
    observed, band = pyhf.infer.hypotest(1.0, workspace.data(model), model, test_stat="qtilde", return_expected_set=True)
    return {"clsObserved": float(observed), **{name: float(value) for name, value in zip(BAND, band)}}


def evaluate(request, background, patches):
    masses = (request["parameters"]["mChargino"], request["parameters"]["mLsp"])
    if masses not in patches:
        reason = f"expected one of the {len(patches)} signal points, got mChargino = {masses[0]}, mLsp = {masses[1]}"
        return {"failed": reason, "retryable": False}
    try:
        return {"observables": hypothesis_test(background, patches[masses])}
    except pyhf.exceptions.FailedMinimization as error:
        return {"failed": f"expected the fit to converge, got {error}", "retryable": False}


def main():
    replies, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints must not mix with the replies
    pyhf.set_backend("numpy")
    background, patches = load(Path(os.environ.get("ATLAS_1LBB_DATA", Path(__file__).parent / "data")))
    for line in sys.stdin:
        reply = evaluate(json.loads(line), background, patches)
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
