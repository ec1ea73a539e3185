"""An IMAP server of a few lines over TLS, on a real socket, with a certificate of its own."""

import datetime
import re
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder):
    """Write a certificate of "localhost" with its key to a folder; return the two files."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    files[1].write_bytes(key.private_bytes(plain[2], plain[1], plain[0]))
    return files


class Mailbox:
    """Speaks enough IMAP for `imaplib`; `letters` is what lies in INBOX, `seen` the numbers of those that were read."""

    def __init__(self, folder, letters, password="secret"):
        self.letters, self.seen, self.said_who, self.password = list(letters), set(), False, password
        self.files = certificate(folder)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*self.files)
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.address = f"imaps://portal%40example.org:{password}@localhost:{port}/INBOX"

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self._socket.close()

    def _accept(self):
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, plain):
        try:
            with self._context.wrap_socket(plain, server_side=True) as connection:
                file = connection.makefile("rwb")
                self._say(file, b"* OK [CAPABILITY IMAP4rev1 ID] ready")
                while line := file.readline():
                    tag, _space, rest = line.strip().partition(b" ")
                    self._answer(file, tag, rest.decode())
        except (OSError, ssl.SSLError):
            pass

    def _answer(self, file, tag, command):
        word = command.upper()
        if word.startswith("LOGIN"):
            is_right = command.endswith(f'"{self.password}"') and "portal@example.org" in command
            return self._say(file, tag + (b" OK in" if is_right else b" NO wrong password"))
        if word.startswith("CAPABILITY"):
            self._say(file, b"* CAPABILITY IMAP4rev1 ID")
        elif word.startswith("ID"):
            self.said_who = True
        elif word.startswith("SELECT"):
            if "INBOX" not in word or not self.said_who:
                return self._say(file, tag + b" NO Unsafe Login")
            self._say(file, b"* %d EXISTS" % len(self.letters))
        elif word.startswith("UID SEARCH"):
            unread = [str(at) for at in range(1, len(self.letters) + 1) if at not in self.seen]
            self._say(file, b"* SEARCH " + " ".join(unread).encode())
        elif word.startswith("UID FETCH"):
            at = int(command.split()[2])
            most = int(re.search(r"<0\.(\d+)>", command)[1])
            content = self.letters[at - 1][:most]
            self._say(file, b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%b)" % (at, at, len(content), content))
        elif word.startswith("UID STORE"):
            self.seen.add(int(command.split()[2]))
        elif word.startswith("LOGOUT"):
            self._say(file, b"* BYE")
        return self._say(file, tag + b" OK done")

    def _say(self, file, words):
        file.write(words + b"\r\n")
        file.flush()
