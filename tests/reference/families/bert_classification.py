"""BERT that tells three classes apart: the classes are read from its pooler."""

import torch
from transformers import BertConfig, BertForSequenceClassification

from reference import Reference, integers, randomize


def make() -> Reference:
    config = BertConfig(
        vocab_size=37,
        hidden_size=18,
        num_hidden_layers=1,
        num_attention_heads=3,
        intermediate_size=24,
        max_position_embeddings=16,
        num_labels=3,
        attn_implementation="eager",
    )
    model = BertForSequenceClassification(config)
    randomize(model, 31)
    tokens = integers(32, 3, 7)
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
