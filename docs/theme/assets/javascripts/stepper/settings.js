// The folded settings of the stepper: fields made from one list, each with what it reads and changes.
import { sides } from "../arithmetic.js"
import { element, Grid } from "./grid.js"
import { channels, CHOICES, fitted, isConv, mapsOut, MOST, Problem, whole } from "./state.js"

// --- images of the reader's: the book's digit, or a picture made grey and small, which stays here
const SIDE = 16
const BRIGHTEST = 9

// The five of the opening chapter (cnnbook.checked.digit).
const DIGIT = [
  "0000000000", "0000001100", "0015786410", "0004821000", "0000520000",
  "0000055000", "0000048100", "0003773000", "0267300000", "0000000000",
].map((row) => [...row].map((pixel) => [Number(pixel)]))

async function grey(file) {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map((n) => Math.max(1, Math.round(n * scale)))
  const canvas = Object.assign(document.createElement("canvas"), { width, height })
  const context = canvas.getContext("2d")
  context.fillStyle = "white" // under what is transparent
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = "high"
  context.drawImage(bitmap, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => {
    const [red, green, blue] = data.subarray(4 * (i * width + j))
    const brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return [Math.round((brightness / 255) * BRIGHTEST)]
  }))
}

// --- fields, each with what it reads of a state, the change it makes, and when it is there

const SELECTS = {
  op: { get: (s) => s.op, set: (s, op) => ({ op, stride: op === "conv" ? [1, 1] : s.size }) },
  mode: {
    get: (s) => s.mode, set: (s, mode) => ({ mode, at: [0, 0] }),
    refused: (s) => (isConv(s) ? [] : ["kernel"]),
  },
  padding: {
    get: (s) => (Array.isArray(s.padding) ? "sides" : s.padding),
    set: (s, word) => ({ padding: word === "sides" ? [[1, 1], [1, 1]] : word }),
    refused: (s) => (isConv(s) ? [] : ["full", "sides"]),
  },
  next: {
    get: (s) => s.next.op, set: (s, op) => ({ next: { ...s.next, op } }),
    when: (s) => s.mode === "forward",
  },
  beside: {
    get: (s) => s.beside, set: (s, beside) => ({ beside }), when: (s) => s.mode === "forward",
    refused: (s) => (isConv(s) ? [] : ["convolve", "correlate"]),
  },
}
const inNext = (name) => ({
  get: (s) => [s.next[name]], set: (s, [number]) => ({ next: { ...s.next, [name]: number } }),
  when: (s) => s.next.op,
})
const NUMBERS = {
  x: {
    get: (s) => sides(s.x), set: (s, shape) => ({ x: fitted(s.x, shape, channels(s), () => 0) }),
  },
  channels: {
    get: (s) => [channels(s)], most: MOST.channels,
    set: (s, [depth]) => ({ x: fitted(s.x, sides(s.x), depth, () => 0) }),
  },
  kernel: {
    get: (s) => sides(s.kernel), when: isConv,
    set: (s, shape) => ({ kernel: fitted(s.kernel, shape, channels(s), () => s.bias.map(() => 0)) }),
  },
  filters: {
    get: (s) => [s.bias.length], most: MOST.filters, when: isConv,
    set: (s, [count]) => ({
      kernel: s.kernel.map((row) => row.map((slices) => slices.map((weights) =>
        Array.from({ length: count }, (_, f) => weights[f] ?? 0)))),
    }),
  },
  size: { get: (s) => s.size, set: (s, size) => ({ size, stride: size }), when: (s) => !isConv(s) },
  stride: { get: (s) => s.stride, set: (s, stride) => ({ stride }) },
  dilation: { get: (s) => s.dilation, set: (s, dilation) => ({ dilation }), when: isConv },
  sides: {
    get: (s) => s.padding.flat(), least: 0, when: (s) => Array.isArray(s.padding),
    set: (s, four) => ({ padding: [four.slice(0, 2), four.slice(2)] }),
  },
  nextSize: inNext("size"),
  nextStride: inNext("stride"),
}
const COUNTS = { x: 2, kernel: 2, size: 2, stride: 2, dilation: 2, sides: 4 }
const ORDER = [
  "op", "mode", "x", "channels", "kernel", "size", "filters", "bias", "relu", "stride", "padding",
  "sides", "dilation", "next", "nextSize", "nextStride", "beside",
]

