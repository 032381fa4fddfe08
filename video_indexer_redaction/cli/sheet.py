"""A contact sheet: one picture per person, with id and name under it. Needs Pillow."""

from __future__ import annotations

import importlib.util
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from video_indexer_redaction.cli.console import printable
from video_indexer_redaction.drafts import save
from video_indexer_redaction.errors import UnexpectedAnswer, UsageError
from video_indexer_redaction.people import Face

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 160  # pixels of a picture's longer side
CAPTION = 44  # pixels under it, for two lines
GAP = 12  # pixels between the cells
FONT = 15  # pixels
COLUMNS = 6  # at most
SUFFIXES = {".jpg", ".jpeg", ".png"}

PAPER, INK, MISSING = (255, 255, 255), (20, 20, 20), (225, 225, 225)


def check_drawable(path: Path) -> None:
    """Raise UsageError if no sheet can be drawn here, or none under such a name."""
    if path.suffix.casefold() not in SUFFIXES:
        raise UsageError("A contact sheet is a picture; give it a name that ends in .jpg or .png.")
    if importlib.util.find_spec("PIL") is None:
        raise UsageError(
            "A contact sheet needs Pillow: run `pip install pillow`, "
            "or install video-indexer-redaction with its extra `cli`."
        )


def save_sheet(
    faces: Sequence[Face],
    pictures: Mapping[int, bytes],
    path: Path,
    captions: Mapping[int, tuple[str, str]] | None = None,
) -> None:
    """Draw the people in the order given and save the sheet, in the format that the path's ending names.

    `pictures` are JPEGs by face id; who has none gets an empty field. `captions` are two lines each, by
    face id, in place of id and name. Raises UnexpectedAnswer for a
    picture that can't be read, OSError if the sheet can't be written.
    """
    from PIL import Image  # noqa: PLC0415 - optional

    columns = max(1, min(COLUMNS, math.ceil(math.sqrt(len(faces)))))
    rows = max(1, math.ceil(len(faces) / columns))
    sheet = Image.new("RGB", (columns * (SIDE + GAP) + GAP, rows * (SIDE + CAPTION + GAP) + GAP), PAPER)
    for place, face in enumerate(faces):
        corner = (
            GAP + place % columns * (SIDE + GAP),
            GAP + place // columns * (SIDE + CAPTION + GAP),
        )
        caption = captions[face.id] if captions else (str(face.id), face.name)
        _draw(sheet, corner, face, pictures.get(face.id), caption)
    drawn = io.BytesIO()
    sheet.save(drawn, Image.registered_extensions()[path.suffix.casefold()])
    save(path, drawn.getvalue())


def _draw(
    sheet: Image, corner: tuple[int, int], face: Face, jpeg: bytes | None, caption: tuple[str, str]
) -> None:
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415 - optional

    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(FONT)
    left, top = corner
    if jpeg is None:
        pen.rectangle((left, top, left + SIDE, top + SIDE), fill=MISSING)
    else:
        picture = _picture(face, jpeg)
        sheet.paste(picture, (left + (SIDE - picture.width) // 2, top + (SIDE - picture.height) // 2))
    for line, text in enumerate(map(printable, caption)):
        fitting = next(n for n in range(len(text), -1, -1) if pen.textlength(text[:n], font) <= SIDE)
        place = (left + SIDE / 2, top + SIDE + 4 + line * (FONT + 4))
        pen.text(place, text[:fitting], fill=INK, font=font, anchor="ma")


def _picture(face: Face, jpeg: bytes) -> Image:
    from PIL import Image, ImageOps  # noqa: PLC0415 - optional

    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
            return ImageOps.contain(opened.convert("RGB"), (SIDE, SIDE))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnexpectedAnswer(f"The picture of face {face.id} can't be read.") from error
