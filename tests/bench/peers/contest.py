"""What the peers share: sizes from the command line, data, and the dialogue with tests/bench/contestants.ts.

A peer is started with a cell, units, batch and steps. When it is warm it says its versions as JSON. For every number of
milliseconds that it reads it makes gradient steps for that long, and answers with how many they were, the seconds that
passed and the seconds of processor time. A gradient step is: windows assembled, loss, gradient, Adam's update.
"""

import json
import platform
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


def compete(work, versions, steps=1):
    """Answers requests until the input ends; every call of `work` makes `steps` gradient steps."""
    for _ in range(2):
        work()
    print(json.dumps({"Python": platform.python_version(), **versions}), flush=True)
    for line in sys.stdin:
        end = time.perf_counter() + float(line) / 1000
        wall, processor, calls = time.perf_counter(), time.process_time(), 0
        while calls == 0 or time.perf_counter() < end:
            work()
            calls += 1
        answer = {
            "steps": calls * steps,
            "wall": time.perf_counter() - wall,
            "processor": time.process_time() - processor,
        }
        print(json.dumps(answer), flush=True)
