"""RoBERTa: positions that begin at 2, a head that is called otherwise. What the mask hides are ordinary tokens here,
since the reference counts positions by the padding token."""

import torch
from transformers import RobertaConfig, RobertaForMaskedLM

from reference import Reference, integers, randomize


def make() -> Reference:
    config = RobertaConfig(
        vocab_size=37,
        hidden_size=18,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        max_position_embeddings=18,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        pad_token_id=1,
        attn_implementation="eager",
    )
    model = RobertaForMaskedLM(config)
    randomize(model, 11)
    tokens = integers(12, 2, 9)
    mask = tokens.new_ones(tokens.shape)
    mask[0, 6:] = 0
    labels = torch.where(integers(13, 2, 9, low=0, high=3) == 0, integers(14, 2, 9), torch.full_like(tokens, -100))
    return Reference(
        model=model,
        inputs={"tokens": tokens, "paddingMask": mask},
        arguments={
            "input_ids": tokens,
            "attention_mask": mask,
            "labels": labels,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": labels},
    )
