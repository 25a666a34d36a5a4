// Runs an example after what it builds on, within a limit of time, and says how far it has come.
import { alone, missing, remember, session } from "../python/shared.js"

export const SECONDS = 10

export let isLoaded = false

export class Run {
  // `tell(phase, facts)` hears "loading", "above", "running", and "slow" at half of the limit.
  constructor(tell, seconds = SECONDS) {
    this.tell = tell
    this.seconds = seconds
    this.ended = new Promise((_, reject) => { this.end = reject })
    this.ended.catch(() => {}) // nobody may be waiting
  }

  // Runs `above`, then `last`; each is { place, text, examples }, where examples are the book's own.
  // What `last` has as `before` and `after` runs around it, and the latter gives `judged`.
  run(above, last) {
    return this.#orEnd(alone(async () => {
      this.tell("loading", { share: 0 })
      await session.start(({ loaded, total }) => this.tell("loading", { share: loaded / total }))
      isLoaded = true
      const steps = await missing([...above, last])
      for (const [i, step] of steps.slice(0, -1).entries()) {
        this.tell("above", { number: i + 1, count: steps.length - 1 })
        await this.#timed(step)
      }
      this.tell("running")
      return this.#timed(last)
    }))
  }

  stop() {
    this.#cut("stopped")
  }

  wait() {
    this.seconds += 3 * SECONDS
    this.#watch()
    this.tell("running")
  }

  async #timed(step) {
    this.began = performance.now()
    this.#watch()
    try {
      remember(step)
      return await this.#step(step)
    } finally {
      this.#rest()
    }
  }

  #watch() {
    this.#rest()
    const left = (share) => this.began + 1000 * this.seconds * share - performance.now()
    this.timers = [
      setTimeout(() => this.tell("slow", { seconds: this.seconds }), left(0.5)),
      setTimeout(() => this.#cut("limit"), left(1)),
    ]
  }

  #rest() {
    this.timers?.forEach(clearTimeout)
  }

  #cut(reason) {
    this.#rest()
    this.end(new RunError(reason, { seconds: this.seconds })) // before the session says "stopped"
    session.stop()
  }

  async #orEnd(work) {
    try {
      return await Promise.race([work, this.ended])
    } catch (failure) {
      work.catch(() => {})
      if (!failure.reason) throw failure
      throw failure instanceof RunError ? failure : new RunError(failure.reason)
    }
  }

  async #step({ text, examples, before, after }) {
    if (before) await session.run(before)
    if (!examples) {
      const came = await session.run(text, { every: true })
      return after && !came.error && !came.needs ? { ...came, judged: await session.run(after) } : came
    }
    const found = { output: "", error: null, equal: true, needs: null }
    let line = 0
    for (const { source, answer, raises } of examples) {
      const { output, error, equal, needs } = await session.run(source, { answer })
      found.output += raises && error ? `${error.type}: ${error.message}\n` : output
      if (error && !raises) found.error ??= { ...error, line: error.line && error.line + line }
      found.equal &&= equal
      found.needs ??= needs
      line += source.split("\n").length
    }
    return found
  }
}

// Says why a run ended: "busy", "limit", or a reason of the session such as "stopped".
export class RunError extends Error {
  constructor(reason, facts = {}) {
    super(reason)
    Object.assign(this, { reason, facts })
  }
}
