"""`vi-emulator`: serve and work, in one process or in several, or fetch the models."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn

from video_indexer_emulator import logs
from video_indexer_emulator.accounts import read_accounts
from video_indexer_emulator.address import LOOPBACK, read_origin, read_proxies, read_public_url
from video_indexer_emulator.app import Emulator
from video_indexer_emulator.errors import EmulatorError, ModelUnavailable
from video_indexer_emulator.flags import PREFIX, add_list
from video_indexer_emulator.http.limits import trusting
from video_indexer_emulator.http.protocol import StayingHttp
from video_indexer_emulator.listening import listen, say_where, tls_context
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.model_files import missing_models
from video_indexer_emulator.memory import give_back_large_blocks
from video_indexer_emulator.model import Codec, Coding, Quality, Speed
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, MODEL_CACHE, Settings

THROW_AWAY_SECONDS = 15.0
PRIVATE = 0o077
"""Of what is made here nothing is for other users of the machine: databases, blobs, keys."""

GRACE_SECONDS = 5
"""Seconds that open requests have to finish at the end; then their connections are closed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    logs.set_up(options.log_format)
    try:
        if options.command == "models":
            for path in fetch_models(MODEL_CACHE, print):
                print(path)  # noqa: T201
            return 0
        give_back_large_blocks()
        os.umask(PRIVATE)
        if options.stop_with_stdin:
            threading.Thread(target=_stop_with_stdin, daemon=True).start()
        settings = _settings(options)
        run = _serve if settings.serves else _work
        return run(settings, throw_away=options.throw_away)
    except EmulatorError as error:
        print(f"vi-emulator: {error}", file=sys.stderr)  # noqa: T201
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vi-emulator", description="A local Azure AI Video Indexer, as far as face redaction needs it."
    )
    parser.add_argument(
        "command", nargs="?", choices=["serve", "work", "models"],
        help="serve HTTP alone, or work alone (both need --database and --blobs, which they share); "
        "without a command, do both; models: fetch the models and stop",
    )  # fmt: skip
    _add(parser, "--data", "./data", "data folder", type=Path)
    _add(
        parser,
        "--host",
        "127.0.0.1",
        "address to listen on, :: for IPv6 and IPv4; beyond loopback a secret must be set",
    )
    _add(parser, "--port", "8700", "port to listen on; 0 takes any free one", type=_port)
    _add(parser, "--tls-cert", None, "PEM file of a certificate chain: serve HTTPS", type=Path)
    _add(parser, "--tls-key", None, "PEM file of its private key (default: in the same file)", type=Path)
    _add(
        parser,
        "--public-url",
        None,
        "address by which callers reach the service behind a proxy, "
        "as https://host/prefix (default: as the request or a trusted proxy tells)",
        metavar="URL",
    )
    add_list(
        parser, "--trusted-proxy", "ADDRESS",
        "address or network of a proxy whose X-Forwarded-* and Forwarded headers count, * for all; "
        "may be repeated; default: loopback",
    )  # fmt: skip
    add_list(
        parser, "--allow-origin", "ORIGIN",
        "origin of web pages that may call the API from a browser (CORS), as https://app.example, * for all; "
        "may be repeated; default: none",
    )  # fmt: skip
    add_list(
        parser, "--account", "NAME:ID:LOCATION[:SUBSCRIPTION:GROUP]",
        "account in place of the two development accounts; may be repeated",
    )  # fmt: skip
    _add(parser, "--subscription", None, "subscription of accounts that name none (default: development's)")
    _add(parser, "--resource-group", None, "resource group of accounts that name none", metavar="GROUP")
    _add(parser, "--database", None, "postgresql:// URL of the catalog (default: SQLite in the data folder)")
    _add(parser, "--blobs", None, "az://, s3:// or file:// URL of the files (default: in the data folder)")
    _add(parser, "--models", None, "folder searched first for model files", type=Path)
    _add(parser, "--workers", "1", "number of analyses and redactions that run at once", type=_count)
    _add(
        parser, "--heartbeat-seconds", "5",
        "seconds between two heartbeats; a worker that misses five is considered dead", type=_count,
    )  # fmt: skip
    _add(parser, "--token-seconds", "3600", "seconds for which an access token is valid", type=_count)
    _add(parser, "--download-seconds", "3600", "seconds for which a signed URL is valid", type=_count)
    _add(
        parser,
        "--orphan-seconds",
        "3600",
        "seconds after which files of no video are deleted",
        type=_count,
    )
    _add(
        parser, "--damaged", "refuse",
        "hide: pictures that can't be decoded whole are hidden whole and listed; refuse: their clip fails",
        type=_one_of("refuse", "hide"), metavar="{refuse,hide}",
    )  # fmt: skip
    for flag, words, text in CODING_FLAGS:
        _add(parser, flag, words[0], text, type=_one_of(*words), metavar=f"{{{','.join(words)}}}")
    _add(
        parser, "--throttle", "off", "documented: limit an account to 10 requests a second and 120 a minute",
        type=_one_of("off", "documented"), metavar="{off,documented}",
    )  # fmt: skip
    _add(
        parser, "--log-format", "text", "format of the log lines on stderr",
        type=_one_of(*logs.FORMS), metavar="{text,json}",
    )  # fmt: skip
    parser.add_argument(
        "--allow-private-urls", action="store_true", default=_flag("ALLOW_PRIVATE_URLS"),
        help="let videoUrl and callbackUrl name loopback and private addresses",
    )  # fmt: skip
    parser.add_argument(
        "--strict", action="store_true", default=_flag("STRICT"),
        help="refuse what public clients send beyond the contract's schemas, such as nulls and empty values",
    )  # fmt: skip
    parser.add_argument(
        "--no-controls", action="store_true", default=_flag("NO_CONTROLS"), help="don't serve /_emulator"
    )
    parser.add_argument(
        "--stop-with-stdin", action="store_true", help="exit when stdin closes (for use as a subprocess)"
    )
    parser.add_argument(
        "--throw-away",
        action="store_true",
        help="delete the data folder at exit",
    )
    return parser


