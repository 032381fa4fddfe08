// Hides faces on a canvas as the service does in the file: the same region, the same grids.
// The numbers are those of video_indexer_emulator/media/blur.py; tests/portal compares them.

export const GROWTH = 1.22; // the hidden region against the face's box
export const MARGIN = 2; // pixels that it is wider on each side besides

export const GRIDS = {
  LowBlur: { columns: 6, rows: 8, smooth: false },
  MediumBlur: { columns: 3, rows: 4, smooth: true },
  HighBlur: { columns: 2, rows: 4, smooth: true },
};

// What BoundingBox draws; the numbers and dots are those of video_indexer_emulator/media/outline.py.
const LINE = "#6050ff";
const LABEL = "#ff00ff";
const LINES_PER_UNIT = 720;
const DIGITS = [
  "01110 10001 10011 10101 11001 10001 01110",
  "00100 01100 00100 00100 00100 00100 01110",
  "01110 10001 00001 00110 01000 10000 11111",
  "11110 00001 00001 01110 00001 00001 11110",
  "00010 00110 01010 10010 11111 00010 00010",
  "11111 10000 11110 00001 00001 10001 01110",
  "00110 01000 10000 11110 10001 10001 01110",
  "11111 00001 00010 00100 01000 01000 01000",
  "01110 10001 10001 01110 10001 10001 01110",
  "01110 10001 10001 01111 00001 00010 01100",
];

const cut = document.createElement("canvas"); // one face at its own size
const cells = document.createElement("canvas"); // the means over its grid

/** The grown box in whole even pixels, cut at the picture's edges; null outside of it. */
export function hiddenRegion(box, width, height, growth = GROWTH, margin = MARGIN) {
  const [left, right] = evenSpan(box.x + box.width / 2, (box.width * growth) / 2 + margin, width);
  const [top, bottom] = evenSpan(box.y + box.height / 2, (box.height * growth) / 2 + margin, height);
  return left < right && top < bottom ? { left, top, width: right - left, height: bottom - top } : null;
}

function evenSpan(centre, reach, limit) {
  const low = Math.max(0, Math.floor((centre - reach) / 2) * 2);
  return [low, Math.min(limit, Math.ceil((centre + reach) / 2) * 2)];
}

/**
 * Draw one hidden face over the picture.
 * `target` is a canvas context in the pixels of the analysed picture, `picture` what is shown beneath it.
 */
export function hide(target, picture, box, kind) {
  const { width, height } = target.canvas;
  const region = hiddenRegion(box, width, height);
  if (!region) return;
  if (kind === "BoundingBox") {
    const unit = 2 * Math.max(1, Math.floor(height / LINES_PER_UNIT + 0.5));
    frame(target, region, unit);
    label(target, region, String(box.id), unit);
  } else if (kind === "Black") {
    target.fillStyle = "#000";
    target.fillRect(region.left, region.top, region.width, region.height);
  } else {
    blur(target, picture, region, GRIDS[kind]);
  }
}

/** Draw a line along the inner edge of a region, but for sides that the picture's edge cuts. */
function frame(target, { left, top, width, height }, unit) {
  target.fillStyle = LINE;
  if (top > 0) target.fillRect(left, top, width, unit);
  if (top + height < target.canvas.height) target.fillRect(left, top + height - unit, width, unit);
  if (left > 0) target.fillRect(left, top, unit, height);
  if (left + width < target.canvas.width) target.fillRect(left + width - unit, top, unit, height);
}

/** The first line of an id: outside of the head where there is room. */
function labelTop({ top, height }, lines, unit) {
  if (top >= 8 * unit) return top - 8 * unit;
  const below = top + height + unit;
  return below + 7 * unit <= lines ? below : Math.min(top + 2 * unit, lines - 2);
}

/** Write an id above a region's top left corner, in dots of `unit` pixels. */
function label(target, region, id, unit) {
  const left = Math.max(0, Math.min(region.left, target.canvas.width - (6 * id.length - 1) * unit));
  const top = labelTop(region, target.canvas.height, unit);
  const dots = [...id].flatMap((digit, place) => DIGITS[Number(digit)].split(" ").flatMap((row, down) =>
    [...row].flatMap((dot, across) => dot === "1" ? [[left + (6 * place + across) * unit, top + down * unit]] : [])));
  for (const [colour, reach] of [["#000000", 1], [LABEL, 0]]) { // darker around it, to be read on anything
    target.fillStyle = colour;
    for (const [x, y] of dots) target.fillRect(x - reach, y - reach, unit + 2 * reach, unit + 2 * reach);
  }
}

/** Draw a frame around a region, outwards. */
export function outline(target, { left, top, width, height }, colour, thickness) {
  target.strokeStyle = colour;
  target.lineWidth = thickness;
  target.strokeRect(left - thickness / 2, top - thickness / 2, width + thickness, height + thickness);
}

function blur(target, picture, region, grid) {
  cut.width = region.width;
  cut.height = region.height;
  const face = cut.getContext("2d", { willReadFrequently: true });
  const [across, down] = [picture.videoWidth / target.canvas.width, picture.videoHeight / target.canvas.height];
  face.drawImage(picture, region.left * across, region.top * down, region.width * across, region.height * down,
    0, 0, region.width, region.height);
  const columns = Math.min(grid.columns, region.width);
  const rows = Math.min(grid.rows, region.height);
  cells.width = columns;
  cells.height = rows;
  const pixels = face.getImageData(0, 0, region.width, region.height);
  cells.getContext("2d").putImageData(means(pixels, columns, rows), 0, 0);
  target.imageSmoothingEnabled = grid.smooth;
  target.imageSmoothingQuality = "low"; // the better ones leave seams at such enlargement
  target.drawImage(cells, region.left, region.top, region.width, region.height);
}

/** Mean colours over a grid; the canvas's own scaling looks at a few pixels only. */
function means({ data, width, height }, columns, rows) {
  const result = new ImageData(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const mean = meanOf(data, width, span(column, columns, width), span(row, rows, height));
      result.data.set(mean, (row * columns + column) * 4);
    }
  }
  return result;
}

function span(position, parts, length) {
  return [Math.floor((position * length) / parts), Math.ceil(((position + 1) * length) / parts)];
}

function meanOf(data, width, [left, right], [top, bottom]) {
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      red += data[at];
      green += data[at + 1];
      blue += data[at + 2];
    }
  }
  const number = (right - left) * (bottom - top);
  return [red / number, green / number, blue / number, 255];
}
