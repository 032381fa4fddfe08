"""The command `vi-contract proxy`: judge the traffic between a client and a service, on its way."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from .breaches import Breach
from .contract import contract
from .exchange import without_secrets
from .findings_page import page
from .options import Parser
from .relay.server import serving
from .relay.watch import OF_CLIENT, OF_SERVICE, Watch, Watched

SIDES = {OF_CLIENT: "the client", OF_SERVICE: "the service"}
WRONG = 4
EXIT_CODES = """\
exit codes:
  0  ended by Ctrl-C or SIGTERM; with --fail only if nothing was found
  1  with --fail: the client or the service broke the contract
  4  a wrong option, or a port that is taken
"""


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        listener = socket.create_server(("127.0.0.1", options.port))
    except OSError as error:
        _say(f"port {options.port}: {error.strerror}.", file=sys.stderr)
        return WRONG
    watched = Watched(_tell)
    proxy = Watch(options.upstream, watched, live=options.live, strict=options.strict)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _say(f"listening on {address}, for {options.upstream}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # it has ended, and what was found is told below
        serving(proxy).run(sockets=[listener])
    proxy.end()
    for line in _summary(watched):
        _say(line)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(both(watched, options.upstream), "utf-8")
    return int(options.fail and watched.any())


def both(watched: Watched, url: str) -> str:
    """The report: the client's breaches, then the service's."""
    pages = [
        page(failures, {"exchanges": watched.exchanges}, f"{SIDES[side]} at {url}", without_secrets)
        for side, failures in watched.sides.items()
    ]
    return pages[0].replace("</html>", "") + pages[1].partition("</style>")[2]


def _tell(side: str, breach: Breach) -> None:
    """Tell a kind of breach when it first comes, with the line that asks again."""
    for finding in breach.findings:
        _say(f"{SIDES[side]}, {breach.operation}: {without_secrets(finding.what)}")
    if breach.exchange.status:
        _say(f"    {breach.exchange.curl()} -> {breach.exchange.status}")


def _summary(watched: Watched) -> Iterator[str]:
    yield f"{watched.exchanges} exchanges."
    for side, failures in watched.sides.items():
        yield f"{SIDES[side]}: {failures.title() or 'nothing is wrong'}"
        yield from failures.lines(len(contract().operations), accepting=False)


def _say(line: str, file: TextIO | None = None) -> None:
    print(f"vi-contract proxy: {line}", file=file or sys.stdout, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "vi-contract proxy",
        description="Judge each request of a client, in any language, and each response, on their way.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--upstream", required=True, metavar="URL", type=_url, help="the service")
    parser.add_argument("--port", required=True, metavar="N", type=int, help="port to listen on; 0 for any")
    parser.add_argument("--report", metavar="FILE", type=Path, help="HTML: each kind of breach once")
    parser.add_argument("--fail", action="store_true", help="exit with 1 if anything was found")
    parser.add_argument("--live", action="store_true", help="leave out what only our own service promises")
    parser.add_argument("--strict", action="store_true", help="tell of what the contract tolerates, too")
    return parser


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{text!r} is no http or https URL")
    return text.rstrip("/")
