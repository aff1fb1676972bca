"""LLaMA: grouped key-value heads, a head size unlike width / heads, a head of its own."""

from transformers import LlamaConfig, LlamaForCausalLM

from reference import Reference, integers, next_tokens, randomize


def make() -> Reference:
    config = LlamaConfig(
        vocab_size=37,
        hidden_size=20,
        intermediate_size=28,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=6,
        max_position_embeddings=16,
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        attn_implementation="eager",
    )
    model = LlamaForCausalLM(config)
    randomize(model, 3)
    tokens = integers(4, 2, 13)
    mask = tokens.new_ones(tokens.shape)
    mask[0, 1:4] = 0
    return Reference(
        model=model,
        inputs={"tokens": tokens, "paddingMask": mask},
        arguments={
            "input_ids": tokens,
            "attention_mask": mask,
            # In transformers positions may follow the mask; ours are places in the text.
            "position_ids": tokens.new_tensor([list(range(tokens.shape[1]))]),
            "labels": tokens,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": next_tokens(tokens)},
    )
