from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_properties import AccountProperties
    from ..models.account_resource_tags import AccountResourceTags


T = TypeVar("T", bound="AccountResource")


@_attrs_define
class AccountResource:
    """An account as a resource of Azure. Managed identities and system data may come with it.

    Attributes:
        id (str): Path of the resource.
        name (str): Resource name of the account.
        type_ (str): Microsoft.VideoIndexer/accounts, in whatever case.
        location (str): The account's region.
        properties (AccountProperties): What an account is to Video Indexer. The services behind it (storage, language
            models) may come with it.
        tags (AccountResourceTags | Unset): Labels that its owner gave it.
    """

    id: str
    name: str
    type_: str
    location: str
    properties: AccountProperties
    tags: AccountResourceTags | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        type_ = self.type_

        location = self.location

        properties = self.properties.to_dict()

        tags: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "type": type_,
                "location": location,
                "properties": properties,
            }
        )
        if tags is not UNSET:
            field_dict["tags"] = tags

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.account_properties import AccountProperties  # noqa: PLC0415
        from ..models.account_resource_tags import AccountResourceTags  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        type_ = d.pop("type")

        location = d.pop("location")

        properties = AccountProperties.from_dict(d.pop("properties"))

        _tags = d.pop("tags", UNSET)
        tags: AccountResourceTags | Unset
        if isinstance(_tags, Unset):
            tags = UNSET
        else:
            tags = AccountResourceTags.from_dict(_tags)

        account_resource = cls(
            id=id,
            name=name,
            type_=type_,
            location=location,
            properties=properties,
            tags=tags,
        )

        account_resource.additional_properties = d
        return account_resource

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
