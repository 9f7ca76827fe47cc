"""What the plans have in common: chance, the words, sentences made of them, the two languages, the head of the typst file."""

import datetime
import random
import string

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

    def diversi(self, voci, n):
        """`n` of `voci`, none twice, in their order."""
        restano = list(range(len(voci)))
        scelti = sorted(restano.pop(self.intero(len(restano))) for _ in range(n))
        return [voci[i] for i in scelti]

    def parti(self, n, totale=100, passo=5):
        """`n` multiples of `passo`, none zero, that sum to `totale`."""
        quote = [passo] * n
        for _ in range(totale // passo - n):
            quote[self.intero(n)] += passo
        return quote


def lista(testo):
    return [voce for riga in testo.split("\n") for voce in riga.split("|")]


SOGGETTI, VERBI, OGGETTI, MODI, TEMPI, TEMI, TAGLI, TITOLETTI, DIDASCALIE = map(
    lista, (SOGGETTI, VERBI, OGGETTI, MODI, TEMPI, TEMI, TAGLI, TITOLETTI, DIDASCALIE)
)


# -- Two ways of writing the same thing. A text is a list of pieces: a string, or a tuple that begins with its kind. What is
# longer than a text is a list of blocks: ("p", text), or a method of a pen and its arguments.


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

    def tabella(self, ident, didascalia, colonne, righe):
        """`colonne`: names; those that begin with `>` are of numbers, and stand at the right."""
        segni = ["---:" if c.startswith(">") else "---" for c in colonne]
        out = [f"Tabella: {didascalia} {{#{ident}}}", "", "| " + " | ".join(c.lstrip(">") for c in colonne) + " |"]
        out.append("|" + "|".join(segni) + "|")
        out += ["| " + " | ".join(self.testo(c) for c in riga) + " |" for riga in righe]
        return "\n".join(out) + "\n"

    def fatto(self, nome, valore):
        return f"[={nome}]"

    def vista(self, nome, chiavi, blocchi):
        """A view: the name and keys that make it, and the blocks that it gives."""
        return f"```piao:{nome}\n{toml(chiavi)}```\n"


class Typst(Markdown):
    def capo(self):
        return " \\ "

    def fatto(self, nome, valore):
        return valore

    def vista(self, nome, chiavi, blocchi):
        return scrivi(self, blocchi)

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

    def tabella(self, ident, didascalia, colonne, righe):
        segni = ", ".join("right" if c.startswith(">") else "left" for c in colonne)
        out = [f"table(columns: {len(colonne)}, align: ({segni}),"]
        out.append("  table.header" + "".join(f"[*{c.lstrip('>')}*]" for c in colonne) + ",")
        out += ["  " + ", ".join(f"[{self.testo(c)}]" for c in riga) + "," for riga in righe]
        testo = "\n".join(out) + "\n)"
        return f"#figure(caption: [{didascalia}], {testo}) <{ident}>\n" if ident else f"#{testo}\n"

    def campi(self, righe):
        """A table of names and values."""
        return "#table(columns: 2,\n" + "".join(f"  [*{nome}*], [{self.testo(t)}],\n" for nome, t in righe) + ")\n"


# -- Sentences.


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


def paragrafo(caso, bersagli, note=0.2, rinvii=0.5):
    """Two or three sentences; `bersagli` are what can be cited: (id, name)."""
    pezzi = []
    for _ in range(2 + caso.intero(2)):
        fine = caso.uno(TEMPI)
        if caso.si(0.25):
            fine = (caso.uno(("corsivo", "forte")), fine)
        pezzi += [frase(caso), " ", fine]
        if caso.si(note):
            pezzi.append(("nota", [f"Atto n. {1 + caso.intero(300)} del {data(caso)}. {frase(caso)}."]))
        pezzi.append(". ")
    if caso.si(rinvii):
        ident, nome = caso.uno(bersagli)
        if caso.si(0.5):
            pezzi += ["Si veda ", ("rinvio", ident, nome, False), "."]
        else:
            pezzi += ["Lo stesso vale per ", ("rinvio", ident, caso.uno(OGGETTI), True), "."]
    else:
        pezzi[-1] = "."
    return pezzi


# -- Writing.


def scrivi(penna, blocchi):
    out = []
    for tipo, *argomenti in blocchi:
        out.append(penna.testo(argomenti[0]) + "\n" if tipo == "p" else getattr(penna, tipo)(*argomenti))
    return "\n".join(out)


def toml(tabella):
    """A table as lines `key = value`, then its lists of tables, one `[[key]]` each."""
    liste = {k: v for k, v in tabella.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    righe = [f"{k} = {valore(v)}\n" for k, v in tabella.items() if k not in liste]
    for k, lista in liste.items():
        for voce in lista:
            righe += [f"\n[[{k}]]\n"] + [f"{nome} = {valore(v)}\n" for nome, v in voce.items()]
    return "".join(righe)


def valore(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return f'"{v}"'
    if isinstance(v, list):
        return "[" + ", ".join(map(valore, v)) + "]"
    if isinstance(v, dict):
        return "{ " + ", ".join(f"{k} = {valore(x)}" for k, x in v.items()) + " }"
    return v.isoformat() if isinstance(v, datetime.date) else str(v)


def capitoli(contenuto, premessa):
    """The chapters, each (id, title, blocks), as sources by path and as one typst file."""
    fonti, typst = {}, [PREMESSA_TYPST.substitute(premessa)]
    for n, (ident, titolo, blocchi) in enumerate(contenuto, 1):
        md = Markdown()
        testo = f"+++\n{toml({'titolo': titolo, 'id': ident})}+++\n\n" + scrivi(md, blocchi)
        testo += "".join(f"\n[^{k}]: {md.testo(nota)}\n" for k, nota in enumerate(md.note, 1))
        fonti[f"{n}-{ident}.md"] = testo
        ty = Typst()
        typst.append(ty.titolo(1, titolo, ident) + "\n" + scrivi(ty, blocchi) + "\n")
    return fonti, "".join(typst)


PREMESSA_TYPST = string.Template("""\
#let titolo = "$titolo"
#set document(title: titolo, author: "Comune di Prova", date: datetime($data))
#set text(lang: "it", region: "IT", font: "Titillium Web", size: 10pt)
#set page(
  paper: "a4",
  margin: (x: 2.2cm, y: 2.6cm),
  numbering: "1",
  header: context {
    let capitoli = query(heading.where(level: 1)).filter(h => h.location().page() <= here().page())
    text(8pt)[Comune di Prova — $breve #h(1fr) #if capitoli.len() > 0 { capitoli.last().body }]
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
$stile
#page(header: none, footer: none, align(center + horizon)[
  #text(12pt)[Comune di Prova]
  #v(1cm)
  #text(26pt, weight: "bold", titolo)
  #v(1cm)
  $stato
])
#outline($indice)

""")
