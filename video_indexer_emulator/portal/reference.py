"""The API reference at /docs: one page of HTML, made from openapi.yaml, without a script."""

from __future__ import annotations

from typing import Any

from video_indexer_emulator.http.schemas import Document
from video_indexer_emulator.http.spec import METHODS
from video_indexer_emulator.portal.markup import (
    Child,
    Markup,
    breakable,
    element,
    joined,
    phrase,
    prose,
    table,
)
from video_indexer_emulator.portal.provenance import conflicts_section, provenance, sources_section
from video_indexer_emulator.portal.schema_pages import examples, schemas_section, type_of

OPERATION_COLUMNS = ["Parameter", "Type", "Meaning"]


def render(root: dict[str, Any]) -> str:
    """Make the page from the parsed contract."""
    return f"<!doctype html>\n{element('html', _head(root['info']), _body(Document(root)), lang='en')}\n"


def content(root: dict[str, Any]) -> Markup:
    """All operations and schemas, without a page around them; `nox -s spec_review` shows them in its own."""
    document = Document(root)
    sections = (_operation(document, *operation) for operation in _operations(document))
    return joined(*sections, schemas_section(root["components"]["schemas"]))


def _head(info: dict[str, Any]) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("title", f"API reference · {info['title']}"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("link", rel="icon", href="_portal/icon.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href="_portal/base.css"),
        element("link", rel="stylesheet", href="_portal/reference.css"),
    )


def _body(document: Document) -> Markup:
    info, operations = document.root["info"], _operations(document)
    introduction = joined(
        element("h1", info["title"]),
        element("p", info["summary"], class_="lead"),
        prose(info["description"]),
        element("p", element("a", "The contract as a file", href="openapi.yaml"), ", for other tools."),
    )
    return element(
        "body",
        element("a", "Skip to the content", href="#content", class_="skip"),
        _banner(),
        element(
            "div",
            _contents(operations, document.root["components"]["schemas"]),
            element(
                "main",
                introduction,
                content(document.root),
                sources_section(info),
                conflicts_section(info),
                id="content",
                tabindex="-1",
            ),
            class_="reference",
        ),
    )


def _banner() -> Markup:
    return element(
        "header",
        element("a", "Video Indexer emulator", href="./", class_="brand"),
        element(
            "nav",
            element("a", "Library", href="./"),
            element("a", "API reference", href="docs", aria_current="page"),
            aria_label="Pages",
        ),
        class_="banner",
    )


def _operations(document: Document) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and node of each, with the parameters that its path shares."""
    return [
        (method, path, item[method] | {"parameters": _all_parameters(item, item[method])})
        for path, item in document.root["paths"].items()
        for method in METHODS
        if method in item
    ]


def _all_parameters(item: dict[str, Any], node: dict[str, Any]) -> list[Any]:
    return [*item.get("parameters", []), *node.get("parameters", [])]


def _contents(operations: list[tuple[str, str, dict[str, Any]]], schemas: dict[str, Any]) -> Markup:
    entries = [
        element("li", element("a", _method(method), " ", node["summary"], href=f"#{node['operationId']}"))
        for method, _, node in operations
    ]
    names = [element("li", element("a", name, href=f"#schema-{name}")) for name in schemas]
    rest = [("sources", "Sources"), ("conflicts", "Conflicts"), ("unknown", "Unknown")]
    return element(
        "nav",
        element("h2", "Operations"),
        element("ul", *entries),
        element("details", element("summary", "Schemas"), element("ul", *names)),
        element("h2", "About the contract"),
        element("ul", *(element("li", element("a", text, href=f"#{place}")) for place, text in rest)),
        class_="contents",
        aria_label="Contents",
    )


def _method(method: str) -> Markup:
    return element("span", method.upper(), class_=f"method {method}")


def _operation(document: Document, method: str, path: str, node: dict[str, Any]) -> Markup:
    name = node["operationId"]
    address = element("p", _method(method), " ", element("code", breakable(path)), class_="address")
    return element(
        "section",
        element("h2", node["summary"], " ", element("a", name, href=f"#{name}", class_="anchor"), id=name),
        address,
        prose(node.get("description")),
        element("p", _access(node)),
        element("p", "Source of the operation: ", provenance(node.get("x-source"))),
        _parameters(document, node),
        _request_body(document, node),
        element("h3", "Answers"),
        *(
            _response(document, status, document.resolve(answer))
            for status, answer in node["responses"].items()
        ),
        class_="operation",
        aria_labelledby=name,
    )


def _access(node: dict[str, Any]) -> Markup:
    permission = node.get("x-permission")
    if permission is None:
        return joined("Needs a token of Azure Resource Manager.")
    scopes = " or ".join(permission["scopes"])
    public = " A public video needs none." if {} in node["security"] else None
    words = f"Needs an access token with the permission {permission['permission']} for {scopes}."
    return joined(words, public, " ", provenance(permission.get("x-source")))


def _parameters(document: Document, node: dict[str, Any]) -> Markup | None:
    rows = [_parameter(document.resolve(parameter)) for parameter in node["parameters"]]
    return joined(
        element("h3", "Parameters"), table(f"Parameters of {node['operationId']}", OPERATION_COLUMNS, rows)
    )


def _parameter(node: dict[str, Any]) -> list[Child]:
    place = f"{node['in']}, required" if node.get("required") else node["in"]
    marks = element("em", f"{place}, deprecated" if node.get("deprecated") else place)
    meaning = joined(phrase(node.get("description", "")), " ", provenance(node.get("x-source")))
    return [joined(element("code", node["name"]), " ", marks), type_of(node["schema"]), meaning]


def _request_body(document: Document, node: dict[str, Any]) -> Markup | None:
    if "requestBody" not in node:
        return None
    body = document.resolve(node["requestBody"])
    return joined(
        element("h3", "Body"),
        prose(body.get("description")),
        _content(document, body.get("content", {})),
        element("p", provenance(body.get("x-source"))),
    )


def _content(document: Document, content: dict[str, Any]) -> Markup:
    parts: list[Child] = []
    for media_type, media in content.items():
        named = {name: document.resolve(example) for name, example in media.get("examples", {}).items()}
        schema = media.get("schema", {})
        parts.append(element("p", element("code", media_type), ": ", type_of(schema)))
        parts.append(examples(named))
    return joined(*parts)


def _response(document: Document, status: str, node: dict[str, Any]) -> Markup:
    number = element("span", status, class_=f"status s{status[0]}")
    kinds = [joined(element("code", kind), " ") for kind in node.get("x-error-types", ())]
    return element(
        "details",
        element("summary", number, " ", phrase(_first(node["description"]))),
        prose(node["description"]),
        _headers(document, node.get("headers", {})),
        _content(document, node.get("content", {})),
        element("p", "ErrorType: ", *kinds) if kinds else None,
        _links(node.get("links", {})),
        element("p", provenance(node.get("x-source"))),
        class_="answer",
    )


def _headers(document: Document, headers: dict[str, Any]) -> Markup:
    items = [
        element("li", element("code", name), ": ", phrase(document.resolve(header)["description"]))
        for name, header in headers.items()
    ]
    return element("ul", *items)


def _links(links: dict[str, Any]) -> Markup | None:
    if not links:
        return None
    items = [
        element("li", element("a", name, href=f"#{name}"), ": ", phrase(link["description"]))
        for link in links.values()
        for name in [link["operationId"]]
    ]
    return joined(element("p", "What may come next:"), element("ul", *items))


def _first(text: str) -> str:
    """The first sentence, for a line that is to be opened."""
    return " ".join(text.split()).split(". ")[0].rstrip(".")
