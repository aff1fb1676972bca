"""BART: positions from 2 on, norms after each sum and after the embedding, a bias of the logits, stacks of unlike depth."""

import torch
from transformers import BartConfig, BartForConditionalGeneration

from families.t5 import reference_of
from reference import Reference, randomize


def make() -> Reference:
    config = BartConfig(
        vocab_size=37,
        max_position_embeddings=20,
        encoder_layers=1,
        decoder_layers=2,
        encoder_ffn_dim=24,
        decoder_ffn_dim=24,
        encoder_attention_heads=3,
        decoder_attention_heads=3,
        d_model=18,
        decoder_start_token_id=0,
        attn_implementation="eager",
    )
    model = BartForConditionalGeneration(config)
    randomize(model, 21)
    model.final_logits_bias = torch.randn(1, 37, generator=torch.Generator().manual_seed(22))
    return reference_of(model, 23)
