"""Makes the reference values: python make.py [ROW ...]. See reference.py for what is saved, requirements.txt for with what."""

import importlib
import pathlib
import sys

import torch

from reference import save

HERE = pathlib.Path(__file__).parent


def rows() -> list[str]:
    return sorted(file.stem for file in (HERE / "families").glob("*.py") if not file.stem.startswith("_"))


def main() -> None:
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    for row in sys.argv[1:] or rows():
        family = importlib.import_module(f"families.{row}")
        print(f"{row:24} {save(row, family.make()):9} bytes")


if __name__ == "__main__":
    main()
