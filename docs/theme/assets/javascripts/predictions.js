// An answer that is covered is shown by a click or the keyboard, and stays.
function show(event) {
  const answer = event.target.closest(".answer.covered")
  if (!answer || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return
  event.preventDefault()
  answer.classList.remove("covered")
  answer.removeAttribute("role")
  if (answer.scrollWidth <= answer.clientWidth + 1) answer.removeAttribute("tabindex")
}

addEventListener("click", show)
addEventListener("keydown", show)
