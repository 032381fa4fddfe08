"""Where the service listens: its sockets, its certificate, and the lines that say so."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from pathlib import Path

from video_indexer_emulator.errors import AddressUnavailable, CertificateUnusable
from video_indexer_emulator.settings import Settings


def listen(settings: Settings) -> socket.socket:
    """Open the socket; `::` takes IPv4 too, where the system can. Raises AddressUnavailable."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    both = settings.host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((settings.host, settings.port), family=family, dualstack_ipv6=both)
    except OSError as error:
        raise AddressUnavailable(f"Can't listen ({error}); choose another --port or --host.") from error


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Read the certificate and its key; None where HTTP is served. Raises CertificateUnusable."""
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # TLS 1.2 and later, as Python has it
    context.set_alpn_protocols(["http/1.1"])
    files = [path for path in (settings.certificate, settings.certificate_key) if path]
    for path in files:
        _refuse_unreadable(path)
    try:
        # Without a function, OpenSSL would ask for the password of an encrypted key on the terminal.
        context.load_cert_chain(settings.certificate, settings.certificate_key, password=lambda: b"")
    except (ssl.SSLError, ValueError) as error:
        names = " and ".join(str(path) for path in files)
        raise CertificateUnusable(
            f"--tls-cert and --tls-key: {names} don't hold a certificate in PEM form and the unencrypted "
            "private key that belongs to it."
        ) from error
    return context


def _refuse_unreadable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise CertificateUnusable(f"{path} can't be read: {error.strerror}.") from error


def say_where(settings: Settings, host: str, port: int) -> None:
    """Print one line for programs that wait for it, then one for people."""
    scheme = "https" if settings.certificate else "http"
    address = ipaddress.ip_address(host)
    print(f"vi-emulator: listening on {scheme}://{_in_url(address)}:{port}", flush=True)  # noqa: T201
    if address.is_unspecified:  # nobody can open that one; on this machine, loopback leads there too
        address = ipaddress.ip_address("::1" if address.version == 6 else "127.0.0.1")
    public = settings.public_url
    url = public.url if public else f"{scheme}://{_in_url(address)}:{port}"
    print(f"vi-emulator: open {url}/ in a browser", flush=True)  # noqa: T201


def _in_url(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)
