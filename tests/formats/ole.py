"""Small files that no library among the test requirements can write; two of them made with xlwt and msgforge."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping


def _unpacked(packed: str) -> bytes:
    return zlib.decompress(base64.b64decode(packed))


# One sheet "Fees": Item, Amount / Café, 12.5 / Rent, 950.
XLS = _unpacked("""
    eNrtWE1oE0EU/maTND+k6aZNhVYooWDU2ov04qVdq9jiwVJ7UUTQtN2CtN1IjAc9aLXmJILgSfFS6MVL1Ys/6EFvCkJFD0JBSPQkngQFD222b97OYq
    o5NGCLlvmWefP2vTczLzNv3mbm7WKyNPewvYzf0IcAKm4UDVUyQSXqv5ggvetK1q8jVFyN/wrRCC1kQwjPGt+E5RrK9S7DwIPgS6LAJyoncRZDOcdO
    byIOsA9ZIX3oJSpwlyQJtLFXzUzHmLYwvc+Wz5nuZ8kNpr1kWxInsGgNde1TUXzc6GRdArLfx9xmiSV70YpXMoov3xSebQj9+TPZqX9T0RGMYx60bo
    O2Y+ezUyWkaAHn8cNNA9/9nfoireWbKxcg+c+18nAN+S0jCMzAPc0BXkQcrwNSE8SAbZ9bRoY4+OVwwZ6m3dk/nTvvFOj9YHbiC1UjtlOIycTMG9lc
    s5EbOcDjRMfRxHySw9ykVL1879u7I6PD1imWzHDy9lL8DukVXFyRLahxgjXsGNt2Md3D9Cr3up35dqYpCk6qM8OtihmYZZtrrM3QOD2M99bOKn4X8c
    WvR590FD9bu4lfGCxfTC18sObQSZ+ccWovn1l0i25x57bEU8uvhUoHH5m2/ZEaIoapfHfVd6wJK4gxm2TqvcnZEcpe1LAXbC97vGTE2J8krrd49kYN
    e4PtA8rem/0lmsw+oxmPpJIS1S/EoKGhoaGhoaGhobHhEOpPfUAdNELq6BBW9zorVCr6mmTLYgQ5egp0MD0Eh+o8LtQVP9sQEn5fYp1t/PtCiWM0eh
    6TGGU/JuuOXzr6ierfs+6G5t/bQvWOX6nHzw0efxU6m8b+
""")

# From Bob to Alice on 2024-03-01 09:30 UTC, "Rent for März", body "The rent is 950 €.", with note.csv.
MSG = _unpacked("""
    eNrtmc9PE0EUx9926RbaUkBBtCJURWOMwdaCG4xR/AGJB41BrqYBrUpUIKUa9eSf4B/gxbsXbyZePHrTswd/JF48evFG63dmZ9edRumbbuuPhNe8bl
    +3s59982bmvZ2+ezvw6dmL7GdqkFNkU63eQ07oOwsa841+zxZaq9fr/tf1LfmvZAMq4mcjdl3QOFTEPAHthvZAkyrGaRx7oRlon/puS/5vqbWgfvyx
    BNAAdBt0uxoPJppDm73QfartOI4HtsbVH5V5WsWrSjmapRUcK/SQTGQHxS3/WmKtSPV6GeK1d3ruV21S0Mc93ucSXiu0SHepTMt0HdZ9fKrQOqxVnC
    nQBOU34R9CBvL528lcBH+d7tES3qt0U/FK0Dw+n1HHud+2P0wxywrlPS63n8Evksvix9TazeWL+80y+JN0jMUPjycOP6ZyTDP+cdwBh2+rfMXl2yq3
    NedPdcR/EatRBt+LfnO+o/zh8uOs+J9jj39T/x1W/AV/lsWPq5qEy0+w4n9Ochl8MvW/mxX/WTkDOf4nDdcfv6bbjF9QY4/DT6m6kMsX7PEm/Ck6L8
    mdGH8pRv97fN76l1brOZefbuCvId+t4l3kvSryXhn3ws2D+Rb8F7F6Yv3kV0C6Bs7ab6gl2h8aDd7LlxNkWX2qDtzZYv5dhNdVvF+jW8Z3cBJ83/c9
    bc7/XvwL8tjO+R9+Xt6cX+TwLVF/DxqMPz5/8q/5X1QzrxPr7yBj/SsG8W8+/4dwHDbo/yFG/ikG8W+//zvUM9fm/GlQeflXXC9n4P8wgz8F5hwqsE
    74v5Md/86Mv12M+t+r/Qus+S9quRGD/s+yxp/bsfG3m83n1T/iemMG/o+w+9/tiP972Hze/BtV+yhc/mgDP2r9scuw/hSxetM+vnH/74e+pPaJKb/d
    EoV/gS7TRfTtJbkLVDZmz6PNitw/uoErVHC8SF9wfMRsfxatliL4fgW8BfjQqixJ/gy8eCB3odboDj5PoBZdhbXlfzM5g98v49flFvkLqPnL6LVK0I
    /LmPM5VB9i7yVHz3MTHb3/qO3De2ph/bnWZeVex7bAdqU9EthrDXY27YTy4xiNSjsZ2GPSzgW2dVW3z5Le/jrp7cuk/z7W0J76hX0wsLsyjnpm9fbO
    EtIeUPYMIiX3cp6OdL+6/d6aIScTtm3qnXSCXS/R/sNpYX/d8K/3Tdo9Xb49LK9nBbyD2n+QNmpCR3uW351xGvrcRKKO36jzbzHgtzYGo7aP6v+Kyh
    uCto6cbez/kaVk4cixZKv91yq3XfcftX1VRq1KRyP6gXUgH56nmNd5fd7b0h4P7Nq0bn8v6fN8KK3Pw1pfeN/WJprW5yXldftjSbc3Svr16tr5qGLT
    3ozO8+43EdhxV+enpO3XTDYNuo7Wn12uvm4nGmzb1fvX63//fMyyXH0dzmjt/xX5AQnP8Q0=
""")


SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (the container of old Office files) with these streams, few and none of them large."""
    data, starts, chain = b"", [], list[int]()
    for content in streams.values():
        padded = content.ljust(4_096, b"\0")  # shorter ones would live elsewhere
        padded += bytes(-len(padded) % SECTOR)
        first, count = 2 + len(data) // SECTOR, len(padded) // SECTOR
        starts.append((first, len(content.ljust(4_096, b"\0"))))
        chain += [*range(first + 1, first + count), END]
        data += padded
    entries = [_entry("Root Entry", 5, END, 0, 1)]
    for place, (name, (first, size)) in enumerate(zip(streams, starts, strict=True), start=1):
        entries.append(_entry(name, 2, first, size, right=place + 1 if place < len(streams) else FREE))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    assert len(directory) == SECTOR
    fat = struct.pack(f"<{SECTOR // 4}I", *([FAT, END, *chain] + [FREE] * (SECTOR // 4))[: SECTOR // 4])
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4_096, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108) + fat + directory + data


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    letters = name.encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB3I", len(letters) + 2, kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
