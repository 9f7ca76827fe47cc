#!/usr/bin/env python3
"""Times `piao compila` (PDF and site) side by side with `typst compile` (PDF alone) on the same text. See README.md."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import generatore

RADICE = Path(__file__).resolve().parent.parent
SOGLIA_TEMPO = 0.85
SOGLIA_MEMORIA = 0.90
SOGLIA_PESO = 0.40


def esegui(comando, registro):
    """Seconds and peak MB of one process. Its words go to a file: a pipe that nobody reads could stop it."""
    with open(registro, "wb") as parole:
        inizio = time.perf_counter()
        processo = subprocess.Popen(comando, stdin=subprocess.DEVNULL, stdout=parole, stderr=subprocess.STDOUT)
        # wait4 and not RUSAGE_CHILDREN: that one is the maximum over all children, so the first run would hide the others.
        _, stato, uso = os.wait4(processo.pid, 0)
        secondi = time.perf_counter() - inizio
    processo.returncode = os.waitstatus_to_exitcode(stato)
    if processo.returncode != 0:
        print(Path(registro).read_text(errors="replace")[-4000:])
        sys.exit(f"uscita {processo.returncode}: {' '.join(map(str, comando))}")
    return secondi, uso.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def dal_pdf(pdf):
    """Pages and words, as far as the tools of poppler are there to say it."""
    pagine = parole = None
    if shutil.which("pdfinfo"):
        uscita = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
        pagine = int(re.search(r"^Pages:\s+(\d+)", uscita, re.M)[1])
    if shutil.which("pdftotext"):
        parole = len(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True).stdout.split())
    return pagine, parole


def riga(nome, misure, pdf):
    secondi, memoria = [median(m[k] for m in misure) for k in (0, 1)]
    pagine, parole = dal_pdf(pdf)
    tempi = " ".join(f"{m[0]:.2f}" for m in misure)
    print(
        f"{nome:<14}{secondi:7.2f} s {memoria:8.0f} MB  {pagine or '?':>4} pagine {parole or '?':>7} parole"
        f" {pdf.stat().st_size / 1e6:6.2f} MB   [{tempi}]"
    )
    return parole


def main():
    parser = argparse.ArgumentParser(description="Confronta piao con typst sullo stesso piano, a giri alternati.")
    parser.add_argument("--piao", default=RADICE / "target/release/piao", help="programma piao (predefinito: %(default)s)")
    parser.add_argument("--typst", default=os.environ.get("TYPST", "typst"), help="programma typst (o variabile TYPST)")
    parser.add_argument("--giri", type=int, default=5, help="esecuzioni misurate di ciascuno (predefinito: %(default)s)")
    parser.add_argument("--tieni", metavar="CARTELLA", help="lascia qui fonti e risultati")
    generatore.argomenti(parser)
    opzioni = parser.parse_args()
    for programma in (opzioni.piao, opzioni.typst):
        if not shutil.which(programma):
            parser.error(f"programma non trovato: {programma} (vedi benches/README.md)")

    with tempfile.TemporaryDirectory(prefix="piao-confronto-") as temporanea:
        base = Path(opzioni.tieni or temporanea).resolve()
        generatore.genera(base, opzioni)
        uscita, pdf_typst, registro = base / "pubblicazione", base / "piano.pdf", base / "registro.txt"
        comandi = {
            "piao": [opzioni.piao, "compila", base / "piano", "--uscita", uscita],
            "typst": [opzioni.typst, "compile", "--pdf-standard", "ua-1,a-2a", "--ignore-system-fonts"]
            + ["--font-path", RADICE / "fonts", base / "piano.typ", pdf_typst],
        }
        misure = {nome: [] for nome in comandi}
        # One run of each before the first that counts: the files come from the disk cache for both.
        for giro in range(opzioni.giri + 1):
            for nome, comando in comandi.items():
                # Both write from nothing: piao would leave alone the files that did not change.
                shutil.rmtree(uscita, ignore_errors=True)
                pdf_typst.unlink(missing_ok=True)
                misura = esegui(comando, registro)
                if giro > 0:
                    misure[nome].append(misura)
                if giro == opzioni.giri:
                    tenuto = base / f"ultimo-{nome}.pdf"
                    shutil.copyfile(uscita / "piao.pdf" if nome == "piao" else pdf_typst, tenuto)
                    if nome == "piao":
                        pagine_sito = sum(1 for _ in (uscita / "sito").rglob("*.html"))

        superate = False
        for nome, k, soglia in (("tempo", 0, SOGLIA_TEMPO), ("memoria", 1, SOGLIA_MEMORIA)):
            rapporto = median(m[k] for m in misure["piao"]) / median(m[k] for m in misure["typst"])
            coppie = [a[k] / b[k] for a, b in zip(misure["piao"], misure["typst"])]
            esito = "entro" if rapporto <= soglia else "OLTRE"
            superate |= rapporto > soglia
            print(
                f"{nome:<8} piao/typst = {rapporto:.2f}  {esito} la soglia di {soglia:.2f}"
                f"  (giro per giro da {min(coppie):.2f} a {max(coppie):.2f})"
            )
        pesi = {nome: (base / f"ultimo-{nome}.pdf").stat().st_size for nome in comandi}
        peso = pesi["piao"] / pesi["typst"]
        superate |= peso > SOGLIA_PESO
        esito = "entro" if peso <= SOGLIA_PESO else "OLTRE"
        print(f"{'peso':<8} piao/typst = {peso:.2f}  {esito} la soglia di {SOGLIA_PESO:.2f}")
        nostre = riga("piao + sito", misure["piao"], base / "ultimo-piao.pdf")
        loro = riga("typst", misure["typst"], base / "ultimo-typst.pdf")
        print(f"sito: {pagine_sito} pagine HTML; {opzioni.giri} giri, mediane; {os.cpu_count()} core")
        # Ours prints more (list of tables, "Citato in"). If it prints less, something was lost, and the ratios say nothing.
        if nostre and loro and nostre < 0.98 * loro:
            print("il PDF di piao ha meno parole di quello di typst: il confronto non vale")
            return 1
        return 1 if superate else 0


if __name__ == "__main__":
    sys.exit(main())
