"""
Keys change without anybody being turned away, and nobody but their holders signs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jwt
import pytest
import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.tokens import TokenChecker
from bot.settings import Secret, Settings, SettingsError
from tests.bot.channels.webchat.guests import KEY

OLD = "the key of last year, long enough for HS256"
NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
CLAIMS = {
    "sub": "sara",
    "aud": "hamyar",
    "exp": NOW + timedelta(minutes=5),
    "jti": "1",
}


def checker(**settings: Any) -> TokenChecker:
    """
    What checks tokens with these settings.
    """
    return TokenChecker(replace(Settings(), **settings), lambda: NOW)


def refused(tokens: TokenChecker, token: str) -> str:
    """
    How a token is refused.
    """
    with pytest.raises(ChatError) as caught:
        tokens.check(token)
    assert caught.value.status == 401
    assert caught.value.code == "token_invalid"
    return caught.value.message


def signed(key: Any, kid: str | None = None, algorithm: str = "RS256") -> str:
    """
    A token of the shop's site.
    """
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(CLAIMS, key, algorithm, headers=headers)


def signed_with_what_is_public(public: bytes) -> str:
    """
    A forgery: the public key taken for a secret, as the library itself would refuse to.
    """
    header = {"alg": "HS256", "typ": "JWT", "kid": "a"}
    claims = {**CLAIMS, "exp": int(NOW.timestamp()) + 300}
    parts = [
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=")
        for each in (header, claims)
    ]
    sign = hmac.new(public, b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(sign).rstrip(b"=")]).decode()


def pem(pair: Any) -> bytes:
    """
    The public half as a text.
    """
    made: bytes = pair.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return made


class TestSecrets:
    """
    Several secrets of the settings.
    """

    def test_old_and_new_are_good_at_once_and_no_other(self) -> None:
        tokens = checker(
            chat_jwt_secret=Secret(KEY),
            chat_jwt_former_secrets=(Secret("x" * 32), Secret(OLD)),
        )

        for key in (KEY, OLD, "x" * 32):
            assert tokens.check(signed(key, algorithm="HS256")).customer_id == "sara"
        refused(tokens, signed(OLD + "!", algorithm="HS256"))
        refused(tokens, signed("", algorithm="none"))

    def test_a_former_one_taken_out_is_good_no_more(self) -> None:
        tokens = checker(chat_jwt_secret=Secret(KEY))

        refused(tokens, signed(OLD, algorithm="HS256"))

    def test_a_kid_chooses_nothing_among_them(self) -> None:
        tokens = checker(chat_jwt_secret=Secret(KEY))

        assert tokens.check(signed(KEY, "../../etc/passwd", "HS256"))


@pytest.fixture(scope="module")
def pairs() -> list[rsa.RSAPrivateKey]:
    """
    Three pairs of keys (made once: it takes its time).
    """
    return [
        rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3)
    ]


def jwk(pair: Any, kid: str | None = None, algorithm: str = "RS256", **more: Any):
    """
    The public half as an entry of a JWKS file.
    """
    made = get_default_algorithms()[algorithm]
    entry: dict[str, Any] = made.to_jwk(pair.public_key(), as_dict=True)
    # What the library adds on its own would hide whether we look at it.
    entry.pop("key_ops", None)
    return {**entry, **({} if kid is None else {"kid": kid}), **more}


def write(path: Path, *entries: Any) -> Path:
    """
    Put a file in its place, as an operator should: whole, and by its name.
    """
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"keys": entries}), "utf-8")
    return new.replace(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Where the shop's JWKS file stands.
    """
    return tmp_path / "jwks.json"


def from_file(path: Path, algorithm: str = "RS256") -> TokenChecker:
    """
    What checks with that file.
    """
    return checker(chat_jwks=path, chat_jwt_algorithm=algorithm)


