#!/usr/bin/env python3
"""Writes a plan of any size, twice: DIR/piano/ for piao and DIR/piano.typ for the typst command line.

The two hold the same words in the same order. The typst file is what a person who knows typst would write by hand:
markup, `auto` columns, show rules; nothing in it is there to slow it down, nothing is left to it that piao must not do too.
Same arguments, same bytes, on every machine and every Python.
"""

import argparse
import random
from pathlib import Path

MISURE = {
    # name: (chapters, tables in all, rows in each)
    "300-pagine": (60, 240, 25),
    "prova": (3, 6, 5),
}

# Sentences are soggetto + verbo + oggetto + modo + tempo. No quotes, no brackets, nothing that is markup in either language.
SOGGETTI = """l'ufficio tributi|il settore lavori pubblici|la segreteria generale|il servizio personale associato|l'area tecnica
la polizia locale|il servizio sociale territoriale|l'ufficio di piano|il responsabile della transizione digitale
il responsabile della prevenzione della corruzione|lo sportello telematico|la centrale di committenza|l'ufficio statistica
il servizio biblioteche|la ragioneria|l'organismo di valutazione|il comitato unico di garanzia|l'ufficio protocollo
il servizio ambiente|lo sportello unico delle attività produttive|la direzione generale|il servizio scuola"""
VERBI = """aggiorna|verifica|pubblica|semplifica|completa|riorganizza|misura|presidia|digitalizza|coordina|programma|rende accessibile
condivide|rivede|consolida|estende|affianca|controlla"""
OGGETTI = """il registro dei procedimenti|la carta dei servizi|la mappatura dei processi|il piano dei fabbisogni di personale
i tempi di pagamento delle fatture|la modulistica per i cittadini|l'elenco delle concessioni in uso
il catalogo dei dati aperti|le procedure di affidamento sotto soglia|la rete degli sportelli di prossimità
il sistema di misurazione della performance|la formazione sulle competenze digitali|il fascicolo elettronico del dipendente
la manutenzione delle scuole|l'illuminazione pubblica|gli incentivi per le famiglie|la raccolta differenziata
il censimento delle barriere architettoniche|il regolamento degli uffici e dei servizi|la banca dati delle entrate
le misure di prevenzione del rischio corruttivo|il lavoro agile|la qualità percepita dagli utenti"""
MODI = """in raccordo con gli altri enti dell'Unione|senza nuovi oneri per il bilancio|con il contributo degli utenti
secondo le linee guida nazionali|attraverso un gruppo di lavoro intersettoriale|con un monitoraggio pubblico dei risultati
mediante procedure interamente digitali|nel rispetto dei tempi fissati dalla legge|a partire dai casi più frequenti
con indicatori di efficacia ed efficienza|nell'ambito delle risorse assegnate|dopo il confronto con le organizzazioni sindacali"""
TEMPI = """entro il primo semestre|nel corso del triennio|entro la fine dell'esercizio|a cadenza trimestrale|prima della verifica intermedia
entro sessanta giorni dall'approvazione|durante l'intero periodo|all'avvio di ogni anno scolastico"""
TEMI = """Servizi educativi|Mobilità sostenibile|Bilancio e tributi|Transizione digitale|Politiche sociali|Ambiente ed energia
Cultura e biblioteche|Sicurezza urbana|Edilizia scolastica|Attività produttive|Protezione civile|Personale e formazione
Pari opportunità|Trasparenza|Patrimonio|Urbanistica|Sport e tempo libero|Servizi demografici|Appalti e contratti|Turismo"""
TAGLI = "obiettivi e risultati attesi|organizzazione e persone|rischi e misure|risorse e cronoprogramma"
TITOLETTI = """Il contesto|Gli obiettivi|Le azioni|Chi partecipa|I tempi|Le risorse|I rischi|Come si misura|Che cosa cambia per i cittadini
I collegamenti con gli altri documenti"""
DIDASCALIE = "Interventi|Indicatori e valori attesi|Misure e scadenze|Spesa prevista|Azioni in corso|Impegni verso gli utenti"
COLONNE = ("Codice", "Attività", "Importo", "Scadenza", "Risultato atteso")


