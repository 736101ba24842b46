"""Writes an archive like the published one, with the model of the pyhf README as its only signal point, to the path given."""

import hashlib
import io
import json
import sys
import tarfile

background = {
    "channels": [
        {
            "name": "singlechannel",
            "samples": [
                {
                    "name": "background",
                    "data": [50, 52],
                    "modifiers": [{"name": "uncorr_bkguncrt", "type": "shapesys", "data": [3, 7]}],
                }
            ],
        }
    ],
    "observations": [{"name": "singlechannel", "data": [51, 48]}],
    "measurements": [{"name": "measurement", "config": {"poi": "mu", "parameters": []}}],
    "version": "1.0.0",
}
signal = {"name": "signal", "data": [12, 11], "modifiers": [{"name": "mu", "type": "normfactor", "data": None}]}
digest = hashlib.sha256(json.dumps(background, sort_keys=True, ensure_ascii=False).encode("utf8")).hexdigest()
patchset = {
    "metadata": {"digests": {"sha256": digest}},
    "patches": [
        {
            "metadata": {"name": "tiny_700_100", "values": [700, 100]},
            "patch": [{"op": "add", "path": "/channels/0/samples/1", "value": signal}],
        }
    ],
}

with tarfile.open(sys.argv[1], "w:gz") as archive:
    for name, content in (("BkgOnly.json", background), ("patchset.json", patchset)):
        data = json.dumps(content).encode("utf8")
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
