// The words that somebody searched for are marked on the page that the search led to.
const words = new URLSearchParams(location.search).get("h").split(/\s+/).filter(Boolean)

if (words.length && CSS.highlights) {
  const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "giu")
  const texts = document.createNodeIterator(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  const found = new Highlight()
  for (let node; (node = texts.nextNode());) {
    for (const { 0: word, index } of node.data.matchAll(pattern)) {
      found.add(new StaticRange({ startContainer: node, startOffset: index, endContainer: node, endOffset: index + word.length }))
    }
  }
  CSS.highlights.set("found", found)
}
