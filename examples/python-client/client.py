#!/usr/bin/env python3
"""Evaluates points of a scan that `excursion serve` hands out, with Python's standard library alone.

    npx excursion serve config.json          # prints the address with its token
    python3 client.py "<that address>"       # in as many places as there are processors
"""
import json
import math
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class Scan:
    """One scan of a server; the token is the one in the server's address."""

    def __init__(self, address, name=None):
        parts = urllib.parse.urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.token = urllib.parse.parse_qs(parts.query)["token"][0]
        self.name = name or self._call("GET", "/api/scans")["scans"][0]["id"]

    def ask(self, count=1, **options):
        return self._act("ask", {"count": count, **options})

    def tell(self, point, result):
        return self._act("tell", {"id": point["id"], "attempt": point["attempt"], **result})

    def _act(self, action, body):
        return self._call("POST", f"/api/scans/{urllib.parse.quote(self.name, safe='')}/{action}", body)

    def _call(self, method, path, body=None, attempts=5):
        """A tell that is sent twice counts once, so a request whose answer was lost is simply sent again."""
        request = urllib.request.Request(
            self.origin + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        for attempt in range(1, attempts + 1):
            try:
                with urllib.request.urlopen(request, timeout=60) as response:
                    return json.load(response)
            except urllib.error.HTTPError as refusal:  # the server's own word: no use in repeating it
                raise RuntimeError(json.load(refusal)["error"]) from refusal
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if attempt == attempts:
                    raise
                time.sleep(attempt)


def simulate(parameters):
    """A toy in place of a simulation: the CLs of a search that loses its power towards large masses."""
    mass, splitting = parameters["mParent"], parameters["mParent"] - parameters["mChild"]
    if splitting < 5:
        return {"infeasible": "the parent does not decay"}
    signal = 3000 * math.exp(-mass / 180) * (1 - math.exp(-splitting / 150))
    return {"observables": {"cls": math.exp(-signal / 3)}}


def main():
    scan = Scan(sys.argv[1])
    while True:
        asked = scan.ask()
        if "ended" in asked:
            print(f"the scan has ended ({asked['ended']}): {asked['reason']}")
            return
        if not asked["points"]:  # paused, or everything is with others
            time.sleep(1)
        for point in asked["points"]:
            told = scan.tell(point, simulate(point["parameters"]))
            print(point["id"], told["status"])


if __name__ == "__main__":
    main()
