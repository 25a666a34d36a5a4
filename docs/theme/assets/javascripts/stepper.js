// The convolution stepper: <book-stepper data-state="x=…&kernel=…">, whose state is in the address.
import { element, Grid } from "./stepper/grid.js"
import { panels } from "./stepper/panels.js"
import { cnnbookCode, kerasCode } from "./stepper/python.js"
import { Settings } from "./stepper/settings.js"
import { adapted, Problem, read, resultShape, typed, write } from "./stepper/state.js"
import { computed, notes, sentences, steps } from "./stepper/view.js"
import { fill } from "./words.js"
import { STEPPER } from "./words/stepper.js"

const MARK = "#stepper="
const PACE = 900
const REST = 400 // until the address follows, for browsers limit how often it may

function call(button, name) {
  button.title = name
  button.setAttribute("aria-label", name)
}

// Puts children in place; those that are there already keep the keyboard's focus.
function renew(parent, children) {
  const same = children.length === parent.children.length &&
    children.every((child, n) => parent.children[n] === child)
  if (!same) parent.replaceChildren(...children)
}

class Stepper extends HTMLElement {
  connectedCallback() {
    if (this.words) return
    this.words = STEPPER[document.documentElement.lang === "ko" ? "ko" : "en"]
    this.made = new Map() // panels and grids, by name
    this.#build()
    this.#load()
    addEventListener("hashchange", () => location.hash.startsWith(MARK) && this.#load())
  }

  // --- the state

  #load() {
    this.#pause()
    this.state = read(this.dataset.state)
    this.#say()
    if (location.hash.startsWith(MARK)) {
      try {
        this.state = read(`op=${location.hash.slice(MARK.length)}`)
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem
        this.#say(new Problem("address", { reason: this.#text(problem) }))
      }
      this.scrollIntoView()
    }
    this.all = computed(this.state)
    this.#show()
  }

