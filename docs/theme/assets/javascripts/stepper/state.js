// The stepper's state: what is in it, how an address or a page's comment writes it, what is refused.
import { sides, slide, table } from "../arithmetic.js"

export const MOST = { side: 28, channels: 16, filters: 8, products: 300_000 }
const WORDS = ["valid", "same", "full"]
export const CHOICES = {
  op: ["conv", "max", "avg"],
  mode: ["forward", "kernel", "image"],
  padding: [...WORDS, "sides"],
  beside: ["", "convolve", "correlate", "torch"],
  next: ["", "conv", "max", "avg"],
}
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i

const DEFAULTS = {
  op: "conv", mode: "forward", padding: "valid", dilation: [1, 1], relu: false, size: [2, 2],
  next: { op: "", size: 2, stride: 2 }, beside: "", at: [0, 0],
}

// What is wrong, as a word of the table of texts and what stands in its gaps.
export class Problem extends Error {
  constructor(word, facts = {}) {
    super(word)
    this.facts = facts
  }
}

// A number as people type it: with a comma or a Unicode minus, or as a fraction.
export function typed(text) {
  const plain = text.trim().replace(/^\+/, "").replaceAll("−", "-").replace(",", ".")
  if (!plain) throw new Problem("empty")
  const [above, below = "1"] = plain.split("/").map((part) => part.trim())
  const number = Number(above) / Number(below)
  if (!NUMBER.test(above) || !NUMBER.test(below) || !Number.isFinite(number)) {
    throw new Problem("number", { text })
  }
  return number
}

export function whole(text, name, least, most) {
  const plain = String(text).trim()
  if (!/^\d+$/.test(plain) || Number(plain) < least || Number(plain) > most) {
    throw new Problem("whole", { name, text: plain, least, most })
  }
  return Number(plain)
}

// --- from an address and back: numbers a,b; rows a/b; channels a;b; filters a~b

const numbers = (text) => text.split(",").map(typed)

// Filters of channels of rows of numbers, and how many there are of each.
function read4(text) {
  const filters = text.split("~").map((filter) => filter.split(";").map((map) =>
    map.split("/").map(numbers)))
  const counts = []
  for (let level = [filters]; Array.isArray(level[0]); level = level.flat()) {
    counts.push(level[0].length)
    if (level.some((part) => part.length !== level[0].length)) throw new Problem("ragged", { text })
  }
  return [filters, counts]
}

function kernelOf(text) {
  const [filters, [, slices, rows, columns]] = read4(text)
  return fitted(null, [rows, columns], slices, (m, n, c) => filters.map((filter) => filter[c][m][n]))
}

const mapsOf = (text) => kernelOf(text).map((row) => row.map((cell) => cell.map(([value]) => value)))

const writeMaps = (array, pick = (value) => value) => array[0][0].map((_, c) =>
  array.map((row) => row.map((cell) => pick(cell[c])).join(",")).join("/")).join(";")

const side = (name, least = 1) => (text) => whole(text, name, least, MOST.side)

function pairOf(name) {
  return (text) => {
    const [down, right = down] = text.split(",").map(side(name))
    return [down, right]
  }
}

function paddingOf(text) {
  if (WORDS.includes(text)) return text
  const [top, bottom, left, right] = text.split(",").map(side("padding", 0))
  return [[top, bottom], [left, side("padding", 0)(right)]]
}

const choice = (name) => (text) => {
  if (CHOICES[name].includes(text)) return text
  throw new Problem("unknown", { text: `${name}=${text}` })
}

function nextOf(text) {
  const [op, size, stride] = text.split(",")
  return { op: choice("next")(op), size: side("size")(size), stride: side("stride")(stride) }
}

const READ = {
  op: choice("op"),
  mode: choice("mode"),
  x: mapsOf,
  kernel: kernelOf,
  bias: numbers,
  size: pairOf("size"),
  stride: pairOf("stride"),
  padding: paddingOf,
  dilation: pairOf("dilation"),
  relu: (text) => text === "1",
  dy: mapsOf,
  next: nextOf,
  beside: choice("beside"),
  at: (text) => text.split(",").map((number) => whole(number, "at", 0, 10_000)),
}

export function read(text) {
  const state = {}
  for (const [name, value] of new URLSearchParams(text)) {
    if (!Object.hasOwn(READ, name)) throw new Problem("unknown", { text: name })
    state[name] = READ[name](value)
  }
  if (!state.x) throw new Problem("missing", { text: "x" })
  return settled(state)
}

const writeAt = ([i, j, map, layer]) =>
  (layer === 2 ? [i, j, map, 2] : map ? [i, j, map] : i || j ? [i, j] : []).join(",")

