"""Mamba: a rank of its own for the step size, an odd length, weights that make the step size differ from token to token."""

from transformers import MambaConfig, MambaForCausalLM

from reference import Reference, integers, next_tokens, randomize


def make() -> Reference:
    config = MambaConfig(
        vocab_size=37,
        hidden_size=12,
        state_size=5,
        num_hidden_layers=2,
        expand=2,
        conv_kernel=4,
        time_step_rank=3,
        use_mambapy=False,
        use_associative_scan=False,
    )
    model = MambaForCausalLM(config)
    randomize(model, 51)
    tokens = integers(52, 2, 19)

    def streams(output):
        """As other models give them: the stream before each block, last what the norm makes of it. Theirs is after each."""
        after = output.hidden_states
        before = (model.backbone.embeddings(tokens), *after[: config.num_hidden_layers - 1], after[-1])
        return {f"hidden_states.{index}": stream for index, stream in enumerate(before)}

    return Reference(
        model=model,
        inputs={"tokens": tokens},
        arguments={"input_ids": tokens, "labels": tokens, "output_hidden_states": True},
        targets={"logits": next_tokens(tokens)},
        extra=streams,
        config={"max_position_embeddings": 64},
    )
