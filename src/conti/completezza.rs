//! How complete a plan is: the sections of the Piano-tipo, each with what was looked for in it and what was found. Pure
//! counting; whether what is there is good is for the rules, and for people.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::segnaposto;
use crate::piano::element::ente::Tipo as Ente;
use crate::piano::element::obiettivo::{Etichetta, Obiettivo};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::row::{Campo, Valore};
use crate::piano::element::value::Dovuto;
use crate::piano::element::{Kind, quanti};
use crate::piano::piano_tipo::{self, Profilo};
use crate::piano::prose::{BlockKind, Prose, plain};
use crate::piano::settings::{Impostazioni, RESPONSABILE_DAL, Tipo};
use crate::piano::vista::Shows;
use crate::piano::{Piano, Sezione, each_section};
use serde_json::{Value, json};

/// The sections in which something is looked for: the chapters that only hold others are not among them.
const SEZIONI: [&str; 8] = ["1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4"];

/// The table.
#[derive(Debug)]
pub struct Completezza {
    /// Which plan is due.
    pub profilo: Profilo,
    /// The number of employees from which that follows, when it is known.
    pub dipendenti: Option<u32>,
    /// The sections, in order.
    pub sezioni: Vec<Voce>,
}

/// A section.
#[derive(Debug)]
pub struct Voce {
    /// Its number in the Piano-tipo: `2.2`.
    pub numero: &'static str,
    /// Its official title.
    pub titolo: &'static str,
    /// Whether the profile asks for it.
    pub dovuta: bool,
    /// How it is.
    pub stato: Stato,
    /// Whether only its text is looked at: what it should hold has no data of its own yet.
    pub solo_testo: bool,
    /// What was looked for.
    pub evidenze: Vec<Evidenza>,
}

/// How a section is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stato {
    /// It is there, with something in it.
    Presente,
    /// No file has its number.
    Mancante,
    /// Its file has nothing in it.
    Vuota,
    /// It is there, with so many places to fill in.
    Segnaposto(usize),
    /// Declared absent, with the reason.
    Assente(String),
    /// It is not there and nobody asks for it.
    Facoltativa,
}

impl Stato {
    /// As printed.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Stato::Presente => "presente",
            Stato::Mancante => "mancante",
            Stato::Vuota => "vuota",
            Stato::Segnaposto(_) => "con segnaposto",
            Stato::Assente(_) => "dichiarata assente",
            Stato::Facoltativa => "facoltativa",
        }
    }
}

/// Something that was looked for, once or several times: a text, the fields of the registry, the objectives one by one.
#[derive(Debug)]
pub struct Evidenza {
    /// What was found, counted: `11 campi su 13 della scheda`.
    pub parole: String,
    /// How many were found.
    pub trovate: usize,
    /// How many were due, without those declared absent.
    pub dovute: usize,
    /// How many are declared absent, each with its reason.
    pub assenti: usize,
    /// The names of what was not found.
    pub mancano: Vec<String>,
    /// The word that introduces them: `serve`, `manca`, `senza`.
    pub verbo: &'static str,
}

impl Evidenza {
    fn una(there: bool, parole: impl Into<String>, manca: &str) -> Self {
        let mancano = if there { vec![] } else { vec![manca.to_owned()] };
        Evidenza { parole: parole.into(), trovate: usize::from(there), dovute: 1, assenti: 0, mancano, verbo: "serve" }
    }
}

impl Voce {
    /// How many evidences were found, and how many were due.
    #[must_use]
    pub fn conto(&self) -> (usize, usize) {
        (self.evidenze.iter().map(|e| e.trovate).sum(), self.evidenze.iter().map(|e| e.dovute).sum())
    }

    /// Whether it has a file with something to look at.
    #[must_use]
    pub fn scritta(&self) -> bool {
        matches!(self.stato, Stato::Presente | Stato::Vuota | Stato::Segnaposto(_))
    }

