#!/usr/bin/env python3
"""Writes a workspace of many bodies: a union, and its municipalities, each with a plan of some 30 pages that shows a section of the
union's and cites another. Same arguments, same bytes, as `generatore.py`.
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import capitoli
import comune

# What makes some 30 pages.
MISURA = {"capitoli": 7, "tabelle": 20, "righe": 18}

CONDIVISA = """\
+++
titolo = "La formazione di tutti gli enti"
id = "formazione"
+++

La formazione del personale del [=ente.nome] è programmata insieme agli altri enti dell’Unione, che la cura per tutti.

Tabella: Ore di formazione per anno {#ore}

| Anno | Ore |
|---|---:|
| 2025 | 40 |
| 2026 | 42 |
| 2027 | 44 |
"""

COMUNE = """\
+++
titolo = "Che cosa è in comune"
id = "in-comune"
+++

Le persone e i posti sono nel piano dell’Unione, nella [@unione:cap-2]; ciò che segue è lo stesso per tutti.
"""


def nome(n):
    """The name of the municipality number `n`: its digits as syllables."""
    sillabe = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
    return "".join(sillabe[int(c)] for c in f"{n:03d}").capitalize()


def impostazioni(ente, tipo):
    """The settings of the plan of a body."""
    return capitoli.PIAO_TOML.replace("Comune di Prova", ente).replace('tipo = "comune"', f'tipo = "{tipo}"')


def genera(cartella, enti, seme):
    """Writes `enti` bodies into `cartella`, the union among them."""
    cartella = Path(cartella)

    def scrivi(dove, testo):
        dove = cartella / dove
        dove.parent.mkdir(parents=True, exist_ok=True)
        dove.write_bytes(testo.encode())

    posti = ["unione"] + [f"comuni/{nome(n).lower()}" for n in range(1, enti)]
    elenco = "".join(f'\n[[piano]]\ncartella = "{posto}"\n' for posto in posti)
    scrivi("piao.toml", f'titolo = "I piani di {enti} enti"\n{elenco}'.replace('"unione"\n', '"unione"\nprincipale = true\n', 1))
    for n, posto in enumerate(posti):
        fonti, _ = comune.capitoli(capitoli.piano(comune.Caso(seme + n), **MISURA), {
            "titolo": "", "breve": "", "data": "", "stato": "", "stile": "", "indice": "",
        })
        for percorso, testo in fonti.items():
            scrivi(f"{posto}/{percorso}", testo)
        if n == 0:
            scrivi(f"{posto}/piao.toml", impostazioni("Unione di Prova", "unione"))
            scrivi(f"{posto}/8-formazione.md", CONDIVISA)
        else:
            scrivi(f"{posto}/piao.toml", impostazioni(f"Comune di {nome(n)}", "comune"))
            scrivi(f"{posto}/8-in-comune.md", COMUNE)
            scrivi(f"{posto}/9-formazione.md", '+++\nincludi = "unione:formazione"\n+++\n')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Scrive i piani di un’unione e dei suoi Comuni.")
    parser.add_argument("cartella", help="dove scriverli")
    parser.add_argument("--enti", type=int, default=9, help="quanti enti in tutto (predefinito: %(default)s)")
    parser.add_argument("--seme", type=int, default=20250131, help="seme del caso (predefinito: %(default)s)")
    opzioni = parser.parse_args()
    genera(opzioni.cartella, opzioni.enti, opzioni.seme)
