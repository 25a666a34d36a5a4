// The field of an example, with its buttons, how far it has come, and what came of it below.
import { Code, make, button } from "./code.js"
import { hintOf } from "./hints.js"
import { isLoaded, Run, RunError, SECONDS } from "./running.js"
import { size } from "../python/session.js"
import { fill } from "../words.js"
import { HINTS } from "../words/hints.js"
import { PYTHON } from "../words/python.js"

const { lang } = document.documentElement
const LONGEST_OUTPUT = 20_000
const REST = 1800
const PLACE = / \([^()]*, line \d+\)$/ // which the sentence above says

export async function copy(button, text, words) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    return // a browser may not allow it, and then nothing was copied
  }
  const said = button.textContent
  button.textContent = words.copied
  setTimeout(() => { button.textContent = said }, REST)
}

export class Panel {
  /**
   * `work(run)` runs what is to run and resolves to what came of it; `below(name)` says whether
   * a name is made further down; `more` are buttons beside Run.
   */
  constructor({ words: own, title, label, text, work, below, more = [] }) {
    const { trouble, hints } = PYTHON[lang]
    const words = { ...own, ended: { ...trouble, ...own.ended }, hints: { ...hints, ...HINTS[lang] } }
    Object.assign(this, { words, work, below })
    this.code = new Code(label, text, () => this.run())
    this.runs = button(words.run, () => this.run())
    this.stops = button(words.stop, () => this.running?.stop())
    this.waits = button(words.wait, () => this.running?.wait())
    this.notice = make("p", { className: "playground-notice", hidden: true })
    this.progress = make("progress", { max: 1, ariaLabel: title, hidden: true })
    this.status = make("p", { role: "status", textContent: isLoaded ? "" : fill(words.size, { size: Math.ceil(size / 1e6) }) })
    this.output = make("div", { className: "playground-output" })
    this.root = make(
      "div", { className: "playground", role: "group", ariaLabel: title },
      this.notice, this.code.field, make("small", {}, words.keys),
      make("div", { className: "playground-row" }, this.runs, this.stops, this.waits, ...more),
      make("div", { className: "playground-row" }, this.status, this.progress),
      this.output,
    )
    this.#busy(false)
  }

  say(text) {
    this.status.textContent = text
  }

  async run() {
    if (this.running) return
    const { words } = this
    this.running = new Run((phase, facts) => this.#tell(phase, facts), Number(this.root.dataset.seconds ?? SECONDS))
    this.output.replaceChildren()
    this.code.mark(null)
    this.#busy(true)
    try {
      this.#show(await this.work(this.running))
    } catch (failure) {
      if (!(failure instanceof RunError)) throw failure
      this.say(fill(words.ended[failure.reason], failure.facts))
    } finally {
      this.running = null
      this.#busy(false)
    }
  }

  #busy(busy) {
    const held = [this.runs, this.stops, this.waits].includes(document.activeElement)
    this.runs.hidden = busy
    this.stops.hidden = !busy
    this.waits.hidden = true
    this.progress.hidden = !busy
    if (held) (busy ? this.stops : this.runs).focus({ preventScroll: true })
  }

  #tell(phase, { share, number, count, seconds } = {}) {
    const text = fill(this.words[phase], { seconds })
    if (this.status.textContent !== text) this.say(text) // said once, not at each step
    this.waits.hidden = phase !== "slow"
    if (share ?? number) this.progress.value = share ?? number / count
    else this.progress.removeAttribute("value")
  }

  #show({ output, error, equal, needs, wanted, more = [] }) {
    const { words } = this
    const left = output.length - LONGEST_OUTPUT
    const parts = []
    if (output) {
      parts.push(make("pre", { tabIndex: 0, role: "region", ariaLabel: words.output, textContent: output.slice(0, LONGEST_OUTPUT) }))
    }
    if (left > 0) parts.push(make("p", {}, fill(words.left, { shown: LONGEST_OUTPUT, left })))
    if (error) parts.push(...this.#error(error))
    if (equal === false && !error && !needs) parts.push(make("p", {}, words.differs), make("pre", {}, wanted))
    this.output.replaceChildren(...parts, ...more)
    this.#end(output, error, equal, needs)
  }

  #end(output, error, equal, needs) {
    const { words } = this
    if (needs) return this.say(fill(words.needs, { library: needs }))
    if (error) this.say(error.line ? fill(words.line, error) : words.failed)
    else if (equal) this.say(`✓ ${words.equal}`)
    else this.say(output ? words.done : words.nothing)
  }

  #error({ type, message, line, hint }) {
    const said = make("p", { className: "playground-error" }, make("code", {}, [type, message.replace(PLACE, "")].filter(Boolean).join(": ")))
    if (line) this.code.mark(line)
    const known = hintOf({ type, message, hint }, this.below)
    const text = known && this.words.hints[known.name]
    return text ? [said, make("p", {}, fill(text, known.facts))] : [said]
  }
}
