"""The full Lyapunov spectrum of Lorenz-63 by numba: 100,000 RK4 steps with QR every step, in compiled loops.

Prints the fastest of several runs, in milliseconds. Needs numba; see lyapunov_bench.ts.
"""
from math import log, sqrt
from time import perf_counter

import numpy as np
from numba import njit


@njit
def slopes(s, V, o, J, W):
    o[0] = 10.0 * (s[1] - s[0])
    o[1] = s[0] * (28.0 - s[2]) - s[1]
    o[2] = s[0] * s[1] - 8.0 / 3.0 * s[2]
    J[0, 0], J[0, 1], J[0, 2] = -10.0, 10.0, 0.0
    J[1, 0], J[1, 1], J[1, 2] = 28.0 - s[2], -1.0, -s[0]
    J[2, 0], J[2, 1], J[2, 2] = s[1], s[0], -8.0 / 3.0
    for i in range(3):
        for v in range(3):
            total = 0.0
            for j in range(3):
                total += J[i, j] * V[j, v]
            W[i, v] = total


@njit
def spectrum(steps, h):
    x, V, g = np.array([1.0, 1.0, 20.0]), np.eye(3), np.zeros(3)
    J, k, W = np.zeros((3, 3)), np.zeros((4, 3)), np.zeros((4, 3, 3))
    s, U = np.zeros(3), np.zeros((3, 3))
    for _ in range(steps):
        slopes(x, V, k[0], J, W[0])
        for stage in range(1, 4):
            c = h if stage == 3 else h / 2
            for i in range(3):
                s[i] = x[i] + c * k[stage - 1, i]
                for v in range(3):
                    U[i, v] = V[i, v] + c * W[stage - 1, i, v]
            slopes(s, U, k[stage], J, W[stage])
        for i in range(3):
            x[i] += h / 6 * (k[0, i] + 2 * (k[1, i] + k[2, i]) + k[3, i])
            for v in range(3):
                V[i, v] += h / 6 * (W[0, i, v] + 2 * (W[1, i, v] + W[2, i, v]) + W[3, i, v])
        for v in range(3):
            length = 0.0
            for i in range(3):
                length += V[i, v] * V[i, v]
            length = sqrt(length)
            g[v] += log(length)
            for i in range(3):
                V[i, v] /= length
            for w in range(v + 1, 3):
                along = 0.0
                for i in range(3):
                    along += V[i, v] * V[i, w]
                for i in range(3):
                    V[i, w] -= along * V[i, v]
    return g / (steps * h)


spectrum(1000, 0.01)
times = []
for _ in range(30):
    start = perf_counter()
    spectrum(100000, 0.01)
    times.append(1000 * (perf_counter() - start))
print(min(times))
