// The folded settings of the stepper: fields made from one list, each with what it reads and changes.
import { sides } from "../arithmetic.js"
import { element, Grid } from "./grid.js"
import { DIGIT, grey } from "./picture.js"
import { channels, CHOICES, fitted, isConv, mapsOut, MOST, Problem, whole } from "./state.js"

const withSide = (pair, d, number) => pair.map((side, at) => (at === d ? number : side))

// Numbers: [name, how many fields, which numbers a state has, the change that new numbers make].
const NUMBERS = {
  x: [2, (s) => sides(s.x), (s, shape) => ({ x: fitted(s.x, shape, channels(s), () => 0) })],
  channels: [1, (s) => [channels(s)], (s, [depth]) => ({ x: fitted(s.x, sides(s.x), depth, () => 0) }), MOST.channels],
  kernel: [2, (s) => sides(s.kernel), (s, shape) => {
    const none = Array(s.bias.length).fill(0)
    return { kernel: fitted(s.kernel, shape, channels(s), () => none) }
  }, MOST.side, isConv],
  filters: [1, (s) => [s.bias.length], (s, [count]) => ({
    kernel: s.kernel.map((row) => row.map((slices) => slices.map((weights) =>
      Array.from({ length: count }, (_, f) => weights[f] ?? 0)))),
  }), MOST.filters, isConv],
  size: [2, (s) => s.size, (s, size) => ({ size, stride: size }), MOST.side, (s) => !isConv(s)],
  stride: [2, (s) => s.stride, (s, stride) => ({ stride })],
  dilation: [2, (s) => s.dilation, (s, dilation) => ({ dilation }), MOST.side, isConv],
  sides: [4, (s) => s.padding.flat(), (s, [top, bottom, left, right]) =>
    ({ padding: [[top, bottom], [left, right]] }), MOST.side, (s) => Array.isArray(s.padding)],
  nextSize: [1, (s) => [s.next.size], (s, [size]) => ({ next: { ...s.next, size } }), MOST.side, (s) => s.next.op],
  nextStride: [1, (s) => [s.next.stride], (s, [stride]) => ({ next: { ...s.next, stride } }), MOST.side, (s) => s.next.op],
}
const SELECTED = {
  op: [(s) => s.op, (op, s) => ({ op, stride: op === "conv" ? [1, 1] : s.size })],
  mode: [(s) => s.mode, (mode) => ({ mode, at: [0, 0] })],
  padding: [(s) => (Array.isArray(s.padding) ? "sides" : s.padding), (word) =>
    ({ padding: word === "sides" ? [[1, 1], [1, 1]] : word })],
  next: [(s) => s.next.op, (op, s) => ({ next: { ...s.next, op } }), (s) => s.mode === "forward"],
  beside: [(s) => s.beside, (beside) => ({ beside }), (s) => s.mode === "forward"],
}
const REFUSED = {
  padding: (s) => (isConv(s) ? [] : ["full", "sides"]),
  mode: (s) => (isConv(s) ? [] : ["kernel"]),
  beside: (s) => (isConv(s) ? [] : ["convolve", "correlate"]),
}
const ORDER = [
  "op", "mode", "x", "channels", "kernel", "size", "filters", "bias", "relu", "stride", "padding",
  "sides", "dilation", "next", "nextSize", "nextStride", "beside",
]

export class Settings {
  // `change(patch, field)` takes a change of the state, or what threw a Problem.
  constructor(words, change) {
    Object.assign(this, { words, change, rows: {} })
    this.bias = new Grid({
      edit: (path, text, input, done) => this.change({ edit: { path, text, input, done } }),
    })
    this.root = element("div", { className: "stepper-settings" })
    for (const name of ORDER) this.root.append(this.#row(name, this.#field(name)))
    this.root.append(this.#sources())
  }

  #row(name, ...fields) {
    const label = element("span", {}, this.words.names[name])
    const row = element("div", { className: "stepper-row", role: "group", "aria-label": this.words.names[name] }, label, ...fields)
    this.rows[name] = row
    return row
  }

  #field(name) {
    if (name === "bias") return this.bias.root
    if (name === "relu") {
      const box = element("input", { type: "checkbox", "aria-label": "ReLU" })
      box.addEventListener("change", () => this.change({ patch: () => ({ relu: box.checked }) }))
      return box
    }
    if (name in SELECTED) return this.#select(name)
    const [count] = NUMBERS[name]
    const box = element("span", { className: "stepper-numbers" })
    for (let d = 0; d < count; d += 1) box.append(this.#number(name, d))
    return box
  }

  #number(name, d) {
    const [, get, set, most = MOST.side] = NUMBERS[name]
    const least = name === "sides" ? 0 : 1
    const input = element("input", { type: "text", inputMode: "numeric", autocomplete: "off", size: 3 })
    input.setAttribute("aria-label", `${this.words.names[name]} ${d + 1}`)
    input.addEventListener("change", () => this.change({
      input,
      patch: (state) => {
        const number = whole(input.value, this.words.names[name], least, most)
        return set(state, withSide(get(state), d, number))
      },
    }))
    return input
  }

  #select(name) {
    const options = CHOICES[name].map((value) =>
      element("option", { value }, this.words.choices[name][value]))
    const select = element("select", { "aria-label": this.words.names[name] }, ...options)
    select.addEventListener("change", () =>
      this.change({ patch: (state) => SELECTED[name][1](select.value, state) }))
    return select
  }

  #sources() {
    const digit = element("button", { type: "button" }, this.words.names.digit)
    digit.addEventListener("click", () => this.change({ patch: () => ({ x: DIGIT }) }))
    const file = element("input", { type: "file", accept: "image/*", className: "stepper-hidden" })
    file.addEventListener("change", async () => {
      const [picture] = file.files
      if (!picture) return
      const x = await grey(picture).catch(() => null)
      file.value = ""
      this.change({
        patch: () => {
          if (!x) throw new Problem("picture")
          return { x }
        },
      })
    })
    const label = element("label", { className: "stepper-button" }, this.words.names.picture, file)
    const note = element("p", { className: "stepper-note" }, this.words.pictureNote)
    return element("div", {}, this.#row("source", digit, label), note)
  }

  show(state) {
    for (const [name, [, get, , , when = () => true]] of Object.entries(NUMBERS)) {
      this.rows[name].hidden = !when(state)
      if (this.rows[name].hidden) continue
      const numbers = get(state)
      this.rows[name].querySelectorAll("input").forEach((input, d) => {
        if (!input.matches("[aria-invalid]")) input.value = numbers[d]
      })
    }
    for (const [name, [get, , when = () => true]] of Object.entries(SELECTED)) {
      this.rows[name].hidden = !when(state)
      const select = this.rows[name].querySelector("select")
      select.value = get(state)
      const refused = REFUSED[name]?.(state) ?? []
      for (const option of select.options) option.disabled = refused.includes(option.value)
    }
    for (const name of ["bias", "relu"]) this.rows[name].hidden = !isConv(state)
    this.rows.relu.querySelector("input").checked = state.relu
    const cells = [state.bias.map((value, f) => ({ value, edit: ["bias", f] }))]
    this.bias.show({ label: "", cells }, this.words.names.bias, "kernel")
  }
}
