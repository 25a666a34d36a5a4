// Puts facts into the gaps of a text: {name} is one. The texts lie in words/, a file for each element.
export const fill = (text, facts = {}) =>
  text.replace(/\{(\w+)\}/g, (gap, name) => (name in facts ? facts[name] : gap))
