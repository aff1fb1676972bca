"""Training steps a second of the Lab's GPT-2 in PyTorch: python train_speed.py LAYERS WIDTH HEADS LENGTH ROWS VOCABULARY STEPS THREADS.

Prints one number. The model, the loss, the clipping and AdamW are those of the Lab; see tests/bench/training-speed.ts."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from decoder import Decoder

layers, width, heads, length, rows, vocabulary, steps, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)

model = Decoder(layers, width, heads, length, vocabulary)
positions = torch.arange(length)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95), weight_decay=0.01)


def step() -> None:
    tokens = torch.randint(0, vocabulary, (rows, length + 1))
    logits, _ = model(tokens[:, :-1], positions)
    loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    loss.item()


for _ in range(3):
    step()
begun = time.perf_counter()
for _ in range(steps):
    step()
print(steps / (time.perf_counter() - begun))
