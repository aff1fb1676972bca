"""T5 v1.1: a gated GELU, and a head of its own that is not scaled."""

import torch
from transformers import T5Config, T5ForConditionalGeneration

from families.t5 import SIZES, reference_of
from reference import Reference, randomize


def make() -> Reference:
    config = T5Config(**SIZES, feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    model = T5ForConditionalGeneration(config)
    # This version of the reference ties every head that it makes; what it loads may have one of its own.
    model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
    randomize(model, 18)
    return reference_of(model, 19, {"tie_word_embeddings": False})
