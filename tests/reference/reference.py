"""What the reference makes of a small model: every intermediate that it exposes, the loss and its gradients.

A family (families/<row>.py) has one function, make() -> Reference. Values are saved under values/<row>/:
config.json and model.safetensors as the reference saves a model, and reference.safetensors with

    inputs.<name>      what our forward gets: tokens, source, paddingMask, segments
    targets.<name>     int32, -100 where none counts; `logits` for every position, or the name of a head
    outputs.<name>     hidden_states.0, attentions.0, cross_attentions.0, logits, ... and loss
    gradients.<name>   of the loss, by the names of the saved parameters
"""

import json
import pathlib
import tempfile
from dataclasses import dataclass, field
from typing import Any, Callable

import torch
from safetensors.torch import load_file, save_file

VALUES = pathlib.Path(__file__).parent / "values"


@dataclass
class Reference:
    model: torch.nn.Module
    inputs: dict[str, torch.Tensor]
    # What the reference's forward is called with.
    arguments: dict[str, Any]
    targets: dict[str, torch.Tensor]
    # Further outputs by name, from the model's output.
    extra: Callable[[Any], dict[str, torch.Tensor]] = lambda output: {}
    # What the model's `logits` are: of tokens, or of classes.
    logits: str = "logits"
    # Gradients by the names under which the parameters are saved, where the model joins some of them.
    saved_names: Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]] = lambda gradients: gradients
    # Fields of config.json that the reference does not write itself.
    config: dict[str, Any] = field(default_factory=dict)


def randomize(model: torch.nn.Module, seed: int, deviation: float = 0.25) -> None:
    """Weights large enough that an error shows; gains near 1, biases not 0."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            drawn = torch.randn(parameter.shape, generator=generator) * deviation
            is_gain = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_(drawn + 1 if is_gain else drawn)


def integers(seed: int, *shape: int, low: int = 3, high: int = 37) -> torch.Tensor:
    return torch.randint(low, high, shape, generator=torch.Generator().manual_seed(seed))


def next_tokens(tokens: torch.Tensor) -> torch.Tensor:
    """The target of each position: the token after it; the last has none."""
    return torch.cat([tokens[:, 1:], torch.full_like(tokens[:, :1], -100)], dim=1)


LISTS = (
    "hidden_states",
    "attentions",
    "encoder_hidden_states",
    "encoder_attentions",
    "decoder_hidden_states",
    "decoder_attentions",
    "cross_attentions",
    "router_logits",
)


def collect(output: Any, logits: str) -> dict[str, torch.Tensor]:
    found = {"loss": output.loss.reshape(1)}
    if "logits" in output:
        found[logits] = output.logits
    for name in LISTS:
        for index, tensor in enumerate(getattr(output, name, None) or ()):
            if isinstance(tensor, torch.Tensor):
                found[f"{name}.{index}"] = tensor
    return found


def stored(tensor: torch.Tensor) -> torch.Tensor:
    tensor = tensor.detach().contiguous().clone()
    return tensor.float() if tensor.is_floating_point() else tensor.to(torch.int32)


def save(name: str, reference: Reference) -> int:
    folder = VALUES / name
    folder.mkdir(parents=True, exist_ok=True)
    model = reference.model.eval()
    model.zero_grad()
    output = model(**reference.arguments)
    output.loss.backward()
    values = {f"inputs.{key}": tensor for key, tensor in reference.inputs.items()}
    values |= {f"targets.{key}": tensor for key, tensor in reference.targets.items()}
    values |= {f"outputs.{key}": tensor for key, tensor in (collect(output, reference.logits) | reference.extra(output)).items()}
    gradients = {key: own.grad for key, own in model.named_parameters() if own.grad is not None}
    values |= {f"gradients.{key}": tensor for key, tensor in reference.saved_names(gradients).items()}
    save_file({key: stored(tensor) for key, tensor in values.items()}, folder / "reference.safetensors")
    with tempfile.TemporaryDirectory() as temporary:
        model.save_pretrained(temporary)
        config = json.loads((pathlib.Path(temporary) / "config.json").read_text()) | reference.config
        (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
        weights = load_file(pathlib.Path(temporary) / "model.safetensors")
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return sum(file.stat().st_size for file in folder.iterdir())
