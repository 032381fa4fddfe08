"""A certificate for this machine, made on the fly, by an authority that nobody else knows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import trustme

NAMES = ("localhost", "indexer.example", "127.0.0.1", "::1")


class Pair(NamedTuple):
    """The files of a certificate, its key and its authority, in PEM."""

    certificate: Path
    key: Path
    authority: Path  # for SSL_CERT_FILE


def certified(folder: Path) -> Pair:
    """Make a certificate for NAMES."""
    authority = trustme.CA()
    made = authority.issue_cert(*NAMES)
    pair = Pair(folder / "certificate.pem", folder / "key.pem", folder / "authority.pem")
    pair.certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
    pair.key.write_bytes(made.private_key_pem.bytes())
    pair.authority.write_bytes(authority.cert_pem.bytes())
    return pair
