"""Changes of operations, parameters and access."""

from __future__ import annotations

import copy

from tests.spec.edits import (
    BREAKING,
    COMPATIBLE,
    JOB,
    VIDEO,
    VIDEOS,
    Case,
    component,
    operation,
    parameter,
    put,
    renamed_argument,
    renamed_path,
    schema,
    with_parameter,
    without_parameter,
)

ARTIFACT = f"{VIDEO}/ArtifactUrl"

CASES: dict[str, Case] = {
    # the document
    "edition older": (
        lambda d: d.update(openapi="3.0.3"),
        BREAKING,
        "It is written in OpenAPI 3.0.3 now, in 3.1.0 before: its keywords may mean something else.",
    ),
    "edition corrected": (
        lambda d: d.update(openapi="3.1.1"),
        COMPATIBLE,
        "It is written in OpenAPI 3.1.1 now, in 3.1.0 before.",
    ),
    # files
    "file's form gone": (
        lambda d: operation(ARTIFACT)(d)["x-artifact-schemas"].pop("Faces"),
        BREAKING,
        "`getVideoArtifactUrl`, artifact `Faces`: The form of `Faces` is gone",
    ),
    "file's form new": (
        lambda d: operation(ARTIFACT)(d)["x-artifact-schemas"].update(Ocr={"type": "object"}),
        COMPATIBLE,
        "The form of `Ocr` is new.",
    ),
    "file's form another": (
        lambda d: operation(ARTIFACT)(d)["x-artifact-schemas"].update(Faces={"type": "array"}),
        BREAKING,
        "`getVideoArtifactUrl`, artifact `Faces`: A value of type `array` may be given now",
    ),
    # operations
    "operation gone": (
        lambda d: d["paths"][VIDEO].pop("delete"),
        BREAKING,
        f"`deleteVideo`: The operation is gone: `DELETE {VIDEO}`.",
    ),
    "path gone": (lambda d: d["paths"].pop(JOB), BREAKING, "`getJob`: The operation is gone"),
    "path moved": (
        renamed_path(JOB, "/Jobs/{jobId}"),
        BREAKING,
        "The operation is at `GET /Jobs/{jobId}` now",
    ),
    "method moved": (
        lambda d: d["paths"][JOB].update(post=d["paths"][JOB].pop("get")),
        BREAKING,
        f"`getJob`: The operation is at `POST {JOB}` now",
    ),
    "operation new": (
        lambda d: d["paths"][JOB].update(
            delete=copy.deepcopy(d["paths"][VIDEO]["delete"]) | {"operationId": "x"}
        ),
        COMPATIBLE,
        f"`x`: The operation is new: `DELETE {JOB}`.",
    ),
    "operation renamed": (
        put(operation(JOB), operationId="pollJob"),
        BREAKING,
        "It is called `pollJob` now, `getJob` before: generated clients rename its functions.",
    ),
    "tag changed": (
        put(operation(JOB), tags=["videos"]),
        BREAKING,
        "generated clients move it to another module",
    ),
    "path's argument renamed": (renamed_argument, BREAKING, "The path's `jobId` is called `id` now"),
    # parameters
    "parameter gone": (without_parameter(VIDEOS, "skip", "get"), BREAKING, "The parameter `skip` is gone"),
    "parameter new": (with_parameter(name="tag"), COMPATIBLE, "The parameter `tag` is new and optional."),
    "parameter new and required": (
        with_parameter(name="tag", required=True),
        BREAKING,
        "`listVideos`, parameter `tag` (query): The parameter `tag` is new and required:",
    ),
    "parameter required": (
        put(component("parameters", "VideoName"), required=True),
        BREAKING,
        "The parameter `name` is required now: requests without it are refused.",
    ),
    "parameter optional": (
        put(parameter(f"{VIDEOS}/GetIdByExternalId", "externalId"), required=False),
        COMPATIBLE,
        "The parameter `externalId` may be left out now.",
    ),
    "parameter moved": (
        put(parameter(VIDEOS, "skip"), **{"in": "header"}),
        BREAKING,
        "The parameter is in the header now, in the query before.",
    ),
    "list written otherwise": (
        put(parameter(VIDEOS, "partitions"), explode=False),
        BREAKING,
        "`explode` is `False` now, `True` before; whether clients bear it can't be told.",
    ),
    "way of writing a list spelled out": (
        put(parameter(VIDEOS, "pageSize"), explode=True, style="form"),
        COMPATIBLE,
        "`explode` is written out in one of the two, and is what holds without.",
    ),
    "default changed": (
        put(lambda d: parameter(VIDEOS, "pageSize")(d)["schema"], default=50),
        BREAKING,
        "The default is `50` now, `25` before: leaving the value out means something else.",
    ),
    # access
    "token refused": (
        lambda d: operation(JOB)(d)["security"].pop(),
        BREAKING,
        "`getJob`, access: A token by `accessTokenQuery` is refused now.",
    ),
    "public read refused": (
        lambda d: operation(f"{VIDEO}/Index")(d).update(
            security=[{"bearerToken": []}, {"accessTokenQuery": []}]
        ),
        BREAKING,
        "A request without a token is refused now.",
    ),
    "no token needed at all": (
        lambda d: operation(JOB)(d).update(security=[]),
        COMPATIBLE,
        "A request without a token is taken as well",
    ),
    "no token needed": (lambda d: operation(JOB)(d)["security"].append({}), COMPATIBLE, "is taken as well"),
    "token elsewhere": (
        put(component("securitySchemes", "accessTokenQuery"), name="token"),
        BREAKING,
        "token `accessTokenQuery`: `name` is `token` now, `accessToken` before",
    ),
    "more permission": (
        lambda d: operation(JOB)(d)["x-permission"].update(permission="Contributor"),
        BREAKING,
        "The token needs the permission `Contributor` now, `Reader` before.",
    ),
    "less permission": (
        lambda d: operation(VIDEOS, "post")(d)["x-permission"].update(permission="Reader"),
        COMPATIBLE,
        "The token needs the permission `Reader` now, `Contributor` before.",
    ),
    "scope refused": (
        lambda d: operation(VIDEO, "delete")(d)["x-permission"].update(scopes=["Account"]),
        BREAKING,
        "A token of the scope `Video` is refused now.",
    ),
    "server gone": (
        lambda d: d["servers"].pop(0),
        BREAKING,
        "The server `https://api.videoindexer.ai` is gone.",
    ),
    "server new": (
        lambda d: d["servers"].append({"url": "https://example.com"}),
        COMPATIBLE,
        "The server `https://example.com` is new.",
    ),
    # words
    "description": (
        put(operation(JOB), description="Other."),
        COMPATIBLE,
        "The description reads otherwise.",
    ),
    "source": (
        lambda d: operation(JOB)(d).update({"x-source": {"from": "S2", "certainty": "observed"}}),
        COMPATIBLE,
        "It rests on S2 (observed) now, on S1 (documented) before.",
    ),
    "conflict settled": (
        lambda d: d["info"]["x-conflicts"].pop(0),
        COMPATIBLE,
        "The conflict “Token parameter” is no more.",
    ),
    "keyword that it doesn't know": (
        put(schema("Job"), patternProperties={"^x": False}),
        BREAKING,
        "`patternProperties` is new: another; whether clients bear it can't be told.",
    ),
}
