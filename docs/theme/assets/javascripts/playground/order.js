// What has to run before an example: which listings can run here at all, and which come first.
const OTHERS = /\b(?:tensorflow|keras|scipy|skimage|matplotlib|pandas|(?:cnnbook\.|cnnbook import .*)(?:plots|models|explain))\b/
const STRINGS = /(["'])(?:(?!\1).)*\1/g
const TARGETS = /^[\w, *]+ =(?!=)/gm
const NAMES = /(?<![.\w])[A-Za-z_]\w*/g
const MADE = /^(?:(?:def|class|for) +([\w, ]+?)\b *(?:\(|:| in )|(?:from \S+ )?import +(.+)|([A-Za-z_][\w, *]*?)(?::[^=]+)? *=(?!=))/gm

// The names that a piece of Python makes, as far as can be seen without reading all of its grammar.
export function made(source) {
  const names = [...source.matchAll(MADE)].flatMap(([, defined, imported, assigned]) =>
    (defined ?? imported ?? assigned).split(",").map((name) => name.split(" as ").at(-1)))
  return names.flatMap((name) => name.match(/\w+/g) ?? [])
}

// Marks each example that needs more than NumPy and cnnbook, itself or by what it takes from others.
export function markNeeds(listings) {
  const foreign = new Map() // by scope, the names that such examples make
  for (const { scope, examples } of listings) {
    if (!foreign.has(scope)) foreign.set(scope, new Set())
    const names = foreign.get(scope)
    for (const example of examples) {
      const code = example.source.replace(STRINGS, "")
      const used = code.replace(TARGETS, "").match(NAMES) ?? []
      example.needs = OTHERS.test(code) || used.some((name) => names.has(name))
      for (const name of made(example.source)) {
        if (example.needs) names.add(name)
        else names.delete(name)
      }
    }
  }
}

// Whether an example further down than a listing makes a name first.
export function isBelow(name, listings, place) {
  const first = listings.findIndex(({ scope, examples }) => scope === listings[place].scope &&
    examples.some(({ source }) => made(source).includes(name)))
  return first > place
}
