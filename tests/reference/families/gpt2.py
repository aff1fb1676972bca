"""GPT-2: an odd length, and a hole in the padding mask that later tokens must not see."""

from transformers import GPT2Config, GPT2LMHeadModel

from reference import Reference, integers, next_tokens, randomize


def make() -> Reference:
    config = GPT2Config(
        vocab_size=37, n_positions=13, n_embd=18, n_layer=2, n_head=3, n_inner=40, attn_implementation="eager"
    )
    model = GPT2LMHeadModel(config)
    randomize(model, 1)
    tokens = integers(2, 2, 11)
    mask = tokens.new_ones(tokens.shape)
    mask[1, 2:4] = 0
    return Reference(
        model=model,
        inputs={"tokens": tokens, "paddingMask": mask},
        arguments={
            "input_ids": tokens,
            "attention_mask": mask,
            "labels": tokens,
            "output_hidden_states": True,
            "output_attentions": True,
        },
        targets={"logits": next_tokens(tokens)},
    )