CODING_FLAGS = (
    ("--codec", tuple(Codec), "codec of results; auto: H.264, for sources of more than 8 bits HEVC"),
    ("--quality", tuple(Quality), "quality of results: as the source's, higher, or a smaller file"),
    ("--speed", tuple(Speed), "speed of encoding; slow: a tenth fewer bytes"),
)


def _one_of(*words: str) -> Callable[[str], str]:
    """Read one of these words; unlike `choices`, from a variable too."""

    def read(text: str) -> str:
        if text not in words:
            raise argparse.ArgumentTypeError(f"give {' or '.join(words)}")
        return text

    return read


def _add(parser: argparse.ArgumentParser, flag: str, default: str | None, text: str, **how: Any) -> None:
    variable = PREFIX + flag.lstrip("-").replace("-", "_").upper()
    shown = f"{text} [{variable}; default: {default}]" if default else f"{text} [{variable}]"
    parser.add_argument(flag, default=os.environ.get(variable, default), help=shown, **how)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give a number from 1 on")
    return number


def _flag(name: str) -> bool:
    return os.environ.get(PREFIX + name, "").casefold() in {"1", "true", "yes"}


def _settings(options: argparse.Namespace) -> Settings:
    # The secret has no flag: a command line can be read by every user of the machine.
    return Settings(
        data=options.data.resolve(),
        host=options.host,
        port=options.port,
        secret=os.environ.get(PREFIX + "SECRET", DEVELOPMENT_SECRET),
        accounts=read_accounts(options.account, options.subscription, options.resource_group),
        public_url=read_public_url(options.public_url) if options.public_url else None,
        trusted_proxies=read_proxies(options.trusted_proxy or LOOPBACK),
        allowed_origins=tuple(map(read_origin, options.allow_origin)),
        certificate=options.tls_cert,
        certificate_key=options.tls_key,
        database_url=options.database,
        blobs_url=options.blobs,
        models=options.models,
        serves=options.command != "work",
        works=options.command != "serve",
        workers=options.workers,
        heartbeat_seconds=options.heartbeat_seconds,
        allow_private_urls=options.allow_private_urls,
        token_seconds=options.token_seconds,
        download_seconds=options.download_seconds,
        orphan_seconds=options.orphan_seconds,
        controls=not options.no_controls,
        throttle=options.throttle == "documented",
        strict=options.strict,
        coding=Coding(Codec(options.codec), Quality(options.quality), Speed(options.speed)),
        hide_damage=options.damaged == "hide",
    )


def _serve(settings: Settings, *, throw_away: bool) -> int:
    tls = tls_context(settings)
    listener = listen(settings)  # before anything is touched: the port may be another emulator's
    try:
        emulator = _opened(settings)
    except BaseException:
        listener.close()
        raise
    options: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
    options |= {"timeout_graceful_shutdown": GRACE_SECONDS, "proxy_headers": False}  # ours: http/front.py
    options |= {"http": trusting(StayingHttp, settings)}
    if tls:
        options["ssl_context_factory"] = lambda _config, _default: tls
    server = uvicorn.Server(uvicorn.Config(emulator.asgi, lifespan="off", ws="none", **options))
    signal.signal(signal.SIGTERM, _exit)  # uvicorn hands the signal on to this after its own shutdown
    try:
        emulator.start()
        say_where(settings, *listener.getsockname()[:2])  # who reads it may end the service at once
        server.run(sockets=[listener])
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        emulator.stop()
        if throw_away:
            _throw_away(settings.data)
    _leave()
    return 0


def _work(settings: Settings, *, throw_away: bool) -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit)
    emulator = _opened(settings)
    try:
        emulator.start()
        print("vi-emulator: working", flush=True)  # noqa: T201 - for programs that wait for it
        threading.Event().wait()
    except SystemExit:
        pass
    finally:
        emulator.stop()
        if throw_away:
            _throw_away(settings.data)
    _leave()
    return 0


def _opened(settings: Settings) -> Emulator:
    if settings.works:
        _ensure_models(settings)
    return Emulator(settings)


def _throw_away(folder: Path) -> None:
    """Delete the folder; again while a thread that is about to end still writes there."""
    end = time.monotonic() + THROW_AWAY_SECONDS
    while folder.exists() and time.monotonic() < end:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.05)


def _exit(_number: int, _frame: object) -> None:
    sys.exit(0)


def _stop_with_stdin() -> None:
    """Wait for the parent to close our input, which its death does too, then ask the server to end."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _leave() -> None:
    """End now: worker threads see that the service stops, and must not keep the process for a long encode."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def _ensure_models(settings: Settings) -> None:
    """Fetch what is missing at the first start; go on without what can't be had."""
    if not missing_models(settings.models, settings.model_cache):
        return
    try:
        fetch_models(settings.model_cache, print)
    except ModelUnavailable as error:
        logging.getLogger(__name__).warning("%s", error)
