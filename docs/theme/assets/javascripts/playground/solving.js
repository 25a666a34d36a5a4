// Solve it in Python: a box at each exercise whose answer is numbers; cnnbook.check judges them.
import { make } from "./code.js"
import { formOf } from "../judge.js"
import { fill } from "../words.js"

const LAST = `__import__("builtins")._` // the value that was shown last, as in any session of Python
const FRESH = `answer = ${LAST} = None`

// The value of `answer`, or else of the last line; in one expression, to leave no other name behind.
const check = (id, language) => `print(__import__("json").dumps((lambda said: [said.kind, said.mistake, str(said)])(
  __import__("cnnbook").check("${id}", ${LAST} if answer is None else answer, language="${language}"))))`

/**
 * Puts the box into a <book-answer>. `above()` gives the steps that run first, `panels()` the
 * script of panels when the box is opened, and `words` are a panel's.
 */
export function addBox(field, { above, panels, words }) {
  const form = formOf(field.exercise.answer)
  if (form === "words") return
  const { title, run, start, forms } = words.solve
  const box = make("details", { className: "stepper-fold" }, make("summary", {}, title))
  const settings = {
    words: { ...words, run }, title, label: title, text: fill(start, { form: forms[form] }), below: () => false,
  }
  box.addEventListener("toggle", async () => {
    const { Panel } = await panels()
    const panel = new Panel({ ...settings, work: (run) => solve(field, run, above(), panel.code.text) })
    panel.code.field.setAttribute("aria-describedby", field.heading().id)
    box.append(panel.root)
  }, { once: true })
  field.append(box)
}

async function solve(field, run, above, text) {
  const after = check(field.dataset.exercise, document.documentElement.lang)
  const came = await run.run(above, { place: field, text, before: FRESH, after })
  if (!came.judged) return came
  const { output, error } = came.judged
  if (error) return { ...came, error: { ...error, line: null } } // in none of the reader's lines
  const [kind, mistake, sentence] = JSON.parse(output)
  const said = make("p", { role: "status" })
  field.tell(said, kind, kind === "mistake" ? field.sentence(kind, mistake) : [sentence])
  return { ...came, more: [said] }
}
