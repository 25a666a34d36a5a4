// A network of the book in plain numbers: its weights, every layer's output, and why it answers so.
// A map's numbers lie as TensorFlow keeps them, one after another: row, column, channel. A dense
// layer is a convolution whose window is as large as its input.

const count = (shape) => shape.reduce((product, side) => product * side, 1)

// A number times `per` is whole, so that nothing is lost on its way from Python.
function decoded({ shape, per, values }) {
  if (values.length !== count(shape) || !values.every(Number.isInteger)) throw new Error("damaged")
  return Float64Array.from(values, (value) => value / per)
}

export function read({ input, layers }) {
  let shape = input
  return layers.map(({ name, pool, kernel, bias, activation }) => {
    const [height, width, channels] = shape
    const before = shape
    if (pool) {
      shape = [Math.floor(height / pool), Math.floor(width / pool), channels]
      return { name, pool, before, shape }
    }
    const [rows, columns, depth, filters] = kernel.shape
    if (depth !== channels || bias.shape[0] !== filters) throw new Error("damaged")
    shape = [height - rows + 1, width - columns + 1, filters]
    const weights = { kernel: decoded(kernel), size: [rows, columns], bias: decoded(bias) }
    return { name, activation, before, shape, ...weights }
  })
}

export async function load(name) {
  const answer = await fetch(new URL(`../../networks/${name}.json`, import.meta.url))
  if (!answer.ok) throw new Error("missing")
  return read(await answer.json())
}

// --- forward

function convolve({ before, shape, size, kernel, bias }, x) {
  const [, width, depth] = before
  const [height, across, filters] = shape
  const sums = new Float64Array(count(shape))
  for (let i = 0, at = 0; i < height; i += 1) {
    for (let j = 0; j < across; j += 1, at += filters) {
      for (let m = 0, weight = 0; m < size[0]; m += 1) {
        let pixel = ((i + m) * width + j) * depth
        for (const end = pixel + size[1] * depth; pixel < end; pixel += 1, weight += filters) {
          const value = x[pixel]
          if (value === 0) continue // after ReLU that is most of them
          for (let f = 0; f < filters; f += 1) sums[at + f] += value * kernel[weight + f]
        }
      }
      for (let f = 0; f < filters; f += 1) sums[at + f] += bias[f]
    }
  }
  return sums
}

function largest({ before, shape, pool }, x) {
  const [, width, depth] = before
  const [height, across] = shape
  const values = new Float64Array(count(shape)).fill(-Infinity)
  for (let i = 0; i < height * pool; i += 1) {
    for (let j = 0; j < across * pool; j += 1) {
      const at = (Math.floor(i / pool) * across + Math.floor(j / pool)) * depth
      for (let c = 0, pixel = (i * width + j) * depth; c < depth; c += 1) {
        if (x[pixel + c] > values[at + c]) values[at + c] = x[pixel + c]
      }
    }
  }
  return values
}

function softmax(sums) {
  const most = Math.max(...sums)
  const powers = sums.map((sum) => Math.exp(sum - most))
  const total = powers.reduce((whole, power) => whole + power, 0)
  return powers.map((power) => power / total)
}

const ACTIVATIONS = { relu: (sums) => sums.map((sum) => (sum > 0 ? sum : 0)), softmax }

// Each layer's sums, before its activation, and its values.
export function run(layers, image) {
  let x = image
  return layers.map((layer) => {
    const sums = layer.pool ? largest(layer, x) : convolve(layer, x)
    x = layer.pool ? sums : ACTIVATIONS[layer.activation](sums)
    return { sums, values: x }
  })
}

export const answer = (outputs) => outputs.at(-1).values
export const winner = (values) => values.indexOf(Math.max(...values))

// --- where a number comes from: the channels of its window, each with its products and their sum

export function origin(layers, outputs, image, number, [i, j, f]) {
  const layer = layers[number]
  const x = number ? outputs[number - 1].values : image
  const [, width, depth] = layer.before
  const [rows, columns] = layer.pool ? [layer.pool, layer.pool] : layer.size
  const [top, left] = layer.pool ? [i * rows, j * columns] : [i, j]
  const at = (i * layer.shape[1] + j) * layer.shape[2] + f
  const channels = layer.pool ? [f] : Array.from({ length: depth }, (_, c) => c)
  const cut = (c) => Array.from({ length: rows * columns }, (_, place) => {
    const [m, n] = [Math.floor(place / columns), place % columns]
    const value = x[((top + m) * width + left + n) * depth + c]
    if (layer.pool) return { value }
    const weight = layer.kernel[((m * columns + n) * depth + c) * layer.shape[2] + f]
    return { value, weight, product: value * weight }
  })
  return {
    layer, place: [i, j, f], window: [top, left, rows, columns],
    channels: channels.map((c) => ({ c, cells: cut(c) })),
    bias: layer.pool ? 0 : layer.bias[f],
    sum: outputs[number].sums[at], value: outputs[number].values[at],
  }
}

// --- occlusion: which patches, covered with paper, lower the winner's probability most

function covered(image, width, { row, column, side }) {
  const left = image.slice()
  for (let i = row; i < row + side; i += 1) {
    left.fill(0, i * width + column, i * width + column + side)
  }
  return left
}

const apart = (one, other) =>
  Math.max(Math.abs(one.row - other.row), Math.abs(one.column - other.column)) >= one.side

// The two strongest that don't overlap.
export function reasons(layers, image, outputs, { side, step }) {
  const [height, width] = layers[0].before
  const first = winner(answer(outputs))
  const found = []
  for (let row = 0; row + side <= height; row += step) {
    for (let column = 0; column + side <= width; column += step) {
      const patch = { row, column, side }
      const without = covered(image, width, patch)
      const inked = without.filter((pixel, at) => pixel !== image[at]).length
      if (inked < 2 * side) continue // as hardly anything lay there
      const left = answer(run(layers, without))
      found.push({ ...patch, left: left[first], then: winner(left) })
    }
  }
  found.sort((one, other) => one.left - other.left)
  const second = found.find((patch) => apart(patch, found[0]))
  return [found[0], second].filter((patch) => patch?.left < answer(outputs)[first])
}
