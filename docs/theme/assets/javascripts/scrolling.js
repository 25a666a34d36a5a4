// What scrolls can be reached by the keyboard; what doesn't is no stop on its way.
const wide = ".answer, .formula, .md-typeset__scrollwrap, div.output"

// What lies in something folded isn't measured before it is unfolded: that would lay it out.
const inSight = (box) => !box.closest("details:not([open]) > :not(summary)")

function mark(article) {
  const boxes = [...article.querySelectorAll(`:is(${wide}):not(.covered)`)].filter(inSight) // a button until it is asked for
  const scroll = boxes.map((box) => box.scrollWidth > box.clientWidth + 1) // all at once: the page is laid out once
  boxes.forEach((box, i) => scroll[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex"))
}

addEventListener("load", () => {
  const article = document.querySelector("article")
  new ResizeObserver(() => mark(article)).observe(article)
  article.addEventListener("toggle", () => mark(article), true)
})
