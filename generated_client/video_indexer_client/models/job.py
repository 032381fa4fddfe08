from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """How a redaction stands.

    Attributes:
        creation_time (datetime.datetime): In UTC, with seven digits of a second.
        last_update_time (datetime.datetime):
        progress (int): Percent; never falls.
        job_type (str):
        state (str): Where the job stands.
        failure_message (str | Unset): Why the job failed; absent otherwise.
    """

    creation_time: datetime.datetime
    last_update_time: datetime.datetime
    progress: int
    job_type: str
    state: str
    failure_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        creation_time = self.creation_time.isoformat()

        last_update_time = self.last_update_time.isoformat()

        progress = self.progress

        job_type = self.job_type

        state = self.state

        failure_message = self.failure_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "creationTime": creation_time,
                "lastUpdateTime": last_update_time,
                "progress": progress,
                "jobType": job_type,
                "state": state,
            }
        )
        if failure_message is not UNSET:
            field_dict["failureMessage"] = failure_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        creation_time = datetime.datetime.fromisoformat(d.pop("creationTime"))

        last_update_time = datetime.datetime.fromisoformat(d.pop("lastUpdateTime"))

        progress = d.pop("progress")

        job_type = d.pop("jobType")

        state = d.pop("state")

        failure_message = d.pop("failureMessage", UNSET)

        job = cls(
            creation_time=creation_time,
            last_update_time=last_update_time,
            progress=progress,
            job_type=job_type,
            state=state,
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
