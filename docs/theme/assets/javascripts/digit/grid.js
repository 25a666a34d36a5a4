// The opening chapter's network on numbers that the reader changes, with every sum in sight.
import { make } from "../make.js"
import { answer, run, winner } from "./network.js"
import {
  ARROWS, button, channelOf, each, NetworkElement, percent, say, show, table, titled, titleOf,
} from "./view.js"

const SIDE = 10
const FIVE = `
  0000000000 0000001100 0015786410 0004821000 0000520000
  0000055000 0000048100 0003773000 0267300000 0000000000`.replace(/\s/g, "")

class DigitGrid extends NetworkElement {
  static network = "hand_checked"

  build() {
    this.inputs = each(SIDE * SIDE, (at) => make("input", {
      inputmode: "numeric", autocomplete: "off", tabindex: at ? -1 : 0,
      "aria-label": say("cell", { row: Math.floor(at / SIDE), column: at % SIDE }),
    }))
    const rows = each(SIDE, (row) => make("tr", {},
      ...this.inputs.slice(SIDE * row, SIDE * (row + 1)).map((input) => make("td", {}, input))))
    this.grid = make("table", { class: "digit-grid", "aria-label": say("grid") }, make("tbody", {}, ...rows))
    this.wrong = make("p", { class: "digit-wrong", role: "alert" })
    this.pens = each(SIDE, (ink) => make("input", { type: "radio", name: "digit-pen", value: ink }))
    this.pens[8].checked = true
    const pens = make("fieldset", {}, make("legend", {}, say("pen")),
      ...this.pens.map((pen, ink) => make("label", {}, pen, ink)))
    const buttons = make("p", { class: "digit-buttons" }, button(say("reset"), () => this.reset(FIVE)),
      button(say("clear"), () => this.reset("0".repeat(SIDE * SIDE))))
    this.steps = make("div", { class: "digit-steps" })
    this.append(make("div", { class: "digit-top" }, make("div", {}, this.grid, this.wrong, pens, buttons),
      make("div", {}, this.says, this.answers.element)), this.status, this.heard, this.steps)
    this.#listen()
    this.reset(FIVE)
  }

  ready() {
    this.parts = this.layers.flatMap((layer, number) => this.#partsOf(layer, number))
    this.steps.replaceChildren(...this.parts.map((part) => part.figure))
    this.update()
  }

  // A layer's tables: its sums and its values, one for each map; what has one row and one column
  // for each map is written in one row, as is what flatten makes of the last maps.
  #partsOf(layer, number) {
    const { name, shape: [rows, columns, channels], activation } = layer
    const part = (title, key, maps) => {
      const shown = maps.map((map) => map.shown)
      return {
        number, maps: shown, figure: titled(title, ...shown),
        update: (output, decimals) =>
          maps.forEach((map) => show(map.shown, map.of(output[key]), decimals)),
      }
    }
    const row = (label, placeOf) => {
      const shown = table(1, rows * columns * channels, label)
      this.#link(shown, (at) => this.choose(number, placeOf(at)))
      return [{ shown, of: (values) => values }]
    }
    const placeOf = (at) => [
      Math.floor(at / channels / columns), Math.floor(at / channels) % columns, at % channels]
    const maps = () => rows * columns === 1 ? row(name, placeOf) : each(channels, (f) => {
      const shown = table(rows, columns, say("map", { name, f }))
      this.#link(shown, (at) => this.choose(number, [Math.floor(at / columns), at % columns, f]))
      return { shown, of: (values) => channelOf(values, f, channels) }
    })
    if (!activation) return [part(titleOf(layer), "values", maps())]
    const parts = [["sums", "sums"], [activation, "values"]].map(([word, key]) =>
      part(`${titleOf(layer)}, ${say(word)}`, key, maps()))
    const isFlattened = rows * columns > 1 && this.layers[number + 1].shape[0] === 1
    return isFlattened ? [...parts, part(say("flat"), "values", row(say("flat"), placeOf))] : parts
  }

