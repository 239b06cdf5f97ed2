"""A gradient step in PyTorch, eager, one thread.

Ways: "authors", one call of the cell per step, whose states are written into a tensor that was allocated before; "best",
the same with the states in a list that is stacked at the end; "stretches", the built-in recurrent layers called once
for all steps between two forced states, which is quicker still, but only for them and with forcing that is this sparse.
"""

import math
import sys

import torch

from contest import INTERVAL, LEARNING_RATE, OBSERVATIONS, compete, series, sizes

torch.set_num_threads(1)
torch.manual_seed(1)
cell, M, S, T = sizes()
way = sys.argv[5]
ROWS = 10 * T
data = torch.tensor(series(ROWS))
bound = 1 / math.sqrt(M)


class Plrnn(torch.nn.Module):
    """z' = A z + W relu(z) + h, W without its diagonal."""

    def __init__(self):
        super().__init__()
        self.A = torch.nn.Parameter(torch.empty(M).uniform_(-bound, bound))
        self.W = torch.nn.Parameter(torch.empty(M, M).uniform_(-bound, bound))
        self.h = torch.nn.Parameter(torch.empty(M).uniform_(-bound, bound))
        self.register_buffer("off_diagonal", 1 - torch.eye(M))

    def prepared(self):
        weights = (self.W * self.off_diagonal).t()
        return lambda z: torch.addmm(self.A * z + self.h, torch.relu(z), weights)


B = torch.nn.Parameter(torch.empty(OBSERVATIONS, M).uniform_(-bound, bound))
layers = {"RNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}
model = Plrnn() if cell == "PLRNN" else layers[cell](OBSERVATIONS, M, batch_first=True)
optimiser = torch.optim.Adam([*model.parameters(), B], lr=LEARNING_RATE)


def windows():
    first = torch.randint(ROWS - T, (S,))
    return data[first[:, None] + torch.arange(T + 1)]


def layer_state(z):
    z = z.unsqueeze(0)
    return (z, torch.zeros_like(z)) if cell == "LSTM" else z


def states_of_plrnn(forced):
    step = model.prepared()
    if way == "authors":
        Z = torch.empty(S, T, M)
        for t in range(T):
            if t % INTERVAL == 0:
                z = forced[:, t // INTERVAL]
            z = step(z)
            Z[:, t] = z
        return Z
    states = []
    for t in range(T):
        if t % INTERVAL == 0:
            z = forced[:, t // INTERVAL]
        z = step(z)
        states.append(z)
    return torch.stack(states, 1)


def states_of_layer(forced):
    if way == "authors":
        Z = torch.empty(S, T, M)
        nothing = torch.zeros(S, 1, OBSERVATIONS)
        for t in range(T):
            if t % INTERVAL == 0:
                state = layer_state(forced[:, t // INTERVAL])
            z, state = model(nothing, state)
            Z[:, t] = z[:, 0]
        return Z
    if way == "best":
        states = []
        nothing = torch.zeros(S, 1, OBSERVATIONS)
        for t in range(T):
            if t % INTERVAL == 0:
                state = layer_state(forced[:, t // INTERVAL])
            z, state = model(nothing, state)
            states.append(z)
        return torch.cat(states, 1)
    parts = []
    for t in range(0, T, INTERVAL):
        nothing = torch.zeros(S, min(INTERVAL, T - t), OBSERVATIONS)
        parts.append(model(nothing, layer_state(forced[:, t // INTERVAL]))[0])
    return torch.cat(parts, 1)


def step():
    x = windows()
    optimiser.zero_grad()
    forced = x[:, 0:T:INTERVAL] @ torch.linalg.pinv(B).t()
    Z = states_of_plrnn(forced) if cell == "PLRNN" else states_of_layer(forced)
    loss = torch.nn.functional.mse_loss(Z @ B.t(), x[:, 1:])
    loss.backward()
    optimiser.step()
    return loss.item()


compete(step, {"PyTorch": torch.__version__})
