// The stepper's state: what is in it, how an address or a page's comment writes it, what is refused.
import { sides, slide, table } from "../arithmetic.js"

export const MOST = { side: 28, channels: 16, filters: 8, products: 300_000 }
export const CHOICES = {
  op: ["conv", "max", "avg"],
  mode: ["forward", "kernel", "image"],
  padding: ["valid", "same", "full", "sides"],
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

const stack = (maps) => table(...sides(maps[0]), (i, j) => maps.map((map) => map[i][j]))
const unstack = (array) => array[0][0].map((_, c) => array.map((row) => row.map((cell) => cell[c])))

function numbers(text) {
  return text.split(",").map((number) => {
    if (!NUMBER.test(number)) throw new Problem("number", { text: number })
    return typed(number)
  })
}

function maps(text) {
  const read = text.split(";").map((map) => map.split("/").map(numbers))
  const widths = new Set(read.flat().map((row) => row.length))
  const heights = new Set(read.map((map) => map.length))
  if (widths.size > 1 || heights.size > 1) throw new Problem("ragged", { text })
  return stack(read)
}

function filters(text) {
  const read = text.split("~").map(maps)
  const shapes = new Set(read.map((filter) => `${sides(filter)} ${filter[0][0].length}`))
  if (shapes.size > 1) throw new Problem("ragged", { text })
  return table(...sides(read[0]), (m, n) =>
    read[0][m][n].map((_, c) => read.map((filter) => filter[m][n][c])))
}

const filterOf = (kernel, f) => kernel.map((row) => row.map((cell) => cell.map((w) => w[f])))
const writeMaps = (array) =>
  unstack(array).map((map) => map.map((row) => row.join(",")).join("/")).join(";")

const pairOf = (name, most) => (text) => {
  const [down, right = down] = text.split(",")
  return [down, right].map((number) => whole(number, name, 1, most))
}

function paddingOf(text) {
  if (!text.includes(",")) return choice("padding", text)
  const [top, bottom, left, right] = text.split(",").map((n) => whole(n, "padding", 0, MOST.side))
  whole(right, "padding", 0, MOST.side)
  return [[top, bottom], [left, right]]
}

function choice(name, text) {
  if (!CHOICES[name].includes(text)) throw new Problem("unknown", { text: `${name}=${text}` })
  return text
}

function nextOf(text) {
  const [op, size, stride] = text.split(",")
  return {
    op: choice("next", op),
    size: whole(size, "size", 1, MOST.side),
    stride: whole(stride, "stride", 1, MOST.side),
  }
}

const READ = {
  op: (text) => choice("op", text),
  mode: (text) => choice("mode", text),
  x: maps,
  kernel: filters,
  bias: numbers,
  size: pairOf("size", MOST.side),
  stride: pairOf("stride", MOST.side),
  padding: paddingOf,
  dilation: pairOf("dilation", MOST.side),
  relu: (text) => text === "1",
  dy: maps,
  next: nextOf,
  beside: (text) => choice("beside", text),
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
    kernel: conv && state.bias.map((_, f) => writeMaps(filterOf(state.kernel, f))).join("~"),
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
  Array.from({ length: depth }, (_, c) => array?.[i]?.[j]?.[c] ?? cell(c)))

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
    if (!CHOICES.padding.slice(0, 2).includes(state.padding)) state.padding = "valid"
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
  const [i, j, map = 0, layer = 1] = state.at
  const at = [i, j, map].map((place, d) => Math.min(place, shape[d] - 1))
  return { ...state, at: [...at, layer] }
}
