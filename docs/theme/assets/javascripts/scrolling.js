// What scrolls can be reached by the keyboard; what doesn't is no stop on its way.
const wide = ".answer, .formula, .md-typeset__scrollwrap, div.output"

function mark(article) {
  for (const box of article.querySelectorAll(wide)) {
    if (box.matches(".covered")) continue // which is a button until it is asked for
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0
    else box.removeAttribute("tabindex")
  }
}

addEventListener("load", () => {
  const article = document.querySelector("article")
  new ResizeObserver(() => mark(article)).observe(article)
  article.addEventListener("toggle", () => mark(article), true)
})
