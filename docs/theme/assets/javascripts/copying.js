// A button copies all of the page's code up to its listing, as a script that runs by itself
// (making/steps/copying.py puts it there).
import { listings } from "./listings.js"

// The page's own listings: a solution is a script already, and docstrings know their module's names.
export const chapter = (page) => listings(page).filter(({ scope }) => !scope)

// What lands in the clipboard: each example as it runs outside of a session, the address on top.
export function script(found, page = document) {
  const address = page.querySelector("link[rel=canonical]")?.href ?? location.href
  const parts = found.map(({ examples }) => examples.map((example) => example.script).join("\n").trim())
  return `# ${page.title}\n# ${address}\n\n${parts.filter(Boolean).join("\n\n")}\n`
}

// The theme's own listener, which is asked after this one, copies the attribute and says so.
addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-clipboard-text]")
  if (!button) return
  const all = chapter(document)
  const last = all.findIndex(({ element }) => element.contains(button))
  button.dataset.clipboardText = script(all.slice(0, last + 1))
}, true)