class Caso:
    """Chance from `random()` alone: of all of `random.Random`, only that is promised to stay the same between versions."""

    def __init__(self, seme):
        self.r = random.Random(seme)

    def intero(self, n):
        return int(self.r.random() * n)

    def uno(self, voci):
        return voci[self.intero(len(voci))]

    def si(self, probabilita):
        return self.r.random() < probabilita


def lista(testo):
    return [voce for riga in testo.split("\n") for voce in riga.split("|")]


SOGGETTI, VERBI, OGGETTI, MODI, TEMPI, TEMI, TAGLI, TITOLETTI, DIDASCALIE = map(
    lista, (SOGGETTI, VERBI, OGGETTI, MODI, TEMPI, TEMI, TAGLI, TITOLETTI, DIDASCALIE)
)


# -- Two ways of writing the same thing. A text is a list of pieces: a string, or a tuple that begins with its kind.


class Markdown:
    def __init__(self):
        self.note = []  # notes of the chapter, written at its end

    def testo(self, pezzi):
        return "".join(p if isinstance(p, str) else getattr(self, p[0])(*p[1:]) for p in pezzi)

    def corsivo(self, t):
        return f"*{t}*"

    def forte(self, t):
        return f"**{t}**"

    def nota(self, pezzi):
        self.note.append(pezzi)
        return f"[^{len(self.note)}]"

    def rinvio(self, ident, parole, proprie):
        """`proprie`: the words are the author's, not the name of the thing."""
        return f"[{parole}](@{ident})" if proprie else f"[@{ident}]"

    def titolo(self, livello, titolo, ident=None):
        return "#" * livello + f" {titolo}" + (f" {{#{ident}}}" if ident else "") + "\n"

    def elenco(self, voci, segno):
        # The marks of the two languages differ; nested items are indented by the width of the outer mark in both.
        righe = []
        for n, (pezzi, sotto) in enumerate(voci, 1):
            mark = f"{n}." if segno == "1" else "-"
            righe.append(f"{mark} {self.testo(pezzi)}")
            righe += [" " * (len(mark) + 1) + f"- {self.testo(s)}" for s in sotto]
        return "\n".join(righe) + "\n"

    def tabella(self, ident, didascalia, righe):
        out = [f"Tabella: {didascalia} {{#{ident}}}", "", "| " + " | ".join(COLONNE) + " |", "|---|---|---:|---|---|"]
        out += ["| " + " | ".join(self.testo(c) for c in riga) + " |" for riga in righe]
        return "\n".join(out) + "\n"


class Typst(Markdown):
    def corsivo(self, t):
        return f"_{t}_"

    def forte(self, t):
        return f"*{t}*"

    def nota(self, pezzi):
        return f"#footnote[{self.testo(pezzi)}]"

    def rinvio(self, ident, parole, proprie):
        return f"#rif(<{ident}>)[{parole}]"

    def titolo(self, livello, titolo, ident=None):
        return "=" * livello + f" {titolo}" + (f" <{ident}>" if ident else "") + "\n"

    def elenco(self, voci, segno):
        mark = "+" if segno == "1" else "-"
        righe = []
        for pezzi, sotto in voci:
            righe.append(f"{mark} {self.testo(pezzi)}")
            righe += [f"  - {self.testo(s)}" for s in sotto]
        return "\n".join(righe) + "\n"

    def tabella(self, ident, didascalia, righe):
        out = [f"#figure(caption: [{didascalia}], table(columns: 5, align: (left, left, right, left, left),"]
        out.append("  table.header" + "".join(f"[*{c}*]" for c in COLONNE) + ",")
        out += ["  " + ", ".join(f"[{self.testo(c)}]" for c in riga) + "," for riga in righe]
        return "\n".join(out) + f"\n)) <{ident}>\n"


# -- The plan: blocks of (method of a writer, its arguments).


def maiuscola(testo):
    return testo[0].upper() + testo[1:]


def frase(caso):
    """A sentence without its end."""
    return maiuscola(f"{caso.uno(SOGGETTI)} {caso.uno(VERBI)} {caso.uno(OGGETTI)} {caso.uno(MODI)}")


def azione(caso):
    return maiuscola(f"{caso.uno(VERBI)} {caso.uno(OGGETTI)}")


def importo(caso):
    intero = f"{(10 + caso.intero(99_000)) * 50:,}".replace(",", ".")
    return f"{intero},{caso.intero(100):02d} €"