    /// Found out of due, in hundredths; none where nothing is due. It is 100 only when nothing lacks.
    #[must_use]
    pub fn percento(&self) -> Option<usize> {
        let (found, due) = self.conto();
        (due > 0).then(|| found * 100 / due)
    }
}

impl Completezza {
    /// The mean of the sections that are due and are not declared absent: each weighs the same, however many things are
    /// looked for in it.
    #[must_use]
    pub fn percento(&self) -> Option<usize> {
        let all: Vec<(usize, usize)> = self.contate().map(Voce::conto).collect();
        let sum: usize = all.iter().map(|(found, due)| found * 10_000 / due).sum();
        (!all.is_empty()).then(|| sum / all.len() / 100)
    }

    /// The sections of which the mean is made.
    pub fn contate(&self) -> impl Iterator<Item = &Voce> {
        self.sezioni.iter().filter(|voce| voce.dovuta && voce.conto().1 > 0)
    }

    /// How many sections and how many single data are declared absent.
    #[must_use]
    pub fn assenti(&self) -> (usize, usize) {
        let sections = self.sezioni.iter().filter(|voce| matches!(voce.stato, Stato::Assente(_))).count();
        let data = self.sezioni.iter().flat_map(|voce| &voce.evidenze).map(|evidenza| evidenza.assenti).sum();
        (sections, data)
    }

    /// This completeness as JSON, for other programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let sections: Vec<Value> = self.sezioni.iter().map(voce_json).collect();
        json!({
            "profilo": self.profilo.label(),
            "dipendenti": self.dipendenti,
            "percentuale": self.percento(),
            "sezioni_assenti": self.assenti().0,
            "dati_assenti": self.assenti().1,
            "sezioni": sections,
        })
    }
}

fn voce_json(voce: &Voce) -> Value {
    let evidences: Vec<Value> = voce
        .evidenze
        .iter()
        .map(|e| {
            json!({
                "evidenza": e.parole,
                "trovate": e.trovate,
                "dovute": e.dovute,
                "assenti": e.assenti,
                "mancano": e.mancano,
            })
        })
        .collect();
    let (found, due) = voce.conto();
    json!({
        "numero": voce.numero,
        "titolo": voce.titolo,
        "stato": voce.stato.label(),
        "motivo": match &voce.stato { Stato::Assente(reason) => Some(reason), _ => None },
        "dovuta": voce.dovuta,
        "solo_testo": voce.solo_testo,
        "trovate": found,
        "dovute": due,
        "percentuale": voce.percento(),
        "evidenze": evidences,
    })
}

/// The table of a whole plan; none of what is not one.
#[must_use]
pub fn completezza(piano: &Piano) -> Option<Completezza> {
    let set = piano.impostazioni.as_ref().filter(|set| set.tipo == Tipo::Piao)?;
    let profilo = set.profilo();
    let dipendenti = match &set.ente.dipendenti {
        Some(Dovuto::Valore(number)) => Some(number.value),
        Some(Dovuto::Assente(_)) | None => None,
    };
    let sezioni = SEZIONI.iter().map(|numero| voce(piano, set, profilo, numero)).collect();
    Some(Completezza { profilo, dipendenti, sezioni })
}

