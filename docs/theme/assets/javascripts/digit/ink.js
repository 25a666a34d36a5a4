// Strokes become an image as MNIST's did: the ink fits a box of 20x20, and its centre of mass lies
// in the middle of 28x28, moved by whole pixels. After Y. LeCun, C. Cortes and C. J. C. Burges,
// "The MNIST database of handwritten digits", http://yann.lecun.com/exdb/mnist/.
export const SIDE = 28
const BOX = 20
const MIDDLE = 14 // where the centres of mass of MNIST's images lie, give or take half a pixel

function distance(x, y, [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = dx * dx + dy * dy
  const along = length ? Math.min(Math.max(((x - x1) * dx + (y - y1) * dy) / length, 0), 1) : 0
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy)
}

// How much of each pixel a round pen covers on its way, 0 to 1.
function inked(strokes, radius) {
  const pixels = new Float64Array(BOX * BOX)
  const inBox = (place) => Math.min(Math.max(Math.floor(place), 0), BOX - 1)
  const reach = (one, other) =>
    [Math.min(one, other) - radius - 1, Math.max(one, other) + radius + 1].map(inBox)
  for (const stroke of strokes) {
    stroke.forEach((end, number) => {
      const start = stroke[Math.max(number - 1, 0)]
      const [left, right] = reach(start[0], end[0])
      const [top, bottom] = reach(start[1], end[1])
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const cover = radius + 0.5 - distance(column + 0.5, row + 0.5, start, end)
          const at = row * BOX + column
          pixels[at] = Math.max(pixels[at], Math.min(cover, 1))
        }
      }
    })
  }
  return pixels.map((ink) => Math.round(255 * ink) / 255) // the greys that a picture can have
}

// `strokes` are lists of points [x, y]; the pen's `radius` is in the same unit.
export function imageOf(strokes, radius) {
  const image = new Float64Array(SIDE * SIDE)
  const points = strokes.flat()
  if (!points.length) return image
  const [xs, ys] = [0, 1].map((side) => points.map((point) => point[side]))
  const [left, top] = [xs, ys].map((values) => Math.min(...values) - radius)
  const [right, bottom] = [xs, ys].map((values) => Math.max(...values) + radius)
  const scale = BOX / Math.max(right - left, bottom - top)
  const fitted = strokes.map((stroke) =>
    stroke.map(([x, y]) => [(x - left) * scale, (y - top) * scale]))
  const pixels = inked(fitted, radius * scale)

  let [mass, down, across] = [0, 0, 0]
  pixels.forEach((ink, at) => {
    mass += ink
    down += ink * Math.floor(at / BOX)
    across += ink * (at % BOX)
  })
  const [rows, columns] = [down, across].map((moment) => Math.round(MIDDLE - moment / mass))
  pixels.forEach((ink, at) => {
    const [row, column] = [Math.floor(at / BOX) + rows, (at % BOX) + columns]
    if (Math.min(row, column) >= 0 && Math.max(row, column) < SIDE) image[row * SIDE + column] = ink
  })
  return image
}
