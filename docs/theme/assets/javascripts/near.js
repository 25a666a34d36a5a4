// Elements that most visitors never scroll to: fetched when one comes near, or when it is asked for.
const SCRIPTS = { "book-stepper": "./stepper.js", "book-answer": "./answers.js" }
const bring = (name) => import(SCRIPTS[name])

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue
    watcher.unobserve(target)
    bring(target.localName)
  }
}, { rootMargin: "150% 0%" })
for (const element of document.querySelectorAll(Object.keys(SCRIPTS).join())) watcher.observe(element)

function answerAddress() {
  if (location.hash.startsWith("#stepper=")) bring("book-stepper")
}

// What was solved before is ticked off at the top of the page.
function remembers() {
  try {
    return "cnnbook.progress" in localStorage
  } catch {
    return false
  }
}

answerAddress()
addEventListener("hashchange", answerAddress)
if (remembers() && document.querySelector("book-answer")) bring("book-answer")
