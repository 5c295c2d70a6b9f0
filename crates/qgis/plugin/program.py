"""Finding and running the parkward program."""

import os
import queue
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import QgsProcessingException

from .words import text

SETTING = "PARKWARD_BINARY"

# What `parkward qgis install` wrote down.
INSTALLED = os.path.join(os.path.dirname(__file__), "program.txt")

# How far a plan is when a step begins, in percent. Nobody knows how long a search takes.
STEPS = {
    "reading": 2,
    "locating, screening and listing parks": 15,
    "solving": 30,
    "placing again": 60,
    "describing": 75,
    "spreading over years": 78,
    "writing": 80,
}


def find():
    """The program: the one in the options, else on the PATH, else the one that installed the plugin."""
    chosen = ProcessingConfig.getSetting(SETTING)
    if chosen:
        if runs(chosen):
            return chosen
        raise QgsProcessingException(
            text(
                f"{chosen} 不是可执行程序；请在“设置 ▸ 选项 ▸ 处理 ▸ 数据源 ▸ Parkward”中指定 parkward 程序",
                f"{chosen} is not a program; name the parkward program under Settings ▸ Options ▸ Processing ▸ "
                "Providers ▸ Parkward",
            )
        )
    found = shutil.which("parkward")
    if found:
        return found
    if os.path.isfile(INSTALLED):
        with open(INSTALLED, encoding="utf-8") as file:
            recorded = file.read().strip()
        if runs(recorded):
            return recorded
    raise QgsProcessingException(
        text(
            "找不到 parkward 程序；请安装后在“设置 ▸ 选项 ▸ 处理 ▸ 数据源 ▸ Parkward”中指定，或将其加入 PATH",
            "The parkward program was not found; install it and name it under Settings ▸ Options ▸ Processing ▸ "
            "Providers ▸ Parkward, or put it on the PATH",
        )
    )


def runs(path):
    """Whether a path is a program."""
    return os.path.isfile(path) and os.access(path, os.X_OK)


def run(arguments, feedback):
    """Runs the program to its end and gives back what it wrote on standard output, in UTF-8.

    What it says on standard error is shown as it is. A failure is raised with the program's own sentence. If
    the user cancels, the program ends in its own way, and that is no failure.
    """
    command = [find(), *arguments]
    feedback.pushCommandInfo(shlex.join(command))
    windows = os.name == "nt"
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            creationflags=subprocess.CREATE_NO_WINDOW if windows else 0,
        )
        lines = queue.Queue()
        threading.Thread(target=listen, args=(process.stderr, lines), daemon=True).start()
        cancelled, last = False, None
        while True:
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                line = ""
            if line is None:
                break
            if line:
                tell(last, feedback)
                # The last line may be why it fails: unless it is a step, it is kept back for the error.
                last = line if percent(line) is None else tell(line, feedback)
            if feedback.isCanceled() and not cancelled:
                cancelled = True
                # Ctrl-C asks for the best plan so far. A program without a console can only be ended.
                process.terminate() if windows else process.send_signal(signal.SIGINT)
        process.stderr.close()
        code = process.wait()
        output.seek(0)
        written = output.read().decode("utf-8", errors="replace")
    if code != 0 and not cancelled:
        raise QgsProcessingException(bare(last) if last else f"parkward: exit code {code}")
    tell(last, feedback)
    return written


def show(written, feedback):
    """Shows what the program wrote, as a terminal does."""
    for line in written.splitlines():
        feedback.pushConsoleInfo(line)


def listen(stream, lines):
    """Hands the lines of a stream on, and `None` at its end."""
    for line in stream:
        lines.put(line.rstrip())
    lines.put(None)


def bare(line):
    """A line without the program's name."""
    return line[len("parkward: "):] if line.startswith("parkward: ") else line


def percent(line):
    """How far the program is when it says this; `None` if it is no step."""
    return STEPS.get(bare(line).split(": cost")[0])


def tell(line, feedback):
    """Shows a line of the program: a step as progress, everything else as it is."""
    if not line:
        return
    if percent(line) is None:
        feedback.pushInfo(line)
    else:
        feedback.setProgress(percent(line))
        feedback.setProgressText(bare(line))
