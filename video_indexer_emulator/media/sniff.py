"""What a file is that isn't a video, told from its first bytes, so that the answer can say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from video_indexer_emulator.errors import StillPicture, UnreadableMedia

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 32  # bytes
PHOTOS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF or camera raw",
    b"MM\0*": "TIFF or camera raw",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
    b"\x8aMNG": "MNG",
}
BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"heim": "HEIC", b"mif1": "HEIF", b"avif": "AVIF"}
"""Of ISO/IEC 23008-12, for single pictures; sequences have others."""
OTHERS = {
    b"PK\x03\x04": "a ZIP archive; unpack it and upload the video in it",
    b"%PDF": "a PDF document",
    b"#EXTM3U": "a playlist, which only names the video's pieces; upload the video itself",
    b"ffconcat": "a playlist, which only names the video's pieces; upload the video itself",
    b"<?xml": "an XML document",
}
JPEG = b"\xff\xd8\xff"
ANIMATION = 0x02  # flag of WebP's VP8X chunk

# Pictures up to which a file counts as a photo: JPEGs of phones hold a second and third one (depth, HDR).
MOST_STILLS = {"mjpeg": 3, "gif": 1, "apng": 1}


def head_of(path: Path) -> bytes:
    """Return a file's first bytes."""
    with path.open("rb") as file:
        return file.read(HEAD)


def refuse_photo(path: Path) -> None:
    """Refuse what is a photo although FFmpeg reads it as a video; raises StillPicture."""
    head = head_of(path)
    if head[4:8] == b"ftyp" and (name := BRANDS.get(head[8:12])):
        raise still(name)


def refuse_stills(format_name: str, count: int) -> None:
    """Refuse a file of so many pictures, in a format that is also one of photos; raises StillPicture."""
    if 0 < count <= MOST_STILLS.get(format_name, 0):
        raise still({"mjpeg": "JPEG", "apng": "PNG"}.get(format_name, format_name.upper()))


def explained(path: Path) -> UnreadableMedia:
    """Return the error that says what a file is, as far as its first bytes tell."""
    head = head_of(path)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        if head[12:16] == b"VP8X" and head[20] & ANIMATION:
            return UnreadableMedia(
                "The file is an animated WebP, which can't be decoded; convert it to mp4 or GIF"
            )
        return still("WebP")
    for start, name in PHOTOS.items():
        if head.startswith(start):
            return still(name)
    for start, what in OTHERS.items():
        if head.startswith(start):
            return UnreadableMedia(f"The file is {what}")
    return UnreadableMedia()


def still(name: str) -> StillPicture:
    """Return the error for a photo of this format."""
    return StillPicture(f"The file is a photo ({name}), not a video; upload a video")
