"""The Lab's GPT-2 as ONNX and as Hugging Face's files, of the same weights: python make_onnx.py FOLDER LAYERS WIDTH HEADS LENGTH VOCABULARY.

Writes, for tests/bench/onnx-decoding.ts:
    full.onnx     tokens [1, n], positions [n] -> logits [1, n, vocabulary]
    cached.onnx   one token [1, 1] at positions [1], keys_i and values_i [1, before, heads, d] of all before it, a pair a
                  layer -> logits [1, 1, vocabulary], new_keys_i and new_values_i [1, 1, heads, d]
    config.json, model.safetensors
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

from decoder import Block, Decoder


class Full(torch.nn.Module):
    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, tokens, positions):
        return self.decoder(tokens, positions)[0]


class Cached(torch.nn.Module):
    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, tokens, positions, *flat):
        logits, cache = self.decoder(tokens, positions, list(zip(flat[0::2], flat[1::2])))
        return (logits, *(part for pair in cache for part in pair))


def write_full(decoder: Decoder, file: pathlib.Path) -> None:
    torch.onnx.export(
        Full(decoder),
        (torch.zeros(1, 8, dtype=torch.int64), torch.arange(8)),
        file,
        input_names=["tokens", "positions"],
        output_names=["logits"],
        dynamic_axes={"tokens": {1: "n"}, "positions": {0: "n"}, "logits": {1: "n"}},
        opset_version=20,
        dynamo=False,
    )


def write_cached(decoder: Decoder, file: pathlib.Path, heads: int, depth: int) -> None:
    names = [f"{kind}_{layer}" for layer in range(len(decoder.blocks)) for kind in ("keys", "values")]
    torch.onnx.export(
        Cached(decoder),
        (torch.zeros(1, 1, dtype=torch.int64), torch.tensor([7]), *(torch.zeros(1, 7, heads, depth) for _ in names)),
        file,
        input_names=["tokens", "positions", *names],
        output_names=["logits", *(f"new_{name}" for name in names)],
        dynamic_axes={name: {1: "before"} for name in names},
        opset_version=20,
        dynamo=False,
    )


def hugging_face(decoder: Decoder) -> dict[str, torch.Tensor]:
    """Its names; its matrices are [in, out]."""
    named = {
        "transformer.wte.weight": decoder.tokens.weight,
        "transformer.wpe.weight": decoder.positions.weight,
        "transformer.ln_f.weight": decoder.ln.weight,
        "transformer.ln_f.bias": decoder.ln.bias,
    }
    for index, block in enumerate(decoder.blocks):
        for name, part in parts(block).items():
            weight = part.weight if isinstance(part, torch.nn.LayerNorm) else part.weight.T
            named[f"transformer.h.{index}.{name}.weight"] = weight
            named[f"transformer.h.{index}.{name}.bias"] = part.bias
    return {name: value.detach().contiguous() for name, value in named.items()}


def parts(block: Block) -> dict[str, torch.nn.Module]:
    return {
        "ln_1": block.ln1,
        "attn.c_attn": block.qkv,
        "attn.c_proj": block.out,
        "ln_2": block.ln2,
        "mlp.c_fc": block.up,
        "mlp.c_proj": block.down,
    }


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    layers, width, heads, length, vocabulary = map(int, sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    decoder = Decoder(layers, width, heads, length, vocabulary).eval()
    with torch.no_grad():
        # As GPT-2 begins: with the embeddings of PyTorch, of deviation 1, the logits would be of one token only.
        for table in (decoder.tokens, decoder.positions):
            table.weight.normal_(std=0.02)
    config = {
        "model_type": "gpt2",
        "architectures": ["GPT2LMHeadModel"],
        "vocab_size": vocabulary,
        "n_positions": length,
        "n_embd": width,
        "n_layer": layers,
        "n_head": heads,
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
    }
    (folder / "config.json").write_text(json.dumps(config))
    save_file(hugging_face(decoder), folder / "model.safetensors")
    write_full(decoder, folder / "full.onnx")
    write_cached(decoder, folder / "cached.onnx", heads, width // heads)


if __name__ == "__main__":
    main()
