// The examples of a page in their order, run one after the other: each scope has its own names.
import { listings } from "../listings.js"

export async function* runAll(session, root = document) {
  const found = listings(root)
  const total = found.flatMap(({ examples }) => examples).length
  let done = 0
  for (const scope of new Set(found.map((listing) => listing.scope))) {
    await session.forget()
    for (const { element, kind, examples } of found.filter((listing) => listing.scope === scope)) {
      for (const example of examples) {
        const answer = kind === "session" ? example.answer : null // else nothing is known of it
        const result = await session.run(example.source, { answer })
        yield { element, example, result, share: ++done / total }
      }
    }
  }
}
