from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthorizedAccount")


@_attrs_define
class AuthorizedAccount:
    """An account that the owner of a subscription key may use.

    Attributes:
        id (UUID): The accountId of every other operation.
        name (str | Unset):
        location (str | Unset): Where the account lives.
        account_type (str | Unset):
        url (None | str | Unset): Address of the account in the vendor's portal.
        access_token (None | str | Unset): A token for the account, where one was asked for.
        is_in_move_to_arm (bool | Unset):
        is_arm_only (bool | Unset):
        move_to_arm_started_date (datetime.datetime | None | Unset):
    """

    id: UUID
    name: str | Unset = UNSET
    location: str | Unset = UNSET
    account_type: str | Unset = UNSET
    url: None | str | Unset = UNSET
    access_token: None | str | Unset = UNSET
    is_in_move_to_arm: bool | Unset = UNSET
    is_arm_only: bool | Unset = UNSET
    move_to_arm_started_date: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        location = self.location

        account_type = self.account_type

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        access_token: None | str | Unset
        if isinstance(self.access_token, Unset):
            access_token = UNSET
        else:
            access_token = self.access_token

        is_in_move_to_arm = self.is_in_move_to_arm

        is_arm_only = self.is_arm_only

        move_to_arm_started_date: None | str | Unset
        if isinstance(self.move_to_arm_started_date, Unset):
            move_to_arm_started_date = UNSET
        elif isinstance(self.move_to_arm_started_date, datetime.datetime):
            move_to_arm_started_date = self.move_to_arm_started_date.isoformat()
        else:
            move_to_arm_started_date = self.move_to_arm_started_date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if location is not UNSET:
            field_dict["location"] = location
        if account_type is not UNSET:
            field_dict["accountType"] = account_type
        if url is not UNSET:
            field_dict["url"] = url
        if access_token is not UNSET:
            field_dict["accessToken"] = access_token
        if is_in_move_to_arm is not UNSET:
            field_dict["isInMoveToArm"] = is_in_move_to_arm
        if is_arm_only is not UNSET:
            field_dict["isArmOnly"] = is_arm_only
        if move_to_arm_started_date is not UNSET:
            field_dict["moveToArmStartedDate"] = move_to_arm_started_date

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name", UNSET)

        location = d.pop("location", UNSET)

        account_type = d.pop("accountType", UNSET)

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_access_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        access_token = _parse_access_token(d.pop("accessToken", UNSET))

        is_in_move_to_arm = d.pop("isInMoveToArm", UNSET)

        is_arm_only = d.pop("isArmOnly", UNSET)

        def _parse_move_to_arm_started_date(
            data: object,
        ) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                move_to_arm_started_date_type_0 = datetime.datetime.fromisoformat(data)

                return move_to_arm_started_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        move_to_arm_started_date = _parse_move_to_arm_started_date(
            d.pop("moveToArmStartedDate", UNSET)
        )

        authorized_account = cls(
            id=id,
            name=name,
            location=location,
            account_type=account_type,
            url=url,
            access_token=access_token,
            is_in_move_to_arm=is_in_move_to_arm,
            is_arm_only=is_arm_only,
            move_to_arm_started_date=move_to_arm_started_date,
        )

        authorized_account.additional_properties = d
        return authorized_account

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
