"""Run inside deface's own environment: print, as JSON, the regions that deface hides in each frame.

    python deface_worker.py CLIP

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


def main(path):
    """Print a list of frames, each a list of left, top, right, bottom, as deface would draw them."""
    with contextlib.redirect_stdout(sys.stderr):
        find = CenterFace()
    frames = []
    for frame in imageio.get_reader(path).iter_data():
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
    main(sys.argv[1])
