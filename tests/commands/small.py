"""Every command that the project documents, and the small form in which it is run."""

#: For make's targets: what is added to them. They run in this order, in a copy of the project.
SMALL = {
    "help": "",
    "site": "",
    "offline": "",
    "screenshot": "",
    "figures": "",
    "serve": "",  # until it has served both languages
    "test-long": "TESTS=tests/package/operations/test_size.py",
    "coverage": "MODULE=size",
    "attack": 'PLACES=9 KINDS="exercise: digit in an answer"',
    "mutants": "MODULE=size",
    "machines": 'ONLY="the time zone of Kathmandu" TESTS=tests/package/operations/test_size.py',
    "notebooks-both": "NOTEBOOKS=docs/en/checked/in-keras.ipynb",
    "takeaway": "PAGES=convolution/pooling",
    "copied": "PAGES=how-to-use",
    "bench": "SHORT=1",
    "bench-site": "",  # part of bench
    "bench-package": "",
    "results": "RUNS=im2col_speed",
    "results-compare": "RUNS=two_blocks",  # where the full data are
    "libraries": "ONLY=onnx_runtime",  # PyTorch for Linux weighs three gigabytes
    "look": "PAGES=convolution/size",
    "measure-pages": "PAGES=convolution/one-dimension",
    "check-pages": "SHORT=1",
    "lock": "",
    "clean": "",
}
#: Targets that .ci/run itself calls, as they are, and the one that runs the others, weekly.
GATE = ("setup", "lint", "test", "test-slow")
WEEKLY = ("commands", "zensical", "properdocs")
PART_OF_BENCH = ("bench-site", "bench-package")

LOAD_ALL = "python -c \"import cnnbook; cnnbook.data.load('mnist', full=True)\""
#: Other commands in consoles of the documents, and what shows that they work.
OTHERS = {
    "git clone https://github.com/cnnbook/cnnbook && cd cnnbook": "a clone of this repository",
    "git clone https://github.com/cnnbook/cnnbook": "a clone of this repository",
    "cd cnnbook": "a clone of this repository",
    "pip install .": "test_the_package_alone",
    'pip install ".[train,plots]"': "test_the_package_alone",
    "uv venv --python 3.13": "test_the_commands_without_make",
    "uv pip sync --require-hashes requirements.txt": "test_the_commands_without_make",
    "uv pip install --no-deps --no-build-isolation --editable .": "test_the_commands_without_make",
    "source .venv/bin/activate": "test_the_commands_without_make",
    "mkdocs serve": "tests/site/test_preview.py",
    "pytest docs/en/checked/by-hand.md": "test_the_commands_without_make",
    "export CNNBOOK_DATA=~/datasets": "tests/package/test_data.py",
    LOAD_ALL: "tests/package/test_data.py",
}
