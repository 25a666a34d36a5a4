// Sections of this page that have gone to pages of their own: their old addresses lead there.
const moved = {
  "all-64-values": "../one-filter/#all-64-values",
  "fn:flip": "../one-filter/#fn:flip",
  "fnref:flip": "../one-filter/#fnref:flip",
  "relu-negative-becomes-zero": "../one-filter/#relu-negative-becomes-zero",
  "max-pooling-the-largest-of-four": "../one-filter/#max-pooling-the-largest-of-four",
  "3-windows-that-see-nothing": "../one-filter/#3-windows-that-see-nothing",
  "4-relu-before-or-after-pooling": "../one-filter/#4-relu-before-or-after-pooling",
  "64개의-값-모두": "../one-filter/#64개의-값-모두",
  "relu-음수를-0으로": "../one-filter/#relu-음수를-0으로",
  "최대-풀링-넷-가운데-가장-큰-값": "../one-filter/#최대-풀링-넷-가운데-가장-큰-값",
  "3-아무것도-보지-못한-윈도우": "../one-filter/#3-아무것도-보지-못한-윈도우",
  "4-relu와-풀링의-순서": "../one-filter/#4-relu와-풀링의-순서",
  "the-second-convolution-two-filters": "../two-filters/#the-second-convolution-two-filters",
  "the-two-filters": "../two-filters/#the-two-filters",
  "filter-1-window-by-window": "../two-filters/#filter-1-window-by-window",
  "filter-2-window-by-window": "../two-filters/#filter-2-window-by-window",
  "the-sums-side-by-side": "../two-filters/#the-sums-side-by-side",
  "flatten-eight-numbers-in-a-row": "../two-filters/#flatten-eight-numbers-in-a-row",
  "the-same-numbers-from-tensorflow": "../two-filters/#the-same-numbers-from-tensorflow",
  "5-how-far-does-one-pixel-reach": "../two-filters/#4-how-far-does-one-pixel-reach",
  "두-번째-합성곱-필터-두-개": "../two-filters/#두-번째-합성곱-필터-두-개",
  "필터-두-개": "../two-filters/#필터-두-개",
  "필터-1의-윈도우-네-개": "../two-filters/#필터-1의-윈도우-네-개",
  "필터-2의-윈도우-네-개": "../two-filters/#필터-2의-윈도우-네-개",
  "나란히-놓은-합": "../two-filters/#나란히-놓은-합",
  "펼치기-한-줄로-늘어선-여덟-값": "../two-filters/#펼치기-한-줄로-늘어선-여덟-값",
  "tensorflow로-얻은-같은-값": "../two-filters/#tensorflow로-얻은-같은-값",
  "5-픽셀-하나는-어디까지-영향을-줄까": "../two-filters/#4-픽셀-하나는-어디까지-영향을-줄까"
}

// The browser decodes the hash by itself, and takes one that isn't well formed as it is.
const anchor = Object.keys(moved).find((old) => new URL(`#${old}`, location).hash === location.hash)
if (anchor && !document.getElementById(anchor)) location.replace(moved[anchor])
