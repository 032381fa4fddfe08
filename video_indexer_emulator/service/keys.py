"""The service's own secrets: made at the first start, kept in the data folder for its owner alone.

Where several processes serve, they lie in the catalog, encrypted under the secret that all of them are given.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from video_indexer_emulator.errors import KeysUnreadable
from video_indexer_emulator.storage.common_keys import CommonKeys

RSA_BITS = 2048


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What tokens and download URLs are signed with."""

    token: RSAPrivateKey  # signs access tokens (RS256)
    download: bytes  # signs download URLs (HMAC-SHA-256)

    @classmethod
    def load(cls, folder: Path) -> Keys:
        """Read the keys, making those that are missing."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = _read_or_make(folder / "token.pem", lambda: _new_rsa_pem(NoEncryption()))
        token = load_pem_private_key(pem, password=None)
        if not isinstance(token, RSAPrivateKey):
            raise TypeError(f"{folder / 'token.pem'} isn't an RSA key; delete it, and a new one is made.")
        return cls(token, _read_or_make(folder / "download.key", lambda: secrets.token_bytes(32)))

    @classmethod
    def shared(cls, common: CommonKeys, secret: str) -> Keys:
        """Read the keys of all processes that serve on one catalog; raises KeysUnreadable."""
        password = secret.encode()
        pem = common.read_or_make("token", lambda: _new_rsa_pem(BestAvailableEncryption(password)))
        try:
            token = load_pem_private_key(pem, password=password)
        except ValueError as error:
            raise KeysUnreadable from error
        if not isinstance(token, RSAPrivateKey):
            raise KeysUnreadable
        raw = token.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return cls(token, hmac.digest(raw, b"download URLs", "sha256"))


def _new_rsa_pem(encryption: KeySerializationEncryption) -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        _write_private(path, make())
    return path.read_bytes()


def _write_private(path: Path, content: bytes) -> None:
    """Write under another name and rename, so that a crash leaves no half key."""
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
