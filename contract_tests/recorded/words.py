"""What is public in an answer: words, paths and parameters that the contract or the vendor's pages name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..contract import FILE, contract

KEPT_MEMBERS = {
    *("state", "privacyMode", "moderationState", "reviewState", "indexingPreset", "streamingPreset"),
    *("failureCode", "jobType", "languageAutoDetectMode", "referenceType", "ErrorType", "errorType"),
    *("provisioningState", "publicNetworkAccess", "accountType", "code", "excludedAIs"),
}
"""Members whose value is a word of the service's own."""

PUBLISHED_WORDS = {
    "referenceType": {"Wiki", "VideoIndexer"},
    "languageAutoDetectMode": {"None", "Single", "Multi"},
    "code": {"AuthorizationFailed", "AuthenticationFailed", "ResourceNotFound", "InvalidAuthenticationToken"},
}
"""Words of published answers and of Resource Manager's error list, for members whose words the contract
leaves open."""

SAME_WORDS = {"excludedAIs": "excludedAI", "errorType": "ErrorType"}
"""Members that take the words of another name."""

_LANGUAGES = (
    "ar-ae ar-bh ar-eg ar-il ar-iq ar-jo ar-kw ar-lb ar-om ar-ps ar-qa ar-sa ar-sy bg-bg bn-bd ca-es "
    "cs-cz da-dk de-at de-ch de-de el-gr en-au en-ca en-gb en-in en-us es-es es-mx et-ee fa-ir fi-fi "
    "fil-ph fr-ca fr-ch fr-fr ga-ie gl-es gu-in he-il hi-in hr-hr hu-hu hy-am id-id is-is it-it ja-jp "
    "kn-in ko-kr lt-lt lv-lv ml-in ms-my nb-no nl-be nl-nl pl-pl pt-br pt-pt ro-ro ru-ru sk-sk sl-si "
    "sr-cyrl-rs sr-latn-rs sv-se ta-in te-in th-th tr-tr uk-ua ur-pk vi-vn zh-cn zh-hans zh-hant zh-hk "
    "zh-tw auto multi unknown"
)
LANGUAGES = frozenset(_LANGUAGES.split())
"""Languages of the service, in lower case; one that isn't here is replaced like any text."""

_SIGNATURE = "sv se sr sp st sig spr ske skt sks skv skoid sktid rscd rsct"
SIGNATURE_PARAMETERS = frozenset(_SIGNATURE.split())
"""Names of parameters of Azure's shared access signatures."""

OPEN_MEMBERS = frozenset({"tags", "customInsights", "metadata", "additionalInfo", "info"})
"""Members whose own members the customer names, at any depth."""


@cache
def public_words() -> frozenset[str]:
    """Words that stand anywhere in the contract: too common to be searched for as secrets."""
    return frozenset(word.lower() for word in re.findall(r"\w+", FILE.read_text("utf-8")))


@cache
def fixed_segments() -> frozenset[str]:
    """The literal parts of the contract's paths, in lower case."""
    segments = "/".join(each.template for each in contract().operations.values()).split("/")
    return frozenset(each.lower() for each in segments if each and "{" not in each)


@cache
def parameter_names() -> frozenset[str]:
    """Names of query parameters that anybody may know, in lower case."""
    named = (name for each in contract().operations.values() for name in each.query_parameters())
    return frozenset(each.lower() for each in named) | SIGNATURE_PARAMETERS


@cache
def member_names() -> frozenset[str]:
    """Names of members that the contract describes."""
    return frozenset(name for name, _ in _named_schemas(contract().document))


@cache
def words_of(member: str) -> frozenset[str]:
    """The known words of a member; empty where the contract and published answers name none."""
    name = SAME_WORDS.get(member, member)
    if member not in KEPT_MEMBERS:
        return frozenset()
    return frozenset(_words()[name] | PUBLISHED_WORDS.get(name, set()))


def is_word(text: str, member: str) -> bool:
    """Whether a text is a known word of a member, whatever its case."""
    return text.lower() in {each.lower() for each in words_of(member)}


@cache
def public_resource(text: str) -> bool:
    """Whether a text is made of literal parts of the contract's paths alone: a resource type, say."""
    parts = [each for each in text.lower().split("/") if each]
    return bool(parts) and all(each in fixed_segments() for each in parts)


@cache
def media_types() -> frozenset[str]:
    """Media types of the contract's answers."""
    answers = (answer for each in contract().operations.values() for answer in each.answers.values())
    return frozenset(media for answer in answers for media in answer.media)


@cache
def _words() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, schema in _named_schemas(contract().document):
        found[name] |= set(_enumerated(schema))
    for answer in (each for one in contract().operations.values() for each in one.answers.values()):
        found["ErrorType"] |= answer.error_types
        found["code"] |= answer.error_types
    found["ErrorType"] |= contract().error_types
    return found


def _named_schemas(node: Any) -> Iterator[tuple[str, Any]]:
    """Every member and parameter of the contract, with its schema."""
    if isinstance(node, list):
        for each in node:
            yield from _named_schemas(each)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict):
        yield from node["properties"].items()
    if "in" in node and "schema" in node and isinstance(node.get("name"), str):
        yield node["name"], node["schema"]
    for each in node.values():
        yield from _named_schemas(each)


def _enumerated(schema: Any) -> Iterator[str]:
    """The words of a schema, of what it refers to, and of its alternatives and items."""
    if not isinstance(schema, dict):
        return
    whole = contract().resolve(schema)
    for keyword in ("enum", "x-extensible-enum"):
        yield from (each for each in whole.get(keyword, ()) if isinstance(each, str))
    for each in (
        *whole.get("oneOf", ()),
        *whole.get("anyOf", ()),
        *whole.get("allOf", ()),
        whole.get("items"),
    ):
        yield from _enumerated(each)
