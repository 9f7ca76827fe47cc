"""The plan of the performance: a tree of four levels, units with weights that sum to 100, objectives of some four pages each, and
the views that are made of them. Everything holds together, as rules ask: weights, totals, outcomes, phases, dates."""

import datetime

import comune
from comune import MODI, OGGETTI, TEMI, Markdown, azione, frase, importo, lista, maiuscola, paragrafo, scrivi, toml

MISURE = {
    "300-pagine": {"unita": 10, "schede": 60},
    "prova": {"unita": 2, "schede": 6},
}
AIUTO = {"unita": "numero di unità, da 1 a 20", "schede": "numero di schede in tutto, da 3 a 15 per unità"}

ANNO = 2025
MESI = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
INDIRIZZI = "Una città che cresce|Un'amministrazione vicina|Persone e comunità|Territorio e ambiente|Risorse ben spese"
NOMI = "Anna|Bruno|Carla|Dario|Elena|Fabio|Giulia|Ivo|Laura|Marco"
COGNOMI = "Verdi|Neri|Bianchi|Rossi|Gialli"
STRUMENTI = """Relazione del responsabile|Atto pubblicato all'albo|Estrazione dal gestionale|Verbale della verifica
Questionario agli utenti|Rendiconto dei dati aperti|Registro delle segnalazioni|Scheda di monitoraggio"""
FONTI = "gestionale dei procedimenti|protocollo informatico|registro degli accessi|questionari agli utenti|contabilità analitica"
PRODOTTI = "utenti|procedimenti|controlli|incontri|segnalazioni chiuse|documenti pubblicati"
RISERVE = """le ultime fasi sono state spostate all'anno seguente|la procedura di affidamento ha chiesto più tempo del previsto
mancavano ancora i pareri di altri enti"""
GRUPPI = "tutti i settori|Comuni aderenti|organizzazioni sindacali|associazioni del territorio"
# As in the sources, and as printed.
ETICHETTE = {
    "formazione": "formazione",
    "pari-opportunita": "pari opportunità",
    "digitalizzazione": "digitalizzazione",
    "accessibilita": "accessibilità",
    "semplificazione": "semplificazione",
    "trasparenza": "trasparenza",
    "pnrr": "PNRR",
}
INTERSETTORIALE = {"intersettoriale": "intersettoriale"}
SDG = {
    4: "Istruzione di qualità",
    5: "Parità di genere",
    11: "Città e comunità sostenibili",
    16: "Pace, giustizia e istituzioni solide",
}
DIMENSIONI = {
    "efficacia": "Efficacia",
    "efficienza": "Efficienza",
    "outcome": "Impatto (outcome)",
    "output": "Realizzazione (output)",
}
POLARITA = {"aumenta": "Più è alto, meglio è", "diminuisce": "Più è basso, meglio è"}
MESI, INDIRIZZI, NOMI, COGNOMI, STRUMENTI, FONTI, PRODOTTI, RISERVE, GRUPPI = map(
    lista, (MESI, INDIRIZZI, NOMI, COGNOMI, STRUMENTI, FONTI, PRODOTTI, RISERVE, GRUPPI)
)

PIAO_TOML = """\
tipo = "relazione"
titolo = "Relazione sulla performance"
triennio = "2025-2027"
esercizio = 2025
momento = "consuntivo"
stato = "proposta"
data = 2026-04-30

[ente]
nome = "Comune di Prova"
tipo = "comune"

[albero]
livelli = ["indirizzo strategico", "obiettivo strategico", "obiettivo operativo"]
obiettivi = "obiettivo esecutivo"
cifre = 2

[performance]
monitoraggio = "30/09/2025"
consuntivo = "31/12/2025"
"""
MOMENTI = {"monitoraggio": "30/09/2025", "consuntivo": "31/12/2025"}

STILE_TYPST = """\
#set heading(numbering: (..n) => if n.pos().len() < 3 { numbering("1.1", ..n) })
"""


# -- The data: tables with the names that the sources have. Sentences of theirs say no time, which rules would compare.


def inedita(caso, gia):
    """An action that is not yet the title of anything."""
    while (titolo := azione(caso)) in gia:
        pass
    gia.add(titolo)
    return titolo


def racconto(caso, frasi):
    return " ".join(f"{frase(caso)}." for _ in range(frasi))


def mesi(da, a):
    return MESI[da - 1] if da == a else f"{MESI[da - 1]} - {MESI[a - 1]}"


