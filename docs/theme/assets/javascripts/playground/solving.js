// Solve it in Python: a box at each exercise whose answer is numbers; cnnbook.check judges them.
import { make } from "./code.js"
import { Panel } from "./panel.js"
import { formOf } from "../judge.js"
import { fill } from "../words.js"

const LAST = `__import__("builtins")._` // the value that was shown last, as in any session of Python
const FRESH = `answer = ${LAST} = None`

// The value of `answer`, or else of the last line; in one expression, to leave no other name behind.
const check = (id, language) => `print(__import__("json").dumps((lambda said: [said.kind, said.mistake, str(said)])(
  __import__("cnnbook").check("${id}", ${LAST} if answer is None else answer, language="${language}"))))`

/**
 * Puts the box into a <book-answer>. `above()` gives the steps that run first, and `words` and
 * `size` are the Panel's.
 */
export function addBox(field, { above, words, size }) {
  const form = formOf(field.exercise.answer)
  if (form === "words") return
  const { lang } = document.documentElement
  const id = field.dataset.exercise
  const { title } = words.solve
  const panel = new Panel({
    words: { ...words, run: words.solve.run }, size, title, label: title, below: () => false,
    text: fill(words.solve.start, { form: words.solve.forms[form] }),
    async work(run) {
      const last = { place: field, text: panel.code.text, before: FRESH, after: check(id, lang) }
      const came = await run.run(above(), last)
      if (!came.judged) return came
      const error = came.judged.error && { ...came.judged.error, line: null } // none of the reader's
      return { ...came, error, more: verdict(came.judged) }
    },
  })

  function verdict({ output, error }) {
    if (error) return []
    const [kind, mistake, sentence] = JSON.parse(output)
    const said = make("p", { role: "status" })
    field.tell(said, kind, kind === "mistake" ? field.sentence(kind, mistake) : [sentence])
    return [said]
  }

  panel.code.field.setAttribute("aria-describedby", field.heading().id)
  field.append(make("details", { className: "stepper-fold" }, make("summary", {}, title), panel.root))
}
