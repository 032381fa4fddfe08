"""How large a picture may be."""

MAX_SIDE = 8192
MAX_PIXELS = 36_000_000  # 8K UHD (33.2 Mpixel) fits; one such frame is 50 MB in YUV, a decoder holds ~20
