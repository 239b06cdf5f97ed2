"""A gradient step in JAX, compiled as a whole, the steps in one scan, one thread."""

import math

import jax
import jax.numpy as jnp
import numpy as np

from contest import INTERVAL, LEARNING_RATE, compete, series, sizes, starts

cell, M, S, T = sizes()
ROWS = 10 * T
N = 3
data = jnp.asarray(np.asarray(series(ROWS), dtype=np.float32))
bound = 1 / math.sqrt(M)
keys = iter(jax.random.split(jax.random.key(1), 8))


def uniform(*shape):
    return jax.random.uniform(next(keys), shape, jnp.float32, -bound, bound)


if cell == "PLRNN":
    parameters = {"A": uniform(M), "W": uniform(M, M), "h": uniform(M)}
else:
    gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[cell]
    parameters = {"W": uniform(gates * M, M), "bz": uniform(gates * M), "bx": uniform(gates * M)}
parameters["B"] = uniform(N, M)


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


def loss_of(p, first):
    x = data[first[None, :] + jnp.arange(T + 1)[:, None]]
    B = p["B"]
    pulled = x[0:T:INTERVAL] @ jnp.linalg.solve(B @ B.T, B)
    step = cell_step(p)

    def body(state, t):
        z, c = state
        force = t % INTERVAL == 0
        z = jnp.where(force, pulled[t // INTERVAL], z)
        c = jnp.where(force, 0.0, c)
        z, c = step(z, c)
        return (z, c), z

    zero = jnp.zeros((S, M))
    _, Z = jax.lax.scan(body, (zero, zero if cell == "LSTM" else jnp.zeros(())), jnp.arange(T))
    return jnp.mean((Z @ B.T - x[1:]) ** 2)


def update(p, m, v, count, first):
    loss, gradient = jax.value_and_grad(loss_of)(p, first)
    count = count + 1
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradient)
    v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, v, gradient)

    def moved(x, a, b):
        return x - LEARNING_RATE * (a / (1 - 0.9**count)) / (jnp.sqrt(b / (1 - 0.999**count)) + 1e-8)

    return jax.tree.map(moved, p, m, v), m, v, count, loss


compiled = jax.jit(update, donate_argnums=(0, 1, 2))
state = [
    parameters,
    jax.tree.map(jnp.zeros_like, parameters),
    jax.tree.map(jnp.zeros_like, parameters),
    jnp.zeros(()),
]


def step():
    first = np.asarray(starts(S, ROWS, T), dtype=np.int32)
    *state[:], loss = compiled(*state, first)
    return float(loss)


compete(step)
