"""The four changes that no release may make in silence; changes of bodies, answers and callbacks."""

from __future__ import annotations

import copy

from tests.spec.edits import (
    BREAKING,
    CALL,
    COMPATIBLE,
    JOB,
    VIDEO,
    VIDEOS,
    Case,
    answer,
    calls,
    component,
    drop,
    operation,
    parameter,
    put,
    reordered,
    schema,
)

CASES: dict[str, Case] = {
    # the four that a release must never let through
    "enum value removed": (
        lambda d: schema("BlurringKindName", "enum")(d).remove("Black"),
        BREAKING,
        "schema `BlurringKindName` (redactVideo): The value `Black` is not taken any more.",
    ),
    "member required": (
        put(schema("FaceRedaction"), required=["blurringKind"]),
        BREAKING,
        "schema `FaceRedaction`, `blurringKind` (redactVideo): The member `blurringKind` is required now:",
    ),
    "type narrowed": (
        put(lambda d: parameter(VIDEOS, "description", "post")(d)["schema"], type="integer"),
        BREAKING,
        "`uploadVideo`, parameter `description` (query): A value of type `string` is not taken any more.",
    ),
    "status removed": (
        lambda d: operation(JOB)(d)["responses"].pop("303"),
        BREAKING,
        "`getJob`, answer 303: The status 303 is gone:",
    ),
    # body and answers
    "body required": (
        lambda d: operation(VIDEOS, "post")(d)["requestBody"].update(required=True),
        BREAKING,
        "The body is required now: requests without it are refused.",
    ),
    "body gone": (drop(operation(VIDEOS, "post"), "requestBody"), BREAKING, "The body is gone"),
    "body's form gone": (
        lambda d: operation(VIDEOS, "post")(d)["requestBody"].update(
            content={"video/mp4": {"schema": {"type": "string"}}}
        ),
        BREAKING,
        "The form `multipart/form-data` is not taken any more.",
    ),
    "answer's form new": (
        lambda d: answer(JOB, "200")(d)["content"].update({"text/plain": {"schema": {"type": "string"}}}),
        BREAKING,
        "The form `text/plain` may be given now: clients don't expect it.",
    ),
    "answer's forms turned round": (
        lambda d: reordered(answer(f"{VIDEO}/Thumbnails/{{thumbnailId}}", "200")(d)["content"]),
        BREAKING,
        "`getVideoThumbnail`, answer 200: Its forms come as `text/plain`, `image/jpeg` now",
    ),
    "error new": (
        lambda d: operation(JOB)(d)["responses"].update({"418": {"description": "No."}}),
        COMPATIBLE,
        "The status 418, an error, may come as well.",
    ),
    "success new": (
        lambda d: operation(JOB)(d)["responses"].update({"204": {"description": "Nothing."}}),
        BREAKING,
        "The status 204 may come now: no client of the last release knows what it means.",
    ),
    "header gone": (
        lambda d: answer(JOB, "303")(d)["headers"].pop("Location"),
        BREAKING,
        "`getJob`, answer 303, header `Location`: The header `Location` is gone",
    ),
    "header optional": (
        put(component("headers", "RetryAfter"), required=False),
        BREAKING,
        "The header `Retry-After` may be missing now: clients count on it.",
    ),
    "header new": (
        lambda d: answer(JOB, "303")(d)["headers"].update({"ETag": {"schema": {"type": "string"}}}),
        COMPATIBLE,
        "The header `ETag` is new.",
    ),
    "link gone": (lambda d: answer(JOB, "303")(d)["links"].pop("file"), BREAKING, "The link `file` is gone"),
    "link leads elsewhere": (
        lambda d: answer(JOB, "303")(d)["links"]["file"].update(operationId="getVideoThumbnail"),
        BREAKING,
        "`operationId` is `getVideoThumbnail` now",
    ),
    # callbacks: the service sends, clients take
    "callback gone": (
        lambda d: operation(VIDEOS, "post")(d)["callbacks"].pop("videoStateChanged"),
        BREAKING,
        "The callback `videoStateChanged` is gone",
    ),
    "callback's parameter new": (
        lambda d: calls("videoStateChanged")(d)["parameters"].append(
            {"name": "tag", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        COMPATIBLE,
        "The parameter `tag` is new.",
    ),
    "callback's parameter optional": (
        put(component("parameters", "CallbackState"), required=False),
        BREAKING,
        "The parameter `state` may be missing now: clients count on it.",
    ),
    "callback new at a known address": (
        lambda d: operation(VIDEOS, "post")(d)["callbacks"].update(
            other={CALL: {"post": copy.deepcopy(calls("videoStateChanged")(d))}}
        ),
        BREAKING,
        "The callback `other` is new, at an address that got others until now",
    ),
}
