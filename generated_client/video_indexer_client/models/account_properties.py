from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AccountProperties")


@_attrs_define
class AccountProperties:
    """What an account is to Video Indexer. The services behind it (storage, language models) may come with it.

    Attributes:
        account_id (UUID): The accountId of every operation of the data plane.
        tenant_id (str | Unset): The Entra tenant that the account belongs to.
        account_name (str | Unset):
        total_seconds_indexed (int | Unset):
        total_minutes_indexed (int | Unset):
        public_network_access (str | Unset):
        provisioning_state (str | Unset):
    """

    account_id: UUID
    tenant_id: str | Unset = UNSET
    account_name: str | Unset = UNSET
    total_seconds_indexed: int | Unset = UNSET
    total_minutes_indexed: int | Unset = UNSET
    public_network_access: str | Unset = UNSET
    provisioning_state: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        tenant_id = self.tenant_id

        account_name = self.account_name

        total_seconds_indexed = self.total_seconds_indexed

        total_minutes_indexed = self.total_minutes_indexed

        public_network_access = self.public_network_access

        provisioning_state = self.provisioning_state

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accountId": account_id,
            }
        )
        if tenant_id is not UNSET:
            field_dict["tenantId"] = tenant_id
        if account_name is not UNSET:
            field_dict["accountName"] = account_name
        if total_seconds_indexed is not UNSET:
            field_dict["totalSecondsIndexed"] = total_seconds_indexed
        if total_minutes_indexed is not UNSET:
            field_dict["totalMinutesIndexed"] = total_minutes_indexed
        if public_network_access is not UNSET:
            field_dict["publicNetworkAccess"] = public_network_access
        if provisioning_state is not UNSET:
            field_dict["provisioningState"] = provisioning_state

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        account_id = UUID(d.pop("accountId"))

        tenant_id = d.pop("tenantId", UNSET)

        account_name = d.pop("accountName", UNSET)

        total_seconds_indexed = d.pop("totalSecondsIndexed", UNSET)

        total_minutes_indexed = d.pop("totalMinutesIndexed", UNSET)

        public_network_access = d.pop("publicNetworkAccess", UNSET)

        provisioning_state = d.pop("provisioningState", UNSET)

        account_properties = cls(
            account_id=account_id,
            tenant_id=tenant_id,
            account_name=account_name,
            total_seconds_indexed=total_seconds_indexed,
            total_minutes_indexed=total_minutes_indexed,
            public_network_access=public_network_access,
            provisioning_state=provisioning_state,
        )

        account_properties.additional_properties = d
        return account_properties

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