def livello(nodo):
    """1, 2 or 3: the id of a node is its path."""
    return nodo.count("-")


def sopra(nodo):
    """The three places of a path."""
    return nodo.rsplit("-", 2)[0], nodo.rsplit("-", 1)[0], nodo


def albero(caso, gia):
    nodi = []
    for i, indirizzo in enumerate(INDIRIZZI, 1):
        nodi.append({"id": f"n-{i}", "titolo": indirizzo, "assessori": [f"assessore-{i}"]})
        for j in range(1, 4):
            nodi.append({"id": f"n-{i}-{j}", "titolo": inedita(caso, gia), "padre": f"n-{i}"})
            for k in range(1, 3):
                nodi.append({"id": f"n-{i}-{j}-{k}", "titolo": inedita(caso, gia), "padre": f"n-{i}-{j}"})
    return nodi


def fasi(caso, anni, incompleto):
    """Phases in a row; by when each of this year ends, as (number, month); how much of this year was done at each moment."""
    prime, seconde = 5 + caso.intero(2), 2 if anni == 2 else 0
    pesi = caso.parti(prime)
    # The last phase of this year goes on in the next.
    pesi_dopo = [None] * (prime - 1) + caso.parti(seconde + 1) if seconde else []
    tutte, termini, dato = [], [], dict.fromkeys(MOMENTI, 0)
    for n in range(prime + seconde):
        fase = {"testo": f"{azione(caso)} {caso.uno(MODI)}"}
        if caso.si(0.4):
            fase["risultato_atteso"] = f"{maiuscola(caso.uno(OGGETTI))}, {caso.uno(MODI)}"
        if caso.si(0.3):
            fase["soggetti"] = caso.diversi(GRUPPI, 1 + caso.intero(2))
        tempi, quote, stato = {}, {}, {"stato": "da-iniziare"}
        if n < prime:
            da = 1 + n * 12 // prime
            a = min(12, da + 1 + caso.intero(2)) if n < prime - 1 else 12
            tempi[ANNO], quote[ANNO] = mesi(da, a), pesi[n]
            termini.append((str(n + 1), MESI[a - 1]))
            fine = 60 if incompleto and n == prime - 1 else 100
            fatto = {"monitoraggio": 100 if a <= 9 else 40 if da <= 9 else 0, "consuntivo": fine}
            stato = {"stato": "completata" if fine == 100 else "in-corso"}
            stato["completamento"] = {momento: quanto for momento, quanto in fatto.items() if quanto}
            for momento, quanto in fatto.items():
                dato[momento] += pesi[n] * quanto // 100
        if seconde and n >= prime - 1:
            da = 1 + (n - prime + 1) * 4
            tempi[ANNO + 1], quote[ANNO + 1] = mesi(da, da + 3), pesi_dopo[n]
        fase["tempi"], fase["peso"] = (tempi, quote) if seconde else (tempi[ANNO], quote[ANNO])
        tutte.append(fase | stato)
    if seconde:
        tutte.insert(0, {"n": "0", "testo": "Collegamento con il piano precedente", "peso": "=="})
    return tutte, termini, dato


