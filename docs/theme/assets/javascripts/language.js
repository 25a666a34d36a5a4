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
