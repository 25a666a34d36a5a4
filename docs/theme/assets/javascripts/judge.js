// Judges an answer as Python does: the functions of cnnbook/answers, under the same names.
const LONGEST = 2000
const DEEPEST = 6
const OPEN = "([{"
const CLOSE = ")]}"
const YES = new Set(["yes", "y", "true", "t", "o", "예", "네", "참", "맞다", "맞습니다"])
const NO = new Set(["no", "n", "false", "f", "x", "×", "아니요", "아니오", "아뇨", "거짓", "틀리다", "틀립니다"])
const SEPARATORS = ["\f", ";\n", "&, "]
const BEFORE = [
  [/([⁺⁻⁰¹²³⁴-⁹]+)/g, "^$1"],
  [/([0-9])([¼-¾⅐-⅞])/g, "$1 $2"],
]
const AFTER = [
  [/[−–—‒‐]/g, "-"],
  [/[⁄÷]/g, "/"],
  [/、/g, ","],
  [/[ \t\r]+/g, " "],
  [/ ?\n ?/g, "\n"],
  [/\n\n+/g, "\f"],
  [/(?:([0-9)\]}%]),? ?|,? )(?:and|그리고|와|과|및) ?/g, "$1&"],
  [/ ?[×x*·] ?10 ?(?:\^|\*\*) ?\(?([+-]?[0-9]+)\)?/g, "e$1"],
  [/([0-9]) ?[×x] ?(?=[0-9])/g, "$1×"],
  [/ ?\/ ?/g, "/"],
  [/ %/g, "%"],
  [/ ?; ?/g, ";"],
  [/ ?[,&] | [,&]/g, "&"],
  [/[,;&](?=[)\]}\n\f]|$)/g, ""],
  [/([)\]}]) ?(?=[([{])/g, "$1 "],
  [/(^|[,;&([{\n\f])([+-]) (?=[.0-9])/g, "$1$2"],
]
const THOUSANDS = /(^|[^0-9.,])([1-9][0-9]{0,2}(?:[, _][0-9]{3})+)(?![0-9]|,[0-9])/g
const DECIMAL_COMMA = /([0-9]),(?=[0-9])/g
const NUMBER = /^[+-]?(?:[0-9]+\.?([0-9]*)|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/

const ENOUGH_DECIMALS = 4
const FACTORS = [2, 10, 100]
const RANKS = { right: 0, mistake: 1, partly: 2, wrong: 3, count: 4, words: 5, number: 5 }

class UnreadableError extends Error {
  constructor(piece) {
    super(piece)
    this.piece = [...piece].slice(0, 20).join("")
  }
}

export function readings(text) {
  if ([...text].length > LONGEST) throw new UnreadableError(text)
  const plain = normalise(text)
  const written = {
    plain,
    thousands: plain.replace(THOUSANDS, (_, before, digits) => before + digits.replace(/[, _]/g, "")),
    comma: plain.replace(DECIMAL_COMMA, "$1."),
  }
  const found = []
  const failures = []
  for (const [convention, one] of Object.entries(written)) {
    if (convention !== "plain" && one === plain) continue
    try {
      found.push([convention, read(one, 0)])
    } catch (failure) {
      if (!(failure instanceof UnreadableError)) throw failure
      failures.push(failure)
    }
  }
  if (!found.length) throw failures[0]
  return found
}

function normalise(text) {
  const respell = (text, [pattern, instead]) => text.replace(pattern, instead)
  return AFTER.reduce(respell, BEFORE.reduce(respell, text).normalize("NFKC"))
}

const strip = (text) => text.replace(/^[ \n\f]+|[ \n\f]+$/g, "")

function read(text, depth) {
  text = strip(text)
  if (wrapped(text)) {
    const inner = strip(text.slice(1, -1))
    if (!inner || depth === DEEPEST) throw new UnreadableError(text)
    return read(inner, depth + 1)
  }
  for (const separators of SEPARATORS) {
    const parts = split(text, separators)
    if (parts.length > 1) {
      if (parts.includes("")) throw new UnreadableError(text)
      return parts.map((part) => read(part, depth))
    }
  }
  return item(text)
}

function wrapped(text) {
  const inside = depths(text)
  return text.length > 1 && OPEN.includes(text[0]) && inside.indexOf(0) === text.length - 1
}

function split(text, separators) {
  const parts = []
  let begin = 0
  depths(text).forEach((depth, i) => {
    if (depth !== 0 || !separators.includes(text[i])) return
    parts.push(text.slice(begin, i))
    begin = i + 1
  })
  return [...parts, text.slice(begin)]
}

function depths(text) {
  let depth = 0
  const found = text.split("").map((letter) => {
    depth += OPEN.includes(letter) - CLOSE.includes(letter)
    if (depth < 0) throw new UnreadableError(letter)
    return depth
  })
  if (depth) throw new UnreadableError(text)
  return found
}

function item(text) {
  const word = text.toLowerCase()
  if (YES.has(word) || NO.has(word)) return YES.has(word)
  const numbers = text.split("×").map(number)
  return numbers.length > 1 ? numbers : numbers[0]
}

function number(text) {
  const percent = text.endsWith("%")
  const parts = text.replace(/%$/, "").split("/")
  const [top, ...bottom] = parts.map((part) => decimal(part, text))
  if (bottom.length > 1 || bottom[0]?.value === 0) throw new UnreadableError(text)
  const found = bottom.length ? { value: top.value / bottom[0].value, decimals: Infinity } : top
  return percent ? { value: found.value / 100, decimals: found.decimals + 2 } : found
}

function decimal(part, text) {
  const match = NUMBER.exec(part)
  if (!match) throw new UnreadableError(text)
  const decimals = (match[1] || match[2] || "").length - (match[3] ? Number(match[3]) : 0)
  return { value: Number(part), decimals: Math.max(0, decimals) }
}

export function judge(answer, right, mistakes) {
  let found
  try {
    found = readings(answer)
  } catch (failure) {
    if (!(failure instanceof UnreadableError)) throw failure
    const { piece } = failure
    return piece ? judgement("unreadable", null, { piece }) : judgement("empty")
  }
  const goal = recorded(right)
  const known = mistakes.map(recorded)
  const rank = ({ kind }) => RANKS[kind] ?? RANKS.partly
  return found
    .map(([convention, given]) => judgeTree(given, goal, known, convention))
    .reduce((best, one) => (rank(one) < rank(best) ? one : best))
}

const recorded = (text) => readings(text)[0][1]

const judgement = (kind, mistake = null, details = {}, convention = "plain") =>
  ({ kind, mistake, details, convention })

function judgeTree(given, right, mistakes, convention) {
  if (same(given, right)) return judgement("right", null, {}, convention)
  const mistake = mistakes.findIndex((mistake) => same(given, mistake))
  if (mistake >= 0) return judgement("mistake", mistake, {}, convention)
  const [kind, details] = general(given, right)
  return judgement(kind, null, details, convention)
}

const isWord = (value) => typeof value === "boolean"
const all = (test, mine, wanted) => mine.every((one, i) => test(one, wanted[i]))

function same(given, right) {
  if (Array.isArray(given) && Array.isArray(right)) {
    return given.length === right.length && all(same, given, right)
  }
  if (Array.isArray(given) || Array.isArray(right)) return false
  if (isWord(given) || isWord(right)) return given === right
  return close(given, right)
}

function close(given, right) {
  const written = [given, right].map((n) => n.decimals).filter((n) => n >= ENOUGH_DECIMALS)
  const size = Math.abs(right.value)
  const rounding = written.length ? Math.min(0.5 * 10 ** -Math.min(...written), 0.005 * size) : 0
  return Math.abs(given.value - right.value) <= rounding + 1e-6 * (size || 1)
}

function general(given, right) {
  const mine = flat(given)
  const wanted = flat(right)
  if (isWord(wanted[0]) && !mine.every(isWord)) return ["words", {}]
  if (!isWord(wanted[0]) && mine.some(isWord)) return ["number", {}]
  if (same(transposed(given), right)) return ["transposed", {}]
  if (mine.length !== wanted.length) return ["count", { given: mine.length }]
  const agreeing = mine.filter((one, i) => same(one, wanted[i])).length
  if (agreeing === wanted.length) return ["shape", {}]
  if (all(same, sorted(mine), sorted(wanted))) return ["order", {}]
  const found = isWord(mine[0]) ? null : ofNumbers(mine, wanted)
  if (found) return found
  return agreeing ? ["partly", { right: agreeing, all: wanted.length }] : ["wrong", {}]
}

function ofNumbers(given, right) {
  if (all(close, given.map(size), right.map(size))) return ["sign", {}]
  for (const factor of FACTORS) {
    if (all(close, given.map((one) => times(1 / factor, one)), right)) return ["too-large", { factor }]
    if (all(close, given.map((one) => times(factor, one)), right)) return ["too-small", { factor }]
  }
  const slips = given.map((one, i) => slip(one, right[i]))
  const counted = right.every((one) => one.decimals === 0) && slips.includes("")
  if (slips.includes("no") || counted) return null
  return [slips.includes("last-digit") ? "last-digit" : "coarse", {}]
}

function slip(given, right) {
  if (close(given, right)) return ""
  const unit = 10 ** -given.decimals * (1 + 1e-9)
  const distance = Math.abs(given.value - right.value)
  const coarser = given.decimals < right.decimals
  if (given.decimals > right.decimals || (coarser && distance > Math.abs(right.value) / 10)) return "no"
  if (coarser && distance <= unit / 2) return "coarse"
  return distance <= unit ? "last-digit" : "no"
}

const flat = (answer) => [answer].flat(Infinity)

function transposed(answer) {
  const columns = answer[0]?.length
  if (!Array.isArray(answer) || !answer.every((row) => row.length === columns)) return answer
  return columns ? answer[0].map((_, i) => answer.map((row) => row[i])) : answer
}

const size = ({ value, decimals }) => ({ value: Math.abs(value), decimals })
const times = (factor, { value, decimals }) => ({ value: factor * value, decimals })
const sorted = (values) => [...values].sort((one, other) => sizeOf(one) - sizeOf(other))
const sizeOf = (value) => (isWord(value) ? Number(value) : value.value)

// Which field suits an answer: "words", "number", "list", "rows" or "blocks".
export function formOf(right) {
  const tree = recorded(right)
  if (flat(tree).every(isWord)) return "words"
  const depth = (answer) => (Array.isArray(answer) ? 1 + Math.max(...answer.map(depth)) : 0)
  return ["number", "list", "rows", "blocks"][depth(tree)]
}
