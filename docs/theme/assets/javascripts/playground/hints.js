// What the book knows about an error of Python: the name of a sentence in words.js, and its gaps.
const SHAPES = "operands could not be broadcast|matmul: |shapes? .* not aligned|all the input array dim|cannot reshape"

// The first row whose error fits counts; what its groups caught fills the gaps.
const ROWS = [
  ["module", "ModuleNotFoundError", "No module named '(?<name>[^']+)'"],
  ["closed", "SyntaxError", "'(?<sign>.)' was never closed"],
  ["unopened", "SyntaxError", "(?:closing parenthesis|unmatched) '(?<sign>.)'"],
  ["comma", "SyntaxError", "forgot a comma"],
  ["quote", "SyntaxError", "unterminated .*string literal"],
  ["colon", "SyntaxError", "expected ':'"],
  ["equals", "SyntaxError", "Maybe you meant '=='"],
  ["letter", "SyntaxError", "invalid (?:non-printable )?character"],
  ["tabs", "TabError", ""],
  ["block", "IndentationError", "expected an indented block"],
  ["indent", "IndentationError", ""],
  ["memory", "ValueError", "too big|[Mm]aximum allowed (?:dimension|size)"],
  ["memory", "OverflowError", "index-sized integer"],
  ["answer", "TypeError", "^the answer is of type"],
  ["ragged", "ValueError", "inhomogeneous"],
  ["shapes", "ValueError", SHAPES],
  ["truth", "ValueError", "truth value of an array"],
  ["listIndex", "TypeError", "list indices must be integers or slices, not tuple"],
  ["call", "TypeError", "'(?:tuple|list|int|float|numpy\\.\\w+)' object is not callable"],
  ["axes", "IndexError", "too many indices"],
  ["index", "IndexError", "out of (?:bounds|range)"],
  ["recursion", "RecursionError", ""],
  ["name", "NameError", "name '(?<name>[^']+)' is not defined"],
]

/**
 * The hint for an error of the runner, { type, message, hint }: { name, facts }, or null. What the
 * runner itself says (python/runner.py) is less particular.
 * `isBelow(name)` says whether the page makes an unknown name only further down.
 */
export function hintOf({ type, message, hint }, isBelow) {
  for (const [name, kind, pattern] of ROWS) {
    const found = kind === type && new RegExp(pattern).exec(message)
    if (!found) continue
    const facts = { ...found.groups }
    return { name: name === "name" && isBelow(facts.name) ? "below" : name, facts }
  }
  return hint && { name: hint, facts: {} }
}
