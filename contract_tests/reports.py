"""What a run leaves for people: an archive of its requests, the last one beside each failure; no tokens."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import harfile
import httpx
import pytest

from .contract import contract
from .exchange import Exchange, without_secrets
from .failures import Failures
from .settling import settle

JWT = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){1,2}")  # cut off too, as in the beginning of a body
STARS = "***"
SHORTEST_SECRET = 4  # characters; hiding shorter ones would blot out words of any text
KEPT_BODY = 20_000
"""Bytes of a body that the archive keeps; of longer ones only the size."""

SECRET_HEADERS = {
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "bearertoken",
    "accesstoken",
}
SECRET_PARAMETERS = {"accesstoken", "access_token", "token", "sig"}


class Reports:
    """A plugin of pytest, and a listener of the observer."""

    def __init__(self, har: str | None = None, failures: Failures | None = None) -> None:
        if har:
            Path(har).parent.mkdir(parents=True, exist_ok=True)
        self._har = harfile.open(har) if har else None
        self._secrets: set[str] = set()
        self._last: Exchange | None = None
        self._test: str | None = None
        self.reported: list[str] = []  # what only our own service promises, and a live one did otherwise
        self.gone: list[str] = []  # what was accepted, and wasn't met
        self.left: list[str] = []  # what the run has made and couldn't delete
        self.failures = failures or Failures()

    def hide(self, *secrets: str | None) -> None:
        """Never show these."""
        self._secrets |= {secret for secret in secrets if secret and len(secret) >= SHORTEST_SECRET}

    def listen(self, exchange: Exchange) -> None:
        """Take one exchange."""
        self._last = exchange
        if self._har is not None:
            self._har.add_entry(**_entry(exchange, self.clean), comment=self._test)

    def clean(self, text: str) -> str:
        """The text without tokens and signatures."""
        for secret in self._secrets:
            text = text.replace(secret, STARS)
        return JWT.sub(STARS, without_secrets(text))

    def shown(self, text: str) -> str:
        """The text for a terminal: without secrets, and without characters that could steer it."""
        return "".join(
            letter if letter in "\n\t" or letter.isprintable() else ascii(letter)[1:-1]
            for letter in self.clean(text)
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Forget the last test's requests."""
        self._last, self._test = None, item.nodeid
        self.failures.begin(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        """Let what was found decide; show the last request beside a failure; hide every secret."""
        report = yield
        settle(self.failures, report, item, call.excinfo, self._last)
        if report.failed:
            told = getattr(report, "told", False) or "Sent: curl" in str(report.longrepr)
            if self._last is not None and not told:
                _attach(report, f"{self._last.curl()}\n{self._last.told()}")
        report.sections = [(name, self.shown(text)) for name, text in report.sections]
        report.longrepr = self._cleaned(report.longrepr)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Skipped tests are counted by their reason below, so pytest needn't list hundreds of places."""
        chosen = config.option.reportchars
        config.option.reportchars = "fE" if chosen == "a" else chosen

    @pytest.hookimpl(tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What was left and reported; what failed, by its rule; why tests were skipped."""
        for each in self.left:
            terminalreporter.write_line(f"still on the service, and couldn't be deleted: {self.shown(each)}")
        for told, count in Counter(self.reported).most_common():
            terminalreporter.write_line(f"{count:>5}  reported, not failed: {self.shown(told)}")
        everywhere = len(contract().operations)
        parts = [(self.failures.title(), self.failures.lines(everywhere))]
        parts.append(("accepted", self.failures.accepted_lines(everywhere)))
        for title, lines in ((title, list(lines)) for title, lines in parts):
            if lines:
                terminalreporter.section(title)
            for line in lines:
                terminalreporter.write_line(self.shown(line))
        for each in self.gone:
            terminalreporter.write_line(f"accepted, and not met any more: {self.shown(each)}", red=True)
        skipped = terminalreporter.stats.get("skipped", ())
        reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
        if reasons:
            terminalreporter.section("skipped, and why")
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count:>5}  {self.shown(reason)}")

    def pytest_unconfigure(self) -> None:
        """End the archive."""
        if self._har is not None:
            self._har.close()

    def _cleaned(self, node: Any) -> Any:
        """Clean every text of a failure, in place where it isn't a text itself."""
        match node:
            case str():
                return self.shown(node)
            case list():
                return [self._cleaned(each) for each in node]
            case tuple():
                return tuple(self._cleaned(each) for each in node)
            case _ if dataclasses.is_dataclass(node) or type(node).__module__.startswith("_pytest"):
                for name, value in list(getattr(node, "__dict__", {}).items()):
                    object.__setattr__(node, name, self._cleaned(value))
        return node


def _attach(report: Any, request: str) -> None:
    """Put a request beside the failure: into its text, which JUnit takes over, where it has parts."""
    if hasattr(report.longrepr, "addsection"):
        report.longrepr.addsection("last request", request)
    else:
        report.sections.append(("last request", request))


def _entry(exchange: Exchange, clean: Any) -> dict[str, Any]:
    """One exchange as an entry of a HAR file."""
    took = exchange.seconds * 1000  # milliseconds, as the format has it
    return {
        "startedDateTime": datetime.now(UTC) - timedelta(seconds=exchange.seconds),
        "time": took,
        "request": _request(exchange, clean),
        "response": _response(exchange, clean),
        "timings": harfile.Timings(send=0, wait=took, receive=0),
    }


def _request(exchange: Exchange, clean: Any) -> harfile.Request:
    media = {name.lower(): value for name, value in exchange.sent_headers.items()}.get("content-type", "")
    query = parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    sent = _body(exchange.sent_body, clean)
    return harfile.Request(
        method=exchange.method,
        url=clean(_without_query_secrets(exchange.url)),
        httpVersion="HTTP/1.1",
        headers=_records(list(exchange.sent_headers.items()), SECRET_HEADERS, clean),
        queryString=_records(query, SECRET_PARAMETERS, clean),
        postData=harfile.PostData(media, text=sent) if exchange.sent_body else None,
        bodySize=len(exchange.sent_body),
    )


def _response(exchange: Exchange, clean: Any) -> harfile.Response:
    content = harfile.Content(
        size=len(exchange.body), mimeType=exchange.media_type, text=_body(exchange.body, clean)
    )
    return harfile.Response(
        status=exchange.status,
        statusText=httpx.codes.get_reason_phrase(exchange.status),
        httpVersion="HTTP/1.1",
        headers=_records(exchange.headers.multi_items(), SECRET_HEADERS, clean),
        content=content,
        redirectURL=clean(exchange.headers.get("location", "")),
        bodySize=len(exchange.body),
    )


def _records(pairs: list[tuple[str, str]], secret: set[str], clean: Any) -> list[harfile.Record]:
    return [harfile.Record(name, STARS if name.lower() in secret else clean(value)) for name, value in pairs]


def _without_query_secrets(url: str) -> str:
    names = "|".join(SECRET_PARAMETERS)
    return re.sub(rf"(?i)([?&](?:{names})=)[^&]*", rf"\1{STARS}", url)


def _body(content: bytes, clean: Any) -> str | None:
    """A body's text; None where it is long or no text."""
    if len(content) > KEPT_BODY:
        return None
    try:
        return str(clean(content.decode()))
    except UnicodeDecodeError:
        return None
