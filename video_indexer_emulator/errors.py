"""Every error of the emulator, one class for each condition.

    EmulatorError
    ├── MediaError                  the clip itself is at fault; the video ends as Failed
    │   ├── UnreadableMedia         not a video, or no decodable frame
    │   ├── NoVideoStream           sound or data only
    │   ├── DamagedMedia            decoding broke off in the middle
    │   └── PictureTooLarge         dimensions beyond the limit
    ├── ModelUnavailable            a model file is missing or isn't the one expected
    ├── Interrupted                 the work was told to stop (video deleted, service stopping)
    └── RequestError                answered to the caller, see below

The docstring of a class is its default message.
"""

from __future__ import annotations


class EmulatorError(Exception):
    """Something went wrong in the emulator."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class MediaError(EmulatorError):
    """The clip can't be processed."""

    failure_code = "General"  # the vendor's FailureCode word for the video


class UnreadableMedia(MediaError):
    """The file isn't a video that can be read; upload an mp4, mov, mkv, avi or webm file."""

    failure_code = "UnsupportedFileType"


class NoVideoStream(MediaError):
    """The file has no video stream; upload a file with a picture."""

    failure_code = "InputFileWithNoVideoConflict"


class DamagedMedia(MediaError):
    """The file is damaged or cut off: decoding stopped before its end; upload the file again."""

    failure_code = "InvalidFileFormat"


class PictureTooLarge(MediaError):
    """The picture is larger than this service accepts; scale the video down and upload it again."""

    failure_code = "InvalidInput"


class ModelUnavailable(EmulatorError):
    """A face model file is missing or damaged; run `vi-emulator models` to fetch it."""


class Interrupted(EmulatorError):
    """The work was stopped before its end."""
