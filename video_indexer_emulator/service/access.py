"""Who may do what: access tokens as Azure Resource Manager issues them, and signed download URLs."""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote, urlencode

import jwt

from video_indexer_emulator.errors import (
    AccountNotFound,
    NotAllowed,
    ResourceGroupNotFound,
    SignatureRefused,
    SubscriptionNotFound,
    TokenExpired,
    TokenInvalid,
)
from video_indexer_emulator.model import Account
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.settings import Settings

ISSUER = "https://api.videoindexer.ai/"
"""Issuer and audience of the vendor's tokens (claims printed in a public issue of its samples)."""

CLOCK_SKEW = 300
"""Seconds by which nbf lies in the past; the vendor's exp minus nbf is 3900 for an hour's token."""

KEY_OWNER = str(uuid.uuid5(uuid.NAMESPACE_URL, "subscription-key"))
"""Who takes tokens with a subscription key: one user, whatever the key."""

SIGNATURE_VERSION = "1"
CACHED_TOKENS = 1024
"""Verified tokens kept, since checking an RS256 signature is the dearest part of a status poll."""


class Permission(StrEnum):
    """What a token lets its bearer do, weakest first; each includes those before it."""

    READER = "Reader"
    CONTRIBUTOR = "Contributor"
    MY_ACCESS_ADMINISTRATOR = "MyAccessAdministrator"
    OWNER = "Owner"


RANKS = {permission: rank for rank, permission in enumerate(Permission)}


class Scope(StrEnum):
    """What a token is for."""

    ACCOUNT = "Account"
    VIDEO = "Video"
    PROJECT = "Project"
    USER = "User"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a verified token permits."""

    account_id: str | None  # None for the scope User, which permits nothing in an account
    permission: Permission
    scope: Scope
    video_id: str | None  # for the scope Video


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an operation asks of a token; from `x-permission` in openapi.yaml."""

    permission: Permission
    scopes: frozenset[Scope]


