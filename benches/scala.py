#!/usr/bin/env python3
"""Many bodies: time and memory for 9, 90 and 900 of them, a second run after one change, and shares made by other processes. See README.md
and docs/scala.md.
"""

import argparse
import filecmp
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import enti

RADICE = Path(__file__).resolve().parent.parent


class Corsa(NamedTuple):
    """What one process took, and what it said. The seconds of the processors are those to compare: a shared machine stretches the others."""

    secondi: float
    processore: float
    megabyte: float
    detto: str

    def __str__(self):
        return f"{self.secondi:8.1f} s, {self.processore:8.1f} s di processore, {self.megabyte:6.0f} MB"


def esegui(comando, atteso=0):
    """Runs one process to its end."""
    with tempfile.TemporaryFile() as parole:
        inizio = time.perf_counter()
        processo = subprocess.Popen(comando, stdin=subprocess.DEVNULL, stdout=parole, stderr=subprocess.STDOUT)
        _, stato, uso = os.wait4(processo.pid, 0)
        secondi = time.perf_counter() - inizio
        processo.returncode = os.waitstatus_to_exitcode(stato)
        parole.seek(0)
        detto = parole.read().decode(errors="replace")
    if processo.returncode != atteso:
        sys.exit(f"uscita {processo.returncode}: {' '.join(map(str, comando))}\n{detto[-4000:]}")
    return Corsa(secondi, uso.ru_utime + uso.ru_stime, uso.ru_maxrss / 1024, detto)


def diversi(una, altra):
    """The paths of the files of two folders that are not the same bytes."""
    file = lambda base: {str(p.relative_to(base)) for p in base.rglob("*") if p.is_file()}
    tutti = file(una) | file(altra)
    _, altri, mancano = filecmp.cmpfiles(una, altra, tutti, shallow=False)
    return sorted(altri + mancano)


def fatti_ora(detto):
    """How many bodies were made again, as the program says."""
    return len(re.findall(r"^.* pagine, ", detto, re.M))


def con_dask(piao, piani, uscita, parti, lavoratori):
    """Makes the shares on workers of Dask, and kills one of the workers when half of the shares are done."""
    from distributed import Client, LocalCluster, as_completed

    def parte(n):
        subprocess.run([piao, "compila", piani, "--parte", f"{n}/{parti}", "--uscita", uscita], check=True, capture_output=True)
        return n

    with LocalCluster(n_workers=lavoratori, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        # A share of a worker that was killed may find its folder still being written by the program that the worker had started.
        lavori = client.map(parte, range(1, parti + 1), pure=False, retries=5)
        for fatti, _ in enumerate(as_completed(lavori), 1):
            if fatti == max(1, parti // 2):
                os.kill(cluster.workers[0].pid, signal.SIGKILL)
                print(f"  ucciso un processo su {lavoratori}, con {fatti} parti fatte su {parti}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Misura piao su molti enti.")
    parser.add_argument("--piao", default=RADICE / "target/release/piao", type=Path, help="programma piao (predefinito: %(default)s)")
    parser.add_argument("--enti", type=int, nargs="+", default=[9, 90, 900], help="quanti enti (predefinito: 9 90 900)")
    parser.add_argument("--dask", type=int, metavar="LAVORATORI", help="rifà l’ultima misura in parti, con Dask, uccidendo un processo")
    parser.add_argument("--parti", type=int, default=30, help="in quante parti, con --dask (predefinito: %(default)s)")
    opzioni = parser.parse_args()
    if not shutil.which(opzioni.piao):
        parser.error(f"programma non trovato: {opzioni.piao} (vedi benches/README.md)")
    piao = opzioni.piao.resolve()
    per_ente = []
    with tempfile.TemporaryDirectory(prefix="piao-scala-") as temporanea:
        for quanti in opzioni.enti:
            base = Path(temporanea) / str(quanti)
            piani, uscita = base / "piani", base / "pubblicazione"
            enti.genera(piani, quanti, 20250131)
            compila = [piao, "compila", piani, "--uscita", uscita]
            corsa = esegui(compila)
            per_ente.append(corsa.processore / quanti)
            print(f"{quanti:>4} enti: {corsa}; per ente {per_ente[-1]:.2f} s di processore", flush=True)
            corsa = esegui(compila)
            print(f"     niente è cambiato: {corsa}, rifatti {fatti_ora(corsa.detto)}", flush=True)
            # The last: whoever stands first in the order is no special case.
            toccato = sorted((piani / "comuni").glob("*/1-*.md"))[-1]
            toccato.write_text(toccato.read_text() + "\nUn capoverso di più.\n")
            corsa = esegui(compila)
            rifatti = fatti_ora(corsa.detto)
            print(f"     cambiato un ente:  {corsa}, rifatti {rifatti}", flush=True)
            if rifatti != 1:
                sys.exit("ne doveva rifare uno")
        print(f"secondi di processore per ente, il più grande sul più piccolo: {per_ente[-1] / per_ente[0]:.2f}")
        if opzioni.dask:
            insieme = base / "in-parti"
            inizio = time.perf_counter()
            con_dask(piao, piani, insieme, opzioni.parti, opzioni.dask)
            corsa = esegui([piao, "compila", piani, "--uscita", insieme])
            print(f"in {opzioni.parti} parti su {opzioni.dask} processi: {time.perf_counter() - inizio:.1f} s, alla fine rifatti {fatti_ora(corsa.detto)}")
            if male := diversi(uscita, insieme):
                sys.exit(f"non sono gli stessi byte: {male[:5]}")
            print("  gli stessi byte di una macchina sola")
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
