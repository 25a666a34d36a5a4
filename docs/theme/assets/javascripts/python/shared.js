// The one Python of a page, for all that runs in it, and what has run there since it was new.
import { Session } from "./session.js"

let ran = []
let busy = false

class Shared extends Session {
  forget() {
    ran = []
    return super.forget()
  }

  stop(...why) {
    ran = []
    super.stop(...why)
  }
}

export const session = new Shared()

// Does something that nothing else may come between.
export async function alone(work) {
  if (busy) throw Object.assign(new Error("busy"), { reason: "busy" })
  busy = true
  try {
    return await work()
  } finally {
    busy = false
  }
}

// Which of these steps have yet to run, so that they and nothing else have; each is { place, text }.
export async function missing(steps) {
  const begun = ran.length < steps.length &&
    ran.every(({ place, text }, i) => steps[i].place === place && steps[i].text === text)
  if (!begun) await session.forget()
  return steps.slice(ran.length)
}

export const remember = ({ place, text }) => ran.push({ place, text })
