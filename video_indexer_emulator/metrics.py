"""What the service counts, for Prometheus. No label holds an id, a name or a path."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

PREFIX = "vi_emulator"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Upper ends of the buckets: from a status poll to an upload of many gigabytes."""

log = logging.getLogger(__name__)


class Metrics:
    """The counters of one service, in the memory of this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time, open files
        self.requests = Counter(
            "requests", "Requests answered.", ["operation", "status"], PREFIX, registry=self.registry
        )
        self.latency = Histogram(
            "request_duration_seconds", "From the first byte of a request to the last of its answer.",
            ["operation"], PREFIX, registry=self.registry, buckets=SECONDS,
        )  # fmt: skip
        self._of_requests = lru_cache(
            lambda operation, status: (
                self.requests.labels(operation, str(status)),
                self.latency.labels(operation),
            )
        )
        self.throttled = Counter(
            "throttled", "Requests refused by --throttle.", [], PREFIX, registry=self.registry
        )
        self.work = Counter(
            "work", "Pieces of work ended by this process.", ["kind", "state"], PREFIX, registry=self.registry
        )
        self.video_seconds = Counter(
            "video_seconds", "Seconds of video worked through.", ["kind"], PREFIX, registry=self.registry
        )
        self.outbound_failures = Counter(
            "outbound_failures", "Requests to a caller's URL that failed.", ["purpose"], PREFIX,
            registry=self.registry,
        )  # fmt: skip

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """Count a request and its time; there are thousands a second, so its counters are looked up once."""
        count, latency = self._of_requests(operation, status)
        count.inc()
        latency.observe(seconds)

    def outbound_failed(self, purpose: str) -> None:
        """Count a request to a caller's URL that failed."""
        self.outbound_failures.labels(purpose).inc()

    def ended(self, kind: str, state: str, seconds: float) -> None:
        """Count a piece of work, and the seconds of video if it ended well."""
        self.work.labels(kind, state).inc()
        self.video_seconds.labels(kind).inc(seconds)

    def watch(
        self,
        standing: Callable[[], Mapping[tuple[str, str], int]],
        waiting: Callable[[], Mapping[str, int]],
    ) -> None:
        """Ask, at each reading, how much work stands where: by kind and state, and by queue."""
        self.registry.register(_Standing(standing, waiting))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Standing(Collector):
    """Numbers that lie in the database, so that each process of a service tells the same."""

    def __init__(
        self,
        standing: Callable[[], Mapping[tuple[str, str], int]],
        waiting: Callable[[], Mapping[str, int]],
    ) -> None:
        self._standing = standing
        self._waiting = waiting

    def describe(self) -> Iterable[Metric]:
        """Nothing: to be registered must not ask the database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Read the numbers; a database that is away is told as such, beside all the rest."""
        up = GaugeMetricFamily(f"{PREFIX}_database_up", "Whether the database answered this reading.")
        jobs = GaugeMetricFamily(
            f"{PREFIX}_jobs", "Analyses and redactions by state.", labels=["kind", "state"]
        )
        depth = GaugeMetricFamily(f"{PREFIX}_queue_depth", "Work that waits to be begun.", labels=["queue"])
        try:
            for labels, count in self._standing().items():
                jobs.add_metric(labels, count)
            for queue, count in self._waiting().items():
                depth.add_metric([queue], count)
        except Exception:  # whatever the database's library raises
            log.exception("The database can't be read for the metrics.")
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        return [up, jobs, depth]
