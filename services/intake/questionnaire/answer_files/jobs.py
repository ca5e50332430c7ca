"""Jobs for workers: files of answers read and written, away from the process that serves."""

import msgspec

from services.intake.questionnaire.answer_files import ods, separated, xlsx
from services.intake.questionnaire.answer_files.grid import Faulty, FoundSheet, Sheet
from services.intake.questionnaire.answer_files.handover import Found, Sent, Written

READ = {"xlsx": xlsx.read, "ods": ods.read, "csv": separated.read}
WRITE = {"xlsx": xlsx.write, "ods": ods.write, "csv": separated.write}


def read(payload: bytes) -> bytes:
    """`Sent` in, `Found` out."""
    sent = msgspec.msgpack.decode(payload, type=Sent)
    try:
        return msgspec.msgpack.encode(Found(sheets=read_file(sent.kind, sent.data)))
    except Faulty as faulty:
        return msgspec.msgpack.encode(Found(faults=list(faulty.faults)))


def write(payload: bytes) -> bytes:
    """`Written` in, the file out."""
    asked = msgspec.msgpack.decode(payload, type=Written)
    return write_file(asked.kind, asked.sheets)


def read_file(kind: str, data: bytes) -> list[FoundSheet]:
    """The sheets of a file. Faulty: it is none of this format."""
    return READ[kind](data)


def write_file(kind: str, sheets: list[Sheet]) -> bytes:
    """The sheets as a file."""
    return WRITE[kind](sheets)
