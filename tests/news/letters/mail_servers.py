"""Mail servers of a few lines, on real sockets: one that takes letters, and ones that behave badly."""

import socket
import threading


class MailServer:
    """Speaks enough SMTP for Django; use it in a `with` statement. `behaviour` says what goes wrong:

    "" takes every letter, "silent" accepts connections and says nothing, "refuses" refuses every address for good, "busy"
    for now, "hangs" reads the letter and never answers.
    """

    def __init__(self, behaviour=""):
        self.behaviour, self.letters, self.begun = behaviour, [], threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._open = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self._socket.close()
        for one in self._open:
            one.close()

    def _accept(self):
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            if self.behaviour != "silent":
                threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection):
        answers = {
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go on",
            "QUIT": "221 bye",
            "RSET": "250 ok",
        }
        answers |= {"refuses": {"RCPT": "550 no such box"}, "busy": {"RCPT": "451 later"}}.get(
            self.behaviour, {}
        )
        file = connection.makefile("rwb")

        def say(words):
            file.write(f"{words}\r\n".encode())
            file.flush()

        try:
            say("220 here")
            while line := file.readline():
                word = line[:4].upper().decode()
                say(answers.get(word, "250 ok"))
                if word == "DATA":
                    self.begun.set()
                    text = b""
                    while (line := file.readline()) != b".\r\n":
                        text += line
                    self.letters.append(text.decode())
                    if self.behaviour == "hangs":
                        return
                    say("250 taken")
        except OSError:
            return
