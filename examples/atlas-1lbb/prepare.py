"""Unpacks the HEPData archive and lists its signal points: python prepare.py likelihood.tar.gz [directory]

Writes BkgOnly.json, patchset.json and signal-points.csv to the directory, `data` beside this script unless given.
"""

import argparse
import csv
import hashlib
import json
import tarfile
from pathlib import Path


def read_member(archive, name):
    for member in archive:
        if Path(member.name).name == name:
            return archive.extractfile(member).read()
    raise SystemExit(f"expected {name} in the archive, got none: is it the archive of record ins1755298?")


def verify(background, patchset):
    """The patches fit the one workspace they were made for; their file names its digest."""
    canonical = json.dumps(json.loads(background), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode("utf8")).hexdigest()
    expected = patchset["metadata"]["digests"]["sha256"]
    if digest != expected:
        raise SystemExit(f"expected BkgOnly.json with SHA-256 {expected}, got {digest}: the two files do not belong together")


def main():
    parser = argparse.ArgumentParser(description="Prepares the ATLAS likelihood for a scan.")
    parser.add_argument("archive", type=Path, help="the likelihood archive of HEPData record ins1755298")
    parser.add_argument("directory", type=Path, nargs="?", default=Path(__file__).parent / "data")
    arguments = parser.parse_args()
    if not arguments.archive.is_file():
        parser.error(f"expected an archive, got {arguments.archive}, which is no file")

    arguments.directory.mkdir(parents=True, exist_ok=True)
    contents = {}
    for name in ("BkgOnly.json", "patchset.json"):
        with tarfile.open(arguments.archive) as archive:
            contents[name] = read_member(archive, name)
        (arguments.directory / name).write_bytes(contents[name])

    patchset = json.loads(contents["patchset.json"])
    verify(contents["BkgOnly.json"], patchset)
    points = [(*patch["metadata"]["values"], patch["metadata"]["name"]) for patch in patchset["patches"]]
    with open(arguments.directory / "signal-points.csv", "w", newline="", encoding="utf8") as table:
        writer = csv.writer(table)
        writer.writerow(["mChargino", "mLsp", "patch"])
        writer.writerows(sorted(points))
    print(f"{len(points)} signal points in {arguments.directory / 'signal-points.csv'}")


if __name__ == "__main__":
    main()
