// What the end of an address asks for: a heading by its number, an unfolded place, words to be marked.

// The other language opens at the same heading: both pages have the same ones, in the same order.
const headings = () => [...document.querySelectorAll("article :is(h1, h2, h3)[id]")]
const mark = "#heading-"

if (location.hash.startsWith(mark)) {
  const heading = headings()[location.hash.slice(mark.length)]
  if (heading) location.replace(`#${heading.id}`)
}

addEventListener("click", (event) => {
  const link = event.target.closest("a.book-language")
  if (!link) return
  const passed = headings().filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
  link.hash = passed.length > 1 ? mark + (passed.length - 1) : ""
})

// What an address leads to is unfolded, if it lies in something that is folded.
function unfold() {
  const place = document.querySelector(":target")
  const folded = place?.closest("details:not([open])")
  if (!folded) return
  folded.open = true
  place.scrollIntoView()
}

unfold()
addEventListener("hashchange", unfold)

// Somebody came from the search.
if (new URLSearchParams(location.search).has("h")) import("./found.js")
