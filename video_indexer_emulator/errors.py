"""Every error of the emulator, one class for each condition.

    EmulatorError
    ├── MediaError                  the clip itself is at fault; the video ends as Failed
    │   ├── UnreadableMedia         not a video, or no decodable frame
    │   │   ├── StillPicture        a photo
    │   │   └── EncryptedMedia      the picture is encrypted
    │   ├── NoVideoStream           sound or data only
    │   ├── DamagedMedia            decoding broke off in the middle
    │   ├── PictureTooLarge         dimensions beyond the limit
    │   ├── VideoTooLong            more pictures than the longest video has
    │   └── WorkLost                the process that worked on it was lost, twice
    ├── PartsDiffer                 the parts of a long clip can't be joined
    ├── ModelUnavailable            a model file is missing or isn't the one expected
    ├── NoRoom                      the disk is too full for what is to be written
    ├── UnsafeSetting               the service would let strangers in
    ├── InvalidSetting              a flag or variable has a value that means nothing
    ├── CertificateUnusable         a certificate or key file is missing, damaged or of another pair
    ├── NothingShared               `serve` and `work` have nowhere to meet
    ├── KeysUnreadable              the common keys were made under another secret
    ├── StorageUnusable             the database or the blob store that was named can't be opened
    ├── AddressUnavailable          the port is taken, or the address isn't this machine's
    ├── DataFolderUnusable          it can't be written, or another service has it
    ├── UnknownContract             openapi.yaml says something that the service doesn't understand
    ├── Interrupted                 the work has lost its purpose (its video was deleted)
    ├── FetchFailed                 a URL that the caller gave can't be read
    │   └── AddressRefused          its host has no public address
    └── RequestError                answered to the caller: a status, an ErrorType, a message
        ├── InvalidInput            400
        │   ├── EmptyFile
        │   ├── FileTooLarge
        │   ├── UrlUnreachable
        │   └── NotRedactable
        ├── Unauthenticated         401
        │   ├── TokenInvalid
        │   ├── TokenExpired
        │   ├── KeyMissing          no subscription key
        │   │   └── KeyInvalid
        │   └── NotAllowed
        ├── SignatureRefused        403, blob host only
        ├── ForeignPage             403, what a browser sends for another site's page
        ├── NotFound                404
        │   ├── AccountNotFound
        │   │   ├── SubscriptionNotFound
        │   │   └── ResourceGroupNotFound
        │   ├── VideoNotFound
        │   ├── NoArtifacts
        │   └── NotOffered          an operation or a path that this service doesn't have
        ├── MethodNotAllowed        405
        ├── VideoBusy               409
        ├── Duplicate               409
        ├── SourceGone              410
        ├── StrangeHost             421, pages only
        ├── TooManyRequests         429, with --throttle alone
        ├── ServerError             500
        │   └── ServerTimeout       504
        └── PlannedFault            any: a test has planned it

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


class StillPicture(UnreadableMedia):
    """The file is a photo, not a video; upload a video."""


class EncryptedMedia(UnreadableMedia):
    """The picture is encrypted (DRM): it can't be decoded; upload a copy without encryption."""


class NoVideoStream(MediaError):
    """The file has no video stream; upload a file with a picture."""

    failure_code = "InputFileWithNoVideoConflict"


class DamagedMedia(MediaError):
    """The file is damaged or cut off: decoding stopped before its end; upload the file again."""

    failure_code = "InvalidFileFormat"


class PictureTooLarge(MediaError):
    """The picture is larger than this service accepts; scale the video down and upload it again."""

    failure_code = "InvalidInput"


class VideoTooLong(MediaError):
    """The video has more pictures than this service accepts; cut it and upload the pieces."""

    failure_code = "InvalidInput"


class WorkLost(MediaError):
    """The work on this file broke off: it crashed the decoder, hung, or wanted too much memory."""

    failure_code = "InvalidFileFormat"


class ModelUnavailable(EmulatorError):
    """A face model file is missing or damaged; run `vi-emulator models` to fetch it."""


class Interrupted(EmulatorError):
    """The work was stopped before its end."""


class PartsDiffer(EmulatorError):
    """The parts were encoded in ways that can't be joined: by different releases of the encoder."""


class NoRoom(EmulatorError):
    """The service's disk has no room for this file now; try again later, or ask its operator."""


class UnsafeSetting(EmulatorError):
    """These settings would let strangers in."""


class InvalidSetting(EmulatorError):
    """A setting has a value that can't be read."""


class CertificateUnusable(EmulatorError):
    """A certificate or key can't be used."""


class NothingShared(EmulatorError):
    """`serve` and `work` meet in a PostgreSQL database and a blob store; give --database and --blobs."""


class KeysUnreadable(EmulatorError):
    """The keys in the catalog were made under another secret; give every `serve` the same one."""


class StorageUnusable(EmulatorError):
    """The database or the blob store can't be opened; see --database and --blobs."""


class AddressUnavailable(EmulatorError):
    """The service can't listen on this address; choose another host or port."""


class DataFolderUnusable(EmulatorError):
    """The data folder can't be used."""


class UnknownContract(EmulatorError):
    """The contract holds something that this service doesn't understand."""


class FetchFailed(EmulatorError):
    """The URL can't be read."""


