// A button changes the colours, which are remembered; until then they follow the system.
const buttons = [...document.querySelectorAll("button[data-scheme]")]

function show(scheme) {
  document.body.dataset.mdColorScheme = scheme
  document.documentElement.style.colorScheme = scheme === "slate" ? "dark" : "light" // scroll bars
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const { scheme } = button.dataset
    show(scheme)
    __md_set("__palette", { color: { scheme } }) // where the theme keeps it
    buttons.find((other) => other !== button).focus() // which stands there now
  })
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
  if (!__md_get("__palette")) show(matches ? "slate" : "default")
})