export function write(state) {
  const pair = ([down, right]) => (down === right ? down : `${down},${right}`)
  const conv = state.op === "conv"
  const sizes = conv ? [1, 1] : state.size
  const parts = {
    op: state.op,
    mode: state.mode !== "forward" && state.mode,
    x: writeMaps(state.x),
    kernel: conv && state.bias.map((_, f) => writeMaps(state.kernel, (w) => w[f])).join("~"),
    bias: conv && state.bias.some(Boolean) && state.bias.join(","),
    size: !conv && pair(state.size),
    stride: String(state.stride) !== String(sizes) && pair(state.stride),
    padding: state.padding !== "valid" && String(state.padding),
    dilation: String(state.dilation) !== "1,1" && pair(state.dilation),
    relu: state.relu && 1,
    dy: state.mode !== "forward" && writeMaps(state.dy),
    next: state.next.op && `${state.next.op},${state.next.size},${state.next.stride}`,
    beside: state.beside,
    at: writeAt(state.at),
  }
  const kept = Object.entries(parts).filter(([, part]) => part)
  return kept.map(([name, part]) => `${name}=${part}`).join("&").replaceAll("+", "")
}

// --- what belongs together

export const fitted = (array, [rows, columns], depth, cell) => table(rows, columns, (i, j) =>
  Array.from({ length: depth }, (_, c) => array?.[i]?.[j]?.[c] ?? cell(i, j, c)))

export const isConv = (state) => state.op === "conv"
export const channels = (state) => state.x[0][0].length
export const optionsOf = ({ stride, padding, dilation }) => ({ stride, padding, dilation })
export const wayOf = (state) => slide(
  sides(state.x), isConv(state) ? sides(state.kernel) : state.size, optionsOf(state))
export const nextWay = ({ next }, shape) => slide(shape, [next.size, next.size], next)
export const mapsOut = (state) => (isConv(state) ? state.bias.length : channels(state))

// Sides and number of the tables that a mode steps through.
export function resultShape(state) {
  if (state.mode === "image") return [...sides(state.x), channels(state)]
  if (state.mode === "kernel") return [...sides(state.kernel), channels(state) * mapsOut(state)]
  const { shape } = wayOf(state)
  if (state.at[3] !== 2) return [...shape, mapsOut(state)]
  return [...nextWay(state, shape).shape, state.next.op === "conv" ? 1 : mapsOut(state)]
}

// What follows from a change: a kernel with a slice for each channel, a bias for each filter.
export function adapted(state) {
  const count = state.kernel[0][0][0].length
  const kernel = table(...sides(state.kernel), (m, n) =>
    Array.from({ length: channels(state) }, (_, c) =>
      state.kernel[m][n][c] ?? Array(count).fill(0)))
  const bias = Array.from({ length: count }, (_, f) => state.bias[f] ?? 0)
  const made = { ...state, kernel, bias }
  made.dy = fitted(state.dy, wayOf(made).shape, mapsOut(made), () => 1)
  return settled(made)
}

function checkFits(way) {
  const by = (pair) => pair.join("×")
  const room = way.image.map((side, d) => side + way.border[d][0] + way.border[d][1])
  if (way.covered.some((side, d) => side > room[d])) {
    throw new Problem("fits", { covered: by(way.covered), room: by(room) })
  }
}

function checkSides(array) {
  whole(array.length, "rows", 1, MOST.side)
  whole(array[0].length, "columns", 1, MOST.side)
}

// The state with all that the rest needs; a Problem where parts don't belong together.
export function settled(given) {
  const state = { ...DEFAULTS, ...given }
  const depth = channels(state)
  checkSides(state.x)
  whole(depth, "channels", 1, MOST.channels)
  state.kernel ??= fitted(null, [2, 2], depth, () => [1])
  checkSides(state.kernel)
  const [slices, count] = [state.kernel[0][0].length, state.kernel[0][0][0].length]
  if (slices !== depth) throw new Problem("slices", { slices, channels: depth })
  whole(count, "filters", 1, MOST.filters)
  state.bias ??= Array(count).fill(0)
  if (state.bias.length !== count) throw new Problem("biases", { count })
  if (!isConv(state)) {
    if (!["valid", "same"].includes(state.padding)) state.padding = "valid"
    if (state.mode === "kernel") state.mode = "image"
    Object.assign(state, { dilation: [1, 1], relu: false })
  }
  state.stride ??= isConv(state) ? [1, 1] : state.size
  const way = wayOf(state)
  checkFits(way)
  const work = way.shape[0] * way.shape[1] * way.size[0] * way.size[1] * depth * mapsOut(state)
  if (work > MOST.products) throw new Problem("work", { most: MOST.products })
  state.dy ??= fitted(null, way.shape, mapsOut(state), () => 1)
  const wanted = [...way.shape, mapsOut(state)].join("×")
  if ([...sides(state.dy), state.dy[0][0].length].join("×") !== wanted) {
    throw new Problem("gradients", { wanted })
  }
  if (state.mode === "forward" && state.next.op) checkFits(nextWay(state, way.shape))
  else state.at = state.at.slice(0, 3)
  const shape = resultShape(state)
  const [i, j, map = 0, layer] = state.at
  const at = [i, j, map].map((place, d) => Math.min(place, shape[d] - 1))
  return { ...state, at: [...at, layer === 2 ? 2 : 1] }
}
