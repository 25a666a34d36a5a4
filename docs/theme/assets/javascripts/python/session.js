// Python in a worker of the page: loaded from the site itself when it is first asked for.
//
// `start` and `run` reject with an Error whose `reason` names a text in words.js: "noWasm",
// "noWorker", "network", "hash", "stopped" or "crashed".
import { FILES } from "./files.js"

export const size = Object.values(FILES).reduce((sum, file) => sum + file.packed, 0)

export class Session {
  #worker = null
  #started = null
  #waiting = new Map()
  #asked = 0
  #progress = () => {}

  // Resolves to the versions that compute, { Python, NumPy, cnnbook }; `progress` is told
  // { part, loaded, total } in bytes, where part is "files", and last "python", which begins.
  start(progress = () => {}) {
    this.#progress = progress
    this.#started ??= this.#begin()
    return this.#started
  }

  // Runs one example; see run() in runner.py for what it resolves to.
  async run(source, { answer = null, name = "example" } = {}) {
    await this.start(this.#progress)
    return this.#ask({ task: "run", source, answer, name })
  }

  // A fresh namespace, as on another page, or with the names of the module that defines `near`.
  async forget(near = "") {
    await this.start(this.#progress)
    await this.#ask({ task: "forget", near })
  }

  stop(reason = "stopped", detail = "") {
    this.#worker?.terminate()
    this.#worker = this.#started = null
    const error = Object.assign(new Error(detail || reason), { reason })
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  #begin() {
    const missing = typeof Worker === "undefined" ? "noWorker" : typeof WebAssembly === "undefined" ? "noWasm" : null
    if (missing) return Promise.reject(Object.assign(new Error(missing), { reason: missing }))
    try {
      this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    } catch (error) {
      return Promise.reject(Object.assign(error, { reason: "noWorker" }))
    }
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
      this.#waiting.get(id).resolve(value)
      this.#waiting.delete(id)
    }
  }
}
