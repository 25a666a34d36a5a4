// The texts of the page of progress, in both languages; {name} is a gap that fill() fills.
export const PROGRESS = {
  ko: {
    total: "문제 {all}개 가운데 {solved}개를 풀었습니다.",
    count: "{all}개 중 {solved}개",
    download: "내려받기",
    upload: "불러오기",
    reset: "모두 지우기",
    sure: "이 기기에 저장한 진도를 모두 지울까요?",
    done: { uploaded: "푼 문제 {count}개를 불러왔습니다.", reset: "모두 지웠습니다." },
    trouble: {
      off: "이 브라우저가 저장을 허용하지 않아서 진도를 보여 줄 수 없습니다.",
      unsaved: "이 브라우저가 저장을 허용하지 않거나 저장 공간이 가득 차서 저장하지 못했습니다.",
      damaged: "저장되어 있는 진도를 읽을 수 없습니다. 다음에 문제를 풀면 새로 시작합니다.",
      foreign: "저장되어 있는 진도는 다른 판의 것이어서 읽을 수 없습니다. 모두 지우면 새로 시작합니다.",
    },
    refused: {
      damaged: "이 파일은 이 책의 진도가 아닙니다. 아무것도 바꾸지 않았습니다.",
      foreign: "이 파일은 다른 판의 진도입니다. 아무것도 바꾸지 않았습니다.",
    },
  },
  en: {
    total: "Solved: {solved} of {all} exercises.",
    count: "{solved} of {all}",
    download: "Download",
    upload: "Load",
    reset: "Clear all",
    sure: "Clear all progress that is stored on this machine?",
    done: { uploaded: "Solved exercises loaded: {count}.", reset: "All cleared." },
    trouble: {
      off: "This browser doesn't allow storage, so there is no progress to show.",
      unsaved: "This browser doesn't allow storage, or it is full, so nothing was stored.",
      damaged: "The stored progress can't be read. It begins anew with the next exercise that you solve.",
      foreign: "The stored progress is of another version and can't be read. Clear all to begin anew.",
    },
    refused: {
      damaged: "This file isn't this book's progress. Nothing was changed.",
      foreign: "This file is the progress of another version. Nothing was changed.",
    },
  },
}
