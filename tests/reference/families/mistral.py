"""Mistral: a window shorter than the text, one key-value head, another rotary base, a tied head."""

from transformers import MistralConfig, MistralForCausalLM

from reference import Reference, integers, next_tokens, randomize


def make() -> Reference:
    config = MistralConfig(
        vocab_size=37,
        hidden_size=20,
        intermediate_size=28,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=1,
        head_dim=6,
        max_position_embeddings=32,
        sliding_window=4,
        rope_parameters={"rope_type": "default", "rope_theta": 500.0},
        rms_norm_eps=1e-6,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    model = MistralForCausalLM(config)
    randomize(model, 5)
    tokens = integers(6, 2, 15)
    return Reference(
        model=model,
        inputs={"tokens": tokens},
        arguments={
            "input_ids": tokens,
            "labels": tokens,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": next_tokens(tokens)},
    )
