"""
Tests over Sentence Transformers are for the environment of the extra.

    HAMYAR_EXTRA=transformers ./hamyar test tests/bot/nlu/encoder
"""

from importlib.util import find_spec

import pytest

WITH_EXTRA = find_spec("sentence_transformers") is not None

collect_ignore = (
    [] if WITH_EXTRA else ["test_sentence_transformers.py", "test_tuning.py"]
)

WORDS = ["query", ":", "where", "is", "my", "order", "parcel", "money", "back"]
WORDS += ["please", "refund", "hi", "hello"]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """
    A model of two small layers that knows a dozen words and has learnt nothing.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    signs = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    known = {word: at for at, word in enumerate([*signs, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    plain = tmp_path_factory.mktemp("plain")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=512,
    ).save_pretrained(plain)
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=len(known),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(shape).save_pretrained(plain)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(str(plain), device="cpu").save(str(folder))
    return folder
