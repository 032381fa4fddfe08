"""Every error of the SDK.

    RedactionError
    ├── UsageError              the call can't be carried out as asked
    ├── TokenUnavailable        no access token could be had
    ├── EmulatorUnavailable     no service is named, and none can be started here
    ├── ConnectionFailed        the service can't be reached, or the connection broke
    ├── DeadlineExceeded        waiting took longer than allowed
    ├── ProcessingFailed        the service tried and failed
    │   ├── IndexingFailed
    │   └── JobFailed
    ├── UnexpectedAnswer        an answer that the contract doesn't have
    └── ServiceError            the service answered with an error
        ├── BadRequest          400
        ├── Unauthorized        401, and 403 of Azure Resource Manager
        ├── NotFound            404
        ├── Conflict            409
        ├── Gone                410
        ├── TooManyRequests     429, with retry_after
        └── ServerFailure       5xx

No message holds a token or a signed URL's query.
"""

from __future__ import annotations


class RedactionError(Exception):
    """Something kept the SDK from doing what was asked."""

    request_id: str | None = None
    """The service's x-ms-request-id, for a support ticket; None where no answer came."""

    client_request_id: str | None = None
    """The x-ms-client-request-id that was sent; None where no request of the API was."""

    def __reduce__(self) -> tuple[object, ...]:
        # By default an exception is copied and sent to other processes by its text alone.
        return _revived, (type(self), self.args), vars(self)  # the last for attributes and notes


def _revived(kind: type[RedactionError], args: tuple[object, ...]) -> RedactionError:
    return kind.__new__(kind, *args)


class UsageError(RedactionError):
    """The call can't be carried out as asked."""


class TokenUnavailable(RedactionError):
    """No access token could be had from the callable or the credential that gives them."""


class EmulatorUnavailable(RedactionError):
    """No service is named by VIDEO_INDEXER_URL, and the emulator can't be started here."""


class ConnectionFailed(RedactionError):
    """The service can't be reached, or the connection broke."""

    def __init__(self, message: str, *, may_have_arrived: bool = True, permanent: bool = False) -> None:
        self.may_have_arrived = may_have_arrived  # False: the service has certainly not got the request
        self.permanent = permanent  # True: another try would fail too, as with a certificate
        super().__init__(message)


class DeadlineExceeded(RedactionError):
    """Waiting took longer than allowed."""


class ProcessingFailed(RedactionError):
    """The service tried and failed."""

    def __init__(
        self,
        message: str,
        *,
        video_id: str | None = None,
        job_id: str | None = None,
        failure_message: str | None = None,
    ) -> None:
        self.video_id = video_id  # of the video that couldn't be indexed
        self.job_id = job_id  # of the redaction that failed
        self.failure_message = failure_message  # the service's own words, where it has any
        super().__init__(message)


class IndexingFailed(ProcessingFailed):
    """The video could not be indexed."""


class JobFailed(ProcessingFailed):
    """The redaction job ended without a video."""


class UnexpectedAnswer(RedactionError):
    """The service gave an answer that the contract doesn't have."""

    def __init__(self, message: str, *, status: int | None = None, request_id: str | None = None) -> None:
        self.status = status  # None where the answer as a whole isn't to blame
        self.request_id = request_id  # x-ms-request-id, for a support ticket
        super().__init__(message)


class ServiceError(RedactionError):
    """The service answered with an error."""

    def __init__(  # noqa: PLR0913 - all but the first three by name
        self,
        status: int,
        error_type: str | None = None,
        message: str | None = None,
        *,
        request_id: str | None = None,
        retry_after: int | None = None,
        answered_by: str | None = None,
    ) -> None:
        self.status = status
        self.error_type = error_type  # the vendor's word, e.g. USER_NOT_ALLOWED; None without a JSON body
        self.message = message
        self.answered_by = answered_by  # host and server software, unless it was the service itself
        self.request_id = request_id  # x-ms-request-id, for a support ticket
        self.retry_after = retry_after  # seconds
        super().__init__(self._text())

    def _text(self) -> str:
        parts = [f"{self.status} {self.error_type or ''}".strip(), self.message or type(self).__doc__ or ""]
        request = f" (request {self.request_id})" if self.request_id else ""
        answered = f" Answered by {self.answered_by}." if self.answered_by else ""
        return ": ".join(part for part in parts if part) + answered + request


class BadRequest(ServiceError):
    """The service refused the request's content."""


class Unauthorized(ServiceError):
    """The access token is missing, wrong, expired, or doesn't permit this."""


class NotFound(ServiceError):
    """The account, video or job doesn't exist."""


class Conflict(ServiceError):
    """The video is still being indexed."""


class Gone(ServiceError):
    """The video's source file doesn't exist any more."""


class TooManyRequests(ServiceError):
    """Too many requests were sent; wait `retry_after` seconds."""


class ServerFailure(ServiceError):
    """The service failed."""


ERROR_CLASSES = {
    400: BadRequest,
    401: Unauthorized,
    403: Unauthorized,
    404: NotFound,
    409: Conflict,
    410: Gone,
    429: TooManyRequests,
}


def error_class(status: int) -> type[ServiceError]:
    """The class for a status; ServiceError itself for one that nobody documents."""
    return ERROR_CLASSES.get(status, ServerFailure if status >= 500 else ServiceError)
