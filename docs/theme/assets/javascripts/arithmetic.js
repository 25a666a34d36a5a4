// What cnnbook computes, with its names, for one image: x[row][column][channel], kernel[m][n][in][out].
const pair = (value) => (Array.isArray(value) ? value : [value, value])
const range = (count) => Array.from({ length: count }, (_, i) => i)
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
const value = (terms) => sum(terms.map((term) => term.left * term.right))

export const table = (rows, columns, cell) =>
  range(rows).map((i) => range(columns).map((j) => cell(i, j)))
const zeros = (rows, columns, depth) => table(rows, columns, () => Array(depth).fill(0))

// --- where a window stops (cnnbook/_sliding.py, cnnbook/size.py)

export const span = (weights, dilation) => (weights - 1) * dilation + 1

function sideBorder(padding, size, covered, stride) {
  if (padding === "valid") return [0, 0]
  if (padding === "full") return [covered - 1, covered - 1]
  if (padding !== "same") return padding
  const added = Math.max((Math.ceil(size / stride) - 1) * stride + covered - size, 0)
  return [Math.floor(added / 2), Math.ceil(added / 2)] // an odd pixel goes after
}

export function outputSize(size, kernel, { stride = 1, padding = "valid", dilation = 1 } = {}) {
  const covered = span(kernel, dilation)
  const [before, after] = sideBorder(padding, size, covered, stride)
  return Math.floor((before + size + after - covered) / stride) + 1
}

export function receptiveField(layers) {
  let field = 1
  let jump = 1
  for (const [kernel, stride = 1, dilation = 1] of layers) {
    field += (kernel - 1) * dilation * jump
    jump *= stride
  }
  return field
}

// A window's way over an image: its sides, how it moves, the border, and how many stops there are.
export function slide(image, size, { stride = 1, padding = "valid", dilation = 1 } = {}) {
  const way = { image, size, stride: pair(stride), dilation: pair(dilation) }
  const sides = Array.isArray(padding) ? padding : [padding, padding]
  way.covered = [0, 1].map((d) => span(size[d], way.dilation[d]))
  way.border = [0, 1].map((d) => sideBorder(sides[d], image[d], way.covered[d], way.stride[d]))
  way.shape = [0, 1].map((d) => outputSize(image[d], size[d],
    { stride: way.stride[d], padding: way.border[d], dilation: way.dilation[d] }))
  return way
}

// The pixel under weight (m, n) at a stop; `inside` says whether it lies in the image.
export function place(way, i, j, m, n) {
  const row = i * way.stride[0] + m * way.dilation[0] - way.border[0][0]
  const column = j * way.stride[1] + n * way.dilation[1] - way.border[1][0]
  const [height, width] = way.image
  return { m, n, row, column, inside: row >= 0 && row < height && column >= 0 && column < width }
}

export const places = (way, i, j) =>
  table(...way.size, (m, n) => place(way, i, j, m, n)).flat()

// For each pixel, how many windows see it.
export function sights(way) {
  const seen = table(...way.image, () => 0)
  table(...way.shape, (i, j) =>
    places(way, i, j).forEach((p) => p.inside && (seen[p.row][p.column] += 1)))
  return seen
}

// --- convolution (cnnbook/conv.py, cnnbook/window.py)

export const sides = (array) => [array.length, array[0].length]
const over = (x, kernel, options) => slide(sides(x), sides(kernel), options)

// The products of one step, `left` times `right`, each with its place in the image and the kernel.
export function products(x, kernel, way, [i, j, f]) {
  return places(way, i, j).flatMap((met) =>
    kernel[met.m][met.n].map((weights, c) => ({
      ...met, c, left: met.inside ? x[met.row][met.column][c] : 0, right: weights[f],
    })))
}

export function conv2d(x, kernel, bias, options) {
  const way = over(x, kernel, options)
  return table(...way.shape, (i, j) =>
    bias.map((added, f) => value(products(x, kernel, way, [i, j, f])) + added))
}

export const relu = (y) => y.map((row) => row.map((cell) => cell.map((n) => Math.max(n, 0))))

// Turned by 180°, as convolution in mathematics does it.
export const flipped = (kernel) => [...kernel].reverse().map((row) => [...row].reverse())

