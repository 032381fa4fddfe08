from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.permission_type import PermissionType, check_permission_type
from ..models.token_scope import TokenScope, check_token_scope
from ..types import UNSET, Unset

T = TypeVar("T", bound="AccessTokenRequest")


@_attrs_define
class AccessTokenRequest:
    """What a token is for. A token for a video names it.

    Attributes:
        permission_type (PermissionType): What the bearer may do.
        scope (TokenScope): Where the bearer may do it.
        video_id (str | Unset): The video of the scope Video.
        project_id (str | Unset): The project of the scope Project.
    """

    permission_type: PermissionType
    scope: TokenScope
    video_id: str | Unset = UNSET
    project_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        permission_type: str = self.permission_type

        scope: str = self.scope

        video_id = self.video_id

        project_id = self.project_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "permissionType": permission_type,
                "scope": scope,
            }
        )
        if video_id is not UNSET:
            field_dict["videoId"] = video_id
        if project_id is not UNSET:
            field_dict["projectId"] = project_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        permission_type = check_permission_type(d.pop("permissionType"))

        scope = check_token_scope(d.pop("scope"))

        video_id = d.pop("videoId", UNSET)

        project_id = d.pop("projectId", UNSET)

        access_token_request = cls(
            permission_type=permission_type,
            scope=scope,
            video_id=video_id,
            project_id=project_id,
        )

        access_token_request.additional_properties = d
        return access_token_request

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
