// The texts of the fields for answers, in both languages; {name} is a gap that fill() fills.
export const ANSWERS = {
  ko: {
    label: "내 답",
    hints: {
      words: "예 또는 아니요",
      number: "",
      list: "쉼표로 나누어 쓰기",
      rows: "행이나 묶음마다 줄을 바꾸고, Ctrl+Enter로 확인",
      blocks: "행마다 줄을 바꾸고, 표 사이에는 빈 줄, Ctrl+Enter로 확인",
    },
    button: "확인",
    solved: "풀었음",
    reached: "문제를 모두 풀었음",
    trouble: {
      unsaved: "이 브라우저가 저장을 허용하지 않거나 저장 공간이 가득 차서, 푼 문제를 기억하지 못합니다.",
      damaged: "저장되어 있던 진도를 읽을 수 없어서 새로 시작했습니다.",
      foreign: "저장되어 있는 진도는 다른 판의 것이어서 그대로 두었습니다. 이 문제는 기억하지 않습니다.",
    },
  },
  en: {
    label: "Your answer",
    hints: {
      words: "yes or no",
      number: "",
      list: "separated by commas",
      rows: "a line for each row or group, Ctrl+Enter to check",
      blocks: "a line for each row, a blank line between tables, Ctrl+Enter to check",
    },
    button: "Check",
    solved: "solved",
    reached: "all its exercises solved",
    trouble: {
      unsaved: "This browser doesn't allow storage, or it is full, so solved exercises aren't remembered.",
      damaged: "The progress that was stored can't be read, so it has begun anew.",
      foreign: "The stored progress is of another version and was left as it is. This exercise isn't remembered.",
    },
  },
}
