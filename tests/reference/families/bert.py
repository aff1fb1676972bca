"""BERT with both heads of its pre-training: padding, two segments, an odd length."""

import torch
from transformers import BertConfig, BertForPreTraining

from reference import Reference, integers, randomize


def make() -> Reference:
    config = BertConfig(
        vocab_size=37,
        hidden_size=18,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        max_position_embeddings=16,
        type_vocab_size=2,
        attn_implementation="eager",
    )
    model = BertForPreTraining(config)
    randomize(model, 7)
    tokens = integers(8, 2, 11)
    mask = tokens.new_ones(tokens.shape)
    mask[1, 8:] = 0
    segments = torch.zeros_like(tokens)
    segments[:, 6:] = 1
    labels = torch.where(integers(9, 2, 11, low=0, high=3) == 0, integers(10, 2, 11), torch.full_like(tokens, -100))
    labels[1, 8:] = -100
    follows = torch.tensor([1, 0])
    return Reference(
        model=model,
        inputs={"tokens": tokens, "paddingMask": mask, "segments": segments},
        arguments={
            "input_ids": tokens,
            "attention_mask": mask,
            "token_type_ids": segments,
            "labels": labels,
            "next_sentence_label": follows,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": labels, "nextSentence": follows},
        extra=lambda output: {
            "logits": output.prediction_logits,
            "nextSentence": output.seq_relationship_logits,
        },
    )