export class Settings {
  // `change` takes what changes the state: { patch, input } or { edit } of a table.
  constructor(words, change) {
    Object.assign(this, { words, change, rows: {} })
    this.bias = new Grid((edit) => change({ edit }))
    this.relu = element("input", { type: "checkbox", ariaLabel: "ReLU" })
    this.relu.addEventListener("change", () => change({ patch: () => ({ relu: this.relu.checked }) }))
    const rows = ORDER.map((name) => this.#row(name, ...this.#fields(name)))
    this.root = element("div", { className: "stepper-settings" }, ...rows, this.#sources())
  }

  #row(name, ...fields) {
    const ariaLabel = this.words.names[name]
    this.rows[name] = element("div", { className: "stepper-row", role: "group", ariaLabel },
      element("span", {}, ariaLabel), ...fields)
    return this.rows[name]
  }

  #fields(name) {
    if (name === "bias") return [this.bias.root]
    if (name === "relu") return [this.relu]
    if (name in SELECTS) return [this.#select(name)]
    return Array.from({ length: COUNTS[name] ?? 1 }, (_, d) => this.#number(name, d))
  }

  #number(name, d) {
    const { get, set, least = 1, most = MOST.side } = NUMBERS[name]
    const label = this.words.names[name]
    const input = element("input", {
      type: "text", inputMode: "numeric", autocomplete: "off", ariaLabel: `${label} ${d + 1}`,
    })
    const patch = (state) => {
      const number = whole(input.value, label, least, most)
      return set(state, get(state).map((old, at) => (at === d ? number : old)))
    }
    input.addEventListener("change", () => this.change({ input, patch }))
    return input
  }

  #select(name) {
    const options = CHOICES[name].map((value) =>
      element("option", { value }, this.words.choices[name][value]))
    const select = element("select", { ariaLabel: this.words.names[name] }, ...options)
    select.addEventListener("change", () =>
      this.change({ patch: (state) => SELECTS[name].set(state, select.value) }))
    return select
  }

  #sources() {
    const digit = element("button", { type: "button" }, this.words.names.digit)
    digit.addEventListener("click", () => this.change({ patch: () => ({ x: DIGIT }) }))
    const file = element("input", { type: "file", accept: "image/*", className: "stepper-hidden" })
    file.addEventListener("change", async () => {
      const x = await grey(file.files[0]).catch(() => null)
      file.value = ""
      this.change({
        patch: () => {
          if (!x) throw new Problem("picture")
          return { x }
        },
      })
    })
    return element("div", {},
      this.#row("source", digit,
        element("label", { className: "stepper-button" }, this.words.names.picture, file)),
      element("p", { className: "stepper-note" }, this.words.pictureNote))
  }

  show(state) {
    for (const [name, { get, when = () => true }] of Object.entries({ ...NUMBERS, ...SELECTS })) {
      const row = this.rows[name]
      row.hidden = !when(state)
      if (row.hidden) continue
      row.querySelectorAll("input, select").forEach((field, d) => {
        if (!field.matches("[aria-invalid]")) field.value = [get(state)].flat()[d]
      })
      const refused = SELECTS[name]?.refused?.(state) ?? []
      for (const option of row.querySelectorAll("option")) {
        option.disabled = refused.includes(option.value)
      }
    }
    for (const name of ["bias", "relu"]) this.rows[name].hidden = !isConv(state)
    this.relu.checked = state.relu
    const cells = [state.bias.map((value, f) => ({ value, edit: ["bias", f] }))]
    this.bias.show({ cells }, this.words.names.bias, "kernel")
  }
}
