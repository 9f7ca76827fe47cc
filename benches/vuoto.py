#!/usr/bin/env python3
"""How much of the paper of a PDF is blank: for each page, the part of its body below the last ink. See README.md."""

import argparse
import subprocess
import sys

# Body of a page of layouts/pdf/misure.toml, in points: between the running head and the foot.
ALTEZZA = 841.89
ALTO, BASSO = 79, 70
PUNTI_PER_POLLICE = 36
# The mark of a draft is lighter than this, and counts as paper.
INCHIOSTRO = 160


def pagine(pdf):
    """The pages of a PDF as grey pictures: width, height, bytes."""
    uscita = subprocess.run(["pdftoppm", "-r", str(PUNTI_PER_POLLICE), "-gray", pdf], capture_output=True, check=True)
    resto = uscita.stdout
    while resto:
        _, misure, _, resto = resto.split(b"\n", 3)
        larga, alta = map(int, misure.split())
        yield larga, alta, resto[: larga * alta]
        resto = resto[larga * alta :]


def vuota(larga, alta, punti):
    """The share of the body that is blank below the last ink, from 0 to 1. A page turned on its side has a lower body."""
    scala = PUNTI_PER_POLLICE / 72
    cima, piede = round(ALTO * scala), alta - round(BASSO * scala)
    for riga in range(piede - 1, cima - 1, -1):
        if min(punti[riga * larga : (riga + 1) * larga]) < INCHIOSTRO:
            return (piede - 1 - riga) / (piede - cima)
    return 1.0


def main():
    opzioni = argparse.ArgumentParser(description=__doc__)
    opzioni.add_argument("pdf", nargs="+")
    opzioni.add_argument("--soglia", type=float, default=10.0, help="most blank paper, in percent of the body (10)")
    opzioni = opzioni.parse_args()
    oltre = False
    for pdf in opzioni.pdf:
        # The cover is made of white.
        quote = [vuota(*pagina) for pagina in list(pagine(pdf))[1:]]
        media = 100 * sum(quote) / max(len(quote), 1)
        oltre |= media > opzioni.soglia
        molto = ", ".join(f"{n} ({quota:.0%})" for n, quota in enumerate(quote, 2) if quota > 0.3)
        print(f"{media:5.1f} %  {len(quote) + 1:3} pages  {pdf}" + (f"  over 30 %: {molto}" if molto else ""))
    sys.exit(oltre)


if __name__ == "__main__":
    main()
