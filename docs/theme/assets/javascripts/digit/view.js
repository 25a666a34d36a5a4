// What both drawing elements show: numbers in tables, the ten answers, where a number comes from.
import { make } from "../make.js"
import { fill } from "../words.js"
import { DIGIT } from "../words/digit.js"
import { load, origin, winner } from "./network.js"

const words = DIGIT[document.documentElement.lang === "ko" ? "ko" : "en"]
export const say = (word, facts) => fill(words[word], facts)

export const each = (length, one) => Array.from({ length }, (_, number) => one(number))

export function button(text, press) {
  const element = make("button", { type: "button" }, text)
  element.addEventListener("click", press)
  return element
}

// As on the pages: four decimals, a real minus, and none before 0.
export const written = (number, decimals = 4) =>
  number.toFixed(decimals).replace(/^-(?=[0.]+$)/, "").replace("-", "−")
export const percent = (share) => `${(100 * share).toFixed(1)}%`

// Rows and columns that an arrow key leads on.
export const ARROWS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
}

export const greatest = (numbers) => numbers.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
export const channelOf = (values, c, channels) => values.filter((_, at) => at % channels === c)

export function table(rows, columns, name, kind = "") {
  const body = make("tbody", {}, ...each(rows, () => make("tr", {}, ...each(columns, () => make("td")))))
  return make("table", { class: `digit-table ${kind}`, "aria-label": name }, body)
}

// A cell is the more coloured the further its number is from 0.
export function show(element, numbers, decimals) {
  const most = greatest(numbers) || 1
  element.querySelectorAll("td").forEach((cell, at) => {
    cell.textContent = written(numbers[at], decimals)
    cell.style.setProperty("--share", Math.abs(numbers[at]) / most)
    cell.toggleAttribute("data-negative", numbers[at] < 0)
  })
}

export const titled = (title, ...children) =>
  make("figure", {}, make("figcaption", {}, title), ...children)
export const titleOf = ({ name, shape }) =>
  `${name}: ${shape.slice(shape[0] * shape[1] === 1 ? 2 : 0).join("×")}`

// The ten probabilities as bars; each leads to the sum that it comes from.
export class Answers {
  constructor(choose) {
    this.bars = each(10, (digit) => {
      const bar = make("button", { type: "button" }, make("b", {}, digit), make("i"), make("span"))
      bar.addEventListener("click", () => choose([0, 0, digit]))
      return bar
    })
    const items = this.bars.map((bar) => make("li", {}, bar))
    this.element = make("ol", { class: "digit-answers", "aria-label": say("answers") }, ...items)
  }

  show(probabilities) {
    const first = winner(probabilities)
    this.bars.forEach((bar, digit) => {
      bar.style.setProperty("--share", probabilities[digit])
      bar.lastChild.textContent = percent(probabilities[digit])
      bar.toggleAttribute("data-first", digit === first)
    })
  }
}

