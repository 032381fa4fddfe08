"""Compares where an operation is reached and what token it asks for."""

from __future__ import annotations

from scripts.spec_review.annotations import rest
from scripts.spec_review.changes import Node, Place, Review, Side, named

RANK = {"Reader": 0, "Contributor": 1}
"""Permissions of a token; a higher one includes the lower."""


def access(review: Review, old: tuple[Node, Node], new: tuple[Node, Node], place: Place) -> None:
    """Enter differences in security, servers and `x-permission`; each pair is a path and its operation."""
    if place.pointer.count("/callbacks/"):
        return  # the receiver's own affair
    _security(review, _inherited(review.old, old, "security"), _inherited(review.new, new, "security"), place)
    _servers(review, _inherited(review.old, old, "servers"), _inherited(review.new, new, "servers"), place)
    _permission(review, old[1].get("x-permission", {}), new[1].get("x-permission", {}), place)


def _inherited(document: Node, owners: tuple[Node, Node], key: str) -> list[Node]:
    """What holds for an operation: its own, else its path's, else the contract's."""
    path, operation = owners
    owner = next((each for each in (operation, path, document) if key in each), {})
    return list(owner.get(key, []))


def _security(review: Review, old: list[Node], new: list[Node], place: Place) -> None:
    """Each entry is enough by itself; none at all asks for nothing."""
    where = place.at("security", words="access")
    before, now = old or [{}], new or [{}]
    for way in before:
        if way not in now and {} in now:  # where none is needed, one does no harm
            review.compatible(where, f"{_way(way)} isn't named any more; none is needed.")
        elif way not in now:
            review.breaking(where, f"{_way(way)} is refused now.")
    for way in now:
        if way not in before:
            review.compatible(where, f"{_way(way)} is taken as well.")


def _way(way: Node) -> str:
    if not way:
        return "A request without a token"
    schemes = (f"`{name}`{f' for {named(scopes)}' if scopes else ''}" for name, scopes in way.items())
    return f"A token by {' and '.join(schemes)}"


def _servers(review: Review, old: list[Node], new: list[Node], place: Place) -> None:
    where = place.at("servers", words="servers")
    before, now = ({server["url"]: server for server in servers} for servers in (old, new))
    for url in dict.fromkeys([*before, *now]):
        if url not in now:
            review.breaking(where, f"The server `{url}` is gone.")
        elif url not in before:
            review.compatible(where, f"The server `{url}` is new.")
        else:
            rest(review, before[url], now[url], where)


def _permission(review: Review, old: Node, new: Node, place: Place) -> None:
    where = place.at("x-permission", words="permission")
    before, now = old.get("permission"), new.get("permission")
    if before != now:
        less = now is None or (before is not None and RANK.get(now, 2) < RANK.get(before, -1))
        text = f"The token needs the permission `{now}` now, `{before}` before."
        review.compatible(where, text) if less else review.breaking(where, text)
    for scope in set(old.get("scopes", [])) - set(new.get("scopes", [])):
        review.breaking(where, f"A token of the scope `{scope}` is refused now.")
    for scope in set(new.get("scopes", [])) - set(old.get("scopes", [])):
        review.compatible(where, f"A token of the scope `{scope}` is taken as well.")
    rest(review, old, new, where, ("permission", "scopes"))


def schemes(review: Review) -> None:
    """Enter differences in what the security schemes are."""
    before, now = (
        document.get("components", {}).get("securitySchemes", {}) for document in (review.old, review.new)
    )
    for name in dict.fromkeys([*before, *now]):
        where = Place(f"#/components/securitySchemes/{name}", f"token `{name}`", Side.TAKEN)
        if name not in now:
            review.breaking(where, "It isn't described any more.")
        elif name not in before:
            review.compatible(where, "It is new.")
        else:
            rest(review, before[name], now[name], where)
