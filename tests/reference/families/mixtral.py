"""Mixtral: two of five experts for each token, grouped key-value heads. Its loss is without the balancing term, which the
reference computes over all layers at once; see mixtral_balance.py."""

from transformers import MixtralConfig, MixtralForCausalLM

from reference import Reference, integers, next_tokens, randomize


def apart(gradients):
    """The model holds all experts of a layer in two tensors; its checkpoints hold each expert's three matrices."""
    found = {}
    for name, tensor in gradients.items():
        layer, _, part = name.partition(".mlp.")
        theirs = f"{layer}.block_sparse_moe"
        if part == "experts.gate_up_proj":
            for index, expert in enumerate(tensor):
                found[f"{theirs}.experts.{index}.w1.weight"], found[f"{theirs}.experts.{index}.w3.weight"] = expert.chunk(2)
        elif part == "experts.down_proj":
            for index, expert in enumerate(tensor):
                found[f"{theirs}.experts.{index}.w2.weight"] = expert
        else:
            found[f"{theirs}.{part}" if part else name] = tensor
    return found


def make_with(seed: int, **changes) -> Reference:
    config = MixtralConfig(
        vocab_size=37,
        hidden_size=16,
        intermediate_size=20,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=6,
        max_position_embeddings=32,
        num_local_experts=5,
        num_experts_per_tok=2,
        rope_parameters={"rope_type": "default", "rope_theta": 1e4},
        attn_implementation="eager",
        **changes,
    )
    model = MixtralForCausalLM(config)
    randomize(model, seed)
    tokens = integers(seed + 1, 2, 13)

    def router_logits(output):
        shape = (*tokens.shape, config.num_local_experts)
        return {f"router_logits.{index}": own.reshape(shape) for index, own in enumerate(output.router_logits)}

    return Reference(
        model=model,
        inputs={"tokens": tokens},
        arguments={
            "input_ids": tokens,
            "labels": tokens,
            "output_hidden_states": True,
            "output_attentions": True,
            "output_router_logits": True,
        },
        targets={"logits": next_tokens(tokens)},
        extra=router_logits,
        saved_names=apart,
    )


def make() -> Reference:
    return make_with(31, num_hidden_layers=2, router_aux_loss_coef=0.0)
