"""Training steps a second of a plain pre-LN decoder in PyTorch: python train_speed.py LAYERS WIDTH HEADS LENGTH ROWS VOCABULARY STEPS THREADS.

Prints one number. The model, the loss, the clipping and AdamW are those of the Lab's GPT-2; see tests/bench/training-speed.ts."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

layers, width, heads, length, rows, vocabulary, steps, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        shape = (rows, length, heads, width // heads)
        q, k, v = (part.view(shape).transpose(1, 2) for part in self.qkv(self.ln1(x)).chunk(3, -1))
        z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(z.transpose(1, 2).reshape(rows, length, width))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh"))


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks, self.ln = nn.ModuleList(Block() for _ in range(layers)), nn.LayerNorm(width)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.tokens(tokens) + self.positions.weight
        for block in self.blocks:
            x = block(x)
        return self.ln(x) @ self.tokens.weight.T


model = Decoder()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95), weight_decay=0.01)


def step() -> None:
    tokens = torch.randint(0, vocabulary, (rows, length + 1))
    loss = F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())
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