def data(caso):
    return f"{1 + caso.intero(28):02d}/{1 + caso.intero(12):02d}/{2025 + caso.intero(3)}"


def paragrafo(caso, bersagli):
    pezzi = []
    for _ in range(2 + caso.intero(2)):
        fine = caso.uno(TEMPI)
        if caso.si(0.25):
            fine = (caso.uno(("corsivo", "forte")), fine)
        pezzi += [frase(caso), " ", fine]
        if caso.si(0.2):
            pezzi.append(("nota", [f"Atto n. {1 + caso.intero(300)} del {data(caso)}. {frase(caso)}."]))
        pezzi.append(". ")
    if caso.si(0.5):
        ident, nome = caso.uno(bersagli)
        if caso.si(0.5):
            pezzi += ["Si veda ", ("rinvio", ident, nome, False), "."]
        else:
            pezzi += ["Lo stesso vale per ", ("rinvio", ident, caso.uno(OGGETTI), True), "."]
    else:
        pezzi[-1] = "."
    return pezzi


def riga(caso, codice):
    attivita = azione(caso) + (f" {caso.uno(MODI)}" if caso.si(0.15) else "")
    risultato = f"{caso.uno(OGGETTI)}: {5 + caso.intero(95)}%" + (f" {caso.uno(TEMPI)}" if caso.si(0.15) else "")
    return [[codice], [attivita], [importo(caso)], [data(caso)], [maiuscola(risultato)]]


