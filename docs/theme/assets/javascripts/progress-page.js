// The page of progress: what is solved in each chapter, to download, to load and to clear.
import { add, load, onChange, parse, reached, reset, tick, write } from "./progress.js"
import { fill } from "./words.js"
import { ANSWERS } from "./words/answers.js"
import { PROGRESS } from "./words/progress.js"

const words = PROGRESS[document.documentElement.lang]
const { reached: goalReached } = ANSWERS[document.documentElement.lang]
const { chapters } = JSON.parse(document.querySelector("script.book-exercises").textContent)
const known = new Set(chapters.flatMap(Object.keys))

function button(text, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = text
  made.addEventListener("click", act)
  return made
}

class BookProgress extends HTMLElement {
  connectedCallback() {
    if (this.total) return
    this.total = document.createElement("p")
    this.status = document.createElement("p")
    this.status.setAttribute("role", "status")
    this.file = document.createElement("input")
    Object.assign(this.file, { type: "file", accept: "application/json,.json", hidden: true })
    this.file.addEventListener("change", () => this.upload())
    this.replaceChildren(
      this.total,
      button(words.download, () => this.download()),
      button(words.upload, () => this.file.click()),
      button(words.reset, () => this.reset()),
      this.file,
      this.status,
    )
    this.show(words.trouble[load().trouble])
    onChange(() => this.show())
  }

  show(message = "") {
    const { solved } = load()
    const count = [...known].filter((id) => solved.has(id)).length
    this.total.textContent = fill(words.total, { solved: count, all: known.size })
    this.status.textContent = message
    document.querySelectorAll("article h3").forEach((heading, i) => {
      showChapter(heading, chapters[i], solved)
    })
  }

  download() {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([write(load().solved)], { type: "application/json" }))
    link.download = "cnnbook-progress.json"
    link.click()
    URL.revokeObjectURL(link.href)
  }

  async upload() {
    const [file] = this.file.files
    this.file.value = "" // or the same file could not be chosen again
    if (!file) return
    const { solved, trouble } = parse(await file.text())
    if (trouble) return this.show(words.refused[trouble])
    const ids = [...solved].filter((id) => known.has(id))
    const failed = add(...ids)
    this.show(failed ? words.trouble[failed] : fill(words.done.uploaded, { count: ids.length }))
  }

  reset() {
    if (confirm(words.sure)) this.show(words.trouble[reset()] ?? words.done.reset)
  }
}

function showChapter(heading, exercises, solved) {
  const ids = Object.keys(exercises)
  const count = ids.filter((id) => solved.has(id)).length
  let shown = heading.querySelector("small")
  if (!shown) {
    shown = document.createElement("small")
    heading.append(shown)
  }
  shown.textContent = fill(words.count, { solved: count, all: ids.length })
  const done = reached(exercises, solved)
  const goals = heading.nextElementSibling.children
  for (const [i, goal] of [...goals].entries()) tick(goal, done.has(i + 1), goalReached)
}

customElements.define("book-progress", BookProgress)