class TestFile:
    """
    Public keys in a JWKS file.
    """

    def test_the_kid_chooses_the_key(self, path: Path, pairs: list) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a"), jwk(pairs[1], "b")))

        assert tokens.check(signed(pairs[0], "a")).customer_id == "sara"
        assert tokens.check(signed(pairs[1], "b")).customer_id == "sara"
        refused(tokens, signed(pairs[1], "a"))
        refused(tokens, signed(pairs[2], "a"))
        assert "none of the shop's" in refused(tokens, signed(pairs[0], "c"))
        assert "no kid" in refused(tokens, signed(pairs[0]))

    def test_a_single_key_need_not_be_named(self, path: Path, pairs: list) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a")))

        assert tokens.check(signed(pairs[0]))
        refused(tokens, signed(pairs[1]))
        refused(tokens, signed(pairs[0], "b"))

    def test_the_header_never_chooses_the_algorithm(
        self, path: Path, pairs: list
    ) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a")))

        refused(tokens, signed(pairs[0], "a", "RS512"))
        refused(tokens, signed(pairs[0], "a", "PS256"))
        for public in (path.read_bytes(), pem(pairs[0])):
            refused(tokens, signed_with_what_is_public(public))
        refused(tokens, signed(None, "a", "none"))

    def test_the_header_brings_no_key_of_its_own(self, path: Path, pairs: list) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a")))
        headers = {
            "kid": "a",
            "jwk": jwk(pairs[2], "a"),
            "jku": "https://evil.example/jwks.json",
        }

        refused(tokens, jwt.encode(CLAIMS, pairs[2], "RS256", headers=headers))

    def test_a_changed_file_is_read_again(self, path: Path, pairs: list) -> None:
        old, new = signed(pairs[0], "a"), signed(pairs[1], "b")
        tokens = from_file(write(path, jwk(pairs[0], "a")))
        assert tokens.check(old)
        refused(tokens, new)

        write(path, jwk(pairs[0], "a"), jwk(pairs[1], "b"))
        assert tokens.check(old)
        assert tokens.check(new)

        write(path, jwk(pairs[1], "b"))
        assert tokens.check(new)
        refused(tokens, old)

    @pytest.mark.parametrize("broken", ["{", '{"keys": []}', None])
    def test_a_file_that_breaks_changes_nothing_and_is_told_once(
        self, path: Path, pairs: list, broken: str | None
    ) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a")))
        with structlog.testing.capture_logs() as logs:
            if broken is None:
                path.unlink()
            else:
                path.write_text(broken, "utf-8")
            for _ in range(3):
                assert tokens.check(signed(pairs[0], "a"))
        assert [each["event"] for each in logs] == ["jwks_not_read"]

        write(path, jwk(pairs[1], "b"))
        assert tokens.check(signed(pairs[1], "b"))

    def test_an_unchanged_file_is_not_read_again(
        self, path: Path, pairs: list, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tokens = from_file(write(path, jwk(pairs[0], "a")))
        opened: list[Path] = []
        monkeypatch.setattr(Path, "open", lambda self, *_: opened.append(self))

        assert tokens.check(signed(pairs[0], "a"))
        assert opened == []

    def test_what_is_not_for_our_algorithm_is_passed_over(
        self, path: Path, pairs: list
    ) -> None:
        curve = ec.generate_private_key(ec.SECP256R1())
        tokens = from_file(
            write(
                path,
                jwk(curve, "a", "ES256"),
                jwk(pairs[0], "a", use="enc"),
                jwk(pairs[0], "a", alg="RS512"),
                jwk(pairs[0], "a", key_ops=["encrypt"]),
                {"kty": "oct", "kid": "a", "k": "c2VjcmV0"},
                jwk(pairs[1], "b", use="sig", alg="RS256", key_ops=["verify"]),
            )
        )

        refused(tokens, signed(pairs[0], "a"))
        assert tokens.check(signed(pairs[1], "b"))

    @pytest.mark.parametrize("algorithm", ["ES256", "EdDSA"])
    def test_other_pairs_do_as_well(self, path: Path, algorithm: str) -> None:
        pair = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == "ES256"
            else ed25519.Ed25519PrivateKey.generate()
        )
        tokens = from_file(write(path, jwk(pair, "a", algorithm)), algorithm)

        assert tokens.check(signed(pair, "a", algorithm))


class TestStart:
    """
    What does not suit stops the start, without a key in what is said.
    """

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "not a JWKS"),
            ("[]", "not a JWKS"),
            ("{}", "not a JWKS"),
            ('{"keys": 5}', "not a JWKS"),
            ('{"keys": ["a"]}', "not a JWKS"),
            ("[" * 100_000, "not a JWKS"),
            ('{"keys": []}', "no key for RS256"),
            ('{"keys": [{"kty": "RSA", "n": "AQ"}]}', "key number 1 makes no sense"),
            ('{"keys": [{"kty": "RSA", "n": 5, "e": "AQAB"}]}', "makes no sense"),
            ('{"keys": [{"kty": "RSA", "kid": 5}]}', "kid that is no text"),
        ],
        ids=lambda text: str(text)[:20],
    )
    def test_a_file_that_is_none(self, path: Path, content: str, said: str) -> None:
        path.write_text(content, "utf-8")

        with pytest.raises(SettingsError, match=f"HAMYAR_CHAT_JWKS=.*{said}"):
            from_file(path)

    def test_a_file_that_is_not_there(self, path: Path) -> None:
        with pytest.raises(SettingsError, match=r"HAMYAR_CHAT_JWKS=.*No such file"):
            from_file(path)

    def test_a_file_without_end(self, path: Path) -> None:
        path.write_bytes(b" " * 1_000_001)

        with pytest.raises(SettingsError, match="too large"):
            from_file(path)

    def test_a_private_key(self, path: Path, pairs: list) -> None:
        made = get_default_algorithms()["RS256"].to_jwk(pairs[0], as_dict=True)
        write(path, {**made, "kid": "a"})

        with pytest.raises(SettingsError, match="private key") as caught:
            from_file(path)
        assert made["d"] not in str(caught.value)

    def test_a_short_key(self, path: Path) -> None:
        short = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is what is tried
        write(path, jwk(short, "a"))

        with pytest.raises(SettingsError, match="too short"):
            from_file(path)

    def test_another_curve(self, path: Path) -> None:
        pair = ec.generate_private_key(ec.SECP384R1())
        write(path, jwk(pair, "a", "ES384"))

        with pytest.raises(SettingsError, match="makes no sense"):
            from_file(path, "ES256")

    @pytest.mark.parametrize("algorithm", ["HS256", "none", "RS257"])
    def test_an_algorithm_that_has_no_pairs(
        self, path: Path, pairs: list, algorithm: str
    ) -> None:
        write(path, jwk(pairs[0], "a"))

        with pytest.raises(SettingsError, match="HAMYAR_CHAT_JWT_ALGORITHM"):
            from_file(path, algorithm)

    def test_a_secret_beside_the_file(self, path: Path, pairs: list) -> None:
        write(path, jwk(pairs[0], "a"))

        with pytest.raises(SettingsError, match="not both"):
            checker(
                chat_jwks=path,
                chat_jwt_algorithm="RS256",
                chat_jwt_secret=Secret(KEY),
            )

    def test_a_former_secret_that_is_no_key_of_its_algorithm(self, pairs: list) -> None:
        with pytest.raises(SettingsError, match="FORMER_SECRETS") as caught:
            checker(
                chat_jwt_secret=Secret(KEY),
                chat_jwt_former_secrets=(Secret(pem(pairs[0]).decode()),),
            )
        assert "BEGIN" not in str(caught.value)
