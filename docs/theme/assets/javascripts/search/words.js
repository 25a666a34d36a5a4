// Splits text into words, and writes each so that the spellings of one word are equal; no page, no index.
// 1×1 is one word, Conv2D is one and two; Hangul and Latin letters part, as in Conv2D의.
const HANGUL = "가-힣ㄱ-ㅎㅏ-ㅣ"
const WORD = new RegExp(`[${HANGUL}]+|(?:(?![${HANGUL}×])[\\p{L}\\p{N}_]|(?<=\\d)×(?=\\d))+`, "gu")
const PART = /_+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\dD)(?=[A-Z])/
export const isHangul = raw => raw >= "ㄱ" && raw <= "힣"

// What a keyboard of two sets types, key by key: 값 is ㄱㅏㅂㅅ, so that what is half typed begins what it becomes.
const FIRST = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"]
const MIDDLE = [..."ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"]
const LAST = ["", ..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
const DOUBLE = {
  ㅘ: "ㅗㅏ", ㅙ: "ㅗㅐ", ㅚ: "ㅗㅣ", ㅝ: "ㅜㅓ", ㅞ: "ㅜㅔ", ㅟ: "ㅜㅣ", ㅢ: "ㅡㅣ", ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ",
  ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㄽ: "ㄹㅅ", ㄾ: "ㄹㅌ", ㄿ: "ㄹㅍ", ㅀ: "ㄹㅎ", ㅄ: "ㅂㅅ",
}
const typed = raw => [...raw].map(letter => {
  const n = letter.charCodeAt(0) - 0xac00
  if (n < 0) return DOUBLE[letter] ?? letter
  return [FIRST[n / 588 | 0], MIDDLE[(n / 28 | 0) % 21], LAST[n % 28]].map(one => DOUBLE[one] ?? one).join("")
}).join("")

// British and American letters, plural and singular, one letter for two: rules that half a word obeys too.
const spelt = word => (word.length < 4 || /\d/.test(word) ? word : word
  .replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/(?<!s)s$/, "")
  .replace(/tre$/, "ter").replace(/gra(?=y)/, "gre").replace(/ou/g, "o").replace(/z/g, "s").replace(/([^aeiou])\1/g, "$1"))

// Korean particles are split off nouns of two syllables, so that 높이 or 차이 stays whole, and off `short` ones,
// but not those of which 풀 makes 풀이.
const particle = (particles, short) => new RegExp(
  `(?<=[가-힣]{2})(?:${particles.join("|")})$|(?<=^[${short}])(?:${particles.filter(one => !/[이인]/.test(one[0])).join("|")})$`)

export const splitter = (particles, short) => {
  const ending = particle(particles, short)
  const known = new Map()
  const write = raw => (isHangul(raw) ? typed(raw.replace(ending, "")) : spelt(raw.toLowerCase().replace(/×/g, "x")))
  const parts = raw => (isHangul(raw) ? [] : raw.split(PART)).filter((part, _, all) => part && all.length > 1)

  // How a word is written in the index, and after it its parts, if it is a name such as max_pool2d.
  const keys = raw => {
    if (!known.has(raw)) known.set(raw, [raw, ...parts(raw)].map(write))
    return known.get(raw)
  }
  // The words of a text as they stand there, and where they begin.
  const words = function* (text) {
    for (const { 0: raw, index } of text.matchAll(WORD)) yield { raw, index }
  }
  return { keys, words }
}

// Whether one letter or syllable more, less or other, or two letters in the other order, make `a` out of `b`.
export const isTypo = (a, b) => {
  const most = Math.min(a.length, b.length)
  if (Math.abs(a.length - b.length) > 3) return false
  let begin = 0
  while (begin < most && a[begin] === b[begin]) begin++
  let end = 0
  while (end < most - begin && a.at(-1 - end) === b.at(-1 - end)) end++
  const [mine, other] = [a, b].map(word => word.slice(begin, word.length - end))
  const longer = Math.max(mine.length, other.length)
  if (longer === 2 && mine[0] === other[1] && mine[1] === other[0]) return true
  return longer <= 1 || (isHangul(a) && longer <= 3 && begin + end >= 2 * longer)
}
