// The search of a copy that is opened from a folder: on file:// no worker starts and nothing can be fetched, so the page
// itself answers the theme's dialog. docs/elements/search.md says which scripts come before this one.
const fromScript = () => new Promise((done, failed) => {
  const { base } = JSON.parse(document.getElementById("__config").textContent)
  const script = document.createElement("script")
  script.src = new URL("search/book.js", new URL(base + "/", location))
  script.onload = () => done(searcher(self.book))
  script.onerror = failed
  document.head.append(script)
})

self.Worker = class extends EventTarget {
  #answer = answering(fromScript)

  async postMessage(message) {
    this.dispatchEvent(new MessageEvent("message", { data: await this.#answer(message) }))
  }
}
