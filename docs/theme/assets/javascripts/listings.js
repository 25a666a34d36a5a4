// The page's Python, as making/steps/listings.py marks it: its listings and their examples.
const answers = (node) => (node?.matches(".answer") ? node : null)
const isFirst = (line) => line.querySelector(".gp")?.textContent.startsWith(">>>")
const text = (element) => element?.textContent.replace(/\n+$/, "") ?? ""

// Examples of a session: one for each statement, with the answer below its lines.
function statements(element) {
  const examples = []
  for (const typed of element.querySelectorAll(".typed")) {
    for (const line of typed.children) {
      if (isFirst(line)) examples.push({ lines: [], shown: null })
      examples.at(-1).lines.push(line)
    }
    examples.at(-1).shown = answers(typed.nextElementSibling)
  }
  return examples
}

// A cell, or code without prompts; what a cell printed hangs below it, whether it is folded or not.
function whole(element) {
  const below = (element.closest("details.folded-code, details.input") ?? element).nextElementSibling
  const output = below?.matches(".output.highlight") ? below.querySelector(".answer") : null
  return [{ lines: [...element.querySelectorAll(".line")], shown: output }]
}

/**
 * The listings in their order: [{ element, kind, scope, examples }].
 * `kind` is "session", "cell" or "code". Listings of one `scope` share their names: the page's own,
 * those of an exercise's solution, and those of a function in the API reference.
 * Examples are [{ source, script, answer, raises, lines, shown }]: `script` prints what `source`
 * shows in a session, `lines` are the typed lines, and `shown` the element that holds the answer.
 */
export function listings(root = document) {
  return [...root.querySelectorAll("[data-python]")].map((element) => {
    const kind = element.dataset.python
    const prompt = kind === "session" ? 4 : 0
    const examples = (prompt ? statements(element) : whole(element)).map(({ lines, shown }) => {
      const source = lines.map((line) => line.textContent.slice(prompt)).join("\n")
      const answer = text(shown)
      return {
        source, script: lines[0].dataset.script ?? source,
        answer, raises: answer.startsWith("Traceback "), lines, shown,
      }
    })
    return { element, kind, scope: element.closest("details.success, .doc-contents"), examples }
  })
}
