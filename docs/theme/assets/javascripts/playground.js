// Run and change: examples of the page become editors whose code runs in a Python of the page's own.
import { listings } from "./listings.js"
import { AddressError, LONGEST, MARK, read, write } from "./playground/address.js"
import { button, make } from "./playground/code.js"
import { isBelow, markNeeds } from "./playground/order.js"
import { fill } from "./words.js"
import { PLAYGROUND } from "./words/playground.js"

const words = PLAYGROUND[document.documentElement.lang]

// What a panel takes, and the session behind it, is loaded when somebody opens the first.
const panels = () => import("./playground/panel.js")

// The examples before a place that share their names with it.
function above(place, scope = null) {
  const before = ({ element }) => element.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING
  return examples.filter((one) => one.scope === scope && one.kind !== "cell" && before(one))
}

class Example {
  constructor(listing, number) {
    Object.assign(this, listing, { number, ran: null })
    this.book = this.examples.map(({ source }) => source).join("\n")
    this.opener = button(words.open, () => this.open().then(
      () => this.panel.code.begin(),
      () => { this.opener.textContent = words.unloaded },
    ))
    this.opener.className = "playground-open"
    this.opener.setAttribute("aria-label", fill(words.title, { number: number + 1 }))
    if (this.kind !== "cell" && !this.examples.some(({ needs }) => needs)) this.element.append(this.opener)
  }

  async open(text = this.book) {
    const loaded = await panels()
    this.panel ??= this.#panel(loaded)
    this.panel.code.text = text
    this.panel.output.replaceChildren()
    this.element.after(this.panel.root)
    this.element.hidden = true
  }

  // The book's listing stands there again, and counts again for what follows.
  close() {
    this.panel.running?.stop()
    this.panel.root.remove()
    this.panel = this.ran = null
    this.element.hidden = false
    this.opener.focus()
  }

  // What runs for what follows: as the reader last ran it without an error, or as the book has it.
  get step() {
    const text = this.ran ?? this.book
    return { place: this.element, text, examples: text === this.book ? this.examples : null }
  }

  get above() {
    return above(this.element, this.scope)
  }

  #panel({ copy, Panel }) {
    const number = this.number + 1
    const copies = button(words.copy, () => copy(copies, this.#script(), words))
    const links = button(words.link, () => copy(links, this.#address(), words))
    return new Panel({
      words, title: fill(words.title, { number }), label: fill(words.code, { number }),
      text: this.book,
      work: (run) => this.#work(run),
      below: (name) => isBelow(name, examples, this.number),
      more: [button(words.reset, () => this.close()), copies, links],
    })
  }

  async #work(run) {
    const { text } = this.panel.code
    const isBook = text === this.book
    const last = { place: this.element, text, examples: isBook ? this.examples : null }
    this.panel.notice.hidden = true // who runs it has read it
    const came = await run.run(this.above.map(({ step }) => step), last)
    if (!came.error) this.ran = text
    return { ...came, wanted: this.examples.map(({ answer }) => answer).filter(Boolean).join("\n") }
  }

  // The change, after what stands above it, as a script.
  #script() {
    const before = this.above.map(({ ran, examples }) => ran ?? examples.map(({ script }) => script).join("\n"))
    return [...before, this.panel.code.text].join("\n\n") + "\n"
  }

  #address() {
    return new URL(write(this.number, this.panel.code.text), location).href
  }
}

const found = listings()
markNeeds(found)
const examples = found.map((listing, number) => new Example(listing, number))

// Code that came with an address is shown and runs only when the reader says so.
async function follow() {
  if (!location.hash.startsWith(MARK)) return
  document.querySelector(".playground-problem")?.remove()
  try {
    const { number, text } = read(location.hash, examples.length)
    const example = examples[number]
    for (let fold = example.element; (fold = fold.parentElement.closest("details"));) fold.open = true
    await example.open(text)
    example.panel.notice.textContent = words.foreign
    example.panel.notice.hidden = text === example.book
    example.panel.root.scrollIntoView()
  } catch (failure) {
    if (!(failure instanceof AddressError)) throw failure
    const said = fill(words.address[failure.message], { longest: LONGEST })
    const problem = make("p", { className: "playground-problem", role: "alert" }, said)
    document.querySelector("article h1").after(problem)
    problem.scrollIntoView()
  }
}

follow()
addEventListener("hashchange", follow)
await customElements.whenDefined("book-answer") // when one comes near (near.js)
const { addBox } = await import("./playground/solving.js")
for (const field of document.querySelectorAll("book-answer")) {
  addBox(field, { words, panels, above: () => above(field).map(({ step }) => step) })
}
