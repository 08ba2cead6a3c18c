"""A stand-in for the server or the page: answers HTTP, has a child, and notes its end.

usage: stand_in.py NAME PORT NOTES   NAME "deaf" ignores SIGTERM, "dying" ends at once
"""

import http.server
import os
import signal
import subprocess
import sys

name, port, notes = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def note(line):
    with open(notes, "a", encoding="utf-8") as file:
        file.write(line + "\n")


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def end(*_):
    child.terminate()
    child.wait()
    note(f"ended {name}")
    os._exit(0)


if name == "dying":
    print("the database would not start", flush=True)
    sys.exit(3)
child = subprocess.Popen(["sleep", "600"], start_new_session=name == "server")
note(f"pid {os.getpid()}")
note(f"pid {child.pid}")
signal.signal(signal.SIGTERM, signal.SIG_IGN if name == "deaf" else end)
http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
