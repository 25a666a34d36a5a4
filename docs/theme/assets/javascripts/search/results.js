// What the search found, as the theme's dialog shows it: pages, their best sections, and the words in them.
import { find, makeIndex } from "./scoring.js"

const PAGES = 20
const SECTIONS = 5
const FAR = 8 // a page is left out that is this much worse than the best
const BEFORE = 40 // letters of a text that are shown before its first word
const LENGTH = 200 // and in all

const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

export const searcher = book => {
  const index = makeIndex(book)

  // A text with its words marked; of a long one, the piece where the first of them stands.
  const marked = (text, meant, length = Infinity) => {
    let html = ""
    let done = 0
    let end = length
    for (const { raw, index: at } of index.words(text)) {
      if (html && at + raw.length > end) break
      if (!index.keys(raw).some(key => meant.has(key))) continue
      if (!html && length < text.length) {
        done = Math.max(0, text.lastIndexOf(" ", at - BEFORE))
        end = done + length
        if (done) html = "… "
      }
      html += `${escaped(text.slice(done, at))}<mark>${escaped(raw)}</mark>`
      done = at + raw.length
    }
    return html + escaped(text.slice(done, end)) + (end < text.length ? " …" : "")
  }

  return query => {
    const { pages, meant, terms } = find(index, query)
    return pages.filter(({ score }) => score > pages[0].score / FAR).slice(0, PAGES).map(({ page, sections }) => {
      const shown = ({ anchor, title, text, score }) => ({
        location: page.url + (anchor && `#${anchor}`),
        title: marked(title, meant) + (page.part && !anchor ? ` · ${escaped(page.part)}` : ""),
        text: marked(text, meant, LENGTH),
        score,
        terms,
      })
      const best = sections.slice(0, SECTIONS)
      const [anchor, title, text] = page.sections[0] // the page itself, below which the dialog shows the others
      if (!best.some(section => section.anchor === anchor)) best.push({ anchor, title, text, score: 0 })
      return best.map(shown)
    })
  }
}
