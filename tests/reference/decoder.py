"""The Lab's GPT-2 in PyTorch, for the benches: a plain pre-LN decoder. train_speed.py trains it, make_onnx.py writes it to files."""

import torch
from torch import nn
from torch.nn import functional as F

Cache = list[tuple[torch.Tensor, torch.Tensor]]


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, past=None):
        rows, length, width = x.shape
        shape = (rows, length, self.heads, width // self.heads)
        q, k, v = (part.view(shape) for part in self.qkv(self.ln1(x)).chunk(3, -1))  # [rows, length, heads, d]
        new = (k, v)
        if past is not None:
            k, v = (torch.cat(pair, 1) for pair in zip(past, new))
        q, k, v = (part.transpose(1, 2) for part in (q, k, v))
        z = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)
        x = x + self.out(z.transpose(1, 2).reshape(rows, length, width))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh")), new


class Decoder(nn.Module):
    def __init__(self, layers: int, width: int, heads: int, length: int, vocabulary: int) -> None:
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks, self.ln = nn.ModuleList(Block(width, heads) for _ in range(layers)), nn.LayerNorm(width)

    def forward(self, tokens: torch.Tensor, positions: torch.Tensor, past: Cache | None = None):
        """The logits of tokens [rows, length] at positions [length], and the keys and values of these tokens. With the keys
        and values of all tokens before, [rows, before, heads, d], the tokens are one."""
        x = self.tokens(tokens) + self.positions(positions)
        cache: Cache = []
        for index, block in enumerate(self.blocks):
            x, new = block(x, None if past is None else past[index])
            cache.append(new)
        return self.ln(x) @ self.tokens.weight.T, cache
