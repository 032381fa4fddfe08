"""Handlers of the operations about accounts, and of those that give tokens."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from video_indexer_emulator.errors import AccountNotFound, InvalidInput
from video_indexer_emulator.http.call import Answer, Call
from video_indexer_emulator.model import Account
from video_indexer_emulator.service.access import Permission, Scope

PROVIDER = "Microsoft.VideoIndexer"


def get_account(call: Call) -> Answer:
    """Tell where an account lives, and its id on the data plane.

    https://learn.microsoft.com/rest/api/videoindexer/accounts/get
    """
    return Answer(value=_resource(_named_account(call)))


def list_accounts(call: Call) -> Answer:
    """List the accounts of a subscription, or of one of its resource groups.

    https://learn.microsoft.com/rest/api/videoindexer/accounts/list
    """
    values = call.values
    accounts = call.services.access.accounts(values["subscriptionId"], values.get("resourceGroupName"))
    return Answer(value={"value": [_resource(account) for account in accounts]})


def generate_access_token(call: Call) -> Answer:
    """Issue an access token.

    https://learn.microsoft.com/rest/api/videoindexer/generate/access-token
    """
    body = call.body
    account = _named_account(call)
    scope = Scope(body["scope"])
    if scope is Scope.VIDEO and not body.get("videoId"):
        raise InvalidInput("A token of scope Video needs a videoId.")
    permission = Permission(body["permissionType"])
    token = call.services.access.issue(account, permission, scope, body.get("videoId"))
    return Answer(value={"accessToken": token})


def get_accounts_authorization(call: Call) -> Answer:
    """List the accounts of a subscription key, each with a token on demand.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Accounts-Authorization
    """
    access, wanted = call.services.access, call.values["generateAccessTokens"]
    return Answer(
        value=[
            _authorized(account, access.issue(account, _permission(call), Scope.ACCOUNT) if wanted else None)
            for account in access.all_accounts()
        ]
    )


def get_account_access_token(call: Call) -> Answer:
    """Issue a token for an account to the owner of a subscription key.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Account-Access-Token
    """
    return _token(call, _permission(call), Scope.ACCOUNT)


def get_account_access_token_with_permission(call: Call) -> Answer:
    """Issue a token for an account, with a permission by name.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Account-Access-Token-With-Permission
    """
    return _token(call, Permission(call.values.get("permission") or Permission.READER), Scope.ACCOUNT)


def get_video_access_token(call: Call) -> Answer:
    """Issue a token for one video.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Access-Token
    """
    token = _token(call, _permission(call, default=True), Scope.VIDEO, call.video_id)
    call.services.library.video(call.account_id, call.video_id)  # raises where there is none
    return token


def get_user_access_token(call: Call) -> Answer:
    """Issue a token for the owner of a subscription key.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-User-Access-Token
    """
    return Answer(value=call.services.access.issue_for_user(_permission(call), call.values["location"]))


def _token(call: Call, permission: Permission, scope: Scope, video_id: str | None = None) -> Answer:
    access = call.services.access
    account = access.account_of_key(call.values["location"], call.account_id)
    return Answer(value=access.issue(account, permission, scope, video_id))


def _permission(call: Call, *, default: bool = False) -> Permission:
    edits = call.values.get("allowEdit")
    return Permission.CONTRIBUTOR if (default if edits is None else edits) else Permission.READER


def _named_account(call: Call) -> Account:
    values = call.values
    account = call.services.access.find_account(
        values["subscriptionId"], values["resourceGroupName"], values["accountName"]
    )
    if account is None:
        raise AccountNotFound(f"The account '{values['accountName']}' was not found.")
    return account


def _resource(account: Account) -> dict[str, Any]:
    """An account as a resource of Azure."""
    group = f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}"
    return {
        "id": f"{group}/providers/{PROVIDER}/accounts/{account.name}",
        "name": account.name,
        "type": f"{PROVIDER}/accounts",
        "location": account.location,
        "tags": {},
        "properties": {
            # There is no tenant here; each subscription has one, so it gets an id that stays the same.
            "tenantId": str(uuid.uuid5(uuid.NAMESPACE_URL, account.subscription_id)),
            "accountId": account.id,
            "accountName": account.name,
            "publicNetworkAccess": "Enabled",
            "provisioningState": "Succeeded",
        },
    }


def _authorized(account: Account, token: str | None) -> dict[str, Any]:
    """An account as the owner of a subscription key sees it."""
    return {
        "id": account.id,
        "name": account.name,
        "location": account.location,
        "accountType": "Trial" if account.location.casefold() == "trial" else "Arm",
        "accessToken": token,
    }


ACCOUNT_HANDLERS: dict[str, Callable[[Call], Any]] = {
    "getAccount": get_account,
    "listAccounts": list_accounts,
    "listResourceGroupAccounts": list_accounts,
    "generateAccessToken": generate_access_token,
    "getAccountsAuthorization": get_accounts_authorization,
    "getAccountAccessToken": get_account_access_token,
    "getAccountAccessTokenWithPermission": get_account_access_token_with_permission,
    "getVideoAccessToken": get_video_access_token,
    "getUserAccessToken": get_user_access_token,
}
