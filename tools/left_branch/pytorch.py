"""The LSTM at τ = 5, trained to the end in PyTorch: written from the paper's description, independent of lyap.

usage: left_branch.py SERIES.npy SEED float32|float64 sparse|annealed FREE_RUN.npy

The settings are those of experiments/left_branch.ts: 30 units, 30,000 updates with 32 windows of 200 steps, Adam with
1e-3, the observation matrix trained, no bias. A forced state is pinv(B) x, and the cell's memory is 0. "annealed" lets the
interval grow linearly from 1 in the first epoch to 5 in the last. The free run begins at the first row and has 100,000 steps.
tools/peer_left_branch.ts measures what it writes.
"""

import math
import sys

import numpy as np
import torch

UNITS, WINDOWS, LENGTH, UPDATES, PER_EPOCH, INTERVAL, RATE = 30, 32, 200, 30_000, 10, 5, 1e-3
FREE = 100_000
# The share of the series that experiments/left_branch.ts holds out.
HELD_OUT = 0.01

file, seed, precision, forcing, out = sys.argv[1:6]
kind = {"float32": torch.float32, "float64": torch.float64}[precision]
torch.set_num_threads(1)
torch.set_default_dtype(kind)
torch.manual_seed(int(seed))

whole = np.load(file)
series = torch.tensor(whole[: len(whole) - math.floor(HELD_OUT * len(whole))], dtype=kind)
rows, variables = series.shape
cell = torch.nn.LSTM(variables, UNITS, batch_first=True)
bound = 1 / math.sqrt(UNITS)
B = torch.nn.Parameter(torch.empty(variables, UNITS).uniform_(-bound, bound))
optimiser = torch.optim.Adam([*cell.parameters(), B], lr=RATE)


def interval_at(update):
    done = (update // PER_EPOCH) / (UPDATES // PER_EPOCH - 1)
    return INTERVAL if forcing == "sparse" else math.floor(1.5 + (INTERVAL - 1) * done)


def stretch(state, steps):
    """The hidden states of so many steps, all stretches between two forced states side by side as one batch."""
    h = state.unsqueeze(0)
    return cell(torch.zeros(len(state), steps, variables), (h, torch.zeros_like(h)))[0]


def loss_of(x, tau):
    count = math.ceil(LENGTH / tau)
    forced = x[:, 0:LENGTH:tau] @ torch.linalg.pinv(B).t()
    states = stretch(forced.reshape(-1, UNITS), tau).reshape(WINDOWS, count * tau, UNITS)[:, :LENGTH]
    return torch.nn.functional.mse_loss(states @ B.t(), x[:, 1:])


for update in range(UPDATES):
    first = torch.randint(rows - LENGTH, (WINDOWS,))
    optimiser.zero_grad()
    loss = loss_of(series[first[:, None] + torch.arange(LENGTH + 1)], interval_at(update))
    loss.backward()
    optimiser.step()
    if update % 3000 == 0:
        print(update, loss.item(), file=sys.stderr, flush=True)

with torch.no_grad():
    h = (torch.linalg.pinv(B) @ series[0]).reshape(1, 1, UNITS)
    states, _ = cell(torch.zeros(1, FREE, variables), (h, torch.zeros_like(h)))
    np.save(out, (states[0] @ B.t()).numpy())
