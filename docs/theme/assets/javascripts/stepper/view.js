// All numbers of a state, the products of the step that is shown, and the step as a sentence.
import {
  avgPool2d, avgPool2dBackward, conv2d, conv2dBackward, flipped, maxPool2d, maxPool2dBackward,
  pixelProducts, places, pooled, products, receptiveField, relu, sides, sights, span, table, weightProducts,
} from "../arithmetic.js"
import { fill } from "../words.js"
import { channels, isConv, mapsOut, nextWay, optionsOf, resultShape, wayOf } from "./state.js"

const POOL = { max: maxPool2d, avg: avgPool2d }
const POOL_BACKWARD = { max: maxPool2dBackward, avg: avgPool2dBackward }
const ones = (size, depth) => table(size, size, () => Array(depth).fill([1]))
export const key = (...place) => place.join()

export function format(number, decimals = 4) {
  const text = Number.isInteger(number) ? String(number) : number.toFixed(decimals)
  return (Number(text) === 0 ? "0" : text).replace("-", "−")
}
export const trimmed = (number) => format(number).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")
const factor = (number) => (number < 0 ? `(${trimmed(number)})` : trimmed(number))

const total = (terms) => terms.reduce((sum, term) => sum + term.left * term.right, 0)

// --- all the numbers of a state

// The same layer by another library's convention: its kernel, its border, its averages.
function elsewhere(state) {
  const { beside, padding, dilation, kernel, size } = state
  const covered = (isConv(state) ? sides(kernel) : size).map((k, d) => span(k, dilation[d]))
  const sided = (side) => (padding === "same" ? covered.map(side) : padding)
  const half = (k) => Math.floor((k - 1) / 2)
  const each = (k) => [half(k), half(k)]
  const before = (k) => [k - 1 - half(k), half(k)]
  return {
    ...state,
    kernel: beside === "convolve" ? flipped(kernel) : kernel,
    padding: sided(beside === "torch" ? each : before),
    countPadding: beside === "torch",
  }
}

function layer(state) {
  if (!isConv(state)) return POOL[state.op](state.x, state.size, state)
  return conv2d(state.x, state.kernel, state.bias, optionsOf(state))
}

export function computed(state) {
  const sums = layer(state)
  const y = state.relu ? relu(sums) : sums
  const all = { way: wayOf(state), sums, y }
  if (state.mode === "forward") {
    const { op, size, stride } = state.next
    if (op) all.next = nextWay(state, all.way.shape)
    if (op === "conv") all.z = conv2d(y, ones(size, mapsOut(state)), [0], { stride })
    else if (op) all.z = POOL[op](y, size, { stride })
    if (state.beside) {
      const other = elsewhere(state)
      if (Math.min(...wayOf(other).shape) < 1) return all // where it doesn't fit, nothing comes out
      all.other = other
      all.otherY = state.relu ? relu(layer(other)) : layer(other)
    }
    return all
  }
  all.dy = state.dy.map((row, i) => row.map((cell, j) =>
    cell.map((g, f) => (state.relu && sums[i][j][f] <= 0 ? 0 : g))))
  if (isConv(state)) all.d = conv2dBackward(all.dy, state.x, state.kernel, optionsOf(state))
  else all.d = { x: POOL_BACKWARD[state.op](all.dy, state.x, state.size, state) }
  return all
}

// --- the products of the step that is shown

export function step(state, all) {
  const [i, j, map, layerNumber] = state.at
  if (layerNumber === 2) {
    const { op } = state.next
    const met = op === "conv"
      ? products(all.y, ones(state.next.size, mapsOut(state)), all.next, [i, j, 0])
      : pooled(op, all.y, all.next, [i, j, map])
    return { op, met, value: all.z[i][j][map] }
  }
  if (state.mode === "kernel") {
    const [c, f] = [map % channels(state), Math.floor(map / channels(state))]
    const met = weightProducts(all.dy, state.x, all.way, [i, j, c, f])
    return { op: "conv", met, value: all.d.kernel[i][j][c][f] }
  }
  if (state.mode === "image") {
    const met = isConv(state) ? pixelProducts(all.dy, state.kernel, all.way, state.at)
      : shares(state, all)
    return { op: "conv", met, value: all.d.x[i][j][map] }
  }
  return forward(state, all.way, all.y)
}

