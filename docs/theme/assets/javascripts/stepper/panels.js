// The tables of a state as the stepper shows them: cells with their numbers and marks.
import { sides, sights, table } from "../arithmetic.js"
import { channels, isConv, mapsOut } from "./state.js"
import { field, key, step, trimmed } from "./view.js"

const range = (count) => Array.from({ length: count }, (_, i) => i)
const marked = (met, place) => new Set(met.map(place))

function imagePanel(state, all, words, now) {
  const layerNumber = state.at[3]
  const [[top, bottom], [left, right]] = all.way.border
  const [height, width] = sides(state.x)
  const own = layerNumber === 2 ? field(state, all)
    : marked(now.met, (p) => key(p.row, p.column, isConv(state) ? p.c : state.at[2]))
  const winner = now.op === "max" && layerNumber !== 2 && now.met.find((p) => p.share)
  const seen = sights(all.way)
  const label = (c) => numbered(words.channel, c, channels(state))
  const cell = (c) => (i, j) => {
    const [row, column] = [i - top, j - left]
    const value = state.x[row]?.[column]?.[c]
    const inside = value !== undefined
    const wins = winner && winner.c === c && winner.row === row && winner.column === column
    return {
      value: inside ? value : isConv(state) ? 0 : null,
      edit: inside && ["x", row, column, c],
      marks: [
        own.has(layerNumber === 2 ? key(row, column) : key(row, column, c)) &&
          (layerNumber === 2 ? "field" : "window"),
        state.mode === "image" && key(row, column, c) === key(...state.at.slice(0, 3)) && "here",
        !inside && "border", inside && !seen[row][column] && "unseen", wins && "winner",
      ],
    }
  }
  return panel("image", words.image, "ink", range(channels(state)).map((c) =>
    ({ label: label(c), cells: table(top + height + bottom, left + width + right, cell(c)) })))
}

const panel = (name, caption, tint, tables) => ({ name, caption, tint, tables })
const numbered = (word, number, count) => (count > 1 ? `${word} ${number + 1}` : "")

// One filter's slices or, backwards to a pixel, what all filters hold for its channel.
function kernelPanel(state, words, f, met = []) {
  const own = marked(met, (p) => key(p.m, p.n, p.f))
  const slice = (c, filter, label) => ({
    label,
    cells: table(...sides(state.kernel), (m, n) => ({
      value: state.kernel[m][n][c][filter], edit: ["kernel", m, n, c, filter],
      marks: [own.has(key(m, n, filter)) && "window"],
    })),
  })
  if (f === null) {
    return panel("kernel", words.kernel, "kernel", state.bias.map((_, filter) =>
      slice(state.at[2], filter, numbered(words.filter, filter, mapsOut(state)))))
  }
  const name = numbered(words.filter, f, mapsOut(state))
  const caption = [words.kernel, name.toLowerCase()].filter(Boolean).join(", ")
  return panel("kernel", `× ${caption}`, "kernel",
    range(channels(state)).map((c) => slice(c, f, numbered(words.channel, c, channels(state)))))
}

// Products where their factors lie: in the kernel's shape, or in that of the output's gradient.
function productsPanel(words, met, [rows, columns], maps, place, label) {
  const found = new Map(met.map((term) => [place(term), term.left * term.right]))
  return panel("products", words.products, "signed", maps.map((map) => ({
    label: label(map),
    cells: table(rows, columns, (i, j) => ({ value: found.get(key(i, j, map)) ?? null })),
  })))
}

function gradientPanel(state, all, words, met) {
  const own = marked(state.mode === "image" ? met : [], (p) => key(p.i, p.j, p.f))
  const tables = range(mapsOut(state)).map((f) => ({
    label: numbered(isConv(state) ? words.filter : words.channel, f, mapsOut(state)),
    cells: table(...all.way.shape, (i, j) => ({
      value: state.dy[i][j][f], edit: ["dy", i, j, f],
      marks: [own.has(key(i, j, f)) && "window", all.dy[i][j][f] !== state.dy[i][j][f] && "stopped"],
    })),
  }))
  return panel("dy", `× ${words.dy}`, "signed", tables)
}

function resultPanel(state, name, caption, maps, labels, layerNumber = 1, own = new Set()) {
  const [i, j, map, current] = state.at
  const tables = maps.map((values, number) => ({
    label: labels(number),
    map: number,
    layer: layerNumber,
    cells: values.map((row, r) => row.map((value, q) => ({
      value,
      marks: [
        current === layerNumber && number === map && r === i && q === j && "here",
        own.has(key(r, q, number)) && "window",
      ],
    }))),
  }))
  return panel(name, caption, "signed", tables)
}

const mapsOf = (array) => array[0][0].map((_, f) => array.map((row) => row.map((cell) => cell[f])))

export function panels(state, all, words) {
  const now = step(state, all)
  const [, , map] = state.at
  const depth = channels(state)
  const filterName = (f) => numbered(isConv(state) ? words.filter : words.channel, f, mapsOut(state))
  const channelName = (c) => numbered(words.channel, c, depth)
  if (state.mode === "kernel") {
    const f = Math.floor(map / depth)
    const slices = range(depth * mapsOut(state)).map((n) => all.d.kernel.map((row) =>
      row.map((cell) => cell[n % depth][Math.floor(n / depth)])))
    const name = (n) =>
      [filterName(Math.floor(n / depth)), channelName(n % depth)].filter(Boolean).join(", ")
    return [
      imagePanel(state, all, words, now),
      gradientPanel(state, all, words, now.met),
      productsPanel(words, now.met, all.way.shape, [f], (p) => key(p.i, p.j, f), filterName),
      resultPanel(state, "result", words.dkernel, slices, name),
    ]
  }
  if (state.mode === "image") {
    const result = resultPanel(state, "result", words.dx, mapsOf(all.d.x), channelName)
    const gradients = gradientPanel(state, all, words, now.met)
    if (!isConv(state)) {
      return [imagePanel(state, all, words, { met: [], op: "" }), gradients, result]
    }
    return [
      kernelPanel(state, words, null, now.met), gradients,
      productsPanel(words, now.met, sides(state.kernel), range(mapsOut(state)),
        (p) => key(p.m, p.n, p.f), filterName),
      result,
    ]
  }
  const shown = [imagePanel(state, all, words, now)]
  const second = state.at[3] === 2
  if (isConv(state)) {
    shown.push(kernelPanel(state, words, second ? 0 : map))
    if (!second) {
      shown.push(productsPanel(words, now.met, sides(state.kernel), range(depth),
        (p) => key(p.m, p.n, p.c), (c) => depth > 1 && `${channelName(c)}: ${trimmed(now.parts[c])}`))
    }
  }
  const own = second ? marked(now.met, (p) => key(p.row, p.column, p.c)) : new Set()
  shown.push(resultPanel(state, "result", words.output, mapsOf(all.y), filterName, 1, own))
  if (all.otherY) shown.push(besidePanel(state, all, words, filterName))
  if (all.z) {
    const names = (n) => (state.next.op === "conv" ? "" : filterName(n))
    shown.push(resultPanel(state, "next", words.second, mapsOf(all.z), names, 2))
  }
  return shown
}

function besidePanel(state, all, words, names) {
  const [i, j, map] = state.at
  const tables = mapsOf(all.otherY).map((values, f) => ({
    label: names(f),
    cells: values.map((row, r) => row.map((value, q) => ({
      value,
      marks: [
        f === map && r === i && q === j && "here",
        value !== all.y[r]?.[q]?.[f] && "differs",
      ],
    }))),
  }))
  return panel("beside", words.besides[state.beside], "signed", tables)
}
