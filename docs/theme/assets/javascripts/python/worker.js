// The worker that runs a page's Python: Pyodide and NumPy from the site itself, each file compared
// with the hash that the build wrote down, and the book's package beside them.
import { FILES, FOLDER, LATER } from "./files.js"

const PACKAGES = "/lib/python3.12/site-packages/"
let runner, dumps

class Failure extends Error {
  constructor(reason, detail) {
    super(detail)
    this.reason = reason
  }
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("")

async function verify(name, content, { bytes, sha256 }) {
  // Only an address with https has crypto.subtle; elsewhere the length has to do.
  const same = crypto.subtle
    ? hex(await crypto.subtle.digest("SHA-256", content)) === sha256
    : content.byteLength === bytes
  if (!same) throw new Failure("hash", name)
}

async function bring(name, tell) {
  const content = new Uint8Array(FILES[name].bytes)
  let at = 0
  try {
    const response = await fetch(FOLDER + name)
    if (!response.ok) throw new Error(`${response.status}`)
    for (let reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read()
      if (done) break
      if (at + value.length > content.length) throw new Failure("hash", name)
      content.set(value, at)
      at += value.length
      tell(value.length)
    }
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("network", `${name}: ${error.message}`)
  }
  if (at < content.length) throw new Failure("network", name)
  await verify(name, content, FILES[name])
  return content
}

async function bringAll(tell) {
  const total = Object.values(FILES).reduce((sum, { bytes }) => sum + bytes, 0)
  let loaded = 0
  const count = (bytes) => tell({ part: "files", loaded: (loaded += bytes), total })
  const names = Object.keys(FILES)
  const contents = await Promise.all(names.map((name) => bring(name, count)))
  tell({ part: "python", loaded: total, total })
  return Object.fromEntries(names.map((name, i) => [name, contents[i]]))
}

// What Pyodide fetches by itself is what was brought.
function answerWith(files) {
  const outside = globalThis.fetch
  globalThis.fetch = (resource, options) => {
    const name = String(resource.url ?? resource).replace(FOLDER, "")
    if (!files[name]) return outside(resource, options)
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream"
    return Promise.resolve(new Response(files[name], { headers: { "Content-Type": type } }))
  }
  return () => { globalThis.fetch = outside }
}

// A sample or a record, at the moment in which Python opens it.
function bringNow(name) {
  const request = new XMLHttpRequest()
  request.open("GET", FOLDER + name, false)
  request.responseType = "arraybuffer"
  request.send()
  if (request.status !== 200) throw new Error(request.statusText)
  return new Uint8Array(request.response)
}

async function start(tell) {
  const files = await bringAll(tell)
  const release = answerWith(files)
  const { loadPyodide } = await import(`${FOLDER}pyodide.mjs`)
  const python = await loadPyodide({ indexURL: FOLDER, env: { OPENBLAS_NUM_THREADS: "1" } })
  release()
  const wheel = Object.keys(files).find((name) => name.endsWith(".whl"))
  for (const name of [wheel, "cnnbook.zip"]) python.unpackArchive(files[name], "zip", { extractDir: PACKAGES })
  const module = python.pyimport("runner")
  const paths = python.toPy(LATER.map((name) => PACKAGES + name))
  module.bring_when_opened(paths, (path) => python.FS.writeFile(path, bringNow(path.replace(PACKAGES, ""))))
  runner = module.Runner()
  dumps = python.pyimport("json").dumps
  return plain(module.versions())
}

// By way of JSON, in which None is null.
function plain(proxy) {
  const value = JSON.parse(dumps(proxy))
  proxy.destroy()
  return value
}

const tasks = {
  start: (_, tell) => start(tell),
  run: ({ source, answer, name, every }) => plain(runner.run(source, answer, name, every)),
  forget: () => runner.forget(),
}

addEventListener("message", async ({ data }) => {
  const { id, task } = data
  try {
    const value = await tasks[task](data, (progress) => postMessage({ id, progress }))
    postMessage({ id, value })
  } catch (error) {
    postMessage({ id, reason: error.reason ?? "crashed", detail: error.message })
  }
})