fn voce(piano: &Piano, set: &Impostazioni, profilo: Profilo, numero: &'static str) -> Voce {
    let sezione = piano.sezione(numero);
    let dovuta = profilo.asks(numero);
    let testo = sezione.map(Scritto::di).unwrap_or_default();
    let stato = match sezione {
        None if dovuta => Stato::Mancante,
        None => Stato::Facoltativa,
        Some(sezione) => match &sezione.front.assente {
            Some(reason) if !reason.value.trim().is_empty() => Stato::Assente(reason.value.trim().to_owned()),
            _ if testo.vuoto() => Stato::Vuota,
            _ if testo.segnaposto > 0 => Stato::Segnaposto(testo.segnaposto),
            _ => Stato::Presente,
        },
    };
    let evidenze = match stato {
        // In a section that is not there nothing is looked for.
        Stato::Assente(_) | Stato::Facoltativa => vec![],
        Stato::Mancante => {
            vec![Evidenza::una(
                false,
                format!("nessun file ha `sezione = \"{numero}\"`"),
                "la sezione, o il motivo per cui non c’è",
            )]
        }
        Stato::Presente | Stato::Vuota | Stato::Segnaposto(_) => {
            let mut evidenze = vec![testo.evidenza()];
            match numero {
                "1" => evidenze.extend(anagrafica(piano, set)),
                "2.1" => evidenze.extend(valore_pubblico(piano, set)),
                "2.2" => evidenze.extend(performance(piano)),
                "3.1" => evidenze.push(unita(piano)),
                "3.3" if profilo == Profilo::Ordinario => evidenze.push(formazione(piano)),
                _ => {}
            }
            evidenze
        }
    };
    let solo_testo = matches!(numero, "2.3" | "3.1" | "3.2" | "3.3" | "4");
    Voce { numero, titolo: piano_tipo::titolo(numero).unwrap_or_default(), dovuta, stato, solo_testo, evidenze }
}

/// What stands in a section and in those under it.
#[derive(Debug, Default)]
struct Scritto {
    parole: usize,
    tabelle: usize,
    viste: usize,
    figure: usize,
    segnaposto: usize,
}

impl Scritto {
    fn di(sezione: &Sezione) -> Self {
        let mut out = Scritto::default();
        out.read(sezione);
        out
    }

    fn read(&mut self, sezione: &Sezione) {
        self.prosa(&sezione.prose);
        sezione.children.iter().for_each(|child| self.read(child));
    }