  // Cells lead to their windows: by pointer, and with one stop for the keyboard.
  #link(shown, choose) {
    const cells = [...shown.querySelectorAll("td")]
    const columns = shown.rows[0].cells.length
    cells.forEach((cell, at) => {
      cell.tabIndex = at ? -1 : 0
      cell.addEventListener("click", () => choose(at))
      cell.addEventListener("keydown", (event) => {
        if (event.key === "Enter") choose(at)
        else move(event, cells, at, columns)
      })
    })
  }

  #listen() {
    let isDrawing = false
    const draw = ({ clientX, clientY }) => {
      const input = document.elementFromPoint(clientX, clientY)?.closest("td")?.firstChild
      const at = this.inputs.indexOf(input)
      if (at >= 0) this.#put(at, Number(this.pens.find((pen) => pen.checked).value))
      return at
    }
    this.grid.addEventListener("pointerdown", (event) => {
      event.preventDefault() // or a finger would call up the keyboard
      isDrawing = true
      const at = draw(event)
      if (at >= 0 && event.pointerType === "mouse") focusOn(this.inputs, at)
    })
    addEventListener("pointermove", (event) => isDrawing && draw(event))
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (isDrawing = false))
    this.inputs.forEach((input, at) => {
      input.addEventListener("mousedown", (event) => event.preventDefault())
      input.addEventListener("focus", () => input.select())
      input.addEventListener("keydown", (event) => move(event, this.inputs, at, SIDE))
      input.addEventListener("input", () => this.#type(input, at))
      input.addEventListener("blur", () => (input.value = this.image[at]))
    })
  }

  // What is typed counts if it is a number from 0 to 9, and the next cell is ready for the next.
  #type(input, at) {
    const text = input.value.normalize("NFKC").trim()
    const isWrong = text !== "" && !/^\d$/.test(text)
    this.wrong.textContent = isWrong ? say("wrong", { text: text.slice(0, 12) }) : ""
    input.setAttribute("aria-invalid", isWrong)
    if (isWrong) return
    this.#put(at, Number(text))
    focusOn(this.inputs, Math.min(at + (text ? 1 : 0), this.inputs.length - 1))
  }

  #put(at, number) {
    this.inputs[at].value = number
    this.inputs[at].parentElement.style.setProperty("--share", number / 9)
    if (this.image[at] === number) return
    this.image[at] = number
    this.update()
  }

  reset(text) {
    this.wrong.textContent = ""
    this.image = Float64Array.from(text)
    this.image.forEach((number, at) => this.#put(at, number))
    this.update()
  }

  update() {
    if (!this.layers) return
    this.outputs = run(this.layers, this.image)
    const decimals = this.clientWidth < 480 ? 2 : 4
    this.parts.forEach((part) => part.update(this.outputs[part.number], decimals))
    const probabilities = answer(this.outputs)
    this.answers.show(probabilities)
    const digit = winner(probabilities)
    const verdict = say("says", { digit, share: percent(probabilities[digit]) })
    this.answer(this.image.some(Boolean) ? verdict : `${say("blank")} ${verdict}`)
    if (this.chosen) this.choose(...this.chosen, false)
  }

  // --- the window of the chosen number, in the maps before

  mark(number, { window: [top, left, rows, columns], channels }) {
    const partsOf = (wanted) => this.parts.filter((part) => part.number === wanted)
    partsOf(number).at(-1).figure.after(this.origin)
    const before = number ? partsOf(number - 1).findLast((part) => part.maps[0].rows[top + rows - 1]) : 0
    const maps = before ? before.maps : [this.grid]
    for (const { c } of channels) {
      const [map, at] = maps[c] ? [maps[c], left] : [maps[0], c] // in one row
      each(rows, (m) => each(columns, (n) => {
        map.rows[top + m].cells[at + n].dataset.window = ""
      }))
    }
  }

  unmark() {
    this.origin?.remove()
    for (const cell of this.querySelectorAll("[data-window]")) delete cell.dataset.window
  }
}

function focusOn(cells, at) {
  cells.forEach((cell, number) => (cell.tabIndex = number === at ? 0 : -1))
  cells[at].focus()
  cells[at].select?.()
}

function move(event, cells, at, columns) {
  const way = ARROWS[event.key]
  if (!way) return
  event.preventDefault()
  const [row, column] = [Math.floor(at / columns) + way[0], (at % columns) + way[1]]
  const isInside = column >= 0 && column < columns && row >= 0 && row * columns < cells.length
  if (isInside) focusOn(cells, row * columns + column)
}

customElements.define("book-digit-grid", DigitGrid)
