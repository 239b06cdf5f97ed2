"""What the peers share: sizes from the command line, data, and the dialogue with tests/bench/peers.ts.

A peer is started with a cell, units, batch and steps. It says "ready", then for every number n that it reads it makes n
gradient steps and answers with the list of their seconds: windows assembled, loss, gradient and Adam's update.
"""

import json
import random
import sys
import time

OBSERVATIONS = 3
INTERVAL = 30
LEARNING_RATE = 1e-6


def sizes():
    cell, units, batch, length = sys.argv[1], *map(int, sys.argv[2:5])
    return cell, units, batch, length


def series(rows):
    """Rows of standard normal numbers, as nested lists."""
    source = random.Random(1)
    return [[source.gauss(0, 1) for _ in range(OBSERVATIONS)] for _ in range(rows)]


def starts(batch, rows, length, source=random.Random(2)):
    """The first rows of the windows of one batch."""
    return [source.randrange(rows - length) for _ in range(batch)]


def compete(step):
    """Answers requests until the input ends."""
    for _ in range(3):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            before = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - before)
        print(json.dumps(seconds), flush=True)
