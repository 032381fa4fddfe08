"""The words of the domain, shared by every layer: videos, jobs, faces and redaction plans.

Everything here is frozen; a change makes a new value (`dataclasses.replace`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

OWNER = "Emulator"
"""The name of the one user of this service, who owns every video."""

FIRST_FACE_ID = 1000
"""The vendor's face ids start here (recorded index payloads)."""


class BlurringKind(StrEnum):
    """How a face is hidden; members in the order of the vendor's numbers 0 to 4."""

    MEDIUM_BLUR = "MediumBlur"
    HIGH_BLUR = "HighBlur"
    LOW_BLUR = "LowBlur"
    BOUNDING_BOX = "BoundingBox"  # outlines the face and does not hide it
    BLACK = "Black"


class FilterScope(StrEnum):
    """What a list of face ids means for a redaction."""

    INCLUDE = "Include"  # hide only these
    EXCLUDE = "Exclude"  # hide all but these


@dataclass(frozen=True, slots=True)
class FaceFilter:
    """A choice of people by face id."""

    ids: frozenset[int]
    scope: FilterScope


@dataclass(frozen=True, slots=True)
class RedactionPlan:
    """Which faces to hide, and how."""

    kind: BlurringKind
    filter: FaceFilter | None = None  # None: every face

    def hides(self, face_id: int) -> bool:
        """Tell whether the face with this id is to be hidden."""
        if self.filter is None:
            return True
        return (face_id in self.filter.ids) == (self.filter.scope is FilterScope.INCLUDE)


class Codec(StrEnum):
    """What the picture of a result is encoded in."""

    AUTO = "auto"  # H.264; for sources of more than 8 bits HEVC
    H264 = "h264"
    HEVC = "hevc"
    AV1 = "av1"


class Quality(StrEnum):
    """How finely a picture is encoded."""

    SOURCE = "source"  # as the source: about its size, and no visible loss
    HIGH = "high"  # for editing: whatever the size
    SMALL = "small"  # for sending: visible loss


class Speed(StrEnum):
    """How long an encoder may think."""

    FAST = "fast"
    SLOW = "slow"  # about a third of the speed, a tenth fewer bytes


@dataclass(frozen=True, slots=True)
class Coding:
    """How results are encoded."""

    codec: Codec = Codec.AUTO
    quality: Quality = Quality.SOURCE
    speed: Speed = Speed.FAST


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture (display rotation applied), origin at the top left.

    It may reach beyond the picture's edge, as a half-visible face does.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """One face in one frame."""

    frame: int  # index in presentation order, 0 is the first frame
    box: Box  # the bare face as detected, not grown for hiding
    score: float  # the detector's, 0 to 1; 0 where the box is interpolated between detections


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One face followed through consecutive frames, without a gap."""

    face_id: int  # the person; several tracks may share it
    sightings: tuple[Sighting, ...]  # one for each frame, in order


@dataclass(frozen=True, slots=True)
class Appearance:
    """A stretch of time in which a person is seen."""

    start: Fraction  # seconds from the first frame
    end: Fraction  # seconds; the end of the last frame of the stretch


@dataclass(frozen=True, slots=True)
class FaceThumbnail:
    """A small JPEG of a person, cut from one frame."""

    id: str  # UUID
    time: Fraction  # seconds from the first frame
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a clip."""

    face_id: int  # FIRST_FACE_ID and up: the prominent first, each kind in the order of first appearance
    confidence: float  # 0 to 1, the best detection score of the person's tracks
    appearances: tuple[Appearance, ...]
    thumbnails: tuple[FaceThumbnail, ...]  # the first is the best
    prominent: bool  # seen long and surely enough for the index (the vendor's exposure rule)

    @property
    def name(self) -> str:
        """What the vendor calls a person whom it can't name."""
        return f"Unknown #{self.face_id - FIRST_FACE_ID + 1}"


class StreamUse(StrEnum):
    """What becomes of one stream of a clip."""

    COPIED = "Copied"  # packets as they are
    ENCODED = "Encoded"
    LEFT_OUT = "LeftOut"


@dataclass(frozen=True, slots=True)
class SourceStream:
    """One stream of a clip, and what becomes of it in a redaction."""

    index: int  # in the file, from 0
    kind: str  # video, audio, cover, subtitle, data, attachment
    codec: str  # FFmpeg's name; "unknown" where it has none
    use: StreamUse
    reason: str = ""  # why it is encoded or left out


@dataclass(frozen=True, slots=True)
class ClipWarning:
    """Something about a clip that its result doesn't keep, or that was assumed."""

    code: str  # one word, for programs
    message: str  # one sentence, for people
    start: float | None = None  # seconds; where in the clip, if in a part of it
    end: float | None = None


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What is known of a clip after its picture was decoded whole."""

    width: int  # pixels of the upright picture
    height: int
    frame_rate: float  # average, frames a second
    frame_count: int
    duration: Fraction  # seconds, of the video stream
    has_audio: bool
    streams: tuple[SourceStream, ...] = ()  # every one of the file
    warnings: tuple[ClipWarning, ...] = ()
    bit_rate: float = 0  # of the picture in the file, bits a second; 0: unknown
    hides_damage: bool = False  # whether frames that can't be decoded whole are hidden, not refused
    damaged: tuple[int, ...] = ()  # those frames


@dataclass(frozen=True, slots=True)
class Analysis:
    """The outcome of analysing a clip."""

    clip: ClipInfo
    tracks: tuple[FaceTrack, ...]
    people: tuple[Person, ...]
    frame_edges: tuple[float, ...]
    """When each frame begins, and after those when the last one ends: seconds on the file's own clock."""
    poster: bytes | None = None  # JPEG of one frame, the video's own thumbnail


