// The check of a page: all its examples run in their order, and each output that is equal is ticked.
import { make } from "../make.js"
import { fill } from "../words.js"
import { PYTHON } from "../words/python.js"
import { BOOK } from "./files.js"
import { runAll } from "./running.js"
import { alone, session } from "./shared.js"

const words = PYTHON[document.documentElement.lang]
let panel = null
let running = false

export async function toggle(button) {
  if (running) return session.stop()
  const label = button.querySelector("span")
  running = true
  button.style.minWidth = `${button.offsetWidth}px` // the other buttons stay where they are
  label.textContent = words.stop
  begin(button)
  try {
    say(...(await alone(check)))
  } catch (error) {
    if (!words.trouble[error.reason]) throw error
    say(words.trouble[error.reason])
  } finally {
    running = false
    label.textContent = words.again
    panel.bar.remove()
    button.style.minWidth = ""
  }
}

function begin(button) {
  for (const old of document.querySelectorAll(".book-difference")) old.remove()
  for (const old of document.querySelectorAll("[data-check-result]")) delete old.dataset.checkResult
  panel?.element.remove()
  const said = make("p", { role: "status" })
  const bar = make("progress", { "aria-label": words.panel, max: 1, value: 0 })
  const element = make("section", { class: "book-check", "aria-label": words.panel }, bar, said)
  button.closest(".book-place").after(element)
  panel = { element, bar, said }
}

const say = (...said) => panel.said.replaceChildren(...said)

async function check() {
  say(words.loading)
  const versions = await session.start(({ part, loaded, total }) => {
    panel.bar.value = loaded / total
    if (part !== "python") return
    panel.bar.removeAttribute("value")
    say(words.beginning)
  })
  say(words.running)
  const began = performance.now()
  const counts = await runExamples(versions)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  return [...sentence(counts), " ", make("small", {}, fill(words.by, { ...versions, seconds }))]
}

async function runExamples(versions) {
  const counts = { all: 0, equal: 0, needs: new Map() }
  for await (const { element, example, result, share } of runAll(session)) {
    show(element, example, result, versions)
    count(counts, example, result)
    panel.bar.value = share
  }
  return counts
}

const failed = ({ equal, error }) => equal === false || error !== null

function count(counts, { shown }, result) {
  if (result.needs && shown) {
    counts.needs.set(result.needs, (counts.needs.get(result.needs) ?? 0) + 1)
  } else if (!result.needs && (shown || failed(result))) {
    counts.all += 1
    counts.equal += result.equal === true
  }
}

function show(listing, { source, shown }, result, versions) {
  if (shown) shown.dataset.checkResult = result.needs ?? (result.equal ? "equal" : "differs")
  if (result.needs || result.equal || !(shown || failed(result))) return
  const typed = source.split("\n").map((line, i) => `${i ? "..." : ">>>"} ${line}`.trimEnd())
  const hint = words.hints[result.error?.hint]
  differences(listing, versions).before(
    make("pre", {}, make("code", {}, `${typed.join("\n")}\n${result.error?.text ?? result.output}`)),
    ...(hint ? [make("p", {}, hint)] : []),
  )
}

// Below a listing, what it printed otherwise; gives the last line of that, which says the book's versions.
function differences(listing, versions) {
  const next = listing.nextElementSibling
  if (next?.matches(".book-difference")) return next.lastElementChild
  const book = make("p", {}, fill(words.book, BOOK))
  listing.after(make("div", { class: "book-difference" }, make("p", {}, fill(words.here, versions)), book))
  return book
}

function sentence({ all, equal, needs }) {
  const parts = [fill(words.equal, { all, equal })]
  for (const [library, count] of needs) parts.push(fill(words.needs, { count, library }))
  const said = document.documentElement.lang === "ko" ? parts.join(" ") : `${parts.join("; ")}.`
  const colab = document.querySelector('.actions a[href*="colab.research.google.com"]')
  if (!needs.size || !colab) return [said]
  return [said, " ", make("a", { href: colab.href }, words.colab)]
}
