"""The command `vi-contract`: the suite, run from any folder, without the settings of other tests there."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from . import proxying
from .options import Parser

HERE = Path(__file__).parent
PLUGINS = ("hypothesispytest", "schemathesis", f"{HERE.name}.plugin")
"""Of pytest; what else is installed beside the suite stays out of it."""

REPORTS = {
    "junit": ("--junitxml", "JUnit: every test"),
    "html": ("--html", "each kind of breach once, as a page to send to the service's owner"),
    "har": ("--har", "HAR: every request and response, without tokens"),
    "coverage-report": (
        "--coverage-report",
        "what was seen of the contract: HTML, or JSON by its name",
    ),
    "differences": ("--differences", "Markdown: what is answered otherwise than by the emulator"),
}
"""Reports by the switch of this command: the switch of pytest, and what is in it."""

USAGE = "vi-contract [--url URL] [options] [-- PYTEST-OPTION ...]"
EXIT_CODES = """\
exit codes:
  0  the service is true to the contract, but for what was accepted
  1  it breaks the contract, or an accepted breach is gone
  2  interrupted (Ctrl-C)
  3  an error of the suite itself
  4  nothing can be judged: a wrong option or variable, no answer, a refused token
  5  no test was chosen (-k)

another command:
  vi-contract proxy --upstream URL --port N     judge the traffic of a client of yours

variables (VIDEO_INDEXER_...):
  URL                             the service, like --url; alone, the emulator's development account is used;
                                  not set, an emulator is started (extra 'emulator')
  LOCATION, ACCOUNT_ID            region and GUID of the account
  ACCESS_TOKEN                    a token that permits everything in the account; or, to have tokens issued:
  ARM_TOKEN, SUBSCRIPTION_ID, RESOURCE_GROUP, ACCOUNT_NAME, ARM_URL
  SUBSCRIPTION_KEY                for the operations under /Auth
  VIDEO_ID                        an indexed video with faces, used instead of an upload and never deleted
  EMULATOR_SECRET                 beside URL alone: the emulator's own secret
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["proxy"]:
        return proxying.main(given[1:])
    cut = given.index("--") if "--" in given else len(given)
    options = _parser().parse_args(given[:cut])
    if options.url:
        os.environ["VIDEO_INDEXER_URL"] = options.url
    os.environ.pop("PYTEST_ADDOPTS", None)
    return int(pytest.main([*_of_pytest(options), *given[cut + 1 :]]))


def _of_pytest(options: argparse.Namespace) -> list[str]:
    """The arguments of pytest."""
    command = [str(HERE), f"--config-file={HERE / 'pytest.ini'}", "--disable-plugin-autoload"]
    command += [f"-p{name}" for name in (*PLUGINS, "no:cacheprovider")] + ["-Wignore", "--tb=short"]
    for name, (switch, _) in REPORTS.items():
        if file := getattr(options, name.replace("-", "_")):
            command += [switch, os.path.abspath(file)]  # noqa: PTH100 - no link is to be followed
    command += [f"--accept={each}" for each in options.accept]
    for name in ("baseline", "write-baseline"):
        if file := getattr(options, name.replace("-", "_")):
            command.append(f"--{name}={os.path.abspath(file)}")  # noqa: PTH100 - see above
    command += ["--live"] * options.live + ["-x"] * options.stop + ["-q"] * options.quiet
    command += ["-k", options.k] if options.k else []
    command += [f"--hypothesis-seed={options.seed}"] if options.seed is not None else []
    for name in ("max_uploads", "max_redactions"):
        if (limit := getattr(options, name)) is not None:
            command.append(f"--{name.replace('_', '-')}={limit}")
    return command


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "vi-contract",
        usage=USAGE,
        description="Judge a service by the contract of the face redaction API of Azure AI Video Indexer.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--url", help="address of the service, like VIDEO_INDEXER_URL")
    for name, (_, told) in REPORTS.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=told)
    told = "accept breaches of this rule, as the end of a run names it; may be repeated"
    parser.add_argument("--accept", metavar="RULE[@OPERATION]", action="append", default=[], help=told)
    told = "accept the breaches that this file names; fail where one is new or gone"
    parser.add_argument("--baseline", metavar="FILE", help=told)
    told = "write all breaches there as a baseline, and exit with 0"
    parser.add_argument("--write-baseline", metavar="FILE", help=told)
    parser.add_argument("--live", action="store_true", help="keep to the vendor's limits and known behaviour")
    for what in ("uploads", "redactions"):
        parser.add_argument(f"--max-{what}", metavar="N", type=int, help=f"{what} of a live run")
    parser.add_argument("-k", metavar="EXPRESSION", help="run the tests whose names fit")
    parser.add_argument("-x", dest="stop", action="store_true", help="stop at the first breach")
    parser.add_argument("--seed", metavar="N", type=int, help="draw other requests")
    parser.add_argument("-q", "--quiet", action="store_true", help="print less")
    return parser