def indicatore(caso, tipo, anni, incompleto):
    """`tipo` is what its value is; when the objective is not reached, the first one is not."""
    testo = f"{maiuscola(caso.uno(OGGETTI))}: "
    uno = {"testo": testo, "dimensione": caso.uno(list(DIMENSIONI)), "misura": tipo}
    per_anno = lambda primo, secondo: {ANNO: primo, ANNO + 1: secondo} if anni == 2 else primo
    if tipo == "percentuale":
        n = 60 + caso.intero(30)
        uno["testo"] += "quota dei casi conclusi nei termini"
        uno["formula"] = {"numeratore": "casi conclusi nei termini", "denominatore": "casi avviati", "tipo": "rapporto"}
        uno["base"] = {"anno": ANNO - 1, "valore": f"{n - 10} %"}
        uno["target"] = per_anno(f"≥ {n} %", f"≥ {n + 5} %")
        uno["polarita"] = "aumenta"
        uno["rilevato"] = {"monitoraggio": f"{n - 5} %", "consuntivo": f"{n - 2 if incompleto else n + 3} %"}
    elif tipo == "quantita":
        n = 20 + 5 * caso.intero(80)
        uno["testo"] += "numero raggiunto nell'anno"
        uno["unita_misura"] = caso.uno(PRODOTTI)
        uno["base"] = {"anno": ANNO - 1, "valore": str(n - 10)}
        uno["target"] = per_anno(f"almeno {n}", f"almeno {n + 20}")
        uno["polarita"] = "aumenta"
        uno["rilevato"] = {"monitoraggio": str(n * 3 // 4), "consuntivo": str(n + 4)}
    elif tipo == "tempestivita":
        n = 10 + 5 * caso.intero(8)
        uno["testo"] += "tempo medio di risposta"
        uno["unita_misura"] = "giorni"
        uno["base"] = {"anno": ANNO - 1, "valore": str(n + 8)}
        uno["target"] = per_anno(f"≤ {n}", f"≤ {n - 2}")
        uno["polarita"] = "diminuisce"
        uno["rilevato"] = {"monitoraggio": str(n + 2), "consuntivo": str(n - 1)}
    elif tipo == "data":
        uno["testo"] += "giorno della pubblicazione"
        uno["target"] = "30/11/2025"
        uno["scala"] = [{"entro": "novembre", "punteggio": 100}, {"entro": "dicembre", "punteggio": 70}]
        uno["rilevato"] = {"consuntivo": f"{1 + caso.intero(28):02d}/11/2025"}
    else:
        uno["testo"] += "atto approvato"
        uno["target"] = "sì"
        uno["rilevato"] = {"monitoraggio": "no", "consuntivo": "sì"}
    uno["fonte"] = caso.uno(FONTI)
    return uno


def indicatori(caso, anni, incompleto):
    tipi = ["percentuale"] + caso.diversi(["quantita", "tempestivita", "data", "si-no"], 2)
    tutti = [indicatore(caso, tipo, anni, incompleto and n == 0) for n, tipo in enumerate(tipi)]
    for uno, peso in zip(tutti, caso.parti(len(tutti), passo=10)):
        uno["peso"] = peso
    return tutti


def risultati(caso, termini):
    """Each comes from one phase of this year, and by its end."""
    return [
        {
            "testo": f"{maiuscola(caso.uno(OGGETTI))}, {caso.uno(MODI)}",
            "target": caso.uno((f"≥ {60 + 5 * caso.intero(8)} %", f"almeno {2 + caso.intero(9)} {caso.uno(PRODOTTI)}")),
            "entro": mese,
            "fasi": [numero],
            "peso": peso,
        }
        for (numero, mese), peso in zip(caso.diversi(termini, 3), caso.parti(3, passo=10))
    ]


def misurazioni(caso, dato):
    tutte = []
    for momento, percento in dato.items():
        stato = "raggiunto" if percento == 100 else "parzialmente-raggiunto"
        misura = {"momento": momento, "stato": stato, "percentuale": percento}
        if percento < 100:
            misura["in_quanto"] = caso.uno(RISERVE)
        tutte.append(misura | {"narrativa": racconto(caso, 3)})
    return tutte


def contabile(caso):
    voci = [("entrata", "corrente", "Contributo regionale"), ("spesa", "corrente", "Prestazioni di servizi")]
    if caso.si(0.5):
        voci.append(("spesa", "investimenti", "Acquisto di attrezzature"))
    una = lambda n, verso, parte, causale: {
        "verso": verso,
        "parte": parte,
        "importo": importo(caso),
        "anno": ANNO,
        "voce": f"{100 + caso.intero(900)}.{n:04d}",
        "causale": causale,
    }
    return {"peg": f"{1 + caso.intero(12):02d}.{1 + caso.intero(9):02d}", "voce": [una(n, *v) for n, v in enumerate(voci, 1)]}


def obiettivo(caso, codice, unita, nodi, gia):
    """An objective without its weight and its shares, which depend on the others."""
    anni, incompleto = 1 + caso.si(0.3), caso.si(0.15)
    tutte, termini, dato = fasi(caso, anni, incompleto)
    fine = datetime.date(ANNO + anni - 1, 12, 31)
    # The last two places of the tree stay without objectives.
    primo, *altri = caso.diversi([nodo["id"] for nodo in nodi if livello(nodo["id"]) == 3][:-2], 1 + caso.si(0.15))
    return {
        "id": codice.lower().replace(".", "-"),
        "codice": codice,
        "titolo": inedita(caso, gia),
        "nodo": primo,
        "nodi_secondari": altri,
        "unita": unita["codice"],
        "responsabili": [f"dirigente-{unita['codice'].lower()}"],
        "priorita": caso.uno(("alta", "media", "bassa")),
        "inizio": datetime.date(ANNO, 1, 1),
        "fine": fine,
        "durata": "annuale" if anni == 1 else "pluriennale (1/2)",
        "risultato_atteso": racconto(caso, 1),
        "scadenza": fine,
        "etichette": caso.diversi(list(ETICHETTE), 1 + caso.intero(2)),
        "sdg": caso.diversi(list(SDG), 1 + caso.intero(2)),
        "dup": [f"{1 + caso.intero(9)}.{1 + caso.intero(9)}.{1 + caso.intero(9)}"],
        "personale": {"C1": 1 + caso.intero(4), "D1": 1 + caso.intero(3)},
        **({"contabile": contabile(caso)} if caso.si(0.5) else {}),
        "risultato": risultati(caso, termini),
        "fase": tutte,
        "verifica": [
            {"strumento": strumento, "atteso": racconto(caso, 1), "tempi": f"entro {caso.uno(MESI[5:])}"}
            for strumento in caso.diversi(STRUMENTI, 3)
        ],
        "indicatore": indicatori(caso, anni, incompleto),
        "misurazione": misurazioni(caso, dato),
    }


def pesi(caso, unita, obiettivi):
    """Shares and weights: the first objective concerns all units, the third of every other unit is shared with the next."""
    tutti = [o for lista in obiettivi for o in lista]
    resta = [100] * len(unita)
    conta = [len(lista) for lista in obiettivi]

    def quota(o, n, peso, **altro):
        conta[n] += 1
        resta[n] -= peso
        codice = f"{unita[n]['codice']}.{conta[n]:05d}"
        o.setdefault("quota", []).append({"unita": unita[n]["codice"], "codice": codice, "peso": peso, **altro})

    tutti[0]["trasversale"] = True
    for n in range(1, len(unita)):
        quota(tutti[0], n, 5)
    for n in range(0, len(unita) - 1, 2):
        quota(obiettivi[n][2], n + 1, 10, nota=frase(caso))
        obiettivi[n][2]["etichette"] += INTERSETTORIALE
    for n, suoi in enumerate(obiettivi):
        # In one unit out of three the last objective is followed and not evaluated.
        contano = suoi[:-1] if n % 3 == 1 else suoi
        for o in suoi:
            o["peso"] = "=="
        for o, peso in zip(contano, caso.parti(len(contano), resta[n])):
            o["peso"] = peso
    return tutti


def prosa(caso, bersagli):
    """The prose of a card: the parts that it has in the sources."""
    p = lambda: ("p", paragrafo(caso, bersagli, note=0, rinvii=0.2))
    voci = lambda n: [([azione(caso) + ";"], []) for _ in range(n)]
    parti = {
        "Finalità": [p(), p()],
        "Descrizione": [p(), p(), p(), p()],
        "Dettaglio": [p(), ("elenco", voci(4), "-"), p(), p(), ("elenco", voci(3), "1"), p()],
        "Fattori critici": [p(), ("elenco", voci(3), "-"), p()],
        "Vincoli": [p()],
    }
    if caso.si(0.3):
        parti["Qualità"] = [p()]
    return parti


# -- The same, as it is printed: what the typst file says where piao has a view.

NOMI_PARTI = {"Qualità": "Verifiche di qualità"}
ESITI = {"raggiunto": "Raggiunto", "parzialmente-raggiunto": "Parzialmente raggiunto"}
STATI = {"completata": "Completata", "in-corso": "In corso", "da-iniziare": "Da iniziare"}
ATTESO = {"percentuale": "% prevista", "quantita": "Dimensione attesa", "tempestivita": "Termine previsto"}
ATTESO |= {"data": "Data prevista", "si-no": "Esito previsto"}


def giorno(data):
    return data.strftime("%d/%m/%Y")


def capi(righe):
    """Lines one under the other, in one cell."""
    return [pezzo for riga in righe for pezzo in (("capo",), riga)][1:] or ["–"]


def peso_in_parole(peso):
    return "\\==" if peso == "==" else "–" if peso is None else f"{peso} %"


def percento(centesimi):
    return f"{centesimi // 100},{centesimi % 100:02d} %"


class Stampa:
    def __init__(self, nodi, unita, incarichi, obiettivi):
        self.nodi = {nodo["id"]: nodo for nodo in nodi}
        self.unita = {u["codice"]: u["nome"] for u in unita}
        self.incarichi = {i["id"]: i for i in incarichi}
        self.obiettivi = obiettivi

    def percorso(self, ident):
        return ".".join(f"{int(n):02d}" for n in ident.split("-")[1:])

    def nodo(self, ident):
        """As its place in a table: code, title, who answers for it."""
        nodo = self.nodi[ident]
        righe = [f"{self.percorso(ident)} – {nodo['titolo']}"]
        righe += [("corsivo", f"Assessore ({self.incarichi[a]['delega']})") for a in nodo.get("assessori", ())]
        return capi(righe)

    def nodo_di(self, ident):
        """As the field of a card."""
        nome = ("indirizzo strategico", "obiettivo strategico", "obiettivo operativo")[livello(ident) - 1]
        return f"{nome} {self.percorso(ident)}, {self.nodi[ident]['titolo']}"

    def voce(self, o):
        """An objective in a list."""
        codici = [o["codice"]] + [q["codice"] for q in o.get("quota", ())]
        return ("rinvio", o["id"], f"{' / '.join(codici)} – {o['titolo']}", False)

    def parti(self, codice):
        """The objectives of a unit: its own, then its shares in those of others. Each with its code and its weight there."""
        sue = [(o, o["codice"], o["peso"], None) for o in self.obiettivi if o["unita"] == codice]
        quote = [(o, q["codice"], q["peso"], q) for o in self.obiettivi for q in o.get("quota", ()) if q["unita"] == codice]
        return sue + quote

    def totali(self, codice):
        """Weight and weighted outcomes, in hundredths."""
        contano = [(o, peso) for o, _, peso, _ in self.parti(codice) if peso != "=="]
        esito = lambda n: sum(peso * o["misurazione"][n]["percentuale"] for o, peso in contano)
        return 100 * sum(peso for _, peso in contano), esito(0), esito(1)

    # Views.

    def raccordo(self, ident, didascalia):
        colonne = ("Indirizzo strategico", "Obiettivo strategico", "Obiettivo operativo", "Obiettivo esecutivo")
        righe, prima = [], ()
        for foglia in (i for i in self.nodi if livello(i) == 3):
            voci = [[self.voce(o)] for o in self.obiettivi if o["nodo"] == foglia]
            voci += [["RIF. ", self.voce(o)] for o in self.obiettivi if foglia in o["nodi_secondari"]]
            for voce in voci or [["–"]]:
                righe.append([[] if nodo in prima else self.nodo(nodo) for nodo in sopra(foglia)] + [voce])
                prima = sopra(foglia)
        return [("tabella", ident, didascalia, colonne, righe)]

    def contatori(self, ident, didascalia):
        colonne = ("Indirizzo strategico", ">Obiettivi strategici", ">Obiettivi operativi", ">Obiettivi esecutivi", ">Di cui trasversali")
        righe, totale = [], [0] * 4
        for radice in (i for i in self.nodi if livello(i) == 1):
            sotto = [i for i in self.nodi if i.startswith(radice + "-")]
            obiettivi = [o for o in self.obiettivi if o["nodo"].startswith(radice + "-")]
            trasversali = [o for o in obiettivi if "trasversale" in o or "intersettoriale" in o["etichette"]]
            numeri = [sum(livello(i) == n for i in sotto) for n in (2, 3)] + [len(obiettivi), len(trasversali)]
            totale = [a + b for a, b in zip(totale, numeri)]
            righe.append([self.nodo(radice)] + [[str(n)] for n in numeri])
        righe.append([["Totale"]] + [[str(n)] for n in totale])
        return [("tabella", ident, didascalia, colonne, righe)]

    def tabella_unita(self, ident, didascalia, codice):
        colonne = ["Codice", "Obiettivo", "Priorità", ">Peso", "Durata"] + [f"Esito al {giorno}" for giorno in MOMENTI.values()]
        righe = []
        for o, suo, peso, quota in self.parti(codice):
            titolo = [("rinvio", o["id"], o["titolo"], False)]
            if quota:
                nota = f"{quota['nota']}. " if "nota" in quota else ""
                titolo.append(("nota", [f"{nota}Obiettivo condiviso: il progetto completo è esposto in {self.unita[o['unita']]}."]))
            esiti = [capi([percento(100 * m["percentuale"]), ESITI[m["stato"]].lower()]) for m in o["misurazione"]]
            righe.append([[suo], titolo, [maiuscola(o["priorita"])], [peso_in_parole(peso)], [o["durata"]], *esiti])
        peso, *esiti = self.totali(codice)
        righe.append([["Totale"], ["pesi, e media ponderata degli esiti"], [], [f"{peso // 100} %"], []] + [[percento(e)] for e in esiti])
        blocchi = [("tabella", ident, didascalia, colonne, righe)]
        if any(peso == "==" for _, _, peso, _ in self.parti(codice)):
            blocchi.append(("p", [("corsivo", "«\\==»: obiettivo seguito ma non valutato.")]))
        return blocchi

    def indice(self):
        blocchi = []
        for codice, nome in self.unita.items():
            blocchi.append(("p", [("forte", nome)]))
            blocchi.append(("elenco", [([self.voce(o)], []) for o, *_ in self.parti(codice)], "-"))
        return blocchi

    # The card of an objective and its parts.

    def scheda(self, o, parti):
        titolo = f"Obiettivo esecutivo {o['codice']} {o['titolo']}" + (" (TRASVERSALE)" if "trasversale" in o else "")
        blocchi = [("titolo", 3, titolo, o["id"]), ("campi", self.campi(o))] + parti["Descrizione"]
        resto = {NOMI_PARTI.get(nome, nome): blocchi for nome, blocchi in parti.items() if nome != "Descrizione"}
        resto |= {
            "Risultati attesi": self.risultati(o),
            "Fasi": self.fasi(o),
            "Strumenti di verifica": self.verifiche(o),
            "Indicatori": self.indicatori(o),
            **({"Rilevanza contabile": self.contabile(o)} if "contabile" in o else {}),
            "Esiti": self.esiti(o),
        }
        for nome, contenuto in resto.items():
            blocchi += [("titolo", 4, nome), *contenuto]
        return blocchi

    def campi(self, o):
        quote = [f"{self.unita[q['unita']]} ({q['codice']}, {q['peso']} %)" for q in o.get("quota", ())]
        campi = {
            "Codice completo": [f"{self.percorso(o['nodo'])}.{o['codice']}"],
            "Dall'albero del mandato": capi(map(self.nodo_di, sopra(o["nodo"]))),
            "Riguarda anche": [self.nodo_di(ident) for ident in o["nodi_secondari"]],
            "Unità responsabile": [self.unita[o["unita"]]],
            "Condiviso con": ["; ".join(quote)] if quote else [],
            "Responsabili": [f"dirigente {self.incarichi[i]['persona']}" for i in o["responsabili"]],
            "Priorità": [o["priorita"]],
            "Peso": [peso_in_parole(o["peso"])],
            "Data di inizio": [giorno(o["inizio"])],
            "Data di fine": [giorno(o["fine"])],
            "Durata": [o["durata"]],
            "Risultato atteso": [o["risultato_atteso"]],
            "Termine": [giorno(o["scadenza"])],
            "Politiche": ["; ".join((ETICHETTE | INTERSETTORIALE)[e] for e in o["etichette"])],
            "Agenda 2030": ["; ".join(f"Goal {n} – {SDG[n]}" for n in o["sdg"])],
            "Riferimenti al DUP": ["; ".join(o["dup"])],
            "Personale coinvolto, per categoria": ["; ".join(f"{n} {categoria}" for categoria, n in o["personale"].items())],
        }
        return [(nome, testo) for nome, testo in campi.items() if testo]

    def risultati(self, o):
        colonne = ("N.", "Risultato", "Valore atteso", "Entro", "Fasi", ">Peso")
        righe = [
            [[lettera], [r["testo"]], [r["target"]], [r["entro"]], [", ".join(r["fasi"])], [peso_in_parole(r["peso"])]]
            for lettera, r in zip("abcdefgh", o["risultato"])
        ]
        return [("tabella", None, None, colonne, righe)]

    def fasi(self, o):
        anni = sorted({anno for fase in o["fase"] if isinstance(fase.get("tempi"), dict) for anno in fase["tempi"]}) or [None]
        nome = lambda parola, anno: f"{parola} {anno}" if anno else parola
        colonne = ["N.", "Attività"] + [c for anno in anni for c in (nome(">Peso", anno), nome("Tempi", anno))] + ["Stato"]
        # What is written without a year is of the year of the plan.
        nell_anno = lambda v, anno: v.get(anno) if isinstance(v, dict) else v if anno in (None, ANNO) else None
        righe, n = [], 0
        for fase in o["fase"]:
            n += "n" not in fase
            che = [fase["testo"]]
            if "risultato_atteso" in fase:
                che += [("capo",), ("corsivo", "Risultato atteso:"), " " + fase["risultato_atteso"]]
            if "soggetti" in fase:
                che += [("capo",), ("corsivo", "Soggetti: " + "; ".join(fase["soggetti"]))]
            quando = []
            for anno in anni:
                quando.append([peso_in_parole(nell_anno(fase["peso"], anno))])
                quando.append([nell_anno(fase.get("tempi"), anno) or "–"])
            stato = [STATI[fase["stato"]]] if "stato" in fase else []
            stato += [f"{quanto} % al {MOMENTI[momento]}" for momento, quanto in fase.get("completamento", {}).items()]
            righe.append([[fase.get("n", str(n))], che, *quando, capi(stato)])
        blocchi = [("tabella", None, None, colonne, righe)]
        if any(fase["peso"] == "==" for fase in o["fase"]):
            blocchi.append(("p", [("corsivo", "«\\==»: la fase non conta in quell'anno.")]))
        return blocchi

    def verifiche(self, o):
        colonne = ("Strumento", "Risultato atteso", "Tempi")
        return [("tabella", None, None, colonne, [[[v["strumento"]], [v["atteso"]], [v["tempi"]]] for v in o["verifica"]])]

    def indicatori(self, o):
        colonne = ("Indicatore", "Dimensione", "Partenza", "Valore atteso", "Valore rilevato")
        righe = []
        for i in o["indicatore"]:
            unita = f" {i['unita_misura']}" if "unita_misura" in i else ""
            minori = []
            if "formula" in i:
                minori.append(f"Formula: {i['formula']['numeratore']} / {i['formula']['denominatore']}")
            minori.append(f"Fonte: {i['fonte']}")
            if "polarita" in i:
                minori.append(POLARITA[i["polarita"]])
            minori.append(f"Peso {i['peso']} %")
            base = f"{i['base']['valore']}{unita} ({i['base']['anno']})" if "base" in i else "–"
            atteso = ATTESO[i["misura"]]
            if isinstance(i["target"], dict):
                attesi = [atteso] + [f"{anno}: {valore}{unita}" for anno, valore in i["target"].items()]
            else:
                attesi = [f"{atteso}: {i['target']}{unita}"]
            attesi += [f"entro {passo['entro']}: {passo['punteggio']} %" for passo in i.get("scala", ())]
            rilevati = [f"{valore}{unita} al {MOMENTI[momento]}" for momento, valore in i["rilevato"].items()]
            che = capi([i["testo"], ("corsivo", ". ".join(minori))])
            righe.append([che, [DIMENSIONI[i["dimensione"]]], [base], capi(attesi), capi(rilevati)])
        return [("tabella", None, None, colonne, righe)]

    def contabile(self, o):
        voci = o["contabile"]["voce"]
        cella = lambda verso, parte: [v["importo"] for v in voci if (v["verso"], v["parte"]) == (verso, parte)] or ["–"]
        righe = [
            [[nome], cella(verso, "corrente"), cella(verso, "investimenti")]
            for verso, nome in (("entrata", "Entrate"), ("spesa", "Spese"))
        ]
        return [
            ("p", [f"PEG finanziario, codice responsabile: {o['contabile']['peg']}"]),
            ("tabella", None, None, ("Previsione", ">Parte corrente", ">Parte investimenti"), righe),
            ("elenco", [([f"{v['importo']}: {v['anno']}, voce {v['voce']}, {v['causale']}"], []) for v in voci], "-"),
        ]

    def esiti(self, o):
        colonne = ("Al", "Esito", ">%", "In quanto")
        righe = [
            [[f"{MOMENTI[m['momento']]} ({m['momento']})"], [ESITI[m["stato"]]], [f"{m['percentuale']} %"], [m.get("in_quanto", "–")]]
            for m in o["misurazione"]
        ]
        racconti = [("p", [("forte", f"Al {MOMENTI[m['momento']]}:"), f" {m['narrativa']}"]) for m in o["misurazione"]]
        return [("tabella", None, None, colonne, righe), *racconti]


# -- The plan.


def genera(caso, unita, schede):
    """The sources, by path, and the typst file."""
    if not (1 <= unita <= 20 and 3 * unita <= schede <= 15 * unita):
        raise SystemExit("le unità sono da 1 a 20, le schede da 3 a 15 per unità")
    gia = set()
    nodi = albero(caso, gia)
    unita = [{"id": f"s{n}", "codice": f"S{n}", "nome": nome} for n, nome in enumerate(TEMI[:unita], 1)]
    incarichi = [{"id": f"assessore-{n}", "ruolo": "assessore", "delega": TEMI[-n]} for n in range(1, len(INDIRIZZI) + 1)]
    incarichi += [
        {"id": f"dirigente-s{n}", "unita": f"S{n}", "ruolo": "dirigente", "persona": f"{caso.uno(NOMI)} {caso.uno(COGNOMI)}"}
        for n in range(1, len(unita) + 1)
    ]
    quante = [schede // len(unita) + (n < schede % len(unita)) for n in range(len(unita))]
    obiettivi = pesi(
        caso,
        unita,
        [[obiettivo(caso, f"{u['codice']}.{n:05d}", u, nodi, gia) for n in range(1, k + 1)] for u, k in zip(unita, quante)],
    )
    bersagli = [(o["id"], f"obiettivo esecutivo {o['codice']}, {o['titolo']}") for o in obiettivi]
    parti = {o["id"]: prosa(caso, [b for b in bersagli if b[0] != o["id"]]) for o in obiettivi}

    stampa = Stampa(nodi, unita, incarichi, obiettivi)

    def tabella(nome, ident, didascalia, stampata, **chiavi):
        """A view that is one table: how it is asked for, and how it is printed."""
        return ("vista", nome, {"id": ident, "didascalia": didascalia, **chiavi}, stampata(ident, didascalia))

    contenuto = [
        (
            "raccordo",
            "Il raccordo con gli indirizzi strategici",
            [
                ("p", ["Gli obiettivi esecutivi sono in tutto ", ("fatto", "obiettivi.conta", str(len(obiettivi))), "."]),
                tabella("raccordo", "tab-raccordo", "Dagli indirizzi agli obiettivi esecutivi", stampa.raccordo),
                ("titolo", 2, "Quanti sono"),
                ("p", paragrafo(caso, bersagli, note=0)),
                tabella("contatori", "tab-contatori", "Gli obiettivi di ciascun indirizzo", stampa.contatori),
            ],
        )
    ]
    for u in unita:
        codice, nome = u["codice"], u["nome"]
        # Totals as somebody would type them: piao compares them with its own.
        totale = dict(zip(("peso", *MOMENTI), (percento(n).removesuffix(" %") for n in stampa.totali(codice))))
        didascalia = f"{nome}: pesi ed esiti degli obiettivi"
        stampata = lambda *qui: stampa.tabella_unita(*qui, codice)
        sue = [blocco for o in obiettivi if o["unita"] == codice for blocco in stampa.scheda(o, parti[o["id"]])]
        contenuto.append(
            (
                f"settore-{u['id']}",
                nome,
                [
                    ("p", paragrafo(caso, bersagli, note=0)),
                    ("titolo", 2, "Gli obiettivi in sintesi"),
                    tabella("tabella-unita", f"tab-{u['id']}", didascalia, stampata, unita=codice, totale=totale),
                    ("titolo", 2, "Le schede"),
                    ("vista", "obiettivi", {"forma": "schede", "dove": {"unita": codice}}, sue),
                ],
            )
        )
    contenuto.append(("indice", "Indice per unità", [("vista", "indice", {"per": "unita"}, stampa.indice())]))

    premessa = {
        "titolo": "Relazione sulla performance 2025-2027",
        "breve": "Relazione sulla performance 2025-2027",
        "data": "year: 2026, month: 4, day: 30",
        "stato": "Proposta del 30 aprile 2026",
        "stile": STILE_TYPST,
        "indice": "title: [Indice], depth: 2",
    }
    fonti, typst = comune.capitoli(contenuto, premessa)
    fonti |= {
        "piao.toml": PIAO_TOML,
        "dati/albero.toml": toml({"nodo": nodi}),
        "dati/unita.toml": toml({"unita": unita, "incarico": incarichi}),
    }
    for o in obiettivi:
        prose = "".join(f"\n## {nome}\n\n{scrivi(Markdown(), blocchi)}" for nome, blocchi in parti[o["id"]].items())
        intestazione = toml({nome: dato for nome, dato in o.items() if dato != []})
        fonti[f"obiettivi/{o['codice']}.md"] = f"+++\n{intestazione}+++\n{prose}"
    return fonti, typst
