// A finger has no hover: the first tap on a term shows its meaning, the second follows the link.
let shown = null

addEventListener("click", (event) => {
  const term = event.target.closest("a.term")
  if (term && term !== shown && event.pointerType === "touch") {
    event.preventDefault()
    term.focus()
    term.scrollIntoView({ block: "nearest" }) // with its margin, in which the meaning has room
  }
  shown = term
}, true)

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement.matches("a.term")) {
    document.activeElement.blur()
  }
})
