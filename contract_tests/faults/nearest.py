"""Which modules of the suite are likely to notice a mutant: they run first in its trial."""

from __future__ import annotations

NEAREST = {
    "accounts": ("test_accounts", "test_search", "test_access"),
    "auth": ("test_access", "test_tokens", "test_private"),
    "downloads": ("test_signed_urls", "test_artifacts", "test_redacted_video", "test_private"),
    "headers": ("test_access", "test_operations", "test_documented_errors"),
    "jobs": ("test_access", "test_jobs", "test_callbacks"),
    "library": (
        *("test_library", "test_listing", "test_uploads", "test_index", "test_private", "test_priority"),
        *("test_parameters", "test_callbacks", "test_case", "test_long_list"),
    ),
    "redaction": ("test_semantics", "test_inputs", "test_crowd", "test_redacted_video", "test_jobs"),
    "tolerances": ("test_tolerances",),
    "statuses": ("test_access", "test_operations", "test_documented_errors", "test_inputs"),
    "values": (
        *("test_index", "test_index_details", "test_inputs", "test_artifacts", "test_uploads"),
        *("test_listing", "test_callbacks", "test_case"),
    ),
}
"""Modules that run first in a trial, by the fault's category. If they miss it, the whole suite runs. Without
it they are collected in a third of the time."""

NEAREST_TO_SOURCE = {
    "access": ("test_access", "test_tokens", "test_private"),
    "account": ("test_accounts",),
    "authorization": ("test_access", "test_accounts"),
    "downloads": ("test_signed_urls",),
    "library": ("test_library", "test_listing", "test_uploads"),
    "parameters": ("test_inputs", "test_listing"),
    "redaction": ("test_inputs", "test_jobs", "test_semantics"),
    "search": ("test_search", "test_listing"),
    "upload": ("test_uploads", "test_library"),
    "wire": ("test_library", "test_index", "test_jobs"),
}
"""The same by a part of the name of the emulator's file."""
