// A field at each exercise: what is typed is judged, and what is solved is ticked off.
import { formOf, judge } from "./judge.js"
import { make } from "./make.js"
import { add, load, onChange, reached, tick } from "./progress.js"
import { fill } from "./words.js"
import { ANSWERS } from "./words/answers.js"

const words = ANSWERS[document.documentElement.lang]
const data = JSON.parse(document.querySelector("script.book-exercises").textContent)
const solved = new Set()

function showSolved() {
  for (const id of load().solved) solved.add(id)
  for (const field of document.querySelectorAll("book-answer")) field.showSolved()
  const goals = Object.entries(data.exercises).map(([id, exercise]) => [id, exercise.goals])
  const done = reached(Object.fromEntries(goals), solved)
  document.querySelectorAll(".opening > section:first-child li").forEach((goal, i) => {
    tick(goal, done.has(i + 1), words.reached)
  })
}

class BookAnswer extends HTMLElement {
  connectedCallback() {
    if (this.form) return
    this.exercise = data.exercises[this.dataset.exercise]
    this.place = this.parentElement
    const form = formOf(this.exercise.answer)
    const id = `answer-${this.dataset.exercise}`
    const attributes = {
      id,
      "aria-describedby": this.heading().id,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      maxlength: 2000,
    }
    const several = form === "rows" || form === "blocks"
    this.input = make(several ? "textarea" : "input", several ? { ...attributes, rows: 3 } : attributes)
    this.verdict = make("p", { role: "status" })
    this.form = make(
      "form", {},
      make("label", { for: id }, words.label, make("small", {}, words.hints[form])),
      this.input,
      make("button", { type: "submit" }, words.button),
      this.verdict,
      make("small", {}, make("code", {}, `cnnbook.check("${this.dataset.exercise}", …)`)),
    )
    this.form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.check()
    })
    if (several) this.grow()
    this.append(this.form)
  }

  grow() {
    this.input.addEventListener("input", () => {
      this.input.rows = Math.max(3, this.input.value.split("\n").length)
    })
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit()
    })
  }

  check() {
    const { answer, mistakes } = this.exercise
    const { kind, mistake, details, convention } = judge(this.input.value, answer, mistakes)
    const said = this.sentence(kind, mistake, details)
    if (kind !== "right" && convention !== "plain") said.push(` ${data.words[convention]}`)
    this.tell(this.verdict, kind, said)
  }

  sentence(kind, mistake, details) {
    const said = data.words[kind].split("{meaning}").map((part) => fill(part, details))
    if (kind === "mistake") said.splice(1, 0, ...this.meaning(mistake))
    return said
  }

  // What Python has judged is told here as well (playground/solving.js).
  tell(place, kind, said) {
    place.className = kind === "right" ? "right" : "wrong"
    place.replaceChildren(...said, ...(kind === "right" ? this.remember() : []))
  }

  remember() {
    const trouble = add(this.dataset.exercise)
    solved.add(this.dataset.exercise)
    showSolved()
    return trouble ? [` ${words.trouble[trouble]}`] : []
  }

  showSolved() {
    tick(this.heading(), solved.has(this.dataset.exercise), words.solved)
  }

  // The page has the meaning already, among the typical wrong answers.
  meaning(mistake) {
    const folded = this.find("nextElementSibling", "details.failure")
    const meaning = folded.querySelector(`[data-mistake="${mistake}"]`)
    return [...meaning.childNodes].map((node) => node.cloneNode(true))
  }

  heading() {
    return this.find("previousElementSibling", "h3")
  }

  find(direction, selector) {
    let element = this.place
    while (!element.matches(selector)) element = element[direction]
    return element
  }
}

customElements.define("book-answer", BookAnswer)
showSolved()
onChange(showSolved)
