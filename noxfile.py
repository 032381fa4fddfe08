"""Every check by name: `nox -l` lists them, `nox -s tests` runs what CI runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["tests"]

BROWSER_TESTS = "tests/portal/browser"


def _install(session: nox.Session) -> None:
    """Install the project with everything that development needs, in the versions of uv.lock."""
    session.run_install(
        "uv", "sync", "--frozen", "--quiet", "--all-groups", "--extra=emulator", "--extra=contract",
        f"--python={session.virtualenv.location}",
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location},
    )  # fmt: skip


@nox.session(python="3.11")
def redact(session: nox.Session) -> None:
    """Redact the sample clip, or `-- CLIP.mp4 --blurring-kind Black`; the results lie in out/."""
    _install(session)
    session.run("python", "-m", "scripts.redact_demo", *session.posargs)


@nox.session(python="3.11")
def tests(session: nox.Session) -> None:
    """Run every check of CI: lint, types, layers, drift, tests, browser, contract suite, its sharpness."""
    _install(session)
    _lint(session)
    session.run("mypy", ".")  # strict, by pyproject.toml; the generated client too
    session.run("lint-imports", "--no-cache")
    session.run("python", "scripts/spec_notes.py", "--check")
    session.run("python", "-m", "scripts.parity", "--check")
    session.run("python", "-m", "scripts.spec_review", "--check")  # before the drift that a change makes
    session.run("python", "scripts/generate_client.py", "--check")
    # A file's tests share costly fixtures, so they stay in one process.
    spread = ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]
    session.run("pytest", *spread, "--cov", "--cov-report=term:skip-covered", *session.posargs)
    if not session.posargs:
        if any(map(shutil.which, ("chromium", "chromium-browser"))):
            # Once more for what fails: beside all else, a browser may be too slow for a moment.
            session.run("pytest", BROWSER_TESTS, *spread, "--reruns=1")
        else:
            session.warn("The pages aren't used in a browser: apt-get install chromium")
        session.run("pytest", "contract_tests", "--ledger", "out/contract/ledger.json")
        session.run("python", "-m", "contract_tests.faults.sharpness", "--sample", "--known-clean")


@nox.session(python="3.11")
def contract(session: nox.Session) -> None:
    """Judge a service by the contract: an emulator of its own, or what VIDEO_INDEXER_URL names."""
    _install(session)
    session.run("pytest", "contract_tests", *session.posargs)


@nox.session(python="3.11", default=False)
def sharpness(session: nox.Session) -> None:
    """Seed each fault, see whether the suite notices, record it; `-- --only ID` tries and records nothing."""
    _install(session)
    session.run("python", "-m", "contract_tests.faults.sharpness", *(session.posargs or ["--record"]))


@nox.session(python="3.11", default=False)
def source_mutants(session: nox.Session) -> None:
    """Change the emulator's source in one place after another, see whether the suite notices."""
    _install(session)
    session.run("python", "-m", "contract_tests.faults.source_trials", *session.posargs)


@nox.session(python="3.11", default=False)
def false_alarms(session: nox.Session) -> None:
    """Run the suite on a clean service with 20 seeds; each must be green."""
    _install(session)
    session.run("python", "-m", "contract_tests.false_alarms", *session.posargs)


@nox.session(python="3.11", default=False)
def clients(session: nox.Session) -> None:
    """Run clients of others from token to delete (needs Node, Java 17, curl, Chromium)."""
    _install(session)
    session.run("python", "-m", "tests.clients", *session.posargs)


@nox.session(python="3.11", default=False)
def attack(session: nox.Session) -> None:
    """Attack a service in each of its forms (needs PostgreSQL for one); `-- --record` keeps the table."""
    _install(session)
    session.run("python", "-m", "tests.attack", *session.posargs)


@nox.session(python="3.11", default=False)
def crash(session: nox.Session) -> None:
    """Kill the service 200 times on each back end (needs PostgreSQL); fails if anything is lost."""
    _install(session)
    session.run("python", "-m", "tests.crash", *session.posargs)


@nox.session(python="3.11", default=False)
def portal(session: nox.Session) -> None:
    """Use the pages in a browser (`apt-get install chromium`); screenshots lie in out/portal."""
    _install(session)
    session.run("pytest", BROWSER_TESTS, *session.posargs)


@nox.session(python="3.11")
def pictures(session: nox.Session) -> None:
    """Make the pictures of the README anew, from real runs (`apt-get install chromium`)."""
    _install(session)
    session.run("python", "-m", "scripts.pictures")


@nox.session(python="3.11")
def fidelity(session: nox.Session) -> None:
    """Print what each documented and undocumented answer becomes in both clients."""
    _install(session)
    session.run("python", "-m", "tests.sdk.fidelity", *session.posargs)


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Check style and spelling."""
    _install(session)
    _lint(session)


def _lint(session: nox.Session) -> None:
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")
    session.run("python", "-m", "scripts.plain_words")


@nox.session(python="3.11")
def client(session: nox.Session) -> None:
    """Regenerate the client and docs/spec_notes.md after a change of openapi.yaml."""
    _install(session)
    session.run("python", "scripts/spec_notes.py")
    session.run("python", "-m", "scripts.parity")
    session.run("python", "scripts/generate_client.py")


@nox.session(python="3.11", default=False)
def spec_review(session: nox.Session) -> None:
    """Write out/spec_review/index.html (needs Node); runs the contract suite first, unless it ran already."""
    _install(session)
    session.run("python", "-m", "scripts.spec_review", *session.posargs)


@nox.session(python="3.11", default=False)
def bench_service(session: nox.Session) -> None:
    """Measure the rate of status polls beside its peers."""
    _install(session)
    session.run("python", "-m", "benchmarks.service", *session.posargs)


@nox.session(python="3.11", default=False)
def load(session: nox.Session) -> None:
    """Let 200 clients poll and upload for 10 minutes beside redactions; `-- --minutes 2` is shorter."""
    _install(session)
    session.run("python", "-m", "benchmarks.endurance", *session.posargs)


@nox.session(python="3.11", default=False)
def bench_redaction(session: nox.Session) -> None:
    """Measure the redaction beside deface: `-- accuracy`, `strength`, `speed`, `stages`, `growth`, or all."""
    _install(session)
    session.run("python", "-m", "benchmarks.redaction", *session.posargs)


@nox.session(python="3.11", default=False)
def scale_out(session: nox.Session) -> None:
    """Redact one clip with 1, 2 and 4 workers, kill one for good; installs PostgreSQL where root may."""
    _install(session)
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not shutil.which("initdb"):
        if not shutil.which("apt-get") or os.geteuid():
            session.error("PostgreSQL is missing: install it (Debian: apt-get install postgresql)")
        session.run("apt-get", "install", "--yes", "--quiet", "postgresql", external=True)
    session.run("pytest", "tests/scale")
    session.run("python", "-m", "benchmarks.scale_out", *session.posargs)


@nox.session(python="3.11", default=False)
def hostile(session: nox.Session) -> None:
    """Send thousands of hostile files to a running service; fails if one gets anywhere (-- --every 10)."""
    _install(session)
    session.run("python", "-m", "benchmarks.hostile", *session.posargs)
