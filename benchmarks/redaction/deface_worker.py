"""Run inside deface's own environment: print, as JSON, the regions that deface hides in each frame.

    python deface_worker.py CLIP [FIRST-LAST ...]

deface looks at each frame by itself: where stretches of frames are named, the others are empty lists.
The steps are those of deface's own loop over a video, with its defaults, up to where it would draw.
"""
# Not typed with the rest: deface and imageio exist in the other environment only.
# mypy: ignore-errors

import contextlib
import json
import sys

import imageio
from deface.centerface import CenterFace
from deface.deface import scale_bb

THRESHOLD = 0.2  # deface's defaults
MASK_SCALE = 1.3


def main(path, *stretches):
    """Print a list of frames, each a list of left, top, right, bottom, as deface would draw them."""
    with contextlib.redirect_stdout(sys.stderr):
        find = CenterFace()
    wanted = {
        number
        for first, last in (map(int, stretch.split("-")) for stretch in stretches)
        for number in range(first, last + 1)
    }
    frames = []
    for number, frame in enumerate(imageio.get_reader(path).iter_data()):
        if wanted and number not in wanted:
            frames.append([])
            continue
        height, width = frame.shape[:2]
        regions = []
        for face in find(frame, threshold=THRESHOLD)[0]:
            left, top, right, bottom = scale_bb(*face[:4].astype(int), MASK_SCALE)
            regions.append([
                int(max(0, left)), int(max(0, top)), int(min(width - 1, right)), int(min(height - 1, bottom)),
            ])  # fmt: skip
        frames.append(regions)
    json.dump(frames, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
