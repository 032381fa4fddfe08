"""Changes of schemas."""

from __future__ import annotations

from tests.spec.edits import (
    BREAKING,
    COMPATIBLE,
    JOB,
    VIDEO,
    VIDEOS,
    Case,
    answer,
    component,
    drop,
    parameter,
    put,
    reordered,
    schema,
)
from tests.spec.walks import Node


def named_format(document: Node) -> None:
    """Write a list of values where it is used, instead of its name."""
    find = parameter(f"{VIDEO}/Thumbnails/{{thumbnailId}}", "format")
    find(document)["schema"] = schema("ThumbnailFormat")(document)


CASES: dict[str, Case] = {
    # limits
    "maximum lowered": (
        put(lambda d: parameter(VIDEOS, "pageSize")(d)["schema"], maximum=100),
        BREAKING,
        "It is at most 100 now, at most 1000 before.",
    ),
    "maximum raised": (
        put(lambda d: parameter(VIDEOS, "pageSize")(d)["schema"], maximum=2000),
        COMPATIBLE,
        "It is at most 2000 now, at most 1000 before.",
    ),
    "limit excluded": (
        put(lambda d: parameter(VIDEOS, "pageSize")(d)["schema"], exclusiveMinimum=1),
        BREAKING,
        "It is above 1 now, at least 1 before.",
    ),
    "longer name": (
        put(lambda d: component("parameters", "VideoName")(d)["schema"], maxLength=200),
        COMPATIBLE,
        "It is at most 200 characters now, at most 80 characters before.",
    ),
    "answer's limit raised": (
        put(schema("Job", "properties", "progress"), maximum=200),
        BREAKING,
        "schema `Job`, `progress` (getJob): It is at most 200 now, at most 100 before.",
    ),
    "pattern changed": (
        put(lambda d: component("parameters", "VideoId")(d)["schema"], pattern="^[a-z]+$"),
        BREAKING,
        "which values fit both can't be told.",
    ),
    "pattern new": (
        put(lambda d: parameter(VIDEOS, "metadata", "post")(d)["schema"], pattern="^[a-z]*$"),
        BREAKING,
        "`pattern` is new: `^[a-z]*$`.",
    ),
    "pattern gone": (
        drop(lambda d: component("parameters", "VideoId")(d)["schema"], "pattern"),
        COMPATIBLE,
        "is gone",
    ),
    "answer's format gone": (
        drop(schema("Job", "properties", "creationTime"), "format"),
        BREAKING,
        "The format is none now, `date-time` before: generated clients have another type for it.",
    ),
    "rule between members changed": (
        lambda d: schema("AccessTokenRequest", "not", "properties", "scope")(d).update(const="Project"),
        BREAKING,
        "`not` is a schema now, a schema before; which values fit both can't be told.",
    ),
    # members
    "answer's member gone": (
        drop(schema("Job", "properties"), "failureMessage"),
        BREAKING,
        "The member `failureMessage` is gone: clients that read it find nothing.",
    ),
    "answer's member optional": (
        lambda d: schema("ErrorResponse", "required")(d).remove("ErrorType"),
        BREAKING,
        "The member `ErrorType` may be missing now: clients count on it.",
    ),
    "answer's member sure": (
        lambda d: schema("Job", "required")(d).append("failureMessage"),
        COMPATIBLE,
        "The member `failureMessage` is always there now.",
    ),
    "answer's member new": (
        put(schema("Job", "properties"), owner={"type": "string"}),
        COMPATIBLE,
        "The member `owner` is new.",
    ),
    "answer's member may be null": (
        put(schema("Job", "properties", "progress"), type=["integer", "null"]),
        BREAKING,
        "A value of type `null` may be given now: clients don't expect it.",
    ),
    "answer's number not whole": (
        put(schema("Job", "properties", "progress"), type="number"),
        BREAKING,
        "A value of type `number` may be given now",
    ),
    "body's member new": (
        put(schema("FaceRedaction", "properties"), colour={"type": "string"}),
        COMPATIBLE,
        "The member `colour` is new and optional.",
    ),
    "body's member gone": (
        drop(schema("FaceRedaction", "properties"), "filter"),
        BREAKING,
        "The member `filter` is gone: requests that send it are refused or not heeded.",
    ),
    "body opened": (
        drop(schema("FaceRedaction"), "additionalProperties"),
        COMPATIBLE,
        "Members that it doesn't name are taken now.",
    ),
    "body closed": (
        put(schema("AccessTokenRequest"), additionalProperties=False),
        BREAKING,
        "Members that it doesn't name are not taken any more.",
    ),
    "file's member new in a closed form": (
        put(schema("FacesArtifactBox", "properties"), z={"type": "number"}),
        BREAKING,
        "The member `z` is new where no others could be: strict clients refuse it.",
    ),
    "items narrowed": (
        put(schema("FaceFilter", "properties", "ids"), items={"type": "string"}),
        BREAKING,
        "each item",
    ),
    # lists and choices
    "enum value new": (
        lambda d: schema("BlurringKindName", "enum")(d).append("Pixels"),
        COMPATIBLE,
        "The value `Pixels` is taken as well.",
    ),
    "members exchanged": (
        lambda d: reordered(schema("FaceFilter", "properties")(d)),
        BREAKING,
        "Its members come as `scope`, `ids` now: generated clients take them in that order.",
    ),
    "optional member new before others": (
        lambda d: reordered(schema("FaceRedaction", "properties")(d), {"colour": {"type": "string"}}),
        BREAKING,
        "generated clients take them in that order",
    ),
    "list of values named": (
        named_format,
        BREAKING,
        "The schema is nameless now, `ThumbnailFormat` before: generated clients have another class for it.",
    ),
    "class renamed by a title": (
        put(schema("Job"), title="Work"),
        BREAKING,
        "schema `Job` (getJob): The title is `Work` now, none before: generated clients rename its class.",
    ),
    "title of a single value": (
        put(schema("Job", "properties", "progress"), title="Percent"),
        COMPATIBLE,
        "The title reads otherwise.",
    ),
    "format new in an answer": (
        put(schema("Job", "properties", "failureMessage"), format="uuid"),
        BREAKING,
        "The format is `uuid` now, none before: generated clients have another type for it.",
    ),
    "format of words new in an answer": (
        put(schema("Job", "properties", "failureMessage"), format="email"),
        COMPATIBLE,
        "`format` is new: `email`.",
    ),
    "file's list gone": (
        drop(schema("FacesArtifact", "properties", "schemaVersion"), "const"),
        BREAKING,
        "The list of values is gone; others may be given now.",
    ),
    "file's version raised": (
        put(schema("FacesArtifact", "properties", "schemaVersion"), const="1.2"),
        BREAKING,
        "schema `FacesArtifact`, `schemaVersion` (getVideoArtifactUrl): "
        "The value `1.2` may be given now: clients don't know it.",
    ),
    "list new": (
        put(lambda d: parameter(VIDEOS, "language", "post")(d)["schema"], enum=["auto"]),
        BREAKING,
        "Only `auto` is taken now.",
    ),
    "open word new": (
        lambda d: schema("JobState", "x-extensible-enum")(d).append("Paused"),
        COMPATIBLE,
        "The word `Paused` is among the known ones now; the list stays open.",
    ),
    "type left out beside a list": (
        drop(schema("FilterScope"), "type"),
        COMPATIBLE,
        "The type is told by the values now, or was before.",
    ),
    "choice gone": (
        lambda d: schema("BlurringKind", "oneOf")(d).pop(),
        BREAKING,
        "The choice `BlurringKindNumber` is not taken any more.",
    ),
    "choice new": (
        lambda d: schema("BlurringKind", "oneOf")(d).append({"type": "null"}),
        COMPATIBLE,
        "The choice `null` is taken as well.",
    ),
    "choice new and not apart": (
        lambda d: schema("BlurringKind", "oneOf")(d).append({"type": "string"}),
        BREAKING,
        "which values fit exactly one can't be told.",
    ),
    "must fit more": (
        put(schema("FaceFilter"), allOf=[{"title": "Few", "properties": {"ids": {"maxItems": 3}}}]),
        BREAKING,
        "schema `FaceFilter` (redactVideo): It must also fit `Few` now.",
    ),
    "class renamed": (
        lambda d: (
            d["components"]["schemas"].update(Task=d["components"]["schemas"].pop("Job"))
            or answer(JOB, "200")(d)["content"]["application/json"].update(
                schema={"$ref": "#/components/schemas/Task"}
            )
        ),
        BREAKING,
        "The schema is `Task` now, `Job` before: generated clients have another class for it.",
    ),
}