    fn prosa(&mut self, prose: &Prose) {
        prose.each_block(&mut |block| match &block.kind {
            BlockKind::Paragraph(content) => self.testo(&plain(content)),
            BlockKind::Definitions(entries) => entries.iter().for_each(|(term, _)| self.testo(&plain(term))),
            BlockKind::Table(table) => {
                self.tabelle += 1;
                table.rows.iter().flat_map(|(_, cells)| cells).for_each(|cell| self.testo(&plain(cell)));
            }
            BlockKind::View(_) => self.viste += 1,
            BlockKind::Figure { .. } => self.figure += 1,
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Callout { .. }
            | BlockKind::Code { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Rule => {}
        });
    }

    fn testo(&mut self, text: &str) {
        self.parole += text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        self.segnaposto += segnaposto::find(text).len();
    }

    fn vuoto(&self) -> bool {
        self.parole + self.tabelle + self.viste + self.figure == 0
    }

    /// The first evidence of each section: something is written in it, and nothing was left to fill in.
    fn evidenza(&self) -> Evidenza {
        let parts = [
            (self.parole, "parola", "parole"),
            (self.tabelle, "tabella", "tabelle"),
            (self.viste, "vista dei dati", "viste dei dati"),
            (self.figure, "figura", "figure"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| quanti(*n, one, many)).collect();
        let words = if parts.is_empty() { "nessun testo".to_owned() } else { format!("testo: {}", parts.join(", ")) };
        if self.segnaposto == 0 {
            return Evidenza::una(!self.vuoto(), words, "qualcosa da leggere");
        }
        let left = format!("{} segnaposto", self.segnaposto);
        Evidenza { verbo: "da riempire", ..Evidenza::una(false, words, &left) }
    }
}

/// The fields of the registry, and the view that prints them.
fn anagrafica(piano: &Piano, set: &Impostazioni) -> [Evidenza; 2] {
    let mut fields = set.ente.dovuti();
    if set.data >= Giorno(RESPONSABILE_DAL) {
        let mut row = crate::piano::element::row::Row::default();
        set.ente.row(&mut row);
        fields.extend(row.0.into_iter().filter(|campo| campo.name == "responsabile_accessibilita"));
    }
    let all = fields.len();
    let absent = fields.iter().filter(|campo| matches!(campo.value, Valore::Assente(_))).count();
    let missing: Vec<String> =
        fields.iter().filter(|campo| campo.is_missing()).map(|campo: &Campo| campo.label.to_owned()).collect();
    let found = all - absent - missing.len();
    let mut parole = format!("{} su {all} della scheda", quanti(found, "campo", "campi"));
    if absent > 0 {
        parole.push_str(&format!(", {}", quanti(absent, "dichiarato assente", "dichiarati assenti")));
    }
    let campi =
        Evidenza { parole, trovate: found, dovute: all - absent, assenti: absent, mancano: missing, verbo: "manca" };
    let shown = mostrata(piano, |shows| shows == Shows::SchedaAnagrafica);
    [
        campi,
        Evidenza::una(
            shown,
            if shown { "la scheda è stampata" } else { "la scheda non è stampata" },
            "la vista `piao:scheda-anagrafica`",
        ),
    ]
}

/// Whether a view that is asked for is anywhere in the plan.
fn mostrata(piano: &Piano, wanted: impl Fn(Shows) -> bool) -> bool {
    let mut found = false;
    each_section(&piano.sezioni, &mut |sezione| {
        sezione.prose.each_block(&mut |block| {
            found |= matches!(&block.kind, BlockKind::View(vista) if wanted(vista.shows));
        });
    });
    found
}

/// The objectives that still count.
fn vivi(piano: &Piano) -> impl Iterator<Item = &Obiettivo> {
    piano.elementi.obiettivi.iter().map(|o| &o.value).filter(|o| o.vivo())
}

fn etichettati(piano: &Piano, etichette: &[Etichetta]) -> usize {
    vivi(piano).filter(|o| o.etichette.iter().any(|e| etichette.contains(e))).count()
}

fn valore_pubblico(piano: &Piano, set: &Impostazioni) -> Vec<Evidenza> {
    let all: Vec<&ObiettivoVp> = piano.elementi.obiettivi_vp.iter().map(|o| &o.value).collect();
    let name = |o: &ObiettivoVp| nome(o.codice.as_ref(), &o.titolo);
    let mut out = vec![Evidenza::una(
        !all.is_empty(),
        nessuno(
            all.len(),
            "nessun obiettivo di valore pubblico",
            "obiettivo di valore pubblico",
            "obiettivi di valore pubblico",
        ),
        "le schede `[[obiettivo_vp]]`",
    )];
    if !all.is_empty() {
        let missing = |o: &ObiettivoVp| o.domande().iter().filter(|(_, there)| !there).count();
        let due = all.len() * 8;
        let found = due - all.iter().map(|o| missing(o)).sum::<usize>();
        let mancano = all.iter().filter(|o| missing(o) > 0).map(|o| name(o)).collect();
        let parole = format!("{} su {due} alle domande del Piano-tipo", quanti(found, "risposta", "risposte"));
        out.push(Evidenza { parole, trovate: found, dovute: due, assenti: 0, mancano, verbo: "non in tutto" });
    }
    for etichetta in [Etichetta::AccessibilitaFisica, Etichetta::AccessibilitaDigitale] {
        let tagged = etichettati(piano, &[etichetta]) + all.iter().filter(|o| o.etichette.contains(&etichetta)).count();
        let words = format!("{}: {}", etichetta.label(), nessuno(tagged, "niente", "obiettivo", "obiettivi"));
        let lacks = format!("un obiettivo con l’etichetta `{}`", etichetta.nome());
        out.push(Evidenza::una(tagged > 0, words, &lacks));
    }
    let procedure = piano.elementi.procedure.len();
    let words = nessuno(
        procedure,
        "nessuna procedura da semplificare",
        "procedura da semplificare",
        "procedure da semplificare",
    );
    out.push(Evidenza::una(procedure > 0, words, "le schede `[[procedura]]`"));
    if matches!(set.ente.tipo, Ente::Comune | Ente::Unione) && !all.is_empty() {
        let (absent, rest): (Vec<&ObiettivoVp>, Vec<&ObiettivoVp>) =
            all.iter().copied().partition(|o| matches!(o.dup, Some(Dovuto::Assente(_))));
        let mancano: Vec<String> = rest.iter().filter(|o| o.dup.is_none()).map(|o| name(o)).collect();
        let trovate = rest.len() - mancano.len();
        let parole = format!("{trovate} su {} con il punto del DUP", all.len());
        out.push(Evidenza { parole, trovate, dovute: rest.len(), assenti: absent.len(), mancano, verbo: "senza" });
    }
    out
}

/// What an objective is called: its code, or its title.
fn nome(codice: Option<&Spanned<String>>, titolo: &Spanned<String>) -> String {
    codice.map_or_else(|| format!("«{}»", crate::base::text::short(&titolo.value)), |code| code.value.clone())
}

fn performance(piano: &Piano) -> Vec<Evidenza> {
    let all: Vec<&Obiettivo> = vivi(piano).collect();
    let name = |o: &Obiettivo| nome(o.codice.as_ref(), &o.titolo);
    // None: declared absent.
    let each = |what: &str, there: &dyn Fn(&Obiettivo) -> Option<bool>| {
        let missing: Vec<String> = all.iter().filter(|o| there(o) == Some(false)).map(|o| name(o)).collect();
        let absent = all.iter().filter(|o| there(o).is_none()).count();
        let found = all.len() - absent - missing.len();
        let mut parole = format!("{} su {} con {what}", quanti(found, "obiettivo", "obiettivi"), all.len());
        if absent > 0 {
            parole.push_str(&format!(", {}", quanti(absent, "dichiarato assente", "dichiarati assenti")));
        }
        Evidenza {
            parole,
            trovate: found,
            dovute: all.len() - absent,
            assenti: absent,
            mancano: missing,
            verbo: "senza",
        }
    };
    let mut out = vec![Evidenza::una(
        !all.is_empty(),
        nessuno(all.len(), "nessun obiettivo", "obiettivo", "obiettivi"),
        "le schede `[[obiettivo]]`",
    )];
    if !all.is_empty() {
        out.push(each("indicatori o verifiche", &|o| Some(!o.indicatori.is_empty() || !o.verifiche.is_empty())));
        out.push(each("chi ne risponde", &|o| match &o.unita {
            Some(Dovuto::Valore(_)) => Some(true),
            Some(Dovuto::Assente(_)) => None,
            None => Some(!o.responsabili.is_empty()),
        }));
    }
    let temi = Etichetta::TEMI;
    let missing: Vec<String> =
        temi.iter().filter(|(_, tags)| etichettati(piano, tags) == 0).map(|(name, _)| (*name).to_owned()).collect();
    let found = temi.len() - missing.len();
    let parole = format!("{} su {} fra quelli dovuti", quanti(found, "tema", "temi"), temi.len());
    out.push(Evidenza { parole, trovate: found, dovute: temi.len(), assenti: 0, mancano: missing, verbo: "manca" });
    out
}

fn unita(piano: &Piano) -> Evidenza {
    let n = piano.elementi.unita.len();
    Evidenza::una(
        n > 0,
        nessuno(n, "nessuna unità organizzativa", "unità organizzativa", "unità organizzative"),
        "le schede `[[unita]]`",
    )
}

fn formazione(piano: &Piano) -> Evidenza {
    let n = piano.elementi.of(Kind::LineaFormativa).len();
    Evidenza::una(
        n > 0,
        nessuno(n, "nessuna linea formativa", "linea formativa", "linee formative"),
        "le schede `[[linea_formativa]]`",
    )
}

/// `nessuna unità`, `1 unità`, `3 unità`.
fn nessuno(n: usize, none: &str, one: &str, many: &str) -> String {
    if n == 0 { none.to_owned() } else { quanti(n, one, many) }
}
