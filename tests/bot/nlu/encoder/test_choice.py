"""
What `HAMYAR_ENCODER` may name, and the one sentence for what it may not.
"""

import json

import pytest

from bot import cli
from bot.engine import training
from bot.nlu.encoder import choice, encoder_mark
from bot.nlu.encoder.no_code import check_no_code
from bot.unusable import Unusable


@pytest.fixture
def with_extra(monkeypatch):
    """
    Whether or not this environment has the libraries.
    """
    found = choice.find_spec
    monkeypatch.setattr(
        choice, "find_spec", lambda name: name == choice.LIBRARY or found(name)
    )


@pytest.fixture
def without_extra(monkeypatch):
    """
    As in the environment that is made without it.
    """
    monkeypatch.setattr(choice, "find_spec", lambda _: None)


@pytest.fixture
def folder(tmp_path):
    """
    The files by which a model's folder is known.
    """
    made = tmp_path / "a model"
    made.mkdir()
    (made / "modules.json").write_text("[]")
    (made / "model.safetensors").write_bytes(b"weights")
    return made


@pytest.mark.parametrize("command", [["demo"], ["serve"], ["encoder", "tune"]])
def test_without_the_extra_one_sentence_says_how_to_start(
    tmp_path, monkeypatch, capsys, without_extra, command
):
    monkeypatch.setenv("HAMYAR_ENCODER", "minilm")
    assert cli.main([*command, "--data", str(tmp_path)]) == 2
    (said,) = capsys.readouterr().err.strip().splitlines()
    assert "'minilm'" in said
    assert "HAMYAR_EXTRA=transformers ./hamyar" in said
    assert list(tmp_path.iterdir()) == []


def test_tuning_without_the_extra_is_one_sentence_also_with_no_encoder_set(
    tmp_path, capsys, without_extra
):
    assert cli.main(["encoder", "tune", "--data", str(tmp_path)]) == 2
    assert "HAMYAR_EXTRA=transformers ./hamyar" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wanted", ["./gone", "/gone/model", "gone", "a/b/c", "~/gone", "two words/x"]
)
def test_what_is_neither_a_name_nor_a_folder_is_refused(with_extra, wanted):
    with pytest.raises(Unusable, match="no such folder") as caught:
        choice.check(wanted)
    assert "encoder tune" in str(caught.value)


@pytest.mark.parametrize("missing", ["modules.json", "model.safetensors"])
def test_a_folder_without_a_model_is_refused(with_extra, folder, missing):
    (folder / missing).unlink()
    with pytest.raises(Unusable, match="holds no encoder"):
        choice.check(str(folder))


@pytest.mark.parametrize("wanted", ["minilm", "MiniLM", "owner/a-model.v2"])
def test_a_name_may_be_one(with_extra, wanted):
    choice.check(wanted)


def test_a_folder_is_taken_from_where_the_caller_stands(
    with_extra, folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("HAMYAR_CALLED_FROM", str(folder.parent))
    monkeypatch.setenv("HAMYAR_ENCODER", folder.name)
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path))
    arguments = cli._parser().parse_args(["demo"])
    assert cli._settings(arguments).encoder == str(folder)
    assert choice.chosen() == str(folder)
    assert choice.find(choice.chosen(), tmp_path / "encoder") == folder


@pytest.mark.parametrize("name", ["modules.json", "model.safetensors", "new/vocab.txt"])
def test_a_models_mark_changes_with_its_files(folder, name):
    before = choice.mark(folder)
    assert choice.mark(folder) == before
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("ab") as file:
        file.write(b"more")
    assert choice.mark(folder) != before


@pytest.mark.parametrize("name", ["README.md", ".cache/download/state"])
def test_a_models_mark_stays_with_what_gives_no_other_vectors(folder, name):
    before = choice.mark(folder)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("for people")
    assert choice.mark(folder) == before


def test_a_trained_model_is_not_loaded_with_another_encoder(
    with_extra, folder, monkeypatch
):
    names = [training.fingerprint()]
    monkeypatch.setenv("HAMYAR_ENCODER", str(folder))
    names.append(training.fingerprint())
    assert encoder_mark().startswith("a model-")
    (folder / "model.safetensors").write_bytes(b"tuned once more")
    names.append(training.fingerprint())
    monkeypatch.setenv("HAMYAR_ENCODER", "")
    assert encoder_mark() == ""
    assert len(set(names)) == 3
    assert training.fingerprint() == names[0]


@pytest.mark.parametrize("option", ["--epochs", "--seed"])
def test_a_senseless_number_is_named(capsys, tmp_path, option):
    command = ["encoder", "tune", "--data", str(tmp_path), option, "many"]
    assert cli.main(command) == 2
    assert f"{option} many" in capsys.readouterr().err


