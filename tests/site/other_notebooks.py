"""Five notebooks as other people write them, small, and written for the tests of this project."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image, ImageDraw


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> str:
    """A pasted picture, as a notebook keeps it."""
    image = Image.new("RGB", size, "#e8e0d0")
    ImageDraw.Draw(image).ellipse((40, 40, size[0] - 40, size[1] - 40), fill="#3060a0")
    stream = io.BytesIO()
    image.save(stream, format=kind)
    return base64.b64encode(stream.getvalue()).decode()


def _code(source: str, *tags: str, **metadata: Any) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata={"tags": list(tags), **metadata})


def korean_course() -> nbformat.NotebookNode:
    """A course's notebook: fonts set as in Korea, pasted pictures, lists right after a line."""
    return new_notebook(
        cells=[
            new_markdown_cell(
                "# 손실 곡선 읽기\n이 실습에서 배울 내용:\n* 손실이 **줄어드는** 모양\n"
                "  - 훈련 손실\n  - 검증 손실\n* 과대적합을 알아보는 법\n\n"
                "[1] [교재 2장](https://example.org/2), 값의 범위는 [0, 1] [-1, 1]"
            ),
            new_markdown_cell(
                "![캡처](attachment:image.png)\n\n교차 엔트로피는\n$$\n"
                "L = -\\frac{1}{N}\\sum_i y_i\n- \\epsilon*x\n$$\n"
                "입니다. 여기서 $ \\epsilon $ 은 작은 수입니다.",
                attachments={"image.png": {"image/png": picture()}},
            ),
            new_markdown_cell("1. 먼저 글꼴을 정합니다."),
            _code(
                "%matplotlib inline\nimport matplotlib.pyplot as plt\n"
                "plt.rc('font', family='NanumBarunGothic')\n"
                "plt.rcParams['axes.unicode_minus'] = False"
            ),
            new_markdown_cell("2. 그리고 곡선을 그립니다."),
            _code(
                "plt.plot([3, 2, 1.5, 1.3], label='훈련 손실')\n"
                "plt.plot([3, 2.2, 1.9, 2.1], label='검증 손실')\n"
                "plt.title('에포크마다의 손실 (-)'); plt.legend(); plt.show()"
            ),
            new_markdown_cell("3. 일부러 틀려 봅니다."),
            _code("[1, 2, 3][10]", "raises-exception"),
            new_markdown_cell('<div style="padding: 1em; border: 1px solid">\n\n**숙제**: $x^2$'),
            new_markdown_cell("## 다음 시간\n\n**계속** 합니다."),
        ]
    )


def framework_tutorial() -> nbformat.NotebookNode:
    """A tutorial: a banner of HTML, folded hints, a progress bar, pictures of all kinds."""
    return new_notebook(
        cells=[
            new_markdown_cell(
                "# A first classifier\n<table align='left'><td>\n"
                "<a href='https://example.org'>Run it</a></td><td>View</td></table>"
            ),
            new_markdown_cell(
                "<details>\n<summary>Click for a **hint** on $x$</summary>\n\n"
                "Use **two** layers:\n1. convolution\n   ```python\n   conv(x)\n   ```\n"
                "2. dense, where $a<b$\n\n</details>"
            ),
            _code(
                "import sys, time, warnings\n"
                "for step in range(1, 4):\n"
                "    print(f'\\r{step}/3 [' + '=' * step + ']', end='')\n"
                "print('2026-01-01 noise of a library', file=sys.stderr)\n"
                "warnings.warn('The data set is small.')"
            ),
            _code(
                "import base64\n"
                "from IPython.display import Image, Markdown, Latex, Math, JSON, SVG\n"
                f"jpeg = base64.b64decode('{picture('JPEG', (400, 200))}')",
                "remove-input",
            ),
            _code("Image(jpeg, format='jpeg', width=120)"),
            _code(
                "display(Markdown('We got:\\n* **one**\\n* $b^2$'))\n"
                "display(Math(r'\\frac{1}{2}'), Latex(r'\\begin{align}a&=b\\\\c&=d\\end{align}'))\n"
                "display(JSON({'layers': [{'name': 'conv', '이름': '합성곱'}]}))\n"
                'display(SVG(\'<svg width="80" height="40"><circle cx="20" cy="20" r="18" '
                'fill="teal"/></svg>\'))'
            ),
            _code(
                "%config InlineBackend.figure_format = 'retina'\nimport matplotlib.pyplot as plt\n"
                "plt.imshow([[0, 1], [1, 0]]); plt.show()"
            ),
            _code("print('a long cell that is folded')", "hide-input"),
            _code("print('never seen')", "remove-cell"),
            _code("print('computed, not shown')", "remove-output"),
            _code(""),
            new_markdown_cell(
                "Equation\n\\begin{equation}\ny = Wx\n\\end{equation}\nhas no number."
            ),
        ]
    )


