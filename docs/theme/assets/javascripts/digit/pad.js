// A digit that the reader draws, seen by a trained network: its maps, softmax, and the reasons.
import { make } from "../make.js"
import { imageOf, SIDE } from "./ink.js"
import { answer, reasons, run, winner } from "./network.js"
import {
  ARROWS, button, channelOf, each, greatest, NetworkElement, percent, say, titled, titleOf,
} from "./view.js"

const RADIUS = 0.045 // of the pad's side
const STEP = 1 / 28 // of the keyboard's pen
const COVER = { side: 8, step: 4 } // pixels
const within = (place) => Math.min(Math.max(place, RADIUS), 1 - RADIUS)

class DigitPad extends NetworkElement {
  static network = "drawn_digit"

  build() {
    this.strokes = []
    this.pen = { at: [0.5, 0.2], isDown: false }
    this.patches = []
    this.pad = svg("svg", {
      viewBox: "0 0 1 1", class: "digit-pad", tabindex: 0, role: "application", "aria-label": say("pad"),
    })
    this.reasons = make("ul", { class: "digit-reasons" })
    this.seen = new MapView(SIDE, SIDE, say("seen"))
    this.maps = make("div", { class: "digit-layers" })
    this.code = make("code")
    const buttons = make("p", { class: "digit-buttons" }, button(say("undo"), () => this.#undo()),
      button(say("clear"), () => this.#clear()))
    this.append(make("div", { class: "digit-top" }, make("div", {}, this.pad, buttons),
      make("div", {}, this.says, this.answers.element), titled(say("seen"), this.seen.element)),
    this.reasons, this.status, this.heard, this.maps,
    make("details", {}, make("summary", {}, say("python")), make("pre", {}, this.code)))
    this.#listen()
  }

  ready() {
    this.groups = this.layers.slice(0, -1).map((layer, number) =>
      new Group(layer, (place) => this.choose(number, place)))
    this.maps.replaceChildren(...this.groups.map((group) => group.element))
    const whenColoursChange = new MutationObserver(() => this.update())
    whenColoursChange.observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
    this.update()
  }

  // --- drawing, by pointer and by keys

  #listen() {
    const point = ({ clientX, clientY }) => {
      const { left, top, width, height } = this.pad.getBoundingClientRect()
      return [(clientX - left) / width, (clientY - top) / height].map(within)
    }
    this.pad.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button) return
      this.pad.setPointerCapture(event.pointerId)
      this.#begin(point(event))
      this.#drawn()
    })
    this.pad.addEventListener("pointermove", (event) => {
      if (!this.pad.hasPointerCapture(event.pointerId)) return
      const events = event.getCoalescedEvents?.() ?? [] // or a quick stroke has corners
      this.strokes.at(-1).push(...(events.length ? events : [event]).map(point))
      this.#drawn()
    })
    this.pad.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key]
      if (!way && event.key !== " ") return
      event.preventDefault()
      if (way) {
        const [x, y] = this.pen.at
        this.pen.at = [x + STEP * way[1], y + STEP * way[0]].map(within)
        if (this.pen.isDown) this.strokes.at(-1).push(this.pen.at)
      } else {
        this.pen.isDown = !this.pen.isDown
        if (this.pen.isDown) this.#begin(this.pen.at)
        this.tell(say(this.pen.isDown ? "down" : "up"))
      }
      this.#drawn()
    })
  }

  #begin(at) {
    this.strokes.push([at])
  }

  #undo() {
    this.strokes.pop()
    this.#lift()
  }

  #clear() {
    this.strokes = []
    this.#lift()
  }

  #lift() {
    this.pen.isDown = false
    this.#drawn()
  }

  #drawn() {
    const [cx, cy] = this.pen.at
    this.pad.replaceChildren(
      ...this.strokes.map((stroke) =>
        svg("polyline", { points: [stroke[0], ...stroke].join(" "), "stroke-width": 2 * RADIUS })),
      svg("circle", { cx, cy, r: RADIUS, "data-down": this.pen.isDown }))
    this.awaited ??= requestAnimationFrame(() => {
      this.awaited = undefined
      this.update()
    })
  }

  // --- what the network makes of it

  update() {
    if (!this.layers) return
    this.image = imageOf(this.strokes, RADIUS)
    this.outputs = run(this.layers, this.image)
    const [ink, positive] = ["ink", "positive"].map(colour)
    this.seen.show(this.image, 1, ink)
    this.groups.forEach((group, number) => group.show(this.outputs[number].values, positive))
    const probabilities = answer(this.outputs)
    this.answers.show(probabilities)
    const digit = winner(probabilities)
    const share = percent(probabilities[digit])
    const isDrawn = this.strokes.length > 0
    this.answer(isDrawn ? say("says", { digit, share }) : say("empty"))
    clearTimeout(this.explaining) // the picture comes first, and the reasons once it is painted
    this.explaining = setTimeout(() => this.explain(digit, share))
    this.code.textContent = python(this.image)
    if (this.chosen) this.choose(...this.chosen, false)
  }

  explain(digit, from) {
    const found = this.strokes.length ? reasons(this.layers, this.image, this.outputs, COVER) : []
    const sentences = found.map(({ row, column, side, left, then }) => {
      const [bottom, right, to] = [row + side - 1, column + side - 1, percent(left)]
      const text = say("reason", { row, column, bottom, right, digit, from, to })
      return then === digit ? text : `${text} ${say("other", { then })}`
    })
    if (!found.length && this.strokes.length) sentences.push(say("none"))
    this.reasons.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)))
    this.patches = found.map(({ row, column, side }, at) => [row, column, side, side, at + 1])
    this.seen.frame(this.patches)
  }

  // --- the window of the chosen number, in the maps before

  mark(number, { place, window, channels }) {
    const group = this.groups[number]
    group?.choose(place)
    ;(group?.element ?? this.maps.lastChild).after(this.origin)
    if (number) this.groups[number - 1].frame(channels.map(({ c }) => c), window)
    else this.seen.frame([...this.patches, window])
  }

  unmark() {
    this.origin?.remove()
    this.groups.forEach((group) => group.frame([]))
    this.seen.frame(this.patches)
  }
}

