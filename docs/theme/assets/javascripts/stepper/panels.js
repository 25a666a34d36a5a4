// The tables of a state as the stepper shows them: cells with their numbers and marks.
import { sides, sights, table } from "../arithmetic.js"
import { channels, isConv, mapsOut } from "./state.js"
import { field, key, step, trimmed } from "./view.js"

const range = (count) => Array.from({ length: count }, (_, i) => i)
const shapeOf = (array) => [...sides(array), array[0][0].length]
const numbered = (word, n, count) => (count > 1 ? `${word} ${n + 1}` : "")
const joined = (...names) => names.filter(Boolean).join(", ")

export function panels(state, all, words) {
  const now = step(state, all)
  const [atRow, atColumn, atMap, layer] = state.at
  const [conv, depth, count] = [isConv(state), channels(state), mapsOut(state)]
  const channel = (c) => numbered(words.channel, c, depth)
  const filter = (f) => numbered(conv ? words.filter : words.channel, f, count)
  const here = (r, q, n) => r === atRow && q === atColumn && n === atMap && "here"

  const panel = (name, caption, tint, [rows, columns, number], label, cell, level) => ({
    name, caption, tint,
    tables: range(number).map((n) => ({
      label: label(n), map: n, level, cells: table(rows, columns, (r, q) => cell(r, q, n)),
    })),
  })
  const among = (met, place) => {
    const places = new Set(met.map((term) => key(...place(term))))
    return (mark, ...at) => places.has(key(...at)) && mark
  }

  function image(met) {
    const second = layer === 2
    const [[top, bottom], [left, right]] = all.way.border
    const [height, width] = sides(state.x)
    const touched = second ? among(field(state, all), (p) => [p.row, p.column])
      : among(met, (p) => [p.row, p.column, p.c])
    const touch = (at) => (second ? touched("field", at[0], at[1]) : touched("window", ...at))
    const wins = among(second || now.op !== "max" ? [] : met.filter((p) => p.share),
      (p) => [p.row, p.column, p.c])
    const seen = sights(all.way)
    const shape = [top + height + bottom, left + width + right, depth]
    return panel("image", words.image, "ink", shape, channel, (i, j, c) => {
      const at = [i - top, j - left, c]
      const value = state.x[at[0]]?.[at[1]]?.[c]
      if (value === undefined) {
        return { value: conv ? 0 : null, marks: [touch(at), "border"] }
      }
      return {
        value, edit: ["x", ...at],
        marks: [
          touch(at),
          state.mode === "image" && here(...at), !seen[at[0]][at[1]] && "unseen", wins("winner", ...at),
        ],
      }
    })
  }

  // One filter's slices or, on the way back to a pixel, what each filter has for its channel.
  function kernel(f) {
    const back = state.mode === "image"
    const touched = among(back ? now.met : [], (p) => [p.m, p.n, p.f])
    const shape = [...sides(state.kernel), back ? count : depth]
    const caption = back ? words.kernel : `× ${joined(words.kernel, filter(f).toLowerCase())}`
    return panel("kernel", caption, "kernel", shape, back ? filter : channel, (m, n, map) => {
      const [c, own] = back ? [atMap, map] : [map, f]
      return {
        value: state.kernel[m][n][c][own], edit: ["kernel", m, n, c, own],
        marks: [touched("window", m, n, own)],
      }
    })
  }

  // Products where their factors lie: in the kernel's shape, or in that of the output's gradient.
  function products(shape, place, label) {
    const found = new Map(now.met.map((term) => [key(...place(term)), term.left * term.right]))
    return panel("products", words.products, "signed", shape, label, (...at) =>
      ({ value: found.get(key(...at)) ?? null }))
  }

  function gradients() {
    const touched = among(state.mode === "image" ? now.met : [], (p) => [p.i, p.j, p.f])
    return panel("dy", `× ${words.dy}`, "signed", shapeOf(state.dy), filter, (i, j, f) => ({
      value: state.dy[i][j][f], edit: ["dy", i, j, f],
      marks: [touched("window", i, j, f), all.dy[i][j][f] !== state.dy[i][j][f] && "stopped"],
    }))
  }

  function result(name, caption, array, label, { level = 1, marks = () => [] } = {}) {
    return panel(name, caption, "signed", shapeOf(array), label, (i, j, n) => ({
      value: array[i][j][n],
      marks: [(level === 0 || level === layer) && here(i, j, n), ...marks(i, j, n)],
    }), level)
  }

  if (state.mode === "kernel") {
    const [c, f] = [atMap % depth, Math.floor(atMap / depth)]
    // Filter after filter, each with its channels.
    const array = all.d.kernel.map((row) => row.map((slices) =>
      range(count).flatMap((own) => slices.map((weights) => weights[own]))))
    return [
      image(now.met.map((term) => ({ ...term, c }))), gradients(),
      products([...all.way.shape, 1], (p) => [p.i, p.j, 0], () => filter(f)),
      result("result", words.dkernel, array, (n) =>
        joined(filter(Math.floor(n / depth)), channel(n % depth))),
    ]
  }
  if (state.mode === "image") {
    const dx = result("result", words.dx, all.d.x, channel)
    if (!conv) return [image([]), gradients(), dx]
    const place = (p) => [p.m, p.n, p.f]
    return [kernel(), gradients(), products([...sides(state.kernel), count], place, filter), dx]
  }
  const shown = [image(now.met)]
  if (conv) shown.push(kernel(layer === 2 ? 0 : atMap))
  if (conv && layer === 1) {
    shown.push(products([...sides(state.kernel), depth], (p) => [p.m, p.n, p.c], (c) =>
      depth > 1 && `${channel(c)}: ${trimmed(now.parts[c])}`))
  }
  const looked = among(layer === 2 ? now.met : [], (p) => [p.row, p.column, p.c])
  shown.push(result("result", words.output, all.y, filter,
    { marks: (...at) => [looked("window", ...at)] }))
  if (all.otherY) {
    const differs = (i, j, f) => [all.y[i]?.[j]?.[f] !== all.otherY[i][j][f] && "differs"]
    shown.push(result("beside", words.besides[state.beside], all.otherY, filter,
      { level: 0, marks: differs }))
  }
  if (all.z) {
    const label = (n) => state.next.op !== "conv" && filter(n)
    shown.push(result("next", words.second, all.z, label, { level: 2 }))
  }
  return shown
}
