// "Check this page": what it takes is loaded at the click.
const button = document.querySelector("button[data-check]")
button.addEventListener("click", async () => {
  const { toggle } = await import("./python/page.js")
  toggle(button)
})
