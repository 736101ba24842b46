"""A Monte-Carlo simulation of leptoquark production: the upper limit on the signal strength at one (mass, coupling).

As a command with arguments it evaluates one point; without arguments it answers one JSON line per JSON line of standard
input until that ends, which serves both a plain and a persistent command. Standard library only.
"""

import argparse
import json
import math
import random
import sys

LUMINOSITY = 139.0  # 1/fb
EVENTS = 5_000
MINIMUM_TRANSVERSE_MOMENTUM = 200.0  # GeV
RETRYABLE_FAILURE = 75  # the exit code that asks for another attempt; EX_TEMPFAIL of sysexits.h


class GeneratorUnavailable(Exception):
    """The event generator did not start; the same point may work a moment later."""


def cross_section(mass, coupling):
    """Pair production does not feel the coupling, single production does; in fb."""
    pair = 6.0 * math.exp(-(mass - 500.0) / 140.0)
    single = 2.0 * coupling**2 * math.exp(-(mass - 500.0) / 260.0)
    return pair + single


def passes_selection(mass, generator):
    """Draws one decay, isotropic in the rest frame, with a momentum resolution of 10 %."""
    cosine = generator.uniform(-1.0, 1.0)
    transverse_momentum = 0.5 * mass * math.sqrt(1.0 - cosine**2) * generator.gauss(1.0, 0.1)
    return transverse_momentum > MINIMUM_TRANSVERSE_MOMENTUM


def simulate(mass, coupling, seed, failure_rate):
    """The reply for one point; a new seed, as every new attempt has, draws new events and new luck."""
    relative_width = coupling**2 / (16.0 * math.pi)
    if relative_width > 0.25:
        return {"infeasible": f"the width is {relative_width:.0%} of the mass, too broad to simulate as a resonance"}
    generator = random.Random(seed)
    if generator.random() < failure_rate:
        raise GeneratorUnavailable("the event generator found no free licence")
    passed = sum(passes_selection(mass, generator) for _ in range(EVENTS))
    efficiency = passed / EVENTS
    # without background and without events seen, 3 expected signal events are excluded at 95 %
    limit = 3.0 / (LUMINOSITY * cross_section(mass, coupling) * efficiency)
    relative_error = math.sqrt((1.0 - efficiency) / passed)
    return {"observables": {"signalStrengthLimit": {"value": limit, "standardError": limit * relative_error}}}


def answer_requests(failure_rate):
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = simulate(**request["parameters"], seed=request["seed"], failure_rate=failure_rate)
        except GeneratorUnavailable as error:
            reply = {"failed": str(error), "retryable": True}
        print(json.dumps(reply), flush=True)  # unflushed, the line would wait in a buffer and the scan with it


def main():
    parser = argparse.ArgumentParser(description="Upper limit on the signal strength of a leptoquark.")
    parser.add_argument("--mass", type=float, help="GeV")
    parser.add_argument("--coupling", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failure-rate", type=float, default=0.0, help="how often the generator fails to start")
    arguments = parser.parse_args()
    if arguments.mass is None or arguments.coupling is None:
        answer_requests(arguments.failure_rate)
        return 0
    try:
        print(json.dumps(simulate(arguments.mass, arguments.coupling, arguments.seed, arguments.failure_rate)))
        return 0
    except GeneratorUnavailable as error:
        print(error, file=sys.stderr)
        return RETRYABLE_FAILURE


if __name__ == "__main__":
    sys.exit(main())
