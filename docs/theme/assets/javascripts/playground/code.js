// A field in which Python is written, with the keys of an editor, a marked line, and its buttons.
import { LONGEST } from "./address.js"

const INDENT = "    "

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  element.append(...children)
  return Object.assign(element, properties)
}

export function button(text, act) {
  const made = make("button", { type: "button" }, text)
  made.addEventListener("click", act)
  return made
}

export class Code {
  constructor(label, text, run) {
    this.run = run
    this.field = make("textarea", {
      ariaLabel: label, maxLength: LONGEST, spellcheck: false, autocapitalize: "off", autocomplete: "off",
      wrap: "off",
    })
    this.field.addEventListener("input", () => this.#changed())
    this.field.addEventListener("focus", () => { this.writing = false })
    this.field.addEventListener("pointerdown", () => requestAnimationFrame(() => { this.writing = true }))
    this.field.addEventListener("keydown", (event) => this.#key(event))
    this.text = text
  }

  get text() {
    return this.field.value.replace(/\r\n?/g, "\n")
  }

  set text(text) {
    this.field.value = text
    this.#changed()
    this.writing = false
  }

  begin() {
    this.field.setSelectionRange(0, 0)
    this.field.focus()
  }

  // Marks a line, counted from 1, or none.
  mark(line) {
    this.field.classList.toggle("marked", Boolean(line))
    this.field.style.setProperty("--line", (line ?? 1) - 1)
    if (line) this.field.setAttribute("aria-invalid", "true")
    else this.field.removeAttribute("aria-invalid")
  }

  #changed() {
    this.writing = true
    this.field.rows = Math.min(30, Math.max(2, this.field.value.split("\n").length))
    this.mark(null)
  }

  // Tab indents only while somebody writes, so that the keyboard passes through; Escape ends that.
  #key(event) {
    if (event.isComposing) return
    if (event.key === "Escape") this.writing = false
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.run()
    else if (event.key === "Enter") this.#insert(`\n${this.#indent()}`)
    else if (event.key === "Tab" && this.writing && !event.shiftKey) this.#insert(INDENT)
    else return
    if (event.key !== "Escape") event.preventDefault()
  }

  // How far in the next line begins.
  #indent() {
    const before = this.field.value.slice(0, this.field.selectionStart).split("\n").at(-1)
    return /^ */.exec(before)[0] + (/:\s*(#.*)?$/.test(before) ? INDENT : "")
  }

  // The only way that leaves what was written before to be undone.
  #insert(text) {
    document.execCommand("insertText", false, text)
  }
}
