// Which exercises are solved, remembered on this machine for both languages.
const KEY = "cnnbook.progress"
const VERSION = 1
const ID = /^[a-z0-9-]{1,80}$/

// What is stored, and what is wrong with it: "off", "damaged", "foreign" (of another version).
export function load() {
  let text
  try {
    text = localStorage.getItem(KEY)
  } catch {
    return { solved: new Set(), trouble: "off" }
  }
  return text === null ? { solved: new Set(), trouble: null } : parse(text)
}

export function parse(text) {
  const failed = (trouble) => ({ solved: new Set(), trouble })
  let stored
  try {
    stored = JSON.parse(text)
  } catch {
    return failed("damaged")
  }
  if (!Number.isInteger(stored?.version)) return failed("damaged")
  if (stored.version !== VERSION) return failed("foreign")
  if (!Array.isArray(stored.solved)) return failed("damaged")
  return { solved: new Set(stored.solved.filter((id) => typeof id === "string" && ID.test(id))), trouble: null }
}

export const write = (solved) => JSON.stringify({ version: VERSION, solved: [...solved].sort() })

// Returns what was wrong: "unsaved", "damaged" (and begun anew), "foreign" (and left alone).
export function add(...ids) {
  const { solved, trouble } = load()
  if (trouble === "foreign") return trouble
  try {
    localStorage.setItem(KEY, write(new Set([...solved, ...ids])))
  } catch {
    return "unsaved"
  }
  return trouble
}

export function reset() {
  try {
    localStorage.removeItem(KEY)
  } catch {
    return "unsaved"
  }
  return null
}

// Another window has changed it.
export function onChange(react) {
  addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) react()
  })
}

// The goals, counted from 1, whose exercises are all solved; `exercises` has goals by id.
export function reached(exercises, solved) {
  const open = new Set()
  const tested = new Set()
  for (const [id, goals] of Object.entries(exercises)) {
    for (const goal of goals) (solved.has(id) ? tested : open).add(goal)
  }
  return new Set([...tested].filter((goal) => !open.has(goal)))
}

// Puts a tick behind what is done, or takes it away.
export function tick(element, done, text) {
  const present = element.querySelector(":scope > .book-tick")
  if (done === Boolean(present)) return
  if (present) return present.remove()
  const mark = document.createElement("span")
  mark.className = "book-tick"
  mark.setAttribute("role", "img")
  mark.setAttribute("aria-label", text)
  mark.textContent = "✓"
  element.append(mark)
}
