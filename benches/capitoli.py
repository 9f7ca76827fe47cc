"""The plan of chapters: prose, notes, citations, and many large tables."""

import comune
from comune import DIDASCALIE, MODI, OGGETTI, TAGLI, TEMI, TEMPI, TITOLETTI, azione, data, importo, maiuscola, paragrafo

MISURE = {
    "300-pagine": {"capitoli": 60, "tabelle": 240, "righe": 25},
    "prova": {"capitoli": 3, "tabelle": 6, "righe": 5},
}
AIUTO = {"capitoli": "numero di capitoli", "tabelle": "numero di tabelle in tutto", "righe": "righe di ogni tabella"}

COLONNE = ("Codice", "Attività", ">Importo", "Scadenza", "Risultato atteso")

PIAO_TOML = """\
tipo = "allegato"
triennio = "2025-2027"
esercizio = 2025
momento = "approvazione"
stato = "proposta"
data = 2025-01-31

[ente]
nome = "Comune di Prova"
tipo = "comune"
"""


def riga(caso, codice):
    attivita = azione(caso) + (f" {caso.uno(MODI)}" if caso.si(0.15) else "")
    risultato = f"{caso.uno(OGGETTI)}: {5 + caso.intero(95)}%" + (f" {caso.uno(TEMPI)}" if caso.si(0.15) else "")
    return [[codice], [attivita], [importo(caso)], [data(caso)], [maiuscola(risultato)]]


def piano(caso, capitoli, tabelle, righe):
    """A list of chapters: (id, title, blocks)."""
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
                blocchi.append(("tabella", f"tab-{n}", didascalie[n - 1], COLONNE, celle))
        piani.append((f"cap-{i + 1}", titolo, blocchi))
    return piani


def genera(caso, capitoli, tabelle, righe):
    """The sources, by path, and the typst file."""
    premessa = {
        "titolo": "Piano integrato di attività e organizzazione 2025-2027",
        "breve": "PIAO 2025-2027",
        "data": "year: 2025, month: 1, day: 31",
        "stato": "Proposta del 31 gennaio 2025",
        "stile": "",
        "indice": "title: [Indice]",
    }
    fonti, typst = comune.capitoli(piano(caso, capitoli, tabelle, righe), premessa)
    return {"piao.toml": PIAO_TOML, **fonti}, typst
