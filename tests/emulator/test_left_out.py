"""Operations of the vendor's that this service doesn't have are refused by their name: 404, or 405."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem

LEFT_OUT = {
    "Get-Video-Captions": ("GET", "Videos/x/Captions"),
    "Get-Video-Streaming-URL": ("GET", "Videos/x/streaming-url"),
    "Re-Index-Video": ("PUT", "videos/x/reindex"),
    "Get-Prompt-Content": ("GET", "Videos/x/PromptContent"),
    "Delete-Video-Source-File": ("DELETE", "Videos/x/SourceFile"),
    "Update-Video-Face": ("PUT", "Videos/x/Index/Faces/1000"),
    "Get-Account": ("GET", ""),
    "List-Projects": ("GET", "Projects"),
    "Get-Logos": ("GET", "Customization/CustomLogos/Logos"),
    "Get-Logo-Groups": ("GET", "Customization/CustomLogos/Groups"),
}
ACCOUNT = "/subscriptions/x/resourceGroups/y/providers/Microsoft.VideoIndexer/accounts/z"


@pytest.mark.parametrize("name", LEFT_OUT)
def test_an_operation_that_was_left_out_is_named(emulator: Api, name: str) -> None:
    """A token isn't needed to learn what isn't there."""
    method, tail = LEFT_OUT[name]
    path = emulator.path(tail).rstrip("/")

    answer = emulator.http.request(method, path)

    assert_problem(answer, 404, "NOT_FOUND")
    assert f"doesn't have the operation {name};" in answer.json()["Message"]


def test_its_name_is_told_too_where_its_path_takes_other_methods(emulator: Api) -> None:
    """405 with those methods (RFC 9110, 15.5.6): the path itself is there."""
    answer = emulator.call("PATCH", "Videos/x/Index", token=None)

    assert_problem(answer, 405, "UNSUPPORTED")
    assert "doesn't have the operation Update-Video-Index." in answer.json()["Message"]
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/nothing", "/trial/Accounts/x/Videos/y/Nothing", "/trial/accounts/x/Y"])
def test_an_unknown_path_is_told_back(emulator: Api, path: str) -> None:
    """With its method, so that a typing error is seen."""
    answer = emulator.http.get(path)

    assert_problem(answer, 404, "NOT_FOUND")
    assert f"GET {path};" in answer.json()["Message"]


def test_a_long_path_is_not_told_back_whole(emulator: Api) -> None:
    """An answer stays small."""
    answer = emulator.http.get("/" + "x" * 5000)

    assert len(answer.json()["Message"]) < 400


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("POST", f"{ACCOUNT}/generateRestrictedViewerAccessToken", "Generate_RestrictedViewerAccessToken"),
        ("GET", "/providers/Microsoft.VideoIndexer/operations", "Operations_List"),
        ("GET", f"{ACCOUNT}/privateEndpointConnections", "PrivateEndpointConnections_ListByAccount"),
        ("DELETE", f"{ACCOUNT}/privateEndpointConnections/a", "PrivateEndpointConnections_Delete"),
        ("GET", f"{ACCOUNT}/privateLinkResources/account", "PrivateLinkResources_Get"),
        ("GET", "/Subscriptions/x/nothing", "GET /Subscriptions/x/nothing"),
    ],
)
def test_resource_manager_says_so_in_its_own_form(emulator: Api, method: str, path: str, said: str) -> None:
    """Its clients read nothing else."""
    answer = emulator.http.request(method, path)

    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["code"] == "NotFound"
    assert said in error["message"]


@pytest.mark.parametrize(
    ("method", "name"), [("PUT", "Accounts_CreateOrUpdate"), ("DELETE", "Accounts_Delete")]
)
def test_resource_manager_names_the_methods_of_an_account(emulator: Api, method: str, name: str) -> None:
    """405 in its own form."""
    answer = emulator.http.request(method, ACCOUNT)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert name in answer.json()["error"]["message"]


def test_every_operation_that_was_left_out_is_answered_by_its_name(
    emulator: Api, document: dict[str, Any]
) -> None:
    """All that the contract lists; 405 where their path is described for other methods."""
    for group in document["x-left-out"]:
        for name, text in group["operations"].items():
            method, path = text.split(" ")
            answer = emulator.http.request(method, path.replace("{", "").replace("}", ""))
            assert answer.status_code == (405 if path in document["paths"] else 404), f"{name}: {answer.text}"
            assert name in answer.text, f"{name}: {answer.text}"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("tail", ["Videos/Search", "Videos/GetIdByExternalId"])
def test_the_last_part_of_a_fixed_path_is_no_video(emulator: Api, method: str, tail: str) -> None:
    """DELETE of a video isn't one of the search's methods."""
    answer = emulator.call(method, tail)

    assert_problem(answer, 405, "UNSUPPORTED")
    assert answer.headers["allow"] == "GET, HEAD"
