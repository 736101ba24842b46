"""A fitting service: CLs of signal points with pyhf, over HTTP.

    python3 service.py                                     a tiny likelihood, built in
    python3 service.py --data ../atlas-1lbb/data           the ATLAS likelihood that prepare.py unpacked there
    python3 service.py --workers 16 --jobs                 sixteen fits at a time; answers at once and is polled

POST /evaluate {"id", "attempt", "seed", "parameters": {"mChargino", "mLsp"}} with a header Idempotency-Key answers

    200 {"observables": {...}} or {"failed": ...}          422 {"infeasible": ...}
    202, Location: /jobs/KEY with --jobs                   503, Retry-After when too many points wait

A key that is known is never fitted twice: whoever asks again waits for the same fit, or gets its result. With a token in
$FITTING_SERVICE_TOKEN nobody gets in without it. It listens on this machine alone: reach it through ssh -L, or a proxy with TLS.
"""

import argparse
import hmac
import json
import os
import sys
import threading
from concurrent.futures import CancelledError, ProcessPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import exp
from multiprocessing import get_context, parent_process
from pathlib import Path
from urllib.parse import quote, unquote

sys.path.insert(0, str(Path(__file__).parent.parent / "atlas-1lbb"))
import evaluate as likelihood  # load, hypothesis_test and evaluate: the fits of the example next door

LONGEST_BODY = 65_536  # bytes
MOST_KEYS = 100_000  # results that are remembered
MOST_WAITING = 1_000  # points that wait for a fit

TINY_BACKGROUND = {
    "channels": [{"name": "SR", "samples": [{"name": "background", "data": [50, 52], "modifiers": [
        {"name": "uncertainty", "type": "shapesys", "data": [3, 7]}]}]}],
    "observations": [{"name": "SR", "data": [51, 48]}],
    "measurements": [{"name": "measurement", "config": {"poi": "mu", "parameters": []}}],
    "version": "1.0.0",
}


def tiny_patch(chargino, lsp):
    """A signal that falls with the mass and with a soft decay: [12, 11] events at (700, 100)."""
    yields = exp(-(chargino - 700) / 150) * (1 - lsp / chargino) / (1 - 100 / 700)
    signal = {"name": "signal", "data": [12 * yields, 11 * yields], "modifiers": [{"name": "mu", "type": "normfactor", "data": None}]}
    return [{"op": "add", "path": "/channels/0/samples/-", "value": signal}]


def prepare(data):
    """Once in every process of the pool: the likelihood is read once, not for every point."""
    global background, patches
    threading.Thread(target=end_with_service, daemon=True).start()
    background, patches = likelihood.load(data) if data else (TINY_BACKGROUND, None)


def end_with_service():
    parent_process().join()
    os._exit(1)


def fit(parameters):
    """The reply for a point."""
    chargino, lsp = float(parameters["mChargino"]), float(parameters["mLsp"])
    if chargino <= lsp:
        return {"infeasible": "the chargino is lighter than the neutralino"}
    known = {(chargino, lsp): tiny_patch(chargino, lsp)} if patches is None else patches
    return likelihood.evaluate({"parameters": {"mChargino": chargino, "mLsp": lsp}}, background, known)


class Fits:
    """The fits under way and their results, by idempotency key."""

    def __init__(self, data, workers):
        self.pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=prepare, initargs=(data,))
        self.futures = {}
        self.lock = threading.Lock()

    def start(self, key, parameters):
        """The fit of a key, a new one if need be; None when too many wait already."""
        with self.lock:
            if key in self.futures:
                return self.futures[key]
            if sum(not future.done() for future in self.futures.values()) >= MOST_WAITING:
                return None
            if len(self.futures) >= MOST_KEYS:
                del self.futures[next(key for key, future in self.futures.items() if future.done())]
            self.futures[key] = self.pool.submit(fit, parameters)
            return self.futures[key]

    def find(self, key):
        return self.futures.get(key)

    def give_up(self, key):
        with self.lock:
            future = self.futures.get(key)
            if future and future.cancel():  # a fit that has begun goes on: its result may still be asked for
                del self.futures[key]

    def forget(self, key):
        with self.lock:
            self.futures.pop(key, None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120  # seconds without a request after which a connection is closed

    def do_POST(self):
        request = self.read_request()
        if request is None:
            return  # it has been answered
        key = self.headers.get("Idempotency-Key") or request["id"]
        future = self.server.fits.start(key, request["parameters"])
        if future is None:
            self.send(503, {"failed": "too many points wait", "retryable": True}, {"Retry-After": "10"})
        elif self.server.jobs:
            self.send(202, {}, {"Location": f"/jobs/{quote(key, safe='')}", "Retry-After": "1"})
        else:
            self.send_result(key, future)

    def do_GET(self):
        key = self.job_key()
        future = self.server.fits.find(key)
        if not self.is_welcome():
            self.refuse()
        elif future is None:
            self.send(404, {"error": "no such job"})
        elif future.done():
            self.send_result(key, future)
        else:
            self.send(202, {}, {"Retry-After": "1"})

    def do_DELETE(self):
        if not self.is_welcome():
            return self.refuse()
        self.server.fits.give_up(self.job_key())
        self.send(200, {})

    def job_key(self):
        return unquote(self.path.removeprefix("/jobs/"))

    def is_welcome(self):
        token = self.server.token
        given = self.headers.get("Authorization", "")
        return token is None or hmac.compare_digest(given.encode(), f"Bearer {token}".encode())

    def refuse(self):
        self.send(401, {"error": "expected Authorization: Bearer and the token of the service"})

    def read_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_BODY:
            self.close_connection = True
            return self.send(413, {"failed": f"expected a request of at most {LONGEST_BODY} bytes, got {length}"})
        body = self.rfile.read(length)
        if not self.is_welcome():
            return self.refuse()
        if self.path != "/evaluate":
            return self.send(404, {"error": f"expected POST /evaluate, got {self.path}"})
        try:
            request = json.loads(body)
            masses = request["parameters"]
            float(masses["mChargino"]), float(masses["mLsp"]), str(request["id"])
            return request
        except (ValueError, KeyError, TypeError) as error:
            return self.send(400, {"failed": f"expected id and parameters mChargino and mLsp, got {type(error).__name__}: {error}"})

    def send_result(self, key, future):
        try:
            reply = future.result()
        except (Exception, CancelledError) as error:  # the process died, or the point was given up: it may be fitted another time
            self.server.fits.forget(key)
            reply = {"failed": f"{type(error).__name__}: {error}", "retryable": True}
        self.send(422 if "infeasible" in reply else 200, reply)

    def send(self, status, body, headers={}):
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:  # nobody waits for it any more; the result is kept
            self.close_connection = True

    def log_message(self, format, *arguments):
        pass  # one line for each poll would hide what matters


def main():
    parser = argparse.ArgumentParser(description="CLs of signal points with pyhf, over HTTP.")
    parser.add_argument("--data", type=Path, help="folder with BkgOnly.json and patchset.json; a tiny likelihood unless given")
    parser.add_argument("--port", type=int, default=8642)
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="fits at the same time (default: the processor's cores)")
    parser.add_argument("--jobs", action="store_true", help="answer 202 at once, to be polled")
    arguments = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), Handler)
    server.daemon_threads = True
    server.fits = Fits(arguments.data, arguments.workers)
    server.jobs = arguments.jobs
    server.token = os.environ.get("FITTING_SERVICE_TOKEN")
    print(f"fitting at http://127.0.0.1:{server.server_port}/evaluate", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        os._exit(130)  # the pool's processes end with this one, in the middle of a fit if need be


if __name__ == "__main__":
    main()
