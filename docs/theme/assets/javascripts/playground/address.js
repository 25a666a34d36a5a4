// A changed example as an address: #run= and the number of its listing, a point, base64url of UTF-8.
export const MARK = "#run="
export const LONGEST = 10_000

// Says with `message` what is wrong with an address: "unreadable", "place" or "long".
export class AddressError extends Error {}

export function write(number, text) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text))
  const letters = btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
  return `${MARK}${number}.${letters}`
}

// The number and the text of an address, of which the page has `count` listings.
export function read(hash, count) {
  const [, number, letters] = /^#run=(\d{1,4})\.([\w-]+)$/.exec(hash) ?? []
  if (letters === undefined) throw new AddressError("unreadable")
  if (Number(number) >= count) throw new AddressError("place")
  const text = decoded(letters)
  if (text.length > LONGEST) throw new AddressError("long")
  return { number: Number(number), text }
}

function decoded(letters) {
  try {
    const bytes = atob(letters.replace(/-/g, "+").replace(/_/g, "/"))
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch {
    throw new AddressError("unreadable")
  }
}
