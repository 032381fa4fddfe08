from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """How a redaction stands. A reader needs the state alone.

    Attributes:
        state (int | str): Where the job stands, as a word or as its number. One that isn't known is of a job that isn't
            over.
        creation_time (datetime.datetime | Unset): In UTC, with seven digits of a second.
        last_update_time (datetime.datetime | Unset):
        progress (int | Unset): Percent; never falls.
        job_type (str | Unset):
        failure_message (str | Unset): Why the job failed; absent otherwise.
    """

    state: int | str
    creation_time: datetime.datetime | Unset = UNSET
    last_update_time: datetime.datetime | Unset = UNSET
    progress: int | Unset = UNSET
    job_type: str | Unset = UNSET
    failure_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state: int | str
        state = self.state

        creation_time: str | Unset = UNSET
        if not isinstance(self.creation_time, Unset):
            creation_time = self.creation_time.isoformat()

        last_update_time: str | Unset = UNSET
        if not isinstance(self.last_update_time, Unset):
            last_update_time = self.last_update_time.isoformat()

        progress = self.progress

        job_type = self.job_type

        failure_message = self.failure_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
            }
        )
        if creation_time is not UNSET:
            field_dict["creationTime"] = creation_time
        if last_update_time is not UNSET:
            field_dict["lastUpdateTime"] = last_update_time
        if progress is not UNSET:
            field_dict["progress"] = progress
        if job_type is not UNSET:
            field_dict["jobType"] = job_type
        if failure_message is not UNSET:
            field_dict["failureMessage"] = failure_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_state(data: object) -> int | str:
            return cast(int | str, data)

        state = _parse_state(d.pop("state"))

        _creation_time = d.pop("creationTime", UNSET)
        creation_time: datetime.datetime | Unset
        if isinstance(_creation_time, Unset):
            creation_time = UNSET
        else:
            creation_time = datetime.datetime.fromisoformat(_creation_time)

        _last_update_time = d.pop("lastUpdateTime", UNSET)
        last_update_time: datetime.datetime | Unset
        if isinstance(_last_update_time, Unset):
            last_update_time = UNSET
        else:
            last_update_time = datetime.datetime.fromisoformat(_last_update_time)

        progress = d.pop("progress", UNSET)

        job_type = d.pop("jobType", UNSET)

        failure_message = d.pop("failureMessage", UNSET)

        job = cls(
            state=state,
            creation_time=creation_time,
            last_update_time=last_update_time,
            progress=progress,
            job_type=job_type,
            failure_message=failure_message,
        )

        job.additional_properties = d
        return job

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