class AddressRefused(FetchFailed):
    """The URL's host has no public address; start the service with --allow-private-urls to allow others."""


class RequestError(EmulatorError):
    """The request can't be answered with success."""

    status = 400
    error_type = "INVALID_INPUT"
    arm_code: str | None = None  # Resource Manager's code, where it isn't the usual one of the status


class InvalidInput(RequestError):
    """The request isn't one that the contract allows."""


class EmptyFile(InvalidInput):
    """The uploaded file is empty."""

    error_type = "INPUT_FILE_EMPTY"


class FileTooLarge(InvalidInput):
    """The uploaded file is larger than this service accepts; use videoUrl or a smaller file."""

    error_type = "INPUT_FILE_SIZE_LIMIT_EXCEEDED"


class UrlUnreachable(InvalidInput):
    """The videoUrl can't be read."""

    error_type = "URL_UNREACHABLE"


class NotRedactable(InvalidInput):
    """The video has no face insights; index it with a preset that includes faces, then redact it."""


class Unauthenticated(RequestError):
    """The request carries no access token; send it as `Authorization: Bearer` or `accessToken`."""

    status = 401
    error_type = "USER_NOT_AUTHENTICATED"
    challenge = "Bearer"  # of WWW-Authenticate


class TokenInvalid(Unauthenticated):
    """The access token isn't one of this service."""

    error_type = "ACCESS_TOKEN_VALIDATION_FAILED"


class TokenExpired(Unauthenticated):
    """The access token has expired; ask for a new one."""

    error_type = "ACCESS_TOKEN_EXPIRED"


class KeyMissing(Unauthenticated):
    """The request carries no subscription key; send it as `Ocp-Apim-Subscription-Key`."""

    # As Azure API Management, the vendor's gateway, asks for one.
    challenge = 'AzureApiManagementKey name="Ocp-Apim-Subscription-Key",type="header"'


class KeyInvalid(KeyMissing):
    """The subscription key isn't this service's secret, VIDEO_INDEXER_EMULATOR_SECRET."""

    error_type = "INVALID_AUTH_SUBSCRIPTION_KEY"


class NotAllowed(Unauthenticated):
    """The access token doesn't permit this operation."""

    error_type = "USER_NOT_ALLOWED"


class SignatureRefused(RequestError):
    """The signed URL was altered or has expired; ask for a new one."""

    status = 403
    error_type = "FORBIDDEN"


class ForeignPage(RequestError):
    """A page of another site may not do this; --public-url tells vi-emulator the address of its own pages."""

    status = 403
    error_type = "FORBIDDEN"


class NotFound(RequestError):
    """There is no such thing here."""

    status = 404
    error_type = "NOT_FOUND"


class AccountNotFound(NotFound):
    """There is no such account."""

    error_type = "ACCOUNT_NOT_FOUND"


class SubscriptionNotFound(AccountNotFound):
    """There is no such subscription."""

    arm_code = "SubscriptionNotFound"


class ResourceGroupNotFound(AccountNotFound):
    """There is no such resource group."""

    arm_code = "ResourceGroupNotFound"


class NotOffered(NotFound):
    """This service doesn't have this operation."""

    arm_code = "NotFound"


class VideoNotFound(NotFound):
    """There is no such video in this account."""

    error_type = "BREAKDOWN_NOT_FOUND"


class NoArtifacts(NotFound):
    """The video has no artifacts."""

    error_type = "VIDEO_HAS_NO_ARTIFACTS"


class MethodNotAllowed(RequestError):
    """This path doesn't take that method."""

    status = 405
    error_type = "UNSUPPORTED"

    def __init__(self, allowed: list[str], *, missing: str | None = None) -> None:
        """Tell what the path takes, and which operation of the vendor's is `missing`, if it is one."""
        told = f"This service doesn't have the operation {missing}. " if missing else ""
        super().__init__(f"{told}This path takes {', '.join(allowed)} only.")
        self.allowed = allowed


class VideoBusy(RequestError):
    """The video is still being indexed; wait until its state is Processed."""

    status = 409
    error_type = "VIDEO_INDEXING_IN_PROGRESS"


class Duplicate(RequestError):
    """The same file is in this account already."""

    status = 409
    error_type = "ALREADY_EXISTS"


class SourceGone(RequestError):
    """The video's source file doesn't exist any more."""

    status = 410
    error_type = "SOURCE_VIDEO_DELETED"


class StrangeHost(RequestError):
    """Open this page as http://localhost with its port, or give vi-emulator this address as --public-url."""

    status = 421
    error_type = "FORBIDDEN"


class TooManyRequests(RequestError):
    """Too many requests; wait as long as Retry-After says."""

    status = 429
    error_type = "GENERAL"  # the vendor's list has no word for it

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after  # seconds


class ServerError(RequestError):
    """There was an error."""

    status = 500
    error_type = "GENERAL"


class ServerTimeout(ServerError):
    """Server did not respond to gateway within expected time."""

    status = 504
    error_type = "SERVER_TIMEOUT"


class PlannedFault(RequestError):
    """This answer was planned through /_emulator/faults."""

    def __init__(
        self, status: int, error_type: str, message: str | None = None, retry_after: int = 1
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error_type = error_type
        self.retry_after = retry_after  # seconds, for 429