def piano(capitoli, tabelle, righe, seme):
    """A list of chapters: (id, title, blocks)."""
    caso = Caso(seme)
    titoli = [f"{tema}: {taglio}" for taglio in TAGLI for tema in TEMI]
    titoli = [titoli[i % len(titoli)] + (f" ({i // len(titoli) + 1})" if i >= len(titoli) else "") for i in range(capitoli)]
    per_capitolo = [tabelle // capitoli + (i < tabelle % capitoli) for i in range(capitoli)]

    # What can be cited is known before the first word is written, so that chapters cite forward as well as back.
    bersagli, didascalie, n = [], [], 0
    for i, titolo in enumerate(titoli):
        bersagli.append((f"cap-{i + 1}", f"sezione {i + 1}, {titolo}"))
        for _ in range(per_capitolo[i]):
            n += 1
            didascalie.append(f"{caso.uno(DIDASCALIE)}: {titolo.split(':')[0].lower()}, quadro {n}")
            bersagli.append((f"tab-{n}", f"tabella {n}, {didascalie[-1]}"))

    piani, n = [], 0
    for i, titolo in enumerate(titoli):
        blocchi = [("p", paragrafo(caso, bersagli))]
        scelti = list(TITOLETTI)
        for _ in range(max(per_capitolo[i], 1) + 1):
            titoletto = scelti.pop(caso.intero(len(scelti))) if scelti else caso.uno(TITOLETTI)
            blocchi.append(("titolo", 2, titoletto))
            blocchi += [("p", paragrafo(caso, bersagli)) for _ in range(1 + caso.intero(2))]
            voci = [([azione(caso) + ";"], []) for _ in range(3)]
            if caso.si(0.5):
                voci[1] = (voci[1][0], [[azione(caso) + ";"], [azione(caso) + ";"]])
            blocchi.append(("elenco", voci, caso.uno("-1")))
            if n < sum(per_capitolo[: i + 1]):
                n += 1
                celle = [riga(caso, f"S{i + 1}.{n:04d}.{r + 1:02d}") for r in range(righe)]
                blocchi.append(("tabella", f"tab-{n}", didascalie[n - 1], celle))
        piani.append((f"cap-{i + 1}", titolo, blocchi))
    return piani


def scrivi(penna, blocchi):
    out = []
    for tipo, *argomenti in blocchi:
        out.append(penna.testo(argomenti[0]) + "\n" if tipo == "p" else getattr(penna, tipo)(*argomenti))
    return "\n".join(out)


PIAO_TOML = """\
tipo = "piao"
triennio = "2025-2027"
esercizio = 2025
momento = "approvazione"
stato = "proposta"
data = 2025-01-31

[ente]
nome = "Comune di Prova"
tipo = "comune"
"""

PREMESSA_TYPST = """\
#let titolo = "Piano integrato di attività e organizzazione 2025-2027"
#set document(title: titolo, author: "Comune di Prova", date: datetime(year: 2025, month: 1, day: 31))
#set text(lang: "it", region: "IT", font: "Titillium Web", size: 10pt)
#set page(
  paper: "a4",
  margin: (x: 2.2cm, y: 2.6cm),
  numbering: "1",
  header: context {
    let capitoli = query(heading.where(level: 1)).filter(h => h.location().page() <= here().page())
    text(8pt)[Comune di Prova — PIAO 2025-2027 #h(1fr) #if capitoli.len() > 0 { capitoli.last().body }]
    v(-6pt)
    line(length: 100%, stroke: .3pt)
  },
  footer: context align(center, text(8pt)[pag. #counter(page).display() di #counter(page).final().first()]),
)
#set par(justify: true)
#set list(marker: ([•], [–]))
#set heading(numbering: "1.1")
#show heading.where(level: 1): it => pagebreak(weak: true) + it
#show figure: set block(breakable: true)
#show figure: set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: set block(sticky: true)
#set table(stroke: .4pt, inset: (x: 4pt, y: 3pt))
#show table: set text(8.5pt)
#show table: set par(justify: false, leading: .5em)
#show link: set text(fill: rgb("#0066cc"))
#let rif(dove, parole) = [#link(dove, parole) (#ref(dove, form: "page", supplement: [pag.]))]

#page(header: none, footer: none, align(center + horizon)[
  #text(12pt)[Comune di Prova]
  #v(1cm)
  #text(26pt, weight: "bold", titolo)
  #v(1cm)
  Proposta del 31 gennaio 2025
])
#outline(title: [Indice])

"""


def genera(cartella, capitoli, tabelle, righe, seme=20250131):
    """Writes both forms into `cartella` and returns the bytes of Markdown written."""
    cartella = Path(cartella)
    fonti = cartella / "piano"
    fonti.mkdir(parents=True, exist_ok=True)
    contenuto = piano(capitoli, tabelle, righe, seme)

    scritto = lambda dove, testo: dove.write_bytes(testo.encode())  # bytes: no CRLF on Windows
    scritto(fonti / "piao.toml", PIAO_TOML)
    byte, typst = 0, [PREMESSA_TYPST]
    for n, (ident, titolo, blocchi) in enumerate(contenuto, 1):
        md = Markdown()
        testo = f'+++\ntitolo = "{titolo}"\nid = "{ident}"\n+++\n\n' + scrivi(md, blocchi)
        testo += "".join(f"\n[^{k}]: {md.testo(nota)}\n" for k, nota in enumerate(md.note, 1))
        byte += scritto(fonti / f"{n}-{ident}.md", testo)
        ty = Typst()
        typst.append(ty.titolo(1, titolo, ident) + "\n" + scrivi(ty, blocchi) + "\n")
    scritto(cartella / "piano.typ", "".join(typst))
    return byte


def argomenti(parser):
    """The arguments that say how large a plan is; `confronto.py` has them too."""
    parser.add_argument("--misura", choices=MISURE, default="300-pagine", help="grandezza già pronta (predefinita: %(default)s)")
    parser.add_argument("--capitoli", type=int, help="numero di capitoli")
    parser.add_argument("--tabelle", type=int, help="numero di tabelle in tutto")
    parser.add_argument("--righe", type=int, help="righe di ogni tabella")
    parser.add_argument("--seme", type=int, default=20250131, help="seme del caso (predefinito: %(default)s)")


def misura(opzioni):
    return tuple(
        pronto if dato is None else dato
        for dato, pronto in zip((opzioni.capitoli, opzioni.tabelle, opzioni.righe), MISURE[opzioni.misura])
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Scrive un piano di prova per piao e lo stesso piano per typst.")
    parser.add_argument("cartella", help="dove scrivere piano/ e piano.typ")
    argomenti(parser)
    opzioni = parser.parse_args()
    byte = genera(opzioni.cartella, *misura(opzioni), opzioni.seme)
    print(f"{opzioni.cartella}/piano: {byte / 1e6:.2f} MB di Markdown; {opzioni.cartella}/piano.typ")
