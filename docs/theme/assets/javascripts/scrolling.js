// What scrolls can be reached by the keyboard; what doesn't is no stop on its way.
const wide = ".answer, .formula, .md-typeset__scrollwrap, div.output"

function mark(article) {
  const boxes = [...article.querySelectorAll(`:is(${wide}):not(.covered)`)] // a button until it is asked for
  const scroll = boxes.map((box) => box.scrollWidth > box.clientWidth + 1) // all at once: the page is laid out once
  boxes.forEach((box, i) => scroll[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex"))
}

// The theme puts each listing's buttons into a <nav> without a name, which is no landmark.
function demote(added) {
  for (const nav of added) if (nav.matches?.(".md-code__nav")) nav.setAttribute("role", "presentation")
}

addEventListener("load", () => {
  const article = document.querySelector("article")
  demote(article.querySelectorAll("nav"))
  new MutationObserver((changes) => demote(changes.flatMap(({ addedNodes }) => [...addedNodes])))
    .observe(article, { childList: true, subtree: true })
  new ResizeObserver(() => mark(article)).observe(article)
  article.addEventListener("toggle", () => mark(article), true)
})
