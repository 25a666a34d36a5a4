// A state as Python: the calls of cnnbook and of Keras that give the numbers shown.
import { sides } from "../arithmetic.js"
import { channels, isConv, mapsOut, wayOf } from "./state.js"

const list = (array) => JSON.stringify(array).replaceAll(",", ", ").replaceAll("], [", "],\n [")
const flat = (array) => array.map((row) => row.map((cell) => cell[0]))
const pair = ([down, right]) => (down === right ? `${down}` : `(${down}, ${right})`)
const border = ([rows, columns]) => `((${rows.join(", ")}), (${columns.join(", ")}))`
const call = (name, ...given) => `${name}(${given.filter(Boolean).join(", ")})`
const differ = (one, other) => String(one) !== String(other)
const usualStride = (state) => (isConv(state) ? [1, 1] : state.size)
const single = (state) => channels(state) === 1 && (!isConv(state) || mapsOut(state) === 1)
const weights = (state) => (single(state) ? flat(flat(state.kernel)) : state.kernel)

function array(name, numbers, dtype = "") {
  const start = `${name} = np.array(`
  return `${start}${list(numbers).replaceAll("\n", `\n${" ".repeat(start.length)}`)}${dtype})`
}

// --- cnnbook: one image and one kernel are 2-D, several channels a batch of one image

function options({ padding, dilation, ...state }) {
  const word = Array.isArray(padding) ? border(padding) : `"${padding}"`
  return [
    differ(state.stride, usualStride(state)) && `stride=${pair(state.stride)}`,
    padding !== "valid" && `padding=${word}`,
    differ(dilation, [1, 1]) && `dilation=${pair(dilation)}`,
  ]
}

export function cnnbookCode(state) {
  const conv = isConv(state)
  const image = (name) =>
    (single(state) ? array(name, flat(state[name])) : `${array(name, state[name])}[np.newaxis]`)
  const lines = ["import numpy as np", "import cnnbook", "", image("x")]
  const pool = `cnnbook.${state.op}_pool2d`
  if (conv) {
    const bias = state.bias.some(Boolean) && (single(state) ? state.bias[0] : list(state.bias))
    lines.push(array("kernel", weights(state)))
    lines.push(`y = ${call("cnnbook.conv2d", "x", "kernel", bias, ...options(state))}`)
  } else lines.push(`y = ${call(pool, "x", pair(state.size), ...options(state))}`)
  if (state.mode === "forward") {
    if (state.relu) lines.push("y = cnnbook.relu(y)")
    return [...lines, ...cnnbookNext(state)].join("\n")
  }
  lines.push(image("dy"))
  if (state.relu) lines.push("dy = dy * (y > 0)")
  const names = conv ? "dx, dkernel, dbias" : "dx"
  const back = conv ? call("cnnbook.conv2d_backward", "dy", "x", "kernel", ...options(state))
    : call(`${pool}_backward`, "dy", "x", pair(state.size), ...options(state))
  return [...lines, `${names} = ${back}`, `print(${names})`].join("\n")
}

function cnnbookNext(state) {
  const { op, size, stride } = state.next
  if (!op) return ["print(y)"]
  const ones = single(state) ? `(${size}, ${size})` : `(${size}, ${size}, ${mapsOut(state)}, 1)`
  const next = op === "conv" ? `conv2d(y, np.ones(${ones}), stride=${stride})`
    : `${op}_pool2d(y, ${size}, stride=${stride})`
  return [`z = cnnbook.${next}`, "print(y, z)"]
}

// --- Keras

const KERAS = { conv: "Conv2D", max: "MaxPooling2D", avg: "AveragePooling2D" }
const layer = (op, ...given) => call(`tf.keras.layers.${KERAS[op]}`, ...given)

export function kerasCode(state) {
  const { stride, dilation, padding } = state
  // Keras takes no stride beside a dilation: all places are computed, and every few kept.
  const every = stride.some((n) => n > 1) && dilation.some((n) => n > 1)
  const padded = every || !["valid", "same"].includes(padding)
  const image = (name, shape) => [
    array(name, mapsOfOne(state[name]), ', dtype="float32"'),
    `${name} = tf.constant(${name}.reshape(1, ${shape.join(", ")}))`,
  ]
  const words = [
    !every && differ(stride, usualStride(state)) && `strides=${pair(stride)}`,
    !padded && padding === "same" && 'padding="same"',
    differ(dilation, [1, 1]) && `dilation_rate=${pair(dilation)}`,
    state.relu && 'activation="relu"',
  ]
  const lines = [
    "import numpy as np", "import tensorflow as tf", "",
    ...image("x", [...sides(state.x), channels(state)]), ...kerasLayer(state, words),
  ]
  if (padded) lines.push(`pad = tf.keras.layers.ZeroPadding2D(${border(wayOf(state).border)})`)
  const y = `y = layer(${padded ? "pad(x)" : "x"})${every ? `[:, ::${stride[0]}, ::${stride[1]}]` : ""}`
  if (state.mode === "forward") return [...lines, y, ...kerasNext(state)].join("\n")
  const [names, wanted] = isConv(state)
    ? ["dx, dkernel, dbias", "[x, *layer.trainable_variables]"] : ["dx", "x"]
  return [
    ...lines, ...image("dy", [...wayOf(state).shape, mapsOut(state)]),
    "with tf.GradientTape() as tape:", "    tape.watch(x)", `    ${y}`,
    `${names} = tape.gradient(y, ${wanted}, dy)`, `print(${names})`,
  ].join("\n")
}

const mapsOfOne = (array) => (array[0][0].length === 1 ? flat(array) : array)

function kerasLayer(state, words) {
  if (!isConv(state)) return [`layer = ${layer(state.op, pair(state.size), ...words)}`]
  const shape = [...sides(state.kernel), channels(state), mapsOut(state)].join(", ")
  return [
    array("kernel", weights(state)),
    `layer = ${layer("conv", mapsOut(state), pair(sides(state.kernel)), ...words)}`,
    `layer.build((None, None, None, ${channels(state)}))`,
    `layer.set_weights([kernel.reshape(${shape}), np.array(${list(state.bias)})])`,
  ]
}

function kerasNext({ next: { op, size, stride } }) {
  if (!op) return ["print(y)"]
  const given = [op === "conv" && "1", size, `strides=${stride}`,
    op === "conv" && 'kernel_initializer="ones", use_bias=False']
  return [`z = ${layer(op, ...given)}(y)`, "print(y, z)"]
}
