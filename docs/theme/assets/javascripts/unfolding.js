// What an address leads to is unfolded, if it lies in something that is folded.
function unfold() {
  const place = document.querySelector(":target")
  const folded = place?.closest("details:not([open])")
  if (!folded) return
  folded.open = true
  place.scrollIntoView()
}

unfold()
addEventListener("hashchange", unfold)