class Access:
    """Issues and checks tokens and download signatures."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._settings = settings
        self._keys = keys
        self._public_key = keys.token.public_key()
        self._accounts = {account.id: account for account in settings.accounts}
        self._verified = lru_cache(CACHED_TOKENS)(self._verify_signature)
        self._ahead = 0.0  # seconds

    def shift_clock(self, ahead: float) -> None:
        """Judge every expiry as if so many seconds more had passed; what is issued from now on holds."""
        self._ahead = max(0.0, ahead)

    # Azure Resource Manager

    def is_operator(self, bearer: str | None) -> bool:
        """Tell whether a bearer is the configured secret, in constant time."""
        return bearer is not None and hmac.compare_digest(bearer.encode(), self._settings.secret.encode())

    def find_account(self, subscription_id: str, resource_group: str, name: str) -> Account | None:
        """Find an account by its resource path; ARM compares such names without case."""
        wanted = (subscription_id.casefold(), resource_group.casefold(), name.casefold())
        for account in self._accounts.values():
            path = (account.subscription_id, account.resource_group, account.name)
            if tuple(part.casefold() for part in path) == wanted:
                return account
        return None

    def accounts(self, subscription_id: str, resource_group: str | None = None) -> list[Account]:
        """The accounts of a subscription, or of one of its resource groups.

        Raises SubscriptionNotFound or ResourceGroupNotFound where there is none.
        """
        found = [
            account
            for account in self._accounts.values()
            if account.subscription_id.casefold() == subscription_id.casefold()
        ]
        if not found:
            raise SubscriptionNotFound(f"The subscription '{subscription_id}' was not found.")
        if resource_group is None:
            return found
        wanted = resource_group.casefold()
        found = [account for account in found if account.resource_group.casefold() == wanted]
        if not found:
            raise ResourceGroupNotFound(f"The resource group '{resource_group}' was not found.")
        return found

    def issue(
        self, account: Account, permission: Permission, scope: Scope, video_id: str | None = None
    ) -> str:
        """Sign an access token with the vendor's claims."""
        claims = {
            "AccountId": account.id,
            "AccountType": "Arm",
            "ExternalUserId": str(uuid.uuid5(uuid.NAMESPACE_URL, account.id)),
        }
        if scope is Scope.VIDEO and video_id is not None:
            claims["VideoId"] = video_id
        return self._sign(claims, permission, scope, account.location)

    def issue_for_user(self, permission: Permission, location: str) -> str:
        """Sign a token for the owner of a subscription key."""
        return self._sign({"ExternalUserId": KEY_OWNER}, permission, Scope.USER, location)

    def _sign(self, claims: dict[str, str], permission: Permission, scope: Scope, location: str) -> str:
        now = int(time.time())
        common: dict[str, str | int] = {
            "Version": "2.0.0.0",
            "KeyVersion": self._key_version(),
            "Scope": scope.value,
            "Permission": permission.value,
            "UserType": "MicrosoftCorpAad",
            "IssuerLocation": location,
            "nbf": now - CLOCK_SKEW,
            "exp": now + int(self._ahead) + self._settings.token_seconds,
            "iss": ISSUER,
            "aud": ISSUER,
        }
        return jwt.encode(common | claims, self._keys.token, algorithm="RS256")

    # Subscription keys

    @property
    def takes_any_key(self) -> bool:
        """Whether any subscription key will do: on loopback, while everybody knows the secret."""
        return self._settings.trusts_machine

    def knows_key(self, key: str) -> bool:
        """Tell whether a subscription key lets its bearer in; it is the secret, unless any key will do."""
        return self.takes_any_key or self.is_operator(key)

    def all_accounts(self) -> list[Account]:
        """Every account, in the order of the settings."""
        return list(self._accounts.values())

    def account_of_key(self, location: str, account_id: str) -> Account:
        """The account that the owner of a key names; raises NotAllowed if there is none."""
        account = self._accounts.get(account_id.casefold())
        if account is None:
            raise NotAllowed(f"User not allowed access account '{account_id}'.")
        if account.location.casefold() != location.casefold():
            place = f"it is in '{account.location}', not in '{location}'"
            raise NotAllowed(f"User not allowed access account '{account_id}': {place}.")
        return account

    # Data plane

    def verify(self, token: str) -> Grant:
        """Check a token's signature, audience and time; raises TokenInvalid or TokenExpired."""
        grant, not_before, expiry = self._verified(token)
        now = time.time()
        if now + self._ahead >= expiry:
            raise TokenExpired
        if now < not_before:
            raise TokenInvalid("The access token isn't valid yet.")
        return grant

    def authorize(
        self, grant: Grant, requirement: Requirement, account_id: str, video_id: str | None
    ) -> None:
        """Raise NotAllowed unless the grant covers the operation on this account and video."""
        if grant.account_id != account_id.casefold():
            raise NotAllowed(f"Access token is not authorized to access account '{account_id}'.")
        if RANKS[grant.permission] < RANKS[requirement.permission]:
            raise NotAllowed(
                "The access token lets its bearer read only; ask for permissionType Contributor."
            )
        if grant.scope not in requirement.scopes:
            raise NotAllowed(f"An access token of scope {grant.scope} doesn't cover this operation.")
        if grant.scope is Scope.VIDEO and grant.video_id != video_id:
            raise NotAllowed("The access token is for another video.")

    def check_account(self, location: str, account_id: str) -> None:
        """Raise AccountNotFound unless there is such an account in that location."""
        account = self._accounts.get(account_id.casefold())
        if account is None:
            raise AccountNotFound(f"Account '{account_id}' was not found.")
        if account.location != location.casefold():
            raise AccountNotFound(f"Account '{account_id}' was not found in '{location}'.")

    def _verify_signature(self, token: str) -> tuple[Grant, float, float]:
        try:
            claims = jwt.decode(
                token,
                self._public_key,
                algorithms=["RS256"],
                audience=ISSUER,
                issuer=ISSUER,
                options={
                    "require": ["exp", "nbf", "iss", "aud"],
                    "verify_exp": False,
                    "verify_nbf": False,
                },
            )
            scope = Scope(claims["Scope"])
            grant = Grant(
                None if scope is Scope.USER else claims["AccountId"],
                Permission(claims["Permission"]),
                scope,
                claims.get("VideoId"),
            )
            return grant, float(claims["nbf"]), float(claims["exp"])
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise TokenInvalid from error

    def _key_version(self) -> str:
        numbers = self._public_key.public_numbers()
        return hashlib.sha256(str(numbers.n).encode()).hexdigest()[:32]

    # Downloads

    def sign_path(self, path: str) -> str:
        """Add expiry and signature to a blob path; returns path and query."""
        expiry = int(time.time() + self._ahead) + self._settings.download_seconds
        query = {"sv": SIGNATURE_VERSION, "se": expiry, "sp": "r", "sig": self._signature(path, str(expiry))}
        return f"{quote(path)}?{urlencode(query)}"

    def check_signature(self, path: str, query: dict[str, str]) -> None:
        """Raise SignatureRefused unless the query signs this path and hasn't expired."""
        expiry = query.get("se", "")
        genuine = hmac.compare_digest(self._signature(path, expiry).encode(), query.get("sig", "").encode())
        known = query.get("sv") == SIGNATURE_VERSION and query.get("sp") == "r"
        if not genuine or not known or time.time() + self._ahead >= int(expiry):
            raise SignatureRefused

    def _signature(self, path: str, expiry: str) -> str:
        text = "\n".join([SIGNATURE_VERSION, "r", expiry, path])
        return hmac.new(self._keys.download, text.encode(), hashlib.sha256).hexdigest()
