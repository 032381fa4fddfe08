"""HTTP/1.1 for clients that offer an upgrade with each request, as Java's HttpClient does."""

from __future__ import annotations

import httptools

from video_indexer_emulator.http.limits import LimitedHttp


class StayingHttp(LimitedHttp):
    """Answers in HTTP/1.1 whatever upgrade is offered, which a server may (RFC 9110, 7.8).

    httptools ends its parsing behind the headers of such a request: its body would be lost
    (Kludex/uvicorn#2722). The headers are therefore read once more, without the offer, by a parser that
    goes on with the body. Other requests take uvicorn's own way.
    """

    def _should_upgrade(self) -> bool:
        """Tell whether the request at hand is held back until it has been read without its offer."""
        return any(name == b"upgrade" for name, _ in self.headers)

    def feed(self, data: bytes) -> bytes:
        """Parse bytes; returns those to parse next, which begin with headers that were read already."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            if not self._should_upgrade():
                self._unsupported_upgrade_warning()  # CONNECT, which has nothing to go on with
                return b""
            head = self._head()
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn's own
            return head + data[offer.args[0] :]
        return b""

    def _head(self) -> bytes:
        """The request line and the headers again, without the offer."""
        line = b" ".join(
            [self.parser.get_method(), self.url, f"HTTP/{self.parser.get_http_version()}".encode()]
        )
        lines = [name + b": " + value for name, value in self.headers if name != b"upgrade"]
        return b"\r\n".join([line, *lines, b"", b""])
