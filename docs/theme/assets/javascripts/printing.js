// Paper unfolds nothing: solutions are opened for it. A worksheet has the exercises alone, without.
const root = document.documentElement
const folded = []

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("article details:not([open])")) {
    details.open = true
    folded.push(details)
  }
})

addEventListener("afterprint", () => {
  for (const details of folded.splice(0)) details.open = false
  delete root.dataset.print
})

function hasExercises(heading) {
  let next = heading.nextElementSibling
  while (next && !next.matches("h2, details.success")) next = next.nextElementSibling
  return Boolean(next?.matches("details"))
}

function leaveExercises() {
  let kept = false
  for (const part of document.querySelector("article").children) {
    if (part.matches("h2")) kept = hasExercises(part)
    part.toggleAttribute("data-not-for-worksheet", !kept && !part.matches("h1"))
  }
}

addEventListener("click", (event) => {
  const button = event.target.closest("button[data-print-as]")
  if (!button) return
  leaveExercises()
  root.dataset.print = button.dataset.printAs
  print()
})
