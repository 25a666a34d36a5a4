// A button copies all of the page's code up to its listing, as a script that runs by itself.
import { listings } from "./listings.js"
import { COPYING } from "./words/copying.js"

// The page's own listings: a solution is a script already, and docstrings know their module's names.
export const chapter = (page) => listings(page).filter(({ scope }) => !scope)

// What lands in the clipboard: each example as it runs outside of a session, the address on top.
export function script(found, page = document) {
  const address = page.querySelector("link[rel=canonical]")?.href ?? location.href
  const parts = found.map(({ examples }) => examples.map((example) => example.script).join("\n").trim())
  return `# ${page.title}\n# ${address}\n\n${parts.filter(Boolean).join("\n\n")}\n`
}

const words = COPYING[document.documentElement.lang === "ko" ? "ko" : "en"]

chapter(document).forEach(({ element }, number, all) => {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "md-code__button copy-so-far"
  button.title = words.label
  button.ariaLabel = words.label // Material takes the title away while it shows it
  // Material's own listener, which is asked after this one, copies the attribute and says so.
  button.dataset.clipboardText = ""
  button.addEventListener("click", () => {
    button.dataset.clipboardText = script(all.slice(0, number + 1))
  })
  element.querySelector("pre").prepend(button)
})
