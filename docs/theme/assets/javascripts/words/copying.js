// The texts of the button that copies all code so far, in both languages; {name} is a gap that fill() fills.
export const COPYING = {
  ko: { label: "여기까지 모두 복사" },
  en: { label: "Copy everything up to here" },
}
