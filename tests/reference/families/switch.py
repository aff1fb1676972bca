"""Switch Transformers: T5 with top-1 experts in every second layer, a capacity above the number of tokens.

The reference of this version drops no token, and what it returns as router logits are the largest probabilities:
capacity, drops and logits are compared with the paper's equations as plain loops instead (tests/models/parts/moe.test.ts).
"""

from transformers import SwitchTransformersConfig, SwitchTransformersForConditionalGeneration

from families.t5 import reference_of
from reference import Reference, randomize


def make() -> Reference:
    config = SwitchTransformersConfig(
        vocab_size=37,
        d_model=16,
        d_kv=6,
        d_ff=20,
        expert_capacity=64,
        num_layers=2,
        num_sparse_encoder_layers=1,
        num_decoder_layers=2,
        num_sparse_decoder_layers=1,
        num_heads=3,
        num_experts=4,
        relative_attention_num_buckets=8,
        relative_attention_max_distance=10,
        router_z_loss_coef=0.0,
        router_aux_loss_coef=0.0,
        decoder_start_token_id=0,
        attn_implementation="eager",
    )
    model = SwitchTransformersForConditionalGeneration(config)
    randomize(model, 61)
    return reference_of(model, 62)
