"""excursion starts this program once for every point it wants to know: a line of JSON on standard input, a line of JSON as answer.

It may take seconds or days; any other program will do. What it needs can also come as arguments, see "command" in config.json:
["python3", "./simulate.py", "--mediator", "{mMediator}"], and {id}, {seed}, {attempt} and {directory}, a folder of its own.
"""

import json
import math
import sys

LUMINOSITY = 139  # 1/fb
BACKGROUND = 16  # events


def visible_cross_section(mediator, dark):
    """Cross section times efficiency in fb: replace this function by your simulation."""
    efficiency = 1 / (1 + math.exp(-(mediator - 2 * dark - 300) / 150))  # few events pass when the decay is soft
    return 10 * math.exp(-(mediator - 200) / 200) * efficiency


request = json.loads(sys.stdin.readline())  # {"id", "attempt", "seed", "parameters"}: draw random numbers from seed
parameters = request["parameters"]
events = LUMINOSITY * visible_cross_section(parameters["mMediator"], parameters["mDark"])

# The smallest multiple of the signal that would have been noticed: where it is below 1, the point is excluded.
limit = (3 + 2 * math.sqrt(BACKGROUND)) / events

# One number for each of "observables"; {"value": ..., "standardError": ...} for one with a statistical uncertainty.
# For a point that makes no sense: {"infeasible": "why"}. For one that may work when tried again: exit code 75.
print(json.dumps({"observables": {"signalStrengthLimit": limit}}))
