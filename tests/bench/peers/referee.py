"""Exponents of the referee's series by nolds and NeuroKit2 with their defaults.

    deno run --allow-read tools/referee_series.ts | python tests/bench/peers/referee.py > fixtures/referee_peers.json

A value is per time unit: what they give per sample is divided by the sampling interval. null: no finite number.
"""

import importlib.metadata
import json
import math
import sys
import warnings

import neurokit2
import nolds
import numpy

warnings.simplefilter("ignore")

PEERS = {
    "nolds": lambda x: nolds.lyap_r(x),
    "neurokit2": lambda x: neurokit2.complexity_lyapunov(x)[0],
}


def exponent(peer, values, dt):
    numpy.random.seed(17)  # nolds fits by random sampling
    try:
        value = float(peer(numpy.asarray(values))) / dt
    except Exception:
        return None
    return value if math.isfinite(value) else None


series = []
for line in sys.stdin:
    each = json.loads(line)
    values = {name: exponent(peer, each["values"], each["dt"]) for name, peer in PEERS.items()}
    series.append({"id": each["id"], "values": values})

versions = {name: importlib.metadata.version(name) for name in PEERS}
lines = ",\n".join(json.dumps(each) for each in series)
print('{"versions": ' + json.dumps(versions) + ', "series": [\n' + lines + "\n]}")