// One map as a picture, with frames laid over its cells.
class MapView {
  constructor(height, width, name) {
    this.sides = [height, width]
    this.canvas = make("canvas", { width, height, role: "img", "aria-label": name })
    this.frames = make("span", { class: "digit-frames" })
    this.element = make("div", { class: "digit-map" }, this.canvas, this.frames)
  }

  show(values, most, [red, green, blue]) {
    const [height, width] = this.sides
    const picture = new ImageData(width, height)
    values.forEach((value, at) => picture.data.set([red, green, blue, (255 * value) / most], 4 * at))
    this.canvas.getContext("2d").putImageData(picture, 0, 0)
  }

  frame(boxes) {
    const [height, width] = this.sides
    this.frames.replaceChildren(...boxes.map(([top, left, rows, columns, text = ""]) => {
      const frame = make("span", {}, text)
      const places = {
        top: top / height, left: left / width, height: rows / height, width: columns / width,
      }
      for (const side in places) frame.style.setProperty(side, `${100 * places[side]}%`)
      return frame
    }))
  }
}

// All maps of a layer: one stop for the keyboard, where keys choose a cell and a map.
class Group {
  constructor(layer, choose) {
    const { name, shape } = layer
    this.shape = shape
    this.place = [0, 0, 0]
    this.views = each(shape[2], (f) => new MapView(shape[0], shape[1], say("map", { name, f })))
    const title = titleOf(layer)
    const maps = make("div", {
      class: "digit-maps", tabindex: 0, role: "application", "aria-label": `${title}. ${say("keys")}`,
    }, ...this.views.map((view) => view.element))
    this.element = titled(title, maps)
    this.views.forEach(({ canvas }, f) => canvas.addEventListener("click", (event) => {
      const { top, left, height, width } = canvas.getBoundingClientRect()
      const at = [(event.clientY - top) / height, (event.clientX - left) / width]
      choose([...at.map((share, side) => Math.floor(Math.min(share, 0.999) * shape[side])), f])
    }))
    maps.addEventListener("keydown", (event) => {
      const way = KEYS[event.key]
      if (!way) return
      event.preventDefault()
      choose(this.place.map((at, d) => Math.min(Math.max(at + way[d], 0), shape[d] - 1)))
    })
  }

  show(values, ink) {
    const most = greatest(values) || 1
    this.views.forEach((view, f) => view.show(channelOf(values, f, this.shape[2]), most, ink))
  }

  choose(place) {
    this.place = place
    this.views[place[2]].frame([[place[0], place[1], 1, 1]])
  }

  frame(channels, window) {
    this.views.forEach((view, c) => view.frame(channels.includes(c) ? [window] : []))
  }
}

const KEYS = {
  ...Object.fromEntries(Object.entries(ARROWS).map(([key, way]) => [key, [...way, 0]])),
  PageUp: [0, 0, -1], PageDown: [0, 0, 1], Enter: [0, 0, 0],
}

function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const name in attributes) element.setAttribute(name, attributes[name])
  return element
}

// A colour of the page, which changes with its scheme, as red, green and blue.
function colour(name) {
  const hex = getComputedStyle(document.body).getPropertyValue(`--book-${name}`)
  return hex.match(/[\da-f]{2}/gi).map((part) => parseInt(part, 16))
}

function python(image) {
  const hex = each(image.length, (at) => Math.round(255 * image[at]).toString(16).padStart(2, "0"))
  return `import numpy as np
from cnnbook import models, results

pixels = np.frombuffer(bytes.fromhex("${hex.join("")}"), np.uint8)
network = models.drawn_digit(decay_steps=1)
network.set_weights(results.weights("drawn_digit"))
print(network.predict(pixels.reshape(1, 28, 28, 1) / 255).round(4))`
}

customElements.define("book-digit-pad", DigitPad)
