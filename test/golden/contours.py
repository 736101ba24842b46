"""Writes contours.json: contour lines by scikit-image's find_contours, areas by counting a fine raster of the bilinear field.

    python contours.py > contours.json
"""
import json
import sys

import numpy
import skimage
from skimage.measure import find_contours

COLUMNS, ROWS = 31, 25
x, y = numpy.meshgrid(numpy.linspace(0, 1, COLUMNS), numpy.linspace(0, 1, ROWS))


def radius(x0, y0):
    return numpy.hypot(x - x0, y - y0)


def everywhere(x, y):
    return numpy.full(numpy.shape(x), True)


def below_diagonal(x, y):
    return y <= x + 0.1


CASES = {
    "island": (0.3 - radius(0.47, 0.52), everywhere, "low"),
    "island, upper edge of its band": (0.3 - radius(0.47, 0.52) + 0.02 + 0.05 * x, everywhere, "low"),
    "island, lower edge of its band": (0.3 - radius(0.47, 0.52) - 0.02 - 0.05 * x, everywhere, "low"),
    "hole": (0.11 - numpy.abs(radius(0.51, 0.48) - 0.27), everywhere, "low"),
    "cut by the forbidden diagonal": (0.33 - radius(0.45, 0.52), below_diagonal, "low"),
    "hole cut by the forbidden diagonal": (0.09 - numpy.abs(radius(0.45, 0.52) - 0.3), below_diagonal, "low"),
    "ending on the edge": (0.31 - radius(0.03, 0.55), everywhere, "low"),
    "over a corner": (0.4 - radius(1.0, 0.0), everywhere, "low"),
    "saddle, joined": ((x - 0.5123) * (y - 0.4877) + 0.0001, everywhere, "high"),
    "saddle, apart": ((x - 0.5123) * (y - 0.4877) - 0.0001, everywhere, "low"),
    "two islands and a lake": (numpy.sin(7 * x + 0.4) * numpy.cos(6 * y) - 0.2, everywhere, "low"),
    "nothing crossing": (1 + x + y, everywhere, "low"),
}


def bilinear(values, px, py):
    i = numpy.minimum((px * (COLUMNS - 1)).astype(int), COLUMNS - 2)
    j = numpy.minimum((py * (ROWS - 1)).astype(int), ROWS - 2)
    u, v = px * (COLUMNS - 1) - i, py * (ROWS - 1) - j
    lower = (1 - u) * values[j, i] + u * values[j, i + 1]
    upper = (1 - u) * values[j + 1, i] + u * values[j + 1, i + 1]
    return (1 - v) * lower + v * upper


def area(values, admissible):
    n = 4000
    centres = (numpy.arange(n) + 0.5) / n
    inside = 0
    for py in centres:
        row = numpy.full(n, py)
        inside += numpy.count_nonzero((bilinear(values, centres, row) >= 0) & admissible(centres, row))
    return inside / n**2


def cut(line, admissible):
    """The admissible pieces of a line, from a thousand points along each of its segments."""
    share = numpy.arange(1000) / 1000
    steps = [a + share[:, None] * (b - a) for a, b in zip(line, line[1:])]
    dense = numpy.concatenate([*steps, line[-1:]])
    kept = admissible(dense[:, 0], dense[:, 1])
    closed = numpy.array_equal(line[0], line[-1])
    if kept.all():
        return [line]
    if closed:
        turn = int(numpy.argmin(kept))
        dense, kept = (numpy.concatenate([a[turn:-1], a[: turn + 1]]) for a in (dense, kept))
    edges = numpy.flatnonzero(numpy.diff(kept.astype(int))) + 1
    return [piece[:: max(1, len(piece) // 80)].tolist() + [piece[-1].tolist()]
            for piece, keep in zip(numpy.split(dense, edges), numpy.split(kept, edges)) if keep.all() and len(piece) > 1]


def case(exact, admissible, connected):
    values = numpy.round(exact, 6)
    found = find_contours(values, 0, fully_connected=connected)
    lines = [line[:, ::-1] / [COLUMNS - 1, ROWS - 1] for line in found]
    pieces = [piece for line in lines for piece in cut(line, admissible)]
    return {
        "values": values.ravel().tolist(),
        "lines": [numpy.round(numpy.asarray(piece), 6).tolist() for piece in pieces],
        "area": round(area(values, admissible), 6),
    }


made = f"test/golden/contours.py with scikit-image {skimage.__version__}, numpy {numpy.__version__}"
document = {"made": made, "columns": COLUMNS, "rows": ROWS, "cases": {name: case(*one) for name, one in CASES.items()}}
json.dump(document, sys.stdout, separators=(",", ":"))
