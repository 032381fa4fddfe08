"""The service's own secrets: made at the first start, kept in the data folder for its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

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
        token = load_pem_private_key(_read_or_make(folder / "token.pem", _new_rsa_pem), password=None)
        if not isinstance(token, RSAPrivateKey):
            raise TypeError(f"{folder / 'token.pem'} isn't an RSA key; delete it, and a new one is made.")
        return cls(token, _read_or_make(folder / "download.key", lambda: secrets.token_bytes(32)))


def _new_rsa_pem() -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


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
