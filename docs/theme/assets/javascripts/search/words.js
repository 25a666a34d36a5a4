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
  .replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/(?<![sui])s$/, "")
  .replace(/tre$/, "ter").replace(/gray/, "grey").replace(/ou/g, "o").replace(/z/g, "s").replace(/(\p{L})\1/gu, "$1"))

export const splitter = particles => {
  // Two syllables before it, so that 높이 or 차이 stays whole.
  const particle = new RegExp(`(?<=[가-힣]{2})(?:${particles.split(" ").join("|")})$`)
  const known = new Map()
  const write = raw => (isHangul(raw) ? typed(raw.replace(particle, "")) : spelt(raw.toLowerCase().replace(/×/g, "x")))
  const parts = raw => (isHangul(raw) ? [] : raw.split(PART)).filter((part, _, all) => part && all.length > 1)

  // How a word is written in the index, and after it its parts, if it is a name such as max_pool2d.
  const keys = raw => {
    if (!known.has(raw)) known.set(raw, [raw, ...parts(raw)].map(write))
    return known.get(raw)
  }
  // The words of a text, and where they begin.
  const words = text => Array.from(text.matchAll(WORD), ({ 0: raw, index }) => ({ raw, index, key: keys(raw)[0] }))
  return { keys, words }
}

// Whether one letter more, less, other, or two in the other order make `a` out of `b`.
export const isTypo = (a, b) => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let i = 0
  while (a[i] === b[i]) i++
  const rest = (n, m) => a.slice(i + n) === b.slice(i + m)
  return rest(1, 1) || rest(1, 0) || rest(0, 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(2, 2))
}