FOREIGN = [
    "evil.Boom",
    "owner/repo--evil.Boom",
    "sentence_transformers.owner/repo--evil.Boom",
    "sentence_transformers_evil.Boom",
    # What the library's modules have only imported, and what is no part of a model.
    "sentence_transformers.base.modules.dense.import_from_string",
    "sentence_transformers.base.modules.dense.os",
    "sentence_transformers.models.Transformer.AutoModel",
    "sentence_transformers.util.misc.importlib",
    "sentence_transformers.evil.Transformer",
    "sentence_transformers.models.x.y.z.Transformer",
    "sentence_transformers.models.Dense\n",
    None,
]
OWN = [
    "sentence_transformers.models.Transformer",
    "sentence_transformers.models.Pooling.Pooling",
    "sentence_transformers.base.modules.transformer.Transformer",
    "sentence_transformers.sentence_transformer.modules.normalize.Normalize",
    "sentence_transformers.sentence_transformer.modules.StaticEmbedding",
    "sentence_transformers.sparse_encoder.models.SpladePooling",
]
OLD = "sentence_transformers.models"
NEW = "sentence_transformers.sentence_transformer.modules"
ACTIVATION, TOKENIZER = "activation_function", "tokenizer_class"


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_class_that_is_not_the_librarys_is_refused(with_extra, folder, kind):
    own = {"path": "", "type": "sentence_transformers.models.Transformer"}
    (folder / "modules.json").write_text(json.dumps([own]))
    choice.check(str(folder))
    modules = [own, {"path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(Unusable, match=r"is refused: modules\.json names the class"):
        choice.check(str(folder))


@pytest.mark.parametrize("kind", OWN)
def test_the_librarys_own_parts_are_taken_however_a_version_named_them(
    with_extra, folder, kind
):
    (folder / "modules.json").write_text(json.dumps([{"path": "", "type": kind}]))
    (folder / "router_config.json").write_text(json.dumps({"types": {"a": kind}}))
    choice.check(str(folder))


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (ACTIVATION, "evil.Boom"),
        # The library itself takes whatever begins so.
        (ACTIVATION, "torch.hub.evil"),
        (ACTIVATION, "torch.nn.modules.activation.warnings"),
        (ACTIVATION, "torch.nnevil.Tanh"),
        (ACTIVATION, "transformers.activations.GELUActivation"),
        (TOKENIZER, "evil.Boom"),
        (TOKENIZER, "owner/repo--evil.Boom"),
        (TOKENIZER, "sentence_transformers.models.tokenizer.os"),
        (TOKENIZER, "sentence_transformers.models.Transformer"),
    ],
)
def test_names_of_foreign_code_in_a_parts_settings_are_refused(folder, key, named):
    (folder / "2_Own").mkdir()
    config = folder / "2_Own" / "config.json"
    for settings in ({key: named}, {"inner": [{key: named}]}):
        config.write_text(json.dumps(settings))
        with pytest.raises(Unusable, match=r"is refused: 2_Own/config\.json names the"):
            check_no_code(folder)


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (ACTIVATION, "torch.nn.modules.activation.Tanh"),
        (ACTIVATION, "torch.nn.modules.linear.Identity"),
        (ACTIVATION, "torch.nn.GELU"),
        (ACTIVATION, "gelu_new"),
        (ACTIVATION, None),
        ("tokenizer_name_or_path", None),
        (TOKENIZER, "XLMRobertaTokenizer"),
        (TOKENIZER, f"{OLD}.tokenizer.WordTokenizer"),
        (TOKENIZER, f"{OLD}.tokenizer.WhitespaceTokenizer.WhitespaceTokenizer"),
        (TOKENIZER, f"{NEW}.tokenizer.phrase.PhraseTokenizer"),
    ],
)
def test_the_libraries_own_names_in_a_parts_settings_are_taken(folder, key, named):
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "config.json").write_text(json.dumps({key: named}))
    check_no_code(folder)


@pytest.mark.parametrize("name", ["evil.py", "0_Own/evil.py", ".hidden/EVIL.PY"])
def test_a_folder_that_holds_code_is_refused(with_extra, folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")
    with pytest.raises(Unusable, match="is refused: it holds code"):
        choice.find(str(folder), folder)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("config.json", {"auto_map": {"AutoModel": "evil.Boom"}}),
        ("1_Own/config.json", {"text_config": [{"auto_map": {}}]}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["o/r--evil.Boom"]}}),
        ("router_config.json", {"types": {"query_0": "evil.Boom"}}),
        # On some disks these are modules.json and config.json.
        ("2_Own/Modules.json", [{"path": "", "type": "evil.Boom"}]),
        ("2_Own/MODULES.JSON", [{"path": "", "type": "evil.Boom"}]),
        ("1_Own/Config.JSON", {"auto_map": {"AutoModel": "evil.Boom"}}),
        ("sentence_bert_config.json", {"tokenizer_name_or_path": "../other"}),
        ("sentence_bert_config.json", {"tokenizer_name_or_path": "owner/repo"}),
        ("0_CLIPModel/config.json", {"processor_name": "owner/repo"}),
        (
            "router_config.json",
            {"types": {"../x": "sentence_transformers.models.Dense"}},
        ),
        (
            "modules.json",
            [{"path": "../x", "type": "sentence_transformers.models.Dense"}],
        ),
    ],
)
def test_settings_that_ask_for_code_are_refused(folder, name, settings):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(settings))
    with pytest.raises(Unusable, match="is refused: "):
        check_no_code(folder)


def test_a_link_to_another_folder_is_refused(folder, tmp_path):
    (tmp_path / "other").mkdir()
    (folder / "0_Own").symlink_to(tmp_path / "other")
    with pytest.raises(Unusable, match="link to another folder"):
        check_no_code(folder)


@pytest.mark.parametrize("content", ["{", "5", "[5]", "[" * 100_000, '"\xff"'])
def test_settings_that_cannot_be_read_are_one_sentence(folder, content):
    (folder / "modules.json").write_text(content, encoding="latin-1")
    with pytest.raises(Unusable, match=r"cannot be read: modules\.json is no .*\.$"):
        check_no_code(folder)
