#!/usr/bin/env python3
"""Writes a plan of any size, twice: DIR/piano/ for piao and DIR/piano.typ for the typst command line.

The two hold the same words in the same order. The typst file is what a person who knows typst would write by hand:
markup, `auto` columns, show rules; nothing in it is there to slow it down, nothing is left to it that piao must not do too.
Same arguments, same bytes, on every machine and every Python.
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import capitoli
import comune
import schede

# A plan is a module: its sizes, what each number in them is, and `genera`, which gives the texts of both forms.
PIANI = {"capitoli": capitoli, "schede": schede}


def genera(cartella, opzioni):
    """Writes both forms into `cartella` and returns the bytes of the sources of piao."""
    piano = PIANI[opzioni.piano]
    misure = dict(piano.MISURE[opzioni.misura])
    misure.update((nome, n) for nome in misure if (n := getattr(opzioni, nome)) is not None)
    fonti, typst = piano.genera(comune.Caso(opzioni.seme), **misure)
    cartella = Path(cartella)
    scritto = lambda dove, testo: dove.write_bytes(testo.encode())  # bytes: no CRLF on Windows
    byte = 0
    for percorso, testo in fonti.items():
        dove = cartella / "piano" / percorso
        dove.parent.mkdir(parents=True, exist_ok=True)
        byte += scritto(dove, testo)
    scritto(cartella / "piano.typ", typst)
    return byte


def argomenti(parser):
    """The arguments that say which plan, and how large; `confronto.py` has them too."""
    parser.add_argument("--piano", choices=PIANI, default="capitoli", help="quale piano (predefinito: %(default)s)")
    parser.add_argument("--misura", choices=capitoli.MISURE, default="300-pagine", help="grandezza già pronta (predefinita: %(default)s)")
    parser.add_argument("--seme", type=int, default=20250131, help="seme del caso (predefinito: %(default)s)")
    for nome, piano in PIANI.items():
        gruppo = parser.add_argument_group(f"soltanto con --piano {nome}")
        for numero, aiuto in piano.AIUTO.items():
            gruppo.add_argument(f"--{numero}", type=int, help=aiuto)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Scrive un piano di prova per piao e lo stesso piano per typst.")
    parser.add_argument("cartella", help="dove scrivere piano/ e piano.typ")
    argomenti(parser)
    opzioni = parser.parse_args()
    byte = genera(opzioni.cartella, opzioni)
    print(f"{opzioni.cartella}/piano: {byte / 1e6:.2f} MB di fonti; {opzioni.cartella}/piano.typ")
