"""Opens what export.ts wrote in the reference and compares its logits: python check_export.py FOLDER.

The exported config names the class; the inputs are those of the reference values.
"""

import json
import pathlib
import sys

import torch
import transformers
from safetensors.torch import load_file

from reference import VALUES

BAR = 1e-4
ARGUMENTS = {"source": "input_ids", "paddingMask": "attention_mask", "segments": "token_type_ids"}


def difference(folder: pathlib.Path) -> float:
    name = json.loads((folder / "config.json").read_text())["architectures"][0]
    model, report = getattr(transformers, name).from_pretrained(
        folder, attn_implementation="eager", output_loading_info=True
    )
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if report[problem]:
            print(f"  {folder.name}: {problem} {sorted(report[problem])}")
    stored = load_file(VALUES / folder.name / "reference.safetensors")
    inputs = {key.removeprefix("inputs."): value.long() for key, value in stored.items() if key.startswith("inputs.")}
    tokens = "decoder_input_ids" if "source" in inputs else "input_ids"
    arguments = {ARGUMENTS.get(key, tokens): value for key, value in inputs.items()}
    if folder.name == "llama":
        arguments["position_ids"] = torch.arange(inputs["tokens"].shape[1])[None]
    with torch.no_grad():
        output = model.eval()(**arguments)
    logits = output.prediction_logits if "prediction_logits" in output else output.logits
    expected = stored.get("outputs.logits", stored.get("outputs.classification"))
    return (logits - expected).abs().max().item()


def main() -> int:
    found = {folder.name: difference(folder) for folder in sorted(pathlib.Path(sys.argv[1]).iterdir())}
    for row, value in found.items():
        print(f"{row:24} {value:.1e} {'opens' if value <= BAR else 'DIFFERS'}")
    return 0 if all(value <= BAR for value in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