function forward(state, way, y) {
  const [i, j, map] = state.at
  const met = isConv(state) ? products(state.x, state.kernel, way, state.at)
    : pooled(state.op, state.x, way, state.at)
  const parts = isConv(state) ? state.x[0][0].map((_, c) => total(met.filter((p) => p.c === c))) : []
  return { op: state.op, met, parts, value: y[i][j][map], bias: state.bias[map], relu: state.relu }
}

// What a pixel gets from the windows of a pooling that saw it.
function shares(state, all) {
  const [row, column, c] = state.at
  return table(...all.way.shape, (i, j) => pooled(state.op, state.x, all.way, [i, j, c]))
    .flat(2)
    .filter((pixel) => pixel.row === row && pixel.column === column)
    .map((pixel) => ({ ...pixel, f: c, left: pixel.share, right: all.dy[pixel.i][pixel.j][c] }))
}

// --- as a sentence

const LONG = 12
const JOINED = " +\u00a0" // so that a line ends before a sign

function added(terms, write) {
  const kept = terms.length > LONG ? terms.filter((term) => term.left * term.right) : terms
  const written = kept.map(write)
  if (kept.length > LONG) written.splice(2, written.length - 3, "…")
  return written.join(JOINED) || "0"
}

function written({ op, met, value, bias = 0, relu: bent = false, countPadding = false, parts = [] }) {
  const inside = met.filter((pixel) => pixel.inside).map((pixel) => pixel.value)
  if (op === "max") return `max(${inside.map(trimmed).join(", ")}) = ${trimmed(value)}`
  if (op === "avg") {
    const count = countPadding ? met.length : inside.length
    return `(${inside.map(trimmed).join(JOINED)}) ÷ ${count} = ${trimmed(value)}`
  }
  const terms = parts.length > 1 ? parts.map(factor).join(JOINED)
    : added(met, (term) => `${factor(term.left)}×${factor(term.right)}`)
  const plus = bias ? ` ${bias < 0 ? "−" : "+"}\u00a0${trimmed(Math.abs(bias))}` : ""
  const end = bent ? ` →\u00a0ReLU ${trimmed(value)}` : ""
  return `${terms}${plus} =\u00a0${trimmed(total(met) + bias)}${end}`
}

export function sentences(state, all, words) {
  const lines = [written(step(state, all))]
  if (state.at[3] === 2) lines.push(fieldSentence(all, words))
  else if (all.other) lines.push(besideSentence(state, all, words))
  if (state.mode === "kernel") {
    lines.push(fill(words.biasGradient, { value: all.d.bias.map(trimmed).join(", ") }))
  }
  return lines
}

// What else there is to say of the whole: pixels that no window sees, outputs that differ.
export function notes(state, all, words) {
  const said = []
  const unseen = sights(all.way).flat().filter((count) => !count).length
  if (unseen && state.mode === "forward") said.push(fill(words.unseen, { count: unseen }))
  if (all.dy?.flat(2).some((gradient, n) => gradient !== state.dy.flat(2)[n])) said.push(words.stopped)
  if (state.beside && state.mode === "forward" && !all.other) said.push(words.noOther)
  if (all.otherY) {
    const [ours, theirs] = [all.y.flat(2), all.otherY.flat(2)]
    const count = ours.filter((number, n) => number !== theirs[n]).length
    if (String(sides(all.y)) !== String(sides(all.otherY))) said.push(words.sizesDiffer)
    else said.push(count ? fill(words.differ, { count, all: ours.length }) : words.agree)
  }
  return said
}

function fieldSentence({ way, next }, words) {
  const sides = [0, 1].map((d) => receptiveField(
    [way, next].map(({ size, stride, dilation }) => [size[d], stride[d], dilation[d]])))
  return fill(words.field, { numbers: next.size.join("×"), pixels: sides.join("×") })
}

function besideSentence(state, all, words) {
  const [i, j] = state.at
  const name = words.besides[state.beside]
  if (!all.otherY[i]?.[j]) return `${name}: ${words.noStep}`
  const there = forward({ ...all.other, at: state.at }, wayOf(all.other), all.otherY)
  return `${name}: ${written({ ...there, countPadding: all.other.countPadding })}`
}

// Pixels on which a number of the second layer depends.
export function field(state, all) {
  const [i, j] = state.at
  return places(all.next, i, j).flatMap(({ row, column }) => places(all.way, row, column))
    .filter((pixel) => pixel.inside)
}

export const steps = (state) => resultShape(state).reduce((count, side) => count * side, 1)
