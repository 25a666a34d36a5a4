// The search's worker: speaks the protocol of the theme's dialog, and fetches the book when somebody searches.
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
const FAILED = {
  ko: "검색에 쓰는 파일을 받지 못했습니다. 연결을 확인하고 다시 입력해 보세요.",
  en: "The search could not fetch its file. Check the connection and type again.",
}
let language
let search

const load = async () => {
  const [{ searcher }, answer] = await Promise.all([import("./results.js"), fetch("../../../search/book.json")])
  if (!answer.ok) throw new Error(answer.statusText)
  return searcher(await answer.json())
}

const items = async query => {
  if (!query.trim()) return []
  try {
    search ??= load()
    return (await search)(query)
  } catch {
    search = undefined // so that the next letter tries again
    return [[{ location: "", title: FAILED[language], text: "", score: 0, terms: {} }]]
  }
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    language = data.config.lang[0]
    postMessage({ type: READY })
  } else if (type === QUERY) {
    postMessage({ type: RESULT, data: { items: await items(data) } })
  }
})
