#!/usr/bin/env python3
"""Times the site of a plan, with its search index, side by side with hugo and mdbook on the same Markdown. See README.md."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import confronto
import generatore

# What the other programs do too. They set no PDF, and look at no rule: those two are told apart.
LORO = ("lettura dei file", "lettura del piano", "controlli, numeri e parole", "pagine del sito", "scrittura")
SOGLIE = {"hugo": 1.0, "mdbook": 1 / 3}

# The least that a site needs, and nothing that slows it down: our pages have more around the text.
BASE = """<!doctype html><html lang="it"><head><meta charset="utf-8"><title>{{ .Title }} - {{ site.Title }}</title>
<link rel="stylesheet" href="{{ "piao.css" | relURL }}"></head><body><header><a href="{{ "/" | relURL }}">{{ site.Title }}</a></header>
<nav><ul>{{ range site.RegularPages.ByWeight }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
<main>{{ block "main" . }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}</main><footer>{{ site.Title }}</footer></body></html>
"""


def capitoli(piano):
    """The chapters in their order: title and Markdown without front matter."""
    numero = lambda file: int(re.match(r"\d+", file.name)[0])
    for file in sorted(piano.glob("*.md"), key=numero):
        _, testa, testo = file.read_text(encoding="utf-8").split("+++\n", 2)
        yield file.stem, re.search(r'^titolo = "(.*)"$', testa, re.M)[1], testo


def per_hugo(piano, dove):
    (dove / "content").mkdir(parents=True)
    (dove / "layouts" / "_default").mkdir(parents=True)
    (dove / "hugo.toml").write_text('baseURL = "/"\ntitle = "Piano"\nlanguageCode = "it"\ndisableKinds = ["RSS", "taxonomy", "term"]\n')
    for nome in ("baseof", "single", "list"):
        testo = BASE if nome == "baseof" else ('{{ define "main" }}{{ .Content }}{{ end }}' if nome == "list" else "")
        (dove / "layouts" / "_default" / f"{nome}.html").write_text(testo or '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}')
    for n, (nome, titolo, testo) in enumerate(capitoli(piano), 1):
        (dove / "content" / f"{nome}.md").write_text(f'+++\ntitle = "{titolo}"\nweight = {n}\n+++\n{testo}', encoding="utf-8")


def per_mdbook(piano, dove):
    (dove / "src").mkdir(parents=True)
    (dove / "book.toml").write_text('[book]\ntitle = "Piano"\nlanguage = "it"\n')
    sommario = ["# Sommario\n"]
    for nome, titolo, testo in capitoli(piano):
        (dove / "src" / f"{nome}.md").write_text(f"# {titolo}\n{testo}", encoding="utf-8")
        sommario.append(f"- [{titolo}]({nome}.md)")
    (dove / "src" / "SUMMARY.md").write_text("\n".join(sommario) + "\n", encoding="utf-8")


def fasi(comando):
    """Milliseconds of each phase that piao tells."""
    uscita = subprocess.run(comando, capture_output=True, text=True)
    if uscita.returncode != 0:
        sys.exit(uscita.stderr[-4000:])
    trovate = {nome.strip(): float(ms) for ms, nome in re.findall(r"^ +(\d+) ms  (.+)$", uscita.stdout, re.M)}
    return trovate or sys.exit(f"piao non dice i tempi:\n{uscita.stdout}")


def main():
    parser = argparse.ArgumentParser(description="Confronta il sito di piao con hugo e mdbook sullo stesso testo, a giri alternati.")
    parser.add_argument("--piao", default=confronto.RADICE / "target/release/piao", help="programma piao (predefinito: %(default)s)")
    parser.add_argument("--hugo", default=os.environ.get("HUGO", "hugo"), help="programma hugo (o variabile HUGO)")
    parser.add_argument("--mdbook", default=os.environ.get("MDBOOK", "mdbook"), help="programma mdbook (o variabile MDBOOK)")
    parser.add_argument("--giri", type=int, default=5, help="esecuzioni misurate di ciascuno (predefinito: %(default)s)")
    generatore.argomenti(parser)
    opzioni = parser.parse_args()
    if opzioni.piano != "capitoli":
        parser.error("solo il piano `capitoli` è tutto in Markdown: gli altri programmi non leggono i dati")
    altri = {nome: getattr(opzioni, nome) for nome in SOGLIE if shutil.which(getattr(opzioni, nome))}
    for nome in SOGLIE.keys() - altri.keys():
        print(f"{nome} non c’è: il confronto con {nome} si salta (vedi benches/README.md)")
    if not shutil.which(opzioni.piao):
        parser.error(f"programma non trovato: {opzioni.piao}")

    with tempfile.TemporaryDirectory(prefix="piao-sito-") as temporanea:
        base = Path(temporanea)
        generatore.genera(base, opzioni)
        per_hugo(base / "piano", base / "hugo")
        per_mdbook(base / "piano", base / "mdbook")
        uscite = {"hugo": base / "hugo/public", "mdbook": base / "mdbook/book"}
        comandi = {
            "hugo": [altri.get("hugo"), "--source", base / "hugo", "--quiet"],
            "mdbook": [altri.get("mdbook"), "build", base / "mdbook"],
        }
        pubblicazione = base / "pubblicazione"
        misure = {nome: [] for nome in ("piao", *altri)}
        for giro in range(opzioni.giri + 1):
            shutil.rmtree(pubblicazione, ignore_errors=True)
            misura = fasi([opzioni.piao, "compila", base / "piano", "--uscita", pubblicazione, "--tempi"])
            tempi = {"piao": misura}
            for nome in altri:
                shutil.rmtree(uscite[nome], ignore_errors=True)
                tempi[nome] = confronto.esegui(comandi[nome], base / "registro.txt")[0] * 1000
            if giro > 0:
                for nome, tempo in tempi.items():
                    misure[nome].append(tempo)
        # Nobody else writes open data, two files a table: their part of the writing, by number of files, is told apart.
        tutti = [file for file in pubblicazione.rglob("*") if file.is_file()]
        quota = sum(1 for file in tutti if "dati" not in file.parts) / len(tutti)
        nostre = [sum(m[nome] * (quota if nome == "scrittura" else 1) for nome in LORO) for m in misure["piao"]]
        dati = median(m["scrittura"] * (1 - quota) for m in misure["piao"])
        riferimenti = median(m["riferimenti"] for m in misure["piao"])
        print(f"piao     {median(nostre):7.0f} ms: {', '.join(LORO)}; oltre a {riferimenti:.0f} ms di riferimenti e {dati:.0f} ms per scrivere i dati aperti")
        superata = False
        for nome in altri:
            pagine = sum(1 for _ in uscite[nome].rglob("*.html"))
            rapporto = median(nostre) / median(misure[nome])
            coppie = [a / b for a, b in zip(nostre, misure[nome])]
            superata |= rapporto > SOGLIE[nome]
            esito = "entro" if rapporto <= SOGLIE[nome] else "OLTRE"
            print(
                f"{nome:<8} {median(misure[nome]):7.0f} ms, {pagine} pagine; piao/{nome} = {rapporto:.2f}  {esito} la soglia di {SOGLIE[nome]:.2f}"
                f"  (giro per giro da {min(coppie):.2f} a {max(coppie):.2f})"
            )
        print(f"sito di piao: {sum(1 for _ in (pubblicazione / 'sito').rglob('*.html'))} pagine; {opzioni.giri} giri, mediane; {os.cpu_count()} core")
        return 1 if superata else 0


if __name__ == "__main__":
    sys.exit(main())
