// In the copy that is opened from a folder: there no module runs and nothing is fetched, but plain scripts do. Each
// module has become one that tells here what it needs and gives (making/offline/modules.py); files to fetch as well.
self.offline = (() => {
  const me = document.currentScript.src
  const root = new URL("../../", me)
  const given = new Map() // what modules export, by address
  const files = new Map()
  const asked = new Map()

  const bring = (address) => {
    if (!asked.has(address)) asked.set(address, new Promise((done, failed) => {
      const script = document.createElement("script")
      script.src = address
      script.onload = done
      script.onerror = () => {
        asked.delete(address) // so that it can be asked for again
        failed(new TypeError(`${address} is missing`))
      }
      document.head.append(script)
    }))
    return asked.get(address)
  }

  // A module by its address, after those that it needs, which the build has put into their order.
  async function load(address) {
    for (const name of ORDER[address.slice(new URL(".", me).href.length)]) {
      const part = new URL(name, me).href
      if (!given.has(part)) await bring(part)
    }
    return given.get(address)
  }

  function module(needs, make) {
    const url = document.currentScript.src
    const from = (name) => new URL(name, url).href
    given.set(url, make(needs.map((name) => given.get(from(name))), { url }, (name) => load(from(name))))
  }

  self.fetch = async (address) => {
    const { href } = new URL(address, location)
    if (!files.has(href)) await bring(`${href}.js`)
    return new Response(files.get(href))
  }

  // Scripts write addresses of folders, where a server finds the page by itself.
  for (const kind of ["click", "auxclick"]) {
    addEventListener(kind, ({ target }) => {
      const link = target.closest?.("a[href]")
      if (link?.href.startsWith(root) && link.pathname.endsWith("/")) link.pathname += "index.html"
    }, true)
  }

  return { module, file: (text) => files.set(document.currentScript.src.slice(0, -3), text) }
})()
