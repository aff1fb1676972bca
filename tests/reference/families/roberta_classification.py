"""RoBERTa that tells three classes apart: its head has a map and tanh of its own."""

import torch
from transformers import RobertaConfig, RobertaForSequenceClassification

from reference import Reference, integers, randomize


def make() -> Reference:
    config = RobertaConfig(
        vocab_size=37,
        hidden_size=18,
        num_hidden_layers=1,
        num_attention_heads=3,
        intermediate_size=24,
        max_position_embeddings=18,
        type_vocab_size=1,
        pad_token_id=1,
        num_labels=3,
        attn_implementation="eager",
    )
    model = RobertaForSequenceClassification(config)
    randomize(model, 35)
    tokens = integers(36, 3, 7)
    mask = tokens.new_ones(tokens.shape)
    mask[2, 5:] = 0
    classes = torch.tensor([2, 0, 1])
    return Reference(
        model=model,
        inputs={"tokens": tokens, "paddingMask": mask},
        arguments={
            "input_ids": tokens,
            "attention_mask": mask,
            "labels": classes,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"classification": classes},
        logits="classification",
    )
