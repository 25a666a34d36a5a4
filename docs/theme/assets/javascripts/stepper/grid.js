// A table of numbers: cells that are written in, or that are pointed at, reached by arrow keys.
import { format } from "./view.js"

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  made.append(...children)
  return Object.assign(made, properties)
}

const EDGES = { top: [-1, 0], bottom: [1, 0], left: [0, -1], right: [0, 1] }
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

// How many digits after the point a table has room for.
function decimals(cells) {
  const values = cells.flat().map((cell) => cell.value ?? 0)
  const fits = (digits) => values.every((value) => Number.isInteger(value * 10 ** digits))
  if (fits(0)) return 0
  return fits(1) || cells[0].length > 10 ? 1 : 2
}

export class Grid {
  // `edit` takes what was written: { path, text, input, done }; `pick(i, j)`, if there is one,
  // where a cell was pointed at.
  constructor(edit) {
    this.edit = edit
    this.label = element("p", { className: "stepper-label" })
    this.table = element("table", { className: "stepper-grid", role: "grid" })
    this.root = element("div", { className: "stepper-table" }, this.label, this.table)
    this.table.addEventListener("keydown", (event) => this.#move(event))
    this.table.addEventListener("click", (event) => {
      const at = this.#at(event.target)
      if (at && this.pick) this.pick(...at)
    })
  }

  show({ label, cells }, name, tint) {
    const shape = `${cells.length} ${cells[0].length} ${cells.map((row) => row.map((c) => c.edit))}`
    if (shape !== this.shape) this.#build(cells)
    this.shape = shape
    this.label.textContent = label || ""
    this.label.hidden = !label
    this.table.setAttribute("aria-label", [name, label].filter(Boolean).join(", "))
    this.table.dataset.tint = tint
    const digits = decimals(cells)
    const largest = Math.max(...cells.flat().map((cell) => Math.abs(cell.value ?? 0))) || 1
    const texts = cells.map((row) => row.map(({ value }) => value === null ? "" : format(value, digits)))
    const longest = Math.max(2, ...texts.flat().map((text) => text.length))
    this.table.style.setProperty("--columns", cells[0].length)
    this.table.style.setProperty("--letters", longest)
    cells.forEach((row, i) => row.forEach((cell, j) =>
      this.#fill(this.places[i][j], cell, texts[i][j], cells, i, j, largest)))
  }

  #build(cells) {
    this.places = cells.map((row) => row.map((cell) => {
      const place = element("td", { role: "gridcell", tabIndex: -1 })
      if (cell.edit) this.#write(place)
      return place
    }))
    const rows = this.places.map((row) => element("tr", {}, ...row))
    this.table.replaceChildren(element("tbody", {}, ...rows))
    this.#stop(this.places.flat().find((place) => place.firstChild) ?? this.places[0][0])
  }

  #write(place) {
    const input = element("input", { type: "text", autocomplete: "off", spellcheck: false, tabIndex: -1 })
    input.addEventListener("focus", () => {
      this.#stop(place)
      if (!input.matches("[aria-invalid]")) input.value = String(place.value).replace("-", "−")
      input.select()
    })
    for (const type of ["input", "change"]) {
      input.addEventListener(type, () =>
        this.edit({ path: place.path, text: input.value, input, done: type === "change" }))
    }
    input.addEventListener("blur", () => {
      if (!input.matches("[aria-invalid]")) input.value = place.text
    })
    place.append(input)
  }

  #fill(place, { value, edit, marks = [] }, text, cells, i, j, largest) {
    const kept = marks.filter(Boolean)
    const same = (a, b) => cells[a]?.[b]?.marks?.some((mark) => mark && mark === kept[0])
    const edges = Object.entries(EDGES).filter(([, [di, dj]]) => !same(i + di, j + dj))
    place.className = [
      ...kept, ...(kept.length ? edges.map(([side]) => `edge-${side}`) : []),
      value < 0 && "negative", value === 0 && "zero",
    ].filter(Boolean).join(" ")
    place.style.setProperty("--share", value === null ? 0 : Math.abs(value) / largest)
    Object.assign(place, { value, text, path: edit, at: [i, j] })
    place.title = value === null || Number.isInteger(value) ? "" : value
    const target = edit ? place.firstChild : place
    target.setAttribute("aria-label", `${i}, ${j}: ${text} ${place.title}`.trim())
    if (edit) {
      if (target !== document.activeElement && !target.matches("[aria-invalid]")) target.value = text
      return
    }
    place.textContent = text
    place.setAttribute("aria-selected", kept.includes("here"))
    if (kept.includes("here")) this.#stop(place)
  }

  // The one cell at which the tabulator key stops.
  #stop(place) {
    for (const cell of this.places.flat()) (cell.firstElementChild ?? cell).tabIndex = -1
    const target = place.firstElementChild ?? place
    target.tabIndex = 0
    this.stop = target
  }

  #at(target) {
    return target.closest("td")?.at
  }

  #move(event) {
    const move = MOVES[event.key]
    const at = this.#at(event.target)
    if (!move || !at || event.altKey || event.ctrlKey || event.metaKey) return
    const input = event.target.closest("input")
    if (input && move[1]) { // inside what is written, the arrow moves there
      const { selectionStart: from, selectionEnd: to, value } = input
      const edge = move[1] < 0 ? to === 0 : from === value.length
      if (!edge && (from || to !== value.length)) return
    }
    const place = this.places[at[0] + move[0]]?.[at[1] + move[1]]
    if (!place || (input && !place.path)) return
    event.preventDefault()
    event.stopPropagation()
    if (this.pick) this.pick(...place.at)
    this.#stop(place)
    this.stop.focus()
  }
}
