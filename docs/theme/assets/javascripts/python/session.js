// Python in a worker of the page: loaded from the site itself when it is first asked for.
//
// `start` and `run` reject with an Error whose `reason` names a text in words.js: "noWasm",
// "noWorker", "network", "hash", "stopped" or "crashed".
import { FILES } from "./files.js"

export const size = Object.values(FILES).reduce((sum, file) => sum + file.packed, 0)

const failure = (reason, detail = reason) => Object.assign(new Error(detail), { reason })

// Lets offline.js keep what the worker loads, where the browser allows it.
async function keepForLater() {
  try {
    const { installing } = await navigator.serviceWorker.register(new URL("offline.js", import.meta.url))
    await new Promise((resolve) => {
      if (!installing) return resolve()
      installing.addEventListener("statechange", () => {
        if (["activated", "redundant"].includes(installing.state)) resolve()
      })
    })
  } catch {
    // Then the browser's own cache has to do.
  }
}

export class Session {
  #worker = null
  #started = null
  #waiting = new Map()
  #asked = 0
  #stopped = 0
  #progress = () => {}

  // Resolves to the versions that compute, { Python, NumPy, cnnbook }; `progress` is told
  // { part, loaded, total } in bytes, where part is "files", and last "python", which begins.
  start(progress = () => {}) {
    this.#progress = progress
    if (this.#started) return this.#started
    const started = this.#started = this.#begin()
    started.catch(() => {
      if (this.#started === started) this.#started = null // so it can be tried again
    })
    return started
  }

  // Runs one example; see run() in runner.py for what it resolves to.
  async run(source, { answer = null, name = "example", every = false } = {}) {
    await this.start(this.#progress)
    return this.#ask({ task: "run", source, answer, name, every })
  }

  // A fresh namespace, as on another page.
  async forget() {
    await this.start(this.#progress)
    await this.#ask({ task: "forget" })
  }

  stop(reason = "stopped", detail = reason) {
    this.#stopped += 1
    this.#worker?.terminate()
    this.#worker = this.#started = null
    for (const { reject } of this.#waiting.values()) reject(failure(reason, detail))
    this.#waiting.clear()
  }

  async #begin() {
    const missing = typeof Worker === "undefined" ? "noWorker" : typeof WebAssembly === "undefined" ? "noWasm" : null
    if (missing) throw failure(missing)
    const stopped = this.#stopped
    await keepForLater()
    if (stopped !== this.#stopped) throw failure("stopped")
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    // A script of the worker that can't be had or read.
    this.#worker.addEventListener("error", (event) => this.stop("network", event.message))
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data))
    return this.#ask({ task: "start" })
  }

  #ask(message) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#asked, { resolve, reject })
      this.#worker.postMessage({ id: this.#asked, ...message })
    })
  }

  #hear({ id, progress, reason, detail, value }) {
    if (progress) this.#progress(progress)
    else if (reason) this.stop(reason, detail)
    else {
      this.#waiting.get(id)?.resolve(value) // unless it was stopped meanwhile
      this.#waiting.delete(id)
    }
  }
}
