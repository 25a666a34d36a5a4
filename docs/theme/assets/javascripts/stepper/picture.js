// Images of the reader's: the book's digit, or a picture made grey and small, which stays here.
const SIDE = 16
export const BRIGHTEST = 9

// The five of the opening chapter (cnnbook.checked.digit).
export const DIGIT = [
  "0000000000", "0000001100", "0015786410", "0004821000", "0000520000",
  "0000055000", "0000048100", "0003773000", "0267300000", "0000000000",
].map((row) => [...row].map((pixel) => [Number(pixel)]))

export async function grey(file) {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map((n) => Math.max(1, Math.round(n * scale)))
  const canvas = Object.assign(document.createElement("canvas"), { width, height })
  const context = canvas.getContext("2d")
  context.fillStyle = "white" // under what is transparent
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = "high"
  context.drawImage(bitmap, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => {
    const [red, green, blue] = data.subarray(4 * (i * width + j))
    const brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return [Math.round((brightness / 255) * BRIGHTEST)]
  }))
}
