// Finds the pages that a query means: an index of words, made in the browser from the book's text, and BM25 over it.
//
// Why no library: lunr, which the theme brings, has no stemmer for Korean, so that 합성곱을 misses 합성곱은 and 최대풀링
// misses 최대 풀링; others that we looked at cut Korean at spaces too, or at every two syllables. None knows that ㅍㅜㄹㄹ
// begins 풀링, or the glossary's other words, or which page introduces a term. The rules below need no dictionary.
import { isHangul, isTypo, splitter } from "./words.js"

const LONGEST = 200 // letters of a query that are read
const MOST = 12 // and words
const INTRODUCED = 4 // what a page gains that introduces a term of the query
const NAMED = 3 // what a section gains whose heading is the query
const SIMILAR = 0.6 // how sure it is that a word with a typo is meant
const MEANT = 0.2 // how sure it must be for a word to be marked
const KEPT = 300 // words of queries that are remembered: the next letter changes the last word only

// The index of a book: `search/book.json`, which docs/making/mkdocs_only/search.py writes.
export const makeIndex = book => {
  const short = book.terms.flatMap(({ words }) => words.flatMap(word => word.split(" "))).filter(word => /^[가-힣]$/.test(word))
  const { keys, words } = splitter(book.particles, short.join(""))
  const written = text => Array.from(words(text), ({ raw }) => keys(raw)[0])
  const sections = book.pages.flatMap(({ sections }, page) =>
    sections.map(([anchor, title, text]) => ({ page, anchor, title, text, name: written(title).join("") })))
  const postings = new Map() // of each word: the sections where it stands, and how much in title and text
  const add = (key, section, field, weight) => {
    if (!postings.has(key)) postings.set(key, [])
    const list = postings.get(key)
    if (list.at(-1)?.section !== section) list.push({ section, title: 0, text: 0 })
    list.at(-1)[field] += weight
  }
  const addAll = (found, section, field, weight) => {
    for (const { raw } of found) keys(raw).forEach((key, part) => add(key, section, field, part ? weight / 2 : weight))
  }
  sections.forEach(({ title, text }, section) => {
    const heading = [...words(title)]
    addAll(heading, section, "title", 1 / Math.sqrt(heading.length)) // a short one says more
    addAll(words(text), section, "text", 1)
  })
  const terms = new Map() // by each of their spellings, without spaces
  for (const { words, page } of book.terms) {
    const ways = words.map(written)
    for (const way of ways) terms.set(way.join(""), [...terms.get(way.join("")) ?? [], { name: words[0], page, ways }])
  }
  return {
    pages: book.pages.map((page, number) => ({ ...page, number })),
    sections, postings, terms, keys, words,
    vocabulary: [...postings.keys()],
    average: sections.reduce((sum, { text }) => sum + text.length, 0) / sections.length,
    write: raw => keys(raw)[0],
    known: new Map(),
  }
}

// The words of the index that a word means, and how surely: itself, what it begins or stands in, else what it misspells.
const near = ({ postings, vocabulary }, key) => {
  const exact = postings.has(key)
  const found = exact ? [[key, 1]] : []
  if (key.length > 1) {
    for (const word of vocabulary) {
      const share = key.length / word.length
      if (share >= 1) continue
      if (word.startsWith(key)) found.push([word, exact ? share ** 2 : Math.sqrt(share)])
      else if (key.length > 3 && word.includes(key)) found.push([word, share / 2])
    }
  }
  if (found.length || key.length < 4) return found
  return vocabulary.filter(word => isTypo(word, key)).map(word => [word, SIMILAR])
}

// How much each section and each page is about one word: more if it is rare, in headings, and often.
const about = (index, key) => {
  const { pages, sections, postings, average } = index
  const title = new Float64Array(sections.length)
  const text = new Float64Array(sections.length)
  const standsIn = new Set()
  const meant = near(index, key)
  for (const [word, sure] of meant) {
    for (const { section, title: inTitle, text: inText } of postings.get(word)) {
      title[section] = Math.max(title[section], sure * inTitle)
      text[section] += sure * inText
      standsIn.add(section)
    }
  }
  const rare = Math.log(1 + (sections.length - standsIn.size + 0.5) / (standsIn.size + 0.5))
  const scores = { sections: new Float64Array(sections.length), pages: new Float64Array(pages.length), meant }
  for (const n of standsIn) {
    const { page, anchor } = sections[n]
    const often = 4 * title[n] + text[n] / (0.5 + 0.5 * sections[n].text.length / average)
    scores.sections[n] = rare * often / (often + 1.2)
    scores.pages[page] += (anchor ? 1 : 10) * title[n] + text[n] / 4
  }
  scores.pages.forEach((often, n) => { scores.pages[n] = rare * often / (often + 8) })
  return scores
}

