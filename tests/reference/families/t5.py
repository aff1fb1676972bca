"""T5 v1.0: texts longer than the maximum distance of its buckets, a head size unlike width / heads, a tied and scaled head."""

import torch
from transformers import T5Config, T5ForConditionalGeneration

from reference import Reference, integers, randomize

SIZES = {
    "vocab_size": 37,
    "d_model": 16,
    "d_kv": 6,
    "d_ff": 24,
    "num_layers": 2,
    "num_decoder_layers": 2,
    "num_heads": 3,
    "relative_attention_num_buckets": 8,
    "relative_attention_max_distance": 10,
    "decoder_start_token_id": 0,
    "attn_implementation": "eager",
}


def reference_of(model, seed: int, config: dict | None = None) -> Reference:
    source = integers(seed, 2, 17)
    mask = source.new_ones(source.shape)
    mask[1, 13:] = 0
    labels = integers(seed + 1, 2, 15)
    tokens = torch.cat([torch.zeros_like(labels[:, :1]), labels[:, :-1]], dim=1)
    labels[0, 12:] = -100
    return Reference(
        model=model,
        inputs={"tokens": tokens, "source": source, "paddingMask": mask},
        arguments={
            "input_ids": source,
            "attention_mask": mask,
            "decoder_input_ids": tokens,
            "labels": labels,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": labels},
        config=config or {},
    )


def make() -> Reference:
    model = T5ForConditionalGeneration(T5Config(**SIZES, feed_forward_proj="relu"))
    randomize(model, 15)
    return reference_of(model, 16)