// --- backwards through convolution (cnnbook/conv_backward.py)

// What a weight's gradient adds up: at every step, the pixel it met times the step's gradient.
export function weightProducts(dy, x, way, [m, n, c, f]) {
  return table(...way.shape, (i, j) => {
    const met = place(way, i, j, m, n)
    const left = met.inside ? x[met.row][met.column][c] : 0
    return { ...met, i, j, c, f, left, right: dy[i][j][f] }
  }).flat()
}

// The stop at which a pixel lies under weight m of one side, if there is one.
function stop(way, d, pixel, m) {
  const step = (pixel + way.border[d][0] - m * way.dilation[d]) / way.stride[d]
  return Number.isInteger(step) && step >= 0 && step < way.shape[d] ? step : -1
}

// What a pixel's gradient adds up: every weight that it met, times the gradient of that step.
export function pixelProducts(dy, kernel, way, [row, column, c]) {
  return table(...way.size, (m, n) => [stop(way, 0, row, m), stop(way, 1, column, n), m, n])
    .flat()
    .flatMap(([i, j, m, n]) => (i < 0 || j < 0 ? [] : kernel[m][n][c].map((weight, f) => (
      { i, j, m, n, c, f, left: weight, right: dy[i][j][f] }))))
}

export function conv2dBackward(dy, x, kernel, options) {
  const way = over(x, kernel, options)
  return {
    x: x.map((row, r) => row.map((cell, q) => cell.map((_, c) =>
      value(pixelProducts(dy, kernel, way, [r, q, c]))))),
    kernel: kernel.map((row, m) => row.map((slices, n) => slices.map((filters, c) =>
      filters.map((_, f) => value(weightProducts(dy, x, way, [m, n, c, f])))))),
    bias: dy[0][0].map((_, f) => sum(dy.flat().map((cell) => cell[f]))),
  }
}

// --- pooling, forward and backward (cnnbook/pooling.py, cnnbook/pooling_backward.py)

// The pixels of a window in one channel. Max: the first of the largest gets the share 1 of a
// gradient, the others 0. Average: all those in the image get equal shares.
export function pooled(kind, x, way, [i, j, c]) {
  const met = places(way, i, j).map((pixel) =>
    ({ ...pixel, i, j, c, value: pixel.inside ? x[pixel.row][pixel.column][c] : undefined }))
  const inside = met.filter((pixel) => pixel.inside)
  const largest = Math.max(...inside.map((pixel) => pixel.value))
  const winner = inside.find((pixel) => pixel.value === largest)
  for (const pixel of met) {
    if (kind === "max") pixel.share = pixel === winner ? 1 : 0
    else pixel.share = pixel.inside ? 1 / inside.length : 0
  }
  return met
}

// One number of a pooling; PyTorch's average counts the padding, unless it is told otherwise.
function poolValue(kind, met, countPadding = false) {
  const values = met.filter((pixel) => pixel.inside).map((pixel) => pixel.value)
  if (kind === "max") return Math.max(...values)
  return sum(values) / (countPadding ? met.length : values.length)
}

const poolOf = (kind) => (x, size, { stride = size, padding = "valid", countPadding } = {}) => {
  const way = slide(sides(x), pair(size), { stride, padding })
  return table(...way.shape, (i, j) => x[0][0].map((_, c) =>
    poolValue(kind, pooled(kind, x, way, [i, j, c]), countPadding)))
}

const poolBackwardOf = (kind) => (dy, x, size, { stride = size, padding = "valid" } = {}) => {
  const way = slide(sides(x), pair(size), { stride, padding })
  const dx = zeros(...sides(x), x[0][0].length)
  table(...way.shape, (i, j) => dy[i][j].forEach((gradient, c) => {
    for (const { row, column, inside, share } of pooled(kind, x, way, [i, j, c])) {
      if (inside) dx[row][column][c] += share * gradient
    }
  }))
  return dx
}

export const maxPool2d = poolOf("max")
export const avgPool2d = poolOf("avg")
export const maxPool2dBackward = poolBackwardOf("max")
export const avgPool2dBackward = poolBackwardOf("avg")
