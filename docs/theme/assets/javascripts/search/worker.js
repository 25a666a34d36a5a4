// The search's worker: speaks the protocol of the theme's dialog, and fetches scripts and book when somebody searches.
const [READY, QUERY, RESULT] = [1, 2, 3] // and 0, which comes first and sets up
const FAILED = {
  ko: "검색에 쓰는 파일을 받지 못했습니다. 연결을 확인하고 다시 입력해 보세요.",
  en: "The search could not fetch its file. Check the connection and type again.",
}

// What answers a message of the dialog; `load` brings a function from a query to what it finds.
const answering = load => {
  let language
  let search

  const found = async query => {
    if (!query.trim()) return []
    try {
      search ??= load()
      return (await search)(query)
    } catch {
      search = undefined // so that the next letter tries again
      return [[{ location: "", title: FAILED[language], text: "", score: 0, terms: {} }]]
    }
  }

  return async ({ type, data }) => {
    if (type === QUERY) return { type: RESULT, data: { items: await found(data) } }
    language = data.config.lang[0]
    return { type: READY }
  }
}

// Not on the page itself, where here.js takes the place of the worker.
if (self.WorkerGlobalScope) {
  const answer = answering(async () => {
    const [{ searcher }, book] = await Promise.all([import("./results.js"), fetch("../../../search/book.json")])
    if (!book.ok) throw new Error(book.statusText)
    return searcher(await book.json())
  })
  addEventListener("message", async ({ data }) => postMessage(await answer(data)))
}