def pandas_and_html() -> nbformat.NotebookNode:
    """A report: frames, a styled frame, HTML that is closed too often or not at all."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Results in tables\n\n<center>\n\n**All** runs\n\n</center>"),
            _code(
                "import pandas as pd\n"
                "frame = pd.DataFrame({'모델': ['dense', 'conv'], 'accuracy': [0.881, 0.917],\n"
                "                      'parameters': [101770, 197000]})\nframe"
            ),
            _code(
                "wide = pd.DataFrame([range(1000, 1014)] * 3, columns=[f'column {i}' for i in "
                "range(14)])\nwide"
            ),
            _code("frame.describe().round(3)"),
            _code(
                "from IPython.display import HTML\nHTML('<b>too many</b></div></div></section>')"
            ),
            _code("HTML('<div style=\"color: teal\"><p>left open <i>twice')"),
            _code("display(frame['accuracy'])\nprint(frame.to_string())"),
            new_markdown_cell(
                "Model | Share\n--- | ---\ndense | $\\frac{1}{2}$\nconv | a<b, `</td>`"
            ),
            new_markdown_cell("## Afterwards\n\nThe page is **whole**."),
        ]
    )


def colab_form() -> nbformat.NotebookNode:
    """A notebook of Colab: forms, shell commands, its own metadata."""
    return new_notebook(
        metadata={"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"},
        cells=[
            new_markdown_cell(
                '<a href="https://example.org/colab" target="_parent">Open</a>',
                metadata={"id": "view-in-github", "colab_type": "text"},
            ),
            new_markdown_cell("#Without a space\n\n**Set-up**\n- `!pip` first\n- then run"),
            _code("!echo pip install -q nothing\n%env GREETING=hello", cellView="both"),
            _code(
                '#@title Settings { run: "auto", display-mode: "form" }\n'
                'learning_rate = 0.01 #@param {type:"number"}\n'
                "model = 'conv' #@param ['conv', 'dense']\nprint(model, learning_rate)",
                cellView="form",
            ),
            _code("%%writefile helper.py\ndef double(x):\n    return 2 * x"),
            _code("%%time\nfrom helper import double\nprint(double(21))", "remove-output"),
            new_markdown_cell("```python\nfence_left_open = True"),
            new_markdown_cell("## The end\n\n$$a^2$$"),
        ],
    )


def old_format() -> str:
    """A file of format 3, from the time of Python 2's last years."""
    cells = [
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["An old notebook"]},
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": ["We need:\n", "* `NumPy`\n", "* patience\n", "\n", "$$x_1$$ is first."],
        },
        {
            "cell_type": "code",
            "collapsed": False,
            "input": ["import numpy as np\n", "np.arange(4).reshape(2, 2)"],
            "language": "python",
            "metadata": {},
            "outputs": [],
        },
        {"cell_type": "raw", "metadata": {}, "source": ["not for the page"]},
    ]
    content = {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    return json.dumps(content)


NOTEBOOKS: dict[str, Callable[[], nbformat.NotebookNode | str]] = {
    "korean-course": korean_course,
    "framework": framework_tutorial,
    "tables": pandas_and_html,
    "colab": colab_form,
    "old": old_format,
}


def write(path: Path, notebook: nbformat.NotebookNode | str) -> None:
    """Write a notebook; cells get names that are the same at each run."""
    if isinstance(notebook, str):
        path.write_text(notebook, encoding="utf-8")
        return
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, path)
