"""Makes small tokenizers of each kind, and what the reference makes of some texts: python make_tokenizers.py.

tokenizers/NAME.json holds the file itself (`file`) and, for each text, ids, tokens and what decoding gives back.
"""

import json
import pathlib

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent / "tokenizers"
CORPUS = [
    "The cat sat on the mat. The dog ran to the cat, and the cat ran away!",
    "A newer model reads the longest words; it wasn't the lowest, nor the newest.",
    "Ein Käfer läuft über die Straße, café au lait, naïve.",
] * 3
TEXTS = [
    "The cat ran to the newest mat.",
    "  two  spaces, and a tab\tand\nlines",
    "Café naïve Straße",
    "emoji 🙂 and 漢字",
    "it's lower-case; THE END",
    "",
]


def byte_pairs() -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=320,
            special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return made


def word_pieces() -> Tokenizer:
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    made.train_from_iterator(
        CORPUS, trainers.WordPieceTrainer(vocab_size=120, special_tokens=marks, show_progress=False)
    )
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return made


def unigram() -> Tokenizer:
    made = Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.train_from_iterator(
        CORPUS,
        trainers.UnigramTrainer(
            vocab_size=90, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
        ),
    )
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return made


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, made in {"byte-pairs": byte_pairs(), "word-pieces": word_pieces(), "unigram": unigram()}.items():
        encoded = [(text, made.encode(text)) for text in TEXTS]
        record = {
            "file": json.loads(made.to_str()),
            "texts": [
                {
                    "text": text,
                    "ids": one.ids,
                    "tokens": one.tokens,
                    "offsets": one.offsets,
                    "decoded": made.decode(one.ids),
                }
                for text, one in encoded
            ],
        }
        (HERE / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