// An element with a network, whose weights are fetched when it comes into view.
export class NetworkElement extends HTMLElement {
  connectedCallback() {
    if (this.status) return
    this.textContent = ""
    this.classList.add("digit-box")
    this.status = make("p", { class: "digit-status", role: "status" })
    this.heard = make("p", { class: "digit-heard", role: "status" })
    this.says = make("p", { class: "digit-says" })
    this.answers = new Answers((place) => this.choose(this.layers.length - 1, place))
    this.build()
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return
      seen.disconnect()
      this.#fetch()
    }, { rootMargin: "200px" })
    seen.observe(this)
  }

  async #fetch() {
    this.status.textContent = say("loading")
    try {
      this.layers = await load(this.constructor.network)
      this.status.textContent = ""
      this.ready()
    } catch (error) {
      const isMissing = error instanceof TypeError || error.message === "missing"
      const again = button(say("again"), () => this.#fetch())
      this.status.replaceChildren(say(isMissing ? "missing" : "damaged"), " ", again)
    }
  }

  // A screen reader hears what stays for a moment.
  tell(text) {
    clearTimeout(this.later)
    this.later = setTimeout(() => (this.heard.textContent = text), 700)
  }

  answer(text) {
    this.says.textContent = text
    this.tell(text)
  }

  // Shows where a number comes from, below its layer; `image` and `outputs` are the element's.
  choose(number, place, isNew = true) {
    this.unmark()
    const from = origin(this.layers, this.outputs, this.image, number, place)
    const { layer: { name }, value } = from
    const [i, j, f] = place
    const title = say("chosen", { name, i, j, f, value: written(value) })
    const buttons = make("p", { class: "digit-buttons" }, ...this.#neighbours(from, number),
      button(say("close"), () => this.unchoose()))
    this.origin = make("section", { class: "digit-origin" }, make("p", {}, make("b", {}, title)),
      buttons, ...tables(from), ...this.#stepper(from, number))
    this.chosen = [number, place]
    this.mark(number, from)
    if (isNew) this.tell(title)
  }

  // A finger is wider than a cell: buttons lead on to the cells around it.
  #neighbours({ layer: { shape }, place: [i, j, f] }, number) {
    const ways = Object.values(ARROWS).map(([down, right]) => [i + down, j + right, f])
    return ways.map((place, at) => {
      const lead = button("↑↓←→"[at], () => {
        this.choose(number, place)
        this.origin.querySelectorAll("button")[at].focus()
      })
      lead.disabled = !place.every((step, d) => step >= 0 && step < shape[d])
      return lead
    })
  }

  unchoose() {
    this.unmark()
    this.chosen = undefined
  }

  // The stepper takes 16 channels at most.
  #stepper(from, number) {
    const { before } = from.layer
    if (before[2] > 16 || !this.dataset.stepper) return []
    const x = number ? this.outputs[number - 1].values : this.image
    return [make("p", {}, make("a", { href: this.dataset.stepper + address(from, x) }, say("stepper")))]
  }
}

// Window, kernel and products, channel by channel, and what they add up to.
function tables({ layer, window: [, , rows, columns], channels, bias, sum, value }) {
  const parts = layer.pool ? ["value"] : ["value", "weight", "product"]
  const shown = channels.map(({ c, cells }) => make("div", {}, make("span", {}, say("channel", { c })),
    ...parts.map((part) => {
      const filled = table(rows, columns, say(part), part)
      show(filled, cells.map((cell) => cell[part]))
      return make("div", {}, make("small", {}, say(part)), filled)
    })))
  const facts = { products: written(sum - bias), bias: written(bias), sum: written(sum) }
  const activated = layer.pool ? "" : `; ${say(layer.activation)} ${written(value)}`
  const result = layer.pool ? say("pooled", { value: written(value) }) : say("result", facts)
  return [...shown, make("p", {}, result + activated)]
}

// The layer's input, this number's kernel, and the place, as the stepper's address writes them.
function address({ layer, place: [i, j, f], bias }, x) {
  const [height, width, depth] = layer.before
  const maps = (rows, columns, number) => each(layer.pool ? 1 : depth, (c) => each(rows, (m) =>
    each(columns, (n) => Number(number(m, n, layer.pool ? f : c).toFixed(5))).join(",")).join("/")).join(";")
  const pixels = maps(height, width, (m, n, c) => x[(m * width + n) * depth + c])
  if (layer.pool) return `#stepper=max&x=${pixels}&size=${layer.pool}&at=${i},${j}`
  const [rows, columns] = layer.size
  const filters = layer.shape[2]
  const kernel = maps(rows, columns, (m, n, c) => layer.kernel[((m * columns + n) * depth + c) * filters + f])
  const relu = layer.activation === "relu" ? "&relu=1" : ""
  return `#stepper=conv&x=${pixels}&kernel=${kernel}&bias=${bias.toFixed(5)}${relu}&at=${i},${j}`
}
