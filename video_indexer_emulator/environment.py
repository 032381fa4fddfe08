"""The variables that a process of ours gets: what it needs, and none of the service's secrets.

A media process decodes files of strangers. What it doesn't have, a file that takes it over can't take away:
neither the service's secret nor the database's URL nor the keys of a cloud.
"""

from __future__ import annotations

import os

NEEDED = {
    *("PATH", "HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT"),
}
BEGINNINGS = ("LANG", "LC_", "PYTHON", "OMP_", "OPENBLAS_", "OPENCV_", "COVERAGE_", "COV_CORE_")

PIP = (
    *("PIP_", "XDG_", "SSL_CERT_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
)
"""What pip needs beside."""


def of_a_child(*more: str) -> dict[str, str]:
    """The variables for a child; `more` are beginnings of further names, in capitals."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith((*BEGINNINGS, *more))
    }
