// A state as Python: the calls of cnnbook and of Keras that give the numbers shown.
import { sides } from "../arithmetic.js"
import { channels, isConv, mapsOut, wayOf } from "./state.js"

const list = (array) => JSON.stringify(array).replaceAll(",", ", ").replaceAll("], [", "],\n [")
const flat = (array) => array.map((row) => row.map((cell) => cell[0]))
const pair = ([down, right]) => (down === right ? `${down}` : `(${down}, ${right})`)
const tuple = (numbers) => `(${numbers.join(", ")})`
const border = (padding) => `((${padding[0].join(", ")}), (${padding[1].join(", ")}))`

function array(name, numbers, dtype = "") {
  const start = `${name} = np.array(`
  const body = list(numbers).replaceAll("\n", `\n${" ".repeat(start.length)}`)
  return `${start}${body}${dtype})`
}

const single = (state) => channels(state) === 1 && (!isConv(state) || mapsOut(state) === 1)

function arguments_(state, plain) {
  const given = []
  const { stride, padding, dilation } = state
  if (String(stride) !== String(isConv(state) ? [1, 1] : state.size)) given.push(`stride=${pair(stride)}`)
  if (Array.isArray(padding)) given.push(`padding=${border(padding)}`)
  else if (padding !== "valid") given.push(`padding="${padding}"`)
  if (isConv(state) && String(dilation) !== "1,1") given.push(`dilation=${pair(dilation)}`)
  return [plain, ...given].filter(Boolean).join(", ")
}

// --- cnnbook

export function cnnbookCode(state) {
  const one = single(state)
  const lines = ["import numpy as np", "import cnnbook", ""]
  lines.push(one ? array("x", flat(state.x)) : `${array("x", state.x)}[np.newaxis]`)
  if (isConv(state)) {
    const kernel = one ? flat(state.kernel.map((row) => row.map((cell) => cell[0]))) : state.kernel
    const bias = state.bias.some(Boolean) && (one ? state.bias[0] : list(state.bias))
    const given = ["x", "kernel", bias].filter(Boolean).join(", ")
    lines.push(array("kernel", kernel), `y = cnnbook.conv2d(${arguments_(state, given)})`)
    if (state.relu && state.mode === "forward") lines.push("y = cnnbook.relu(y)")
  } else {
    lines.push(`y = cnnbook.${state.op}_pool2d(${arguments_(state, `x, ${pair(state.size)}`)})`)
  }
  return [...lines, ...(state.mode === "forward" ? cnnbookNext(state, one) : cnnbookBackward(state, one))]
    .join("\n")
}

function cnnbookNext(state, one) {
  const { op, size, stride } = state.next
  if (!op) return ["print(y)"]
  const ones = one ? `(${size}, ${size})` : `(${size}, ${size}, ${mapsOut(state)}, 1)`
  const next = op === "conv" ? `conv2d(y, np.ones(${ones}), stride=${stride})`
    : `${op}_pool2d(y, ${size}, stride=${stride})`
  return [`z = cnnbook.${next}`, "print(y, z)"]
}

function cnnbookBackward(state, one) {
  const lines = [one ? array("dy", flat(state.dy)) : `${array("dy", state.dy)}[np.newaxis]`]
  if (state.relu) lines.push("dy = dy * (y > 0)")
  if (isConv(state)) {
    const call = `cnnbook.conv2d_backward(${arguments_(state, "dy, x, kernel")})`
    return [...lines, `dx, dkernel, dbias = ${call}`, "print(dx, dkernel, dbias)"]
  }
  const call = `${state.op}_pool2d_backward(${arguments_(state, `dy, x, ${pair(state.size)}`)})`
  return [...lines, `dx = cnnbook.${call}`, "print(dx)"]
}

// --- Keras

export function kerasCode(state) {
  const lines = ["import numpy as np", "import tensorflow as tf", ""]
  const dtype = ', dtype="float32"'
  const shape = [1, ...sides(state.x), channels(state)]
  const image = channels(state) === 1 ? flat(state.x) : state.x
  lines.push(array("x", image, dtype), `x = tf.constant(x.reshape${tuple(shape)})`)
  const { stride, dilation } = state
  // Keras knows no stride beside a dilation: all places are computed, and every few kept.
  const every = stride.some((n) => n > 1) && dilation.some((n) => n > 1)
  const padding = isConv(state) && (every || !["valid", "same"].includes(state.padding))
  if (padding) lines.push(`pad = tf.keras.layers.ZeroPadding2D(${border(wayOf(state).border)})`)
  const words = []
  const usual = isConv(state) ? [1, 1] : state.size
  if (!every && String(stride) !== String(usual)) words.push(`strides=${pair(stride)}`)
  if (!padding && state.padding === "same") words.push('padding="same"')
  if (isConv(state)) lines.push(...kerasConv(state, words))
  else {
    const name = state.op === "max" ? "MaxPooling2D" : "AveragePooling2D"
    lines.push(`layer = tf.keras.layers.${name}(${[pair(state.size), ...words].join(", ")})`)
  }
  const call = `layer(${padding ? "pad(x)" : "x"})${every ? `[:, ::${stride[0]}, ::${stride[1]}]` : ""}`
  if (state.mode === "forward") return [...lines, `y = ${call}`, ...kerasNext(state)].join("\n")
  const dy = `${array("dy", mapsOut(state) === 1 ? flat(state.dy) : state.dy, dtype)}`
  const shapeOut = [1, ...wayOf(state).shape, mapsOut(state)]
  lines.push(dy, `dy = dy.reshape${tuple(shapeOut)}`)
  lines.push("with tf.GradientTape() as tape:", "    tape.watch(x)", `    y = ${call}`)
  if (!isConv(state)) return [...lines, "dx = tape.gradient(y, x, dy)", "print(dx)"].join("\n")
  lines.push("wanted = [x, *layer.trainable_variables]")
  return [...lines, "dx, dkernel, dbias = tape.gradient(y, wanted, dy)", "print(dx, dkernel, dbias)"]
    .join("\n")
}

function kerasConv(state, words) {
  const size = sides(state.kernel)
  if (String(state.dilation) !== "1,1") words.push(`dilation_rate=${pair(state.dilation)}`)
  if (state.relu) words.push('activation="relu"')
  const plain = single(state) ? flat(state.kernel.map((row) => row.map((cell) => cell[0]))) : state.kernel
  return [
    array("kernel", plain),
    `layer = tf.keras.layers.Conv2D(${[mapsOut(state), pair(size), ...words].join(", ")})`,
    `layer.build((None, None, None, ${channels(state)}))`,
    `layer.set_weights([kernel.reshape${tuple([...size, channels(state), mapsOut(state)])}, ` +
      `np.array(${list(state.bias)})])`,
  ]
}

function kerasNext(state) {
  const { op, size, stride } = state.next
  if (!op) return ["print(y)"]
  const ones = 'kernel_initializer="ones", use_bias=False'
  const next = op === "conv" ? `Conv2D(1, ${size}, strides=${stride}, ${ones})`
    : `${op === "max" ? "MaxPooling2D" : "AveragePooling2D"}(${size}, strides=${stride})`
  return [`z = tf.keras.layers.${next}(y)`, "print(y, z)"]
}
