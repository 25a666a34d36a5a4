// A drawing fills the window when it is clicked, and goes back at the next click or with Escape.
const drawings = document.querySelectorAll("figure.drawing img")

function enlarge(image) {
  const dialog = document.createElement("dialog")
  dialog.className = "book-large"
  const large = document.createElement("img")
  large.src = image.src
  large.alt = image.alt
  dialog.append(large)
  dialog.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

for (const image of drawings) {
  image.tabIndex = 0
  image.setAttribute("role", "button")
  image.addEventListener("click", () => enlarge(image))
  image.addEventListener("keydown", (event) => {
    if (event.key === "Enter") enlarge(image)
  })
}
