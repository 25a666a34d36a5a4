// What a title says stands below its element, for a pointer, the keyboard and a finger. The look is
// the theme's; its own script watched each title of a page from the beginning.
const inner = document.createElement("div")
inner.className = "md-tooltip2__inner md-typeset"
const note = document.createElement("div")
note.className = "md-tooltip2 md-tooltip2--bottom"
note.id = "book-note"
note.role = "tooltip"
note.append(inner)

let pointed = null
let focused = null
let host = null

// While its note is shown an element has no title, or the browser would show that as well. A cell of
// the stepper gets another title with each step, and stays the browser's.
const titled = (target) =>
  target.closest?.("article :is(a, button, span)[title]") ?? (host?.contains(target) ? host : null)

function update() {
  const wanted = pointed ?? focused
  if (wanted === host) return
  if (host) hide()
  if (wanted) show(wanted)
}

function hide() {
  host.title = inner.textContent
  host.removeAttribute("aria-describedby")
  host = null
  note.classList.remove("md-tooltip2--active")
  note.remove()
}

function show(element) {
  host = element
  inner.textContent = host.title
  host.removeAttribute("title")
  host.setAttribute("aria-describedby", note.id)
  document.body.append(note)
  const { x, y, width, height } = host.getBoundingClientRect()
  const place = { "host-x": x + scrollX, "host-y": y + scrollY, x: width / 2, y: height + 8, width: inner.offsetWidth, tail: 0 }
  for (const [name, value] of Object.entries(place)) note.style.setProperty(`--md-tooltip-${name}`, `${value}px`)
  note.classList.add("md-tooltip2--active")
}

addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return
  pointed = titled(target)
  update()
})
document.documentElement.addEventListener("pointerleave", () => {
  pointed = null
  update()
})
addEventListener("focusin", ({ target }) => {
  focused = titled(target)
  update()
})
addEventListener("focusout", () => {
  focused = null
  update()
})
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return
  pointed = focused = null
  update()
})

// A finger has no hover: the first tap on a term shows its meaning, the second follows the link.
let tapped = null
addEventListener("click", (event) => {
  const term = event.target.closest("a.term")
  if (term && term !== tapped && event.pointerType === "touch") {
    event.preventDefault()
    term.focus()
    focused = term // which it may have been, without its note
    update()
    term.scrollIntoView({ block: "nearest" }) // with its margin, in which the meaning has room
  }
  tapped = term
}, true)
