"""The composition root: the only module that knows every other."""

from __future__ import annotations

import itertools
import logging
import threading
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from starlette.types import ASGIApp

from video_indexer_emulator.http.call import Services
from video_indexer_emulator.http.controls import Controls, FaultPlans
from video_indexer_emulator.http.cross_origin import CrossOrigin
from video_indexer_emulator.http.downloads import download_room
from video_indexer_emulator.http.front import Front
from video_indexer_emulator.http.handlers import HANDLERS, ONE_ROW, STREAMING
from video_indexer_emulator.http.health import Health
from video_indexer_emulator.http.pipeline import Pipeline, Room
from video_indexer_emulator.http.scraping import metrics_room
from video_indexer_emulator.http.spec import Contract
from video_indexer_emulator.jobs.engine import JobEngine
from video_indexer_emulator.jobs.late_outbound import LateOutbound
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.jobs.workbench import Workbench
from video_indexer_emulator.media.model_files import missing_models
from video_indexer_emulator.metrics import Metrics
from video_indexer_emulator.portal.pages import Portal
from video_indexer_emulator.service.access import Access
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.service.library import Library
from video_indexer_emulator.service.redaction import Redaction
from video_indexer_emulator.service.throttle import Throttle
from video_indexer_emulator.settings import Settings
from video_indexer_emulator.storage.blobs import Blobs
from video_indexer_emulator.storage.catalog import Catalog
from video_indexer_emulator.storage.folder import DataFolder

SWEEP_SECONDS = 60
"""Between two looks for videos whose retention period is over; the period itself is counted in days."""

ORPHAN_TURNS = 60
"""Sweeps from one look for files without a video to the next: it reads the name of every file."""

log = logging.getLogger(__name__)


def contract_path() -> Path:
    """Where openapi.yaml lies: in the installed package, or at the root of the repository."""
    package = Path(__file__).parent
    shipped = package / "openapi.yaml"
    return shipped if shipped.exists() else package.parent / "openapi.yaml"


def _workbench(settings: Settings) -> Workbench:
    metrics = Metrics()
    blobs = Blobs(settings.blobs_url, settings.data / "blobs", settings.scratch)
    return Workbench(
        settings,
        Catalog(settings.catalog_url),
        blobs,
        MediaProcesses(settings.models, settings.model_cache),
        LateOutbound(allow_private=settings.allow_private_urls, failed=metrics.outbound_failed),
        metrics,
    )


class Emulator:
    """One running service: its jobs, and the ASGI application that answers for it."""

    def __init__(self, settings: Settings) -> None:
        """Open the data folder; nothing runs before `start`."""
        self.settings = settings
        self._missing = missing_models(settings.models, settings.model_cache)
        self._folder = DataFolder(settings.data)
        try:
            self._bench = _workbench(settings)
        except BaseException:
            self._folder.release()
            raise
        self._engine = JobEngine(self._bench, self._folder.executor_id)
        self._library = Library(self._bench.catalog, self._bench.blobs, self._engine, self._bench.outbound)

    @cached_property
    def asgi(self) -> ASGIApp:
        """What answers HTTP, and HTTP alone: run it without lifespan and WebSocket."""
        pipeline = self._pipeline()
        app: ASGIApp = pipeline
        if origins := self.settings.allowed_origins:
            app = CrossOrigin(app, origins, pipeline.rooms, pipeline.pages)
        return Front(app, self.settings, Health(self._bench.catalog.is_held))

    def start(self) -> None:
        """Take up unfinished work and wait for more. Call it outside an event loop."""
        for file in self._missing if self.settings.works else ():
            log.warning("No %s: %s. Run `vi-emulator models`.", file.name, file.lacking)
        self._engine.start()
        if self.settings.serves and "*" in self.settings.allowed_origins and self.settings.has_known_secret:
            log.warning(
                "--allow-origin * with the development secret: every web page that is open in a browser on "
                "this machine can take tokens here, and read and delete all videos."
            )
        if self.settings.serves:
            threading.Thread(target=self._sweep, name="sweep", daemon=True).start()

    def stop(self) -> None:
        """Break off running work, to be taken up at the next start, and close everything."""
        self._bench.stopping.set()
        self._bench.media.close()
        self._engine.stop()
        self._bench.catalog.close()
        self._folder.release()

    def _sweep(self) -> None:
        for turn in itertools.count():
            try:
                self._library.sweep()
                if turn % ORPHAN_TURNS == 0:
                    self._library.sweep_orphans(timedelta(seconds=self.settings.orphan_seconds))
            except Exception:  # the next round tries again; the service must not end for it
                log.exception("The sweep of expired videos and files without a video failed.")
            if self._bench.stopping.wait(SWEEP_SECONDS):
                return

    def _pipeline(self) -> Pipeline:
        bench = self._bench
        shared = self.settings.has_server
        keys = (
            Keys.shared(bench.catalog.keys, self.settings.secret)
            if shared
            else Keys.load(self.settings.data / "keys")
        )
        access = Access(self.settings, keys)
        redaction = Redaction(bench.catalog, self._library, self._engine)
        throttle = Throttle(bench.metrics.throttled.inc) if self.settings.throttle else None
        services = Services(self.settings, access, self._library, redaction, throttle)
        contract = Contract.load(contract_path(), strict=self.settings.strict)
        faults = FaultPlans(contract)
        portal = Portal(self.settings, contract_path(), bench.blobs.origin)
        bench.metrics.watch(bench.catalog.standing, self._engine.waiting)
        rooms: dict[str, Room] = {
            "_blobs": download_room(services),
            "_portal": portal.asset,
            "_metrics": metrics_room(services, bench.metrics),
        }
        if self.settings.controls:
            rooms["_emulator"] = Controls(services, faults)
        inline = ONE_ROW if self.settings.database_url is None else frozenset[str]()
        return Pipeline(
            contract, services, HANDLERS, STREAMING, inline, faults.before, rooms, portal.pages, bench.metrics
        )