class VideoState(StrEnum):
    """Where a video stands, in the vendor's words."""

    UPLOADED = "Uploaded"
    PROCESSING = "Processing"
    PROCESSED = "Processed"
    FAILED = "Failed"


class JobState(StrEnum):
    """Where a redaction job stands."""

    PROCESSING = "Processing"
    PROCESSED = "Processed"
    FAILED = "Failed"


class Priority(StrEnum):
    """How soon a job is taken, against other waiting jobs."""

    LOW = "Low"
    NORMAL = "Normal"
    HIGH = "High"


class Privacy(StrEnum):
    """Who may read a video without a token: nobody, or everybody."""

    PRIVATE = "Private"
    PUBLIC = "Public"


@dataclass(frozen=True, slots=True)
class Account:
    """A Video Indexer account, as Azure Resource Manager knows it."""

    id: str  # GUID, the accountId of every data-plane path
    name: str  # resource name, used by generateAccessToken
    location: str  # lower-case region code, or "trial"
    subscription_id: str
    resource_group: str


@dataclass(frozen=True, slots=True)
class Video:
    """One video of an account: a row of the catalog."""

    id: str
    account_id: str
    name: str
    created: datetime  # with time zone UTC
    modified: datetime
    indexed: datetime | None = None  # when the analysis ended
    state: VideoState = VideoState.UPLOADED
    progress: int = 0  # percent of the analysis or redaction
    failure_code: str = "None"  # the vendor's FailureCode word
    failure_message: str = ""
    privacy: Privacy = Privacy.PRIVATE
    priority: Priority = Priority.NORMAL
    description: str | None = None
    partition: str | None = None
    external_id: str | None = None
    external_url: str | None = None
    metadata: str | None = None
    file_name: str | None = None
    language: str = "en-US"
    indexing_preset: str = "Default"
    streaming_preset: str = "Default"
    excluded_ai: tuple[str, ...] = ()
    callback_url: str | None = None
    video_url: str | None = None  # where the source is fetched from, for an upload by URL
    source_key: str | None = None  # blob of the file, None while there is none
    content_hash: str | None = None  # SHA-256 of the uploaded file, to find duplicates by
    expires: datetime | None = None  # when it is deleted by itself
    searchable: bool = True  # whether a search finds it
    thumbnail_id: str | None = None  # of the poster picture
    clip: ClipInfo | None = None
    faces_analysed: bool = False  # whether face insights exist, so that it can be redacted
    redacted_from: str | None = None  # id of the source video, for a redaction's result


@dataclass(frozen=True, slots=True)
class Job:
    """One redaction job: a row of the catalog."""

    id: str
    account_id: str
    source_video_id: str
    target_video_id: str
    plan: RedactionPlan
    created: datetime
    modified: datetime
    state: JobState = JobState.PROCESSING
    progress: int = 0  # percent, never falls
    message: str = ""  # why it failed
    callback_url: str | None = None
    priority: Priority = field(default=Priority.NORMAL)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a long clip that one worker redacts: a row of the catalog while its job runs."""

    job_id: str
    number: int  # from 0
    first: int  # frame
    end: int  # frame, exclusive
    key: str | None = None  # blob of the redacted part, None until it is finished


@dataclass(frozen=True, slots=True)
class VideoQuery:
    """Which videos of an account to list."""

    account_id: str
    created_after: datetime | None = None  # exclusive
    created_before: datetime | None = None  # exclusive
    partitions: tuple[str, ...] = ()  # empty: all, here and below
    ids: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    states: tuple[VideoState, ...] = ()
    privacies: tuple[Privacy, ...] = ()
    languages: tuple[str, ...] = ()  # compared without case
    has_file: bool | None = None  # None: whether or not, here and below
    searchable: bool | None = None
    skip: int = 0
    page_size: int = 25


@dataclass(frozen=True, slots=True)
class VideoSearch:
    """Which videos of an account to search for; every condition must hold."""

    query: VideoQuery
    texts: tuple[str, ...] = ()  # one of these must be found; empty: no text is searched for
    faces: tuple[str, ...] = ()  # names, one of which must be there
    owners: tuple[str, ...] = ()
    source_language: str | None = None
    languages: tuple[str, ...] = ()
    of_video: str | None = None  # id of the only video that may be found
    in_texts_of_analysis: bool = False  # only in what an analysis has heard and read: nothing, here
    unattainable: bool = False  # it asks for what is never here: projects, animated characters, …


@dataclass(frozen=True, slots=True)
class Hit:
    """A place at which a search found its words."""

    kind: str  # the vendor's word for the field: Title, Description, Face
    text: str  # the whole field
    exact: str  # the words as they stand there
    time: Fraction = Fraction()  # seconds; 0 for what belongs to the whole video


@dataclass(frozen=True, slots=True)
class Found:
    """A video that a search has found."""

    video: Video
    hits: tuple[Hit, ...] = ()