  // Takes a change, or says why not and leaves the field marked.
  #change({ patch, edit, input = edit?.input }) {
    this.#pause()
    try {
      const made = edit ? this.#edited(edit) : patch(this.state)
      this.state = adapted({ ...this.state, ...made })
      this.all = computed(this.state)
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      if (edit && !edit.done) return // it is still being written
      input?.setAttribute("aria-invalid", "true")
      this.#say(problem)
      if (!input) this.#show()
      return
    }
    for (const marked of this.querySelectorAll("[aria-invalid]")) {
      if (marked === input || input === undefined) marked.removeAttribute("aria-invalid")
    }
    if (!this.querySelector("[aria-invalid]")) this.#say()
    this.#show(edit?.done !== false)
    this.#remember()
  }

  #edited({ path: [name, ...place], text }) {
    const number = typed(text)
    const array = structuredClone(this.state[name])
    const last = place.pop()
    place.reduce((inner, at) => inner[at], array)[last] = number
    return { [name]: array }
  }

  #remember() {
    clearTimeout(this.memory)
    this.memory = setTimeout(() => history.replaceState(history.state, "", this.#address()), REST)
  }

  #address() {
    return MARK + write(this.state).slice("op=".length)
  }

  // --- steps

  get #at() {
    const [rows, columns] = resultShape(this.state)
    const [i, j, map] = this.state.at
    return (map * rows + i) * columns + j
  }

  #go(number) {
    const [rows, columns] = resultShape(this.state)
    const at = Math.min(Math.max(number, 0), steps(this.state) - 1)
    const place = [Math.floor(at / columns) % rows, at % columns, Math.floor(at / columns / rows)]
    this.#pick(place, this.state.at[3])
  }

  #pick(place, layer) {
    this.state = { ...this.state, at: [...place, layer] }
    this.#show(!this.timer)
    if (!this.timer) this.#remember()
  }

  #play() {
    if (this.timer) return this.#pause()
    if (this.#at === steps(this.state) - 1) this.#go(0)
    this.timer = setInterval(() => {
      this.#go(this.#at + 1)
      if (this.#at === steps(this.state) - 1) this.#pause()
    }, PACE)
    this.#label(true)
  }

  #pause() {
    if (!this.timer) return
    clearInterval(this.timer)
    this.timer = 0
    this.#label(false)
    this.#announce()
    this.#remember()
  }

  #label(playing) {
    this.player.textContent = playing ? "❚❚" : "▶"
    call(this.player, playing ? this.words.pause : this.words.play)
  }

  #key(event) {
    const inGrid = event.target.closest("[role=grid]")
    if (event.target.closest("input, select, summary, pre")) return
    if (!inGrid && !event.target.closest(".stepper-controls")) return
    const moves = { ArrowRight: this.#at + 1, ArrowLeft: this.#at - 1, Home: 0, End: Infinity }
    if (event.key === " " && inGrid) this.#play()
    else if (event.key in moves && !event.altKey && !event.ctrlKey && !event.metaKey) {
      this.#pause()
      this.#go(moves[event.key])
      if (inGrid) this.querySelector("[aria-selected=true]")?.focus()
    } else return
    event.preventDefault()
  }

  // --- what is seen

  #build() {
    const { words } = this
    this.panels = element("div", { className: "stepper-panels" })
    this.sum = element("div", { className: "stepper-sum" })
    this.problem = element("p", { className: "stepper-problem", role: "alert", hidden: true })
    this.status = element("p", { className: "stepper-hidden", role: "status" })
    this.settings = new Settings(words, (change) => this.#change(change))
    this.setAttribute("role", "region")
    this.setAttribute("aria-label", words.title)
    this.replaceChildren(
      this.panels, this.sum, this.#controls(), this.problem,
      this.#fold(words.settings, this.settings.root, this.#links()),
      this.#fold(words.python, ...this.#codes()), this.status,
    )
    this.addEventListener("keydown", (event) => this.#key(event))
  }

  #controls() {
    const moves = {
      first: ["«", () => 0], back: ["‹", () => this.#at - 1], play: ["▶"],
      forward: ["›", () => this.#at + 1], last: ["»", () => Infinity],
    }
    const buttons = Object.entries(moves).map(([name, [sign, move]]) => {
      const button = this.#button(sign, () => {
        if (!move) return this.#play()
        this.#pause()
        this.#go(move())
      })
      call(button, this.words[name])
      if (!move) this.player = button
      return button
    })
    this.count = element("span", { className: "stepper-count" })
    return element("div", {
      className: "stepper-controls", role: "group", ariaLabel: this.words.controls,
    }, ...buttons, this.count)
  }

  #button(text, act) {
    const button = element("button", { type: "button" }, text)
    button.addEventListener("click", act)
    return button
  }

  #fold(title, ...inside) {
    return element("details", { className: "stepper-fold" }, element("summary", {}, title), ...inside)
  }

  #links() {
    const link = this.#button(this.words.link, () =>
      this.#copy(link, this.words.link, new URL(this.#address(), location).href))
    const reset = this.#button(this.words.reset, () =>
      this.#change({ patch: () => read(this.dataset.state) }))
    return element("div", { className: "stepper-row" }, link, reset)
  }

  #codes() {
    this.codes = { cnnbook: cnnbookCode, Keras: kerasCode }
    return Object.keys(this.codes).map((name) => {
      const code = element("code")
      const copy = this.#button(this.words.copy, () => this.#copy(copy, this.words.copy, code.textContent))
      copy.setAttribute("aria-label", `${this.words.copy}: ${name}`)
      const head = element("div", { className: "stepper-row" }, element("span", {}, name), copy)
      return element("div", { className: "stepper-code" }, head, element("pre", {}, code))
    })
  }

  async #copy(button, text, copied) {
    try {
      await navigator.clipboard.writeText(copied)
    } catch {
      return // a browser may not allow it, and then nothing was copied
    }
    button.textContent = this.words.copied
    setTimeout(() => { button.textContent = text }, 2 * PACE)
  }

  #show(announced = true) {
    const { state, words, all } = this
    this.#tables(panels(state, all, words))
    this.lines = sentences(state, all, words)
    const lines = [...this.lines, ...notes(state, all, words)]
    this.sum.replaceChildren(...lines.map((line, n) =>
      element("p", { className: n ? "stepper-note" : "" }, line)))
    this.count.textContent = fill(words.count, { step: this.#at + 1, steps: steps(state) })
    this.settings.show(state)
    const codes = this.querySelectorAll(".stepper-code code")
    Object.values(this.codes).forEach((write, n) => { codes[n].textContent = write(state) })
    if (announced) this.#announce()
  }

  #tables(shown) {
    renew(this.panels, shown.map(({ name, caption, tint, tables }) => {
      const panel = this.#kept(name, () => element("div", { className: `stepper-panel stepper-${name}` },
        element("p", { className: "stepper-caption" }), element("div", { className: "stepper-tables" })))
      panel.firstChild.textContent = caption
      renew(panel.lastChild, tables.map((table, n) => {
        const grid = this.#kept(`${name} ${n}`, () => new Grid((edit) => this.#change({ edit })))
        grid.pick = table.level && ((i, j) => {
          this.#pause()
          this.#pick([i, j, table.map], table.level)
        })
        grid.show(table, caption, tint)
        return grid.root
      }))
      return panel
    }))
  }

  #kept(name, make) {
    if (!this.made.has(name)) this.made.set(name, make())
    return this.made.get(name)
  }

  #announce() {
    const [i, j] = this.state.at
    this.status.textContent = [this.count.textContent, fill(this.words.at, { i, j }), ...this.lines].join(". ")
  }

  #text({ message, facts }) {
    const { problems, names } = this.words
    return fill(problems[message], { ...facts, name: names[facts.name] ?? facts.name })
  }

  #say(problem) {
    this.problem.hidden = !problem
    this.problem.textContent = problem ? this.#text(problem) : ""
  }
}

customElements.define("book-stepper", Stepper)
