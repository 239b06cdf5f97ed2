"""Gradient steps in JAX: an epoch of 10 updates compiled as a whole, the updates in one scan, the time steps in another.

A fifth argument says how many seeds are trained at once, by vmap over weights, moments and batches. Ways, the sixth:
"scan", every time step asks whether it is forced; "stretches", the stretches between two forced states are computed side
by side as one larger batch, which is quicker for small networks, but only with forcing that replaces the whole state at
times that are the same for all windows. An epoch a call was the quickest of what was tried: one update a call takes up
to 15 % longer, and unrolling the scan over time does not pay.
"""

import math
import sys

import jax
import jax.numpy as jnp
import jaxlib
import numpy as np

from contest import INTERVAL, LEARNING_RATE, OBSERVATIONS, compete, series, sizes

EPOCH = 10

cell, M, S, T = sizes()
seeds, way = int(sys.argv[5]), sys.argv[6]
ROWS = 10 * T
data = jnp.asarray(np.asarray(series(ROWS), dtype=np.float32))
random = np.random.default_rng(2)


def initial(key):
    """Weights, Adam's moments and the number of updates."""
    bound = 1 / math.sqrt(M)
    keys = iter(jax.random.split(key, 8))

    def uniform(*shape):
        return jax.random.uniform(next(keys), shape, jnp.float32, -bound, bound)

    if cell == "PLRNN":
        weights = {"A": uniform(M), "W": uniform(M, M), "h": uniform(M)}
    else:
        gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[cell]
        weights = {"W": uniform(gates * M, M), "bz": uniform(gates * M), "bx": uniform(gates * M)}
    weights["B"] = uniform(OBSERVATIONS, M)
    return weights, jax.tree.map(jnp.zeros_like, weights), jax.tree.map(jnp.zeros_like, weights), jnp.zeros(())


def cell_step(p):
    """The cell with everything done that does not depend on the state."""
    if cell == "PLRNN":
        weights = (p["W"] * (1 - jnp.eye(M))).T
        return lambda z, c: (p["A"] * z + jax.nn.relu(z) @ weights + p["h"], c)
    weights = p["W"].T
    bias = p["bz"] + p["bx"]
    if cell == "RNN":
        return lambda z, c: (jnp.tanh(z @ weights + bias), c)
    if cell == "LSTM":

        def lstm(h, c):
            i, f, g, o = jnp.split(h @ weights + bias, 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return jax.nn.sigmoid(o) * jnp.tanh(c), c

        return lstm

    def gru(z, c):
        r, u, n = jnp.split(z @ weights + p["bz"], 3, axis=1)
        br, bu, bn = jnp.split(p["bx"], 3)
        u = jax.nn.sigmoid(u + bu)
        n = jnp.tanh(bn + jax.nn.sigmoid(r + br) * n)
        return (1 - u) * n + u * z, c

    return gru


def states_forced_on_the_way(step, pulled):
    def body(state, t):
        z, c = state
        force = t % INTERVAL == 0
        z = jnp.where(force, pulled[t // INTERVAL], z)
        c = jnp.where(force, 0.0, c)
        z, c = step(z, c)
        return (z, c), z

    zero = jnp.zeros((S, M))
    return jax.lax.scan(body, (zero, zero if cell == "LSTM" else jnp.zeros(())), jnp.arange(T))[1]


def states_of_stretches(step, pulled):
    def body(state, _):
        z, c = step(*state)
        return (z, c), z

    stretches = len(pulled)
    z = pulled.reshape(stretches * S, M)
    _, Z = jax.lax.scan(body, (z, jnp.zeros_like(z) if cell == "LSTM" else jnp.zeros(())), None, INTERVAL)
    return Z.reshape(INTERVAL, stretches, S, M).swapaxes(0, 1).reshape(stretches * INTERVAL, S, M)[:T]


def loss_of(p, first):
    x = data[first[None, :] + jnp.arange(T + 1)[:, None]]
    B = p["B"]
    pulled = x[0:T:INTERVAL] @ jnp.linalg.solve(B @ B.T, B)
    states = states_forced_on_the_way if way == "scan" else states_of_stretches
    return jnp.mean((states(cell_step(p), pulled) @ B.T - x[1:]) ** 2)


def update(state, first):
    p, m, v, count = state
    loss, gradient = jax.value_and_grad(loss_of)(p, first)
    count = count + 1
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradient)
    v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, v, gradient)

    def moved(x, a, b):
        return x - LEARNING_RATE * (a / (1 - 0.9**count)) / (jnp.sqrt(b / (1 - 0.999**count)) + 1e-8)

    return (jax.tree.map(moved, p, m, v), m, v, count), loss


updates = update if seeds == 1 else jax.vmap(update)
compiled = jax.jit(lambda state, starts: jax.lax.scan(updates, state, starts), donate_argnums=0)
key = jax.random.key(1)
state = initial(key) if seeds == 1 else jax.vmap(initial)(jax.random.split(key, seeds))
shape = (EPOCH, S) if seeds == 1 else (EPOCH, seeds, S)


def epoch():
    global state
    state, losses = compiled(state, random.integers(0, ROWS - T, shape, dtype=np.int32))
    return np.asarray(losses)


versions = {"JAX": jax.__version__, "jaxlib": jaxlib.__version__, "NumPy": np.__version__}
compete(epoch, versions, EPOCH * seeds)