const scores = (index, key) => {
  if (!index.known.has(key)) {
    if (index.known.size === KEPT) index.known.clear()
    index.known.set(key, about(index, key))
  }
  return index.known.get(key)
}

// The same for the best of several ways to say it, each of words that belong together.
const best = (ways, field) => {
  const scores = new Float64Array(ways[0][0][field].length)
  for (const words of ways) {
    for (let n = 0; n < scores.length; n++) {
      let sum = 0
      let present = 0
      for (const { [field]: score } of words) {
        sum += score[n]
        if (score[n]) present++
      }
      scores[n] = Math.max(scores[n], sum * present / words.length)
    }
  }
  return scores
}

// The terms of the glossary that words name, whole, half typed or with a typo.
const termsOf = ({ terms, postings }, key, isLast) => {
  if (terms.has(key)) return terms.get(key)
  if (key.length < 4 || postings.has(key)) return []
  const begun = isLast ? [...terms.keys()].filter(spelling => spelling.startsWith(key)) : []
  const meant = begun.length ? begun : [...terms.keys()].filter(spelling => isTypo(spelling, key))
  return meant.length > 3 ? [] : meant.flatMap(spelling => terms.get(spelling))
}

// A word that is written as one and is several: 최대풀링 is 최대 and 풀링.
const split = (index, raw) => {
  const isKnown = part => index.postings.has(index.write(part)) || termsOf(index, index.write(part)).length
  if (!isHangul(raw) || isKnown(raw)) return [raw]
  for (let i = raw.length - 1; i > 1; i--) {
    if (!isKnown(raw.slice(0, i))) continue
    const rest = split(index, raw.slice(i))
    if (rest.every(part => scores(index, index.write(part)).meant.length)) return [raw.slice(0, i), ...rest]
  }
  return [raw]
}

// What a query asks for, piece by piece: words that belong together, and the terms that they name.
const pieces = (index, query) => {
  const raws = [...index.words(query)].slice(0, MOST).flatMap(({ raw }) => split(index, raw))
  const found = []
  for (let i = 0; i < raws.length;) {
    let size = Math.min(5, raws.length - i)
    let named
    const keys = () => raws.slice(i, i + size).map(index.write)
    while (!(named = termsOf(index, keys().join(""), i + size === raws.length)).length && size > 1) size--
    found.push({ raws: raws.slice(i, i + size), keys: keys(), named })
    i += size
  }
  return found
}

// The pages, best first, each with its sections; the words of the index that are meant; and as the theme wants them,
// the words to mark on a page that is opened, and whether they were found.
export const find = (index, query) => {
  const asked = pieces(index, query.slice(0, LONGEST).normalize("NFC"))
  const name = asked.flatMap(({ keys }) => keys).join("")
  const ofSection = Float64Array.from(index.sections, section => (name && section.name === name ? NAMED : 0))
  const ofPage = new Float64Array(index.pages.length)
  const terms = {}
  const meant = new Set()
  for (const { raws, keys, named } of asked) {
    const ways = [keys, ...named.flatMap(term => term.ways)].map(way => way.map(key => scores(index, key)))
    for (const [word, sure] of ways.flat().flatMap(one => one.meant)) if (sure >= MEANT) meant.add(word)
    best(ways, "sections").forEach((score, n) => { ofSection[n] += score })
    const own = best(ways, "pages")
    own.forEach((score, n) => { ofPage[n] += score })
    for (const word of named.length ? named.map(term => term.name) : raws) terms[word] = own.some(Boolean)
    for (const { page } of named) {
      const introducing = index.pages.find(({ url }) => url === page)
      if (introducing) ofPage[introducing.number] += INTRODUCED / named.length / asked.length
    }
  }
  const pages = index.pages.map(page => ({ page, sections: [] }))
  ofSection.forEach((score, n) => {
    if (score) pages[index.sections[n].page].sections.push({ ...index.sections[n], score })
  })
  for (const one of pages) {
    one.sections.sort((a, b) => b.score - a.score)
    const { weight, number } = one.page
    one.score = weight * (ofPage[number] + (one.sections[0]?.score ?? 0))
  }
  const found = pages.filter(one => one.sections.length).sort((a, b) => b.score - a.score)
  return { pages: found, meant, terms }
}
