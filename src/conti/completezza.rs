//! How complete a plan is: for each section of the Piano-tipo, what was looked for in it and what was found. Things are only
//! counted here. Whether they are right is for the rules to say, and whether they are good for a person.

use super::organico::Organico;
use super::requisiti::{self, Risposta};
use super::rischi::Rischi;
use super::soglie;
use super::struttura::{Guida, Struttura};
use crate::base::span::Spanned;
use crate::index::Index;
use crate::lingua::segnaposto;
use crate::piano::element::lavoro_agile::CONDIZIONI;
use crate::piano::element::misura_prevenzione::MisuraPrevenzione;
use crate::piano::element::obiettivo::{Etichetta, Obiettivo};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::Processo;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Dovuto;
use crate::piano::element::{Kind, quanti};
use crate::piano::piano_tipo::{self, Profilo};
use crate::piano::prose::{BlockKind, Prose, bare, plain};
use crate::piano::rischi::OBBLIGATORIE;
use crate::piano::settings::{Impostazioni, Tipo};
use crate::piano::vista::Shows;
use crate::piano::{Piano, Sezione};
use serde_json::{Value, json};

/// The sections in which something is looked for: the chapters that only hold others are not among them.
const SEZIONI: [&str; 8] = ["1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4"];

/// The completeness of a plan, section by section.
#[derive(Debug)]
pub struct Completezza {
    /// The plan that the body owes: the whole one, or the simplified one for small bodies.
    pub profilo: Profilo,
    /// The number of employees, on which the profile depends. None when it is not written.
    pub dipendenti: Option<u32>,
    /// The sections, in order.
    pub sezioni: Vec<SezioneEsaminata>,
}

/// A section of the Piano-tipo, with what was found of it.
#[derive(Debug)]
pub struct SezioneEsaminata {
    /// Its number in the Piano-tipo: `2.2`.
    pub numero: &'static str,
    /// Its official title.
    pub titolo: &'static str,
    /// Whether this body owes it.
    pub dovuta: bool,
    /// Whether it is written.
    pub stato: Stato,
    /// What was looked for.
    pub evidenze: Vec<Evidenza>,
}

/// Whether a section is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stato {
    /// It has a file, with something in it.
    Presente,
    /// No file has its number.
    Mancante,
    /// Its file, or one under it, says that it is still to be written.
    DaCompilare,
    /// Its file has nothing in it.
    Vuota,
    /// It has a file, in which this many placeholders are still to be filled in.
    Segnaposto(usize),
    /// Declared absent, with the reason.
    Assente(String),
    /// It has no file, and this body does not owe it.
    Facoltativa,
}

impl Stato {
    /// The word that is printed for it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Stato::Presente => "presente",
            Stato::Mancante => "mancante",
            Stato::DaCompilare => "da compilare",
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
    /// The word before those names in a message: `serve`, `manca`, `senza`.
    pub verbo: &'static str,
}

impl Evidenza {
    fn single(there: bool, parole: impl Into<String>, manca: &str) -> Self {
        let mancano = if there { vec![] } else { vec![manca.to_owned()] };
        Evidenza { parole: parole.into(), trovate: usize::from(there), dovute: 1, assenti: 0, mancano, verbo: "serve" }
    }
}

impl Evidenza {
    /// How many missing things are named; the others are counted.
    const NOMI: usize = 6;

    /// What was found, and what is missing: `2 anni su 3 con le cessazioni – manca: 2029`.
    #[must_use]
    pub fn detta(&self) -> String {
        let mut words = self.parole.clone();
        let names: Vec<&str> = self.mancano.iter().take(Self::NOMI).map(String::as_str).collect();
        if !names.is_empty() {
            words.push_str(&format!(" – {}: {}", self.verbo, names.join(", ")));
        }
        match self.mancano.len() - names.len() {
            0 => {}
            1 => words.push_str(" e un altro"),
            more => words.push_str(&format!(" e altri {more}")),
        }
        words
    }
}

impl SezioneEsaminata {
    /// How many evidences were found, and how many were due.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.evidenze.iter().map(|e| e.trovate).sum(), self.evidenze.iter().map(|e| e.dovute).sum())
    }

    /// Whether it has a file with something to look at.
    #[must_use]
    pub fn is_written(&self) -> bool {
        matches!(self.stato, Stato::Presente | Stato::DaCompilare | Stato::Vuota | Stato::Segnaposto(_))
    }

    /// How many of the things that are due were found, in per cent, rounded down: 100 means that nothing is missing. None when
    /// nothing is due.
    #[must_use]
    pub fn percento(&self) -> Option<usize> {
        let (found, due) = self.counts();
        (due > 0).then(|| found * 100 / due)
    }
}

impl Completezza {
    /// The mean of the sections that are due and not declared absent. Each section weighs the same, however many things are
    /// looked for in it.
    #[must_use]
    pub fn percento(&self) -> Option<usize> {
        let all: Vec<(usize, usize)> = self.counted().map(SezioneEsaminata::counts).collect();
        let sum: usize = all.iter().map(|(found, due)| found * 10_000 / due).sum();
        (!all.is_empty()).then(|| sum / all.len() / 100)
    }

    /// The sections that count in the mean.
    pub fn counted(&self) -> impl Iterator<Item = &SezioneEsaminata> {
        self.sezioni.iter().filter(|voce| voce.dovuta && voce.counts().1 > 0)
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
        let sections: Vec<Value> = self.sezioni.iter().map(section_json).collect();
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

fn section_json(voce: &SezioneEsaminata) -> Value {
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
    let (found, due) = voce.counts();
    json!({
        "numero": voce.numero,
        "titolo": voce.titolo,
        "stato": voce.stato.label(),
        "motivo": match &voce.stato { Stato::Assente(reason) => Some(reason), _ => None },
        "dovuta": voce.dovuta,
        "trovate": found,
        "dovute": due,
        "percentuale": voce.percento(),
        "evidenze": evidences,
    })
}

/// The completeness of a plan. None when the document is only a part of a plan, or no plan.
#[must_use]
pub fn completezza(piano: &Piano, index: &Index) -> Option<Completezza> {
    let set = piano.impostazioni.as_ref().filter(|set| set.tipo == Tipo::Piao)?;
    let profilo = set.profilo();
    let dipendenti = match &set.ente.dipendenti {
        Some(Dovuto::Valore(number)) => Some(number.value),
        Some(Dovuto::Assente(_)) | None => None,
    };
    let sezioni = SEZIONI.iter().map(|numero| examine(piano, index, set, profilo, numero)).collect();
    Some(Completezza { profilo, dipendenti, sezioni })
}

fn examine(
    piano: &Piano,
    index: &Index,
    set: &Impostazioni,
    profilo: Profilo,
    numero: &'static str,
) -> SezioneEsaminata {
    let sezione = piano.sezione(numero);
    let dovuta = profilo.asks(numero);
    let testo = sezione.map(Written::of).unwrap_or_default();
    let stato = match sezione {
        None if dovuta => Stato::Mancante,
        None => Stato::Facoltativa,
        Some(sezione) => match &sezione.front.assente {
            Some(reason) if !reason.value.trim().is_empty() => Stato::Assente(reason.value.trim().to_owned()),
            _ if sezione.da_compilare() => Stato::DaCompilare,
            _ if testo.is_empty() => Stato::Vuota,
            _ if testo.segnaposto > 0 => Stato::Segnaposto(testo.segnaposto),
            _ => Stato::Presente,
        },
    };
    let evidenze = match stato {
        // In a section that is not there nothing is looked for.
        Stato::Assente(_) | Stato::Facoltativa => vec![],
        Stato::Mancante => {
            vec![Evidenza::single(
                false,
                format!("nessun file ha `sezione = \"{numero}\"`"),
                "la sezione, o il motivo per cui non c’è",
            )]
        }
        Stato::Presente | Stato::DaCompilare | Stato::Vuota | Stato::Segnaposto(_) => {
            let text = match stato {
                // The views and the comments with which a section begins are no text of its authors.
                Stato::DaCompilare => Evidenza::single(false, "la sezione è da compilare", "il testo"),
                _ => testo.evidence(),
            };
            let mut evidenze = vec![text];
            match numero {
                "1" => evidenze.extend(anagrafica(piano, set)),
                "2.1" if dovuta => evidenze.extend(valore_pubblico(piano, set)),
                "2.2" if dovuta => evidenze.extend(performance(piano)),
                "2.3" => evidenze.extend(rischi(piano, index, set)),
                "3.1" => evidenze.extend(struttura(piano, index)),
                "3.2" => evidenze.extend(agile(piano, set)),
                "3.3" => {
                    evidenze.extend(personale(piano, set));
                    evidenze.extend((profilo == Profilo::Ordinario).then(|| formazione(piano)));
                }
                "4" if dovuta => evidenze.extend(monitoraggio(piano)),
                _ => {}
            }
            evidenze
        }
    };
    SezioneEsaminata { numero, titolo: piano_tipo::titolo(numero).unwrap_or_default(), dovuta, stato, evidenze }
}

/// How much is written in a section and in those under it.
#[derive(Debug, Default)]
struct Written {
    parole: usize,
    tabelle: usize,
    viste: usize,
    figure: usize,
    segnaposto: usize,
}

impl Written {
    fn of(sezione: &Sezione) -> Self {
        let mut out = Written::default();
        out.read(sezione);
        out
    }

    fn read(&mut self, sezione: &Sezione) {
        let titolo = sezione.front.titolo.as_ref().map_or("", |titolo| titolo.value.as_str());
        self.segnaposto += segnaposto::find(titolo).len();
        self.read_prose(&sezione.prose);
        sezione.children.iter().for_each(|child| self.read(child));
    }

    fn read_prose(&mut self, prose: &Prose) {
        prose.each_block(&mut |block| {
            for text in block.kind.testi() {
                let mut words = String::new();
                bare(text, &mut |piece| words.push_str(piece.map_or("\u{fffc}", |(text, _)| text)));
                self.segnaposto += segnaposto::find(&words).len();
            }
            match &block.kind {
                BlockKind::Paragraph(content) => self.read_text(&plain(content)),
                BlockKind::Definitions(entries) => entries.iter().for_each(|(term, _)| self.read_text(&plain(term))),
                BlockKind::Table(table) => {
                    self.tabelle += 1;
                    table.rows.iter().flat_map(|(_, cells)| cells).for_each(|cell| self.read_text(&plain(cell)));
                }
                BlockKind::View(_) => self.viste += 1,
                BlockKind::Figure { .. } => self.figure += 1,
                BlockKind::List { .. }
                | BlockKind::Quote(_)
                | BlockKind::Callout { .. }
                | BlockKind::Code { .. }
                | BlockKind::Heading { .. }
                | BlockKind::Rule => {}
            }
        });
    }

    fn read_text(&mut self, text: &str) {
        self.parole += text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    }

    fn is_empty(&self) -> bool {
        self.parole + self.tabelle + self.viste + self.figure == 0
    }

    /// What is looked for first in each section: that it says something, and that no placeholder is left.
    fn evidence(&self) -> Evidenza {
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
            return Evidenza::single(!self.is_empty(), words, "qualcosa da leggere");
        }
        let left = format!("{} segnaposto", self.segnaposto);
        Evidenza { verbo: "da riempire", ..Evidenza::single(false, words, &left) }
    }
}

/// The fields of the registry, and the view that prints them.
fn anagrafica(piano: &Piano, set: &Impostazioni) -> [Evidenza; 2] {
    let fields = requisiti::anagrafica(set);
    let shown = requisiti::is_shown(piano, Shows::SchedaAnagrafica);
    [
        counted_answers(
            "campo",
            "campi",
            "della scheda",
            "manca",
            fields.iter().map(|(label, said)| (label.to_string(), *said)),
        ),
        Evidenza::single(
            shown,
            if shown { "la scheda è stampata" } else { "la scheda non è stampata" },
            "la vista `piao:scheda-anagrafica`",
        ),
    ]
}

/// Counts how many of several things are said. Each has a name and an answer.
fn counted_answers(
    one: &str,
    many: &str,
    what: &str,
    verbo: &'static str,
    all: impl Iterator<Item = (String, Risposta)>,
) -> Evidenza {
    let all: Vec<(String, Risposta)> = all.collect();
    let assenti = all.iter().filter(|(_, said)| *said == Risposta::Assente).count();
    let mancano: Vec<String> =
        all.iter().filter(|(_, said)| *said == Risposta::Manca).map(|(name, _)| name.clone()).collect();
    let trovate = all.len() - assenti - mancano.len();
    let mut parole = format!("{} su {} {what}", quanti(trovate, one, many), all.len());
    if assenti > 0 {
        parole.push_str(&format!(", {}", quanti(assenti, "dichiarato assente", "dichiarati assenti")));
    }
    Evidenza { parole, trovate, dovute: all.len() - assenti, assenti, mancano, verbo }
}

/// Counts the records of `kind` that a section owes, and checks that a view shows them.
fn shown_records(piano: &Piano, kind: Kind, none: &str, one: &str, many: &str) -> Evidenza {
    let (info, n) = (kind.info(), piano.elementi.of(kind).len());
    let words = none_or_count(n, none, one, many);
    if n == 0 {
        return Evidenza::single(false, words, &format!("le schede `[[{}]]`", info.table));
    }
    let shown = requisiti::is_shown(piano, Shows::Elements(kind));
    let words = if shown { words } else { format!("{words}, che nessuna sezione mostra") };
    Evidenza::single(shown, words, &format!("la vista `piao:{}`", info.plural))
}

fn valore_pubblico(piano: &Piano, set: &Impostazioni) -> Vec<Evidenza> {
    let all: Vec<&ObiettivoVp> = piano.elementi.obiettivi_vp.iter().map(|o| &o.value).collect();
    let name = |o: &ObiettivoVp| nome(o.codice.as_ref(), &o.titolo);
    let mut out = vec![shown_records(
        piano,
        Kind::ObiettivoVp,
        "nessun obiettivo di valore pubblico",
        "obiettivo di valore pubblico",
        "obiettivi di valore pubblico",
    )];
    if !all.is_empty() {
        let missing = |o: &ObiettivoVp| o.domande().iter().filter(|(_, there)| !there).count();
        let due = all.len() * 8;
        let found = due - all.iter().map(|o| missing(o)).sum::<usize>();
        let mancano = all.iter().filter(|o| missing(o) > 0).map(|o| name(o)).collect();
        let parole = format!("{} su {due} alle domande del Piano-tipo", quanti(found, "risposta", "risposte"));
        out.push(Evidenza { parole, trovate: found, dovute: due, assenti: 0, mancano, verbo: "non in tutto" });
    }
    let tagged = requisiti::etichettati(piano);
    for etichetta in requisiti::ACCESSIBILITA {
        let tagged = tagged.iter().filter(|(_, tags)| tags.contains(&etichetta)).count();
        let words = format!("{}: {}", etichetta.label(), none_or_count(tagged, "niente", "obiettivo", "obiettivi"));
        let lacks = format!("un obiettivo con l’etichetta `{}`", etichetta.nome());
        out.push(Evidenza::single(tagged > 0, words, &lacks));
    }
    out.push(shown_records(
        piano,
        Kind::Procedura,
        "nessuna procedura da semplificare",
        "procedura da semplificare",
        "procedure da semplificare",
    ));
    if requisiti::dovuto_il_dup(set) && !all.is_empty() {
        let said = |want: Risposta| all.iter().filter(move |o| requisiti::dal_dup(o) == want);
        let mancano: Vec<String> = said(Risposta::Manca).map(|o| name(o)).collect();
        let (trovate, assenti) = (said(Risposta::Data).count(), said(Risposta::Assente).count());
        let parole = format!("{trovate} su {} con il punto del DUP", all.len());
        out.push(Evidenza { parole, trovate, dovute: all.len() - assenti, assenti, mancano, verbo: "senza" });
    }
    out
}

/// The name of an objective in a list of missing things: its code, or its title.
fn nome(codice: Option<&Spanned<String>>, titolo: &Spanned<String>) -> String {
    codice.map_or_else(|| format!("«{}»", crate::base::text::short(&titolo.value)), |code| code.value.clone())
}

fn performance(piano: &Piano) -> Vec<Evidenza> {
    let all: Vec<&Obiettivo> = requisiti::vivi(piano).map(|(_, o)| o).collect();
    let each = |what: &str, said: &dyn Fn(&Obiettivo) -> Risposta| {
        let all = all.iter().map(|o| (nome(o.codice.as_ref(), &o.titolo), said(o)));
        counted_answers("obiettivo", "obiettivi", what, "senza", all)
    };
    let mut out = vec![Evidenza::single(
        !all.is_empty(),
        none_or_count(all.len(), "nessun obiettivo", "obiettivo", "obiettivi"),
        "le schede `[[obiettivo]]`",
    )];
    if !all.is_empty() {
        out.push(each("con indicatori o verifiche", &requisiti::misurato));
        out.push(each("con chi ne risponde", &requisiti::responsabile));
    }
    let due = Etichetta::TEMI.len();
    let missing: Vec<String> = requisiti::temi_scoperti(piano).iter().map(|(name, _)| (*name).to_owned()).collect();
    let found = due - missing.len();
    let parole = format!("{} su {due} fra quelli dovuti", quanti(found, "tema", "temi"));
    out.push(Evidenza { parole, trovate: found, dovute: due, assenti: 0, mancano: missing, verbo: "manca" });
    out
}

/// The processes with what could happen in them, the measures, the duties to publish; or the confirmation of what was made before.
fn rischi(piano: &Piano, index: &Index, set: &Impostazioni) -> Vec<Evidenza> {
    if let Some(conferma) = requisiti::conferma(piano, set)
        && piano.elementi.processi.is_empty()
    {
        let parts = conferma.parti().into_iter();
        return vec![counted_answers("parte", "parti", "della conferma", "manca", parts)];
    }
    let said = |there: bool| if there { Risposta::Data } else { Risposta::Manca };
    let blocks = requisiti::blocchi_rischi(piano, set.profilo());
    let blocks = blocks.iter().map(|blocco| (blocco.nome.to_owned(), said(blocco.presente)));
    let mut out = vec![counted_answers("parte", "parti", "della sezione", "manca", blocks)];
    let elementi = &piano.elementi;
    let rischi = Rischi::di(piano, index);
    let processi: Vec<&Processo> = elementi.processi.iter().map(|p| &p.value).collect();
    if !processi.is_empty() {
        let each = |what: &str, there: &dyn Fn(&Processo) -> bool| {
            let all = processi.iter().map(|p| (nome(p.codice.as_ref(), &p.titolo), said(there(p))));
            counted_answers("processo", "processi", what, "senza", all)
        };
        out.push(each("con che cosa può accadere", &|p| !p.rischi.is_empty()));
        // A reason that is only in the data is read by nobody.
        let printed = requisiti::con_il_perche_stampato(piano, index);
        let mut silent = false;
        let judged = elementi.each::<Processo>().map(|(pos, p)| {
            let argued = rischi.numeri() || requisiti::motivato(&p.value) && printed.contains(&pos);
            silent |= !argued && requisiti::motivato(&p.value);
            let there = rischi.livello(&p.value).is_some() && argued;
            (nome(p.value.codice.as_ref(), &p.value.titolo), said(there))
        });
        let judged: Vec<(String, Risposta)> = judged.collect();
        let what = match silent {
            true => "con il livello e il suo perché in una tabella (`piao:rischi`, colonna `motivazione`)",
            false => "con il livello e il suo perché",
        };
        out.push(counted_answers("processo", "processi", what, "senza", judged.into_iter()));
        out.push(each("con una misura per ogni rischio", &|p| requisiti::senza_misura(p).is_empty()));
        let missing = requisiti::aree_scoperte(piano, &rischi);
        let areas = OBBLIGATORIE.into_iter().map(|key| {
            let gap = missing.iter().any(|(of, _)| *of == key);
            (rischi.area(key).to_owned(), said(!gap))
        });
        out.push(counted_answers("area", "aree", "fra quelle dovute", "manca", areas));
    }
    if !elementi.misure_prevenzione.is_empty() {
        let all = elementi.each::<MisuraPrevenzione>().map(|(pos, m)| {
            let whole = requisiti::manca_alla_misura(piano, &rischi, pos).iter().all(|missing| !missing);
            (nome(m.value.codice.as_ref(), &m.value.titolo), said(whole))
        });
        out.push(counted_answers("misura", "misure", "con termine, verifica e chi ne risponde", "non in tutto", all));
        let temi = requisiti::temi_generali(set.profilo());
        let temi = temi.map(|tema| (tema.label().to_owned(), requisiti::tema_generale(piano, tema)));
        out.push(counted_answers("misura generale", "misure generali", "fra quelle dovute", "manca", temi));
    }
    if !elementi.obblighi.is_empty() {
        let all = elementi.obblighi.iter().map(|o| &o.value).map(|o| {
            let whole = requisiti::manca_all_obbligo(o).iter().all(|missing| !missing);
            let answer = if o.dovuto() { said(whole) } else { Risposta::Assente };
            (format!("«{}»", crate::base::text::short(&o.contenuto.value)), answer)
        });
        out.push(counted_answers("obbligo", "obblighi", "con gli uffici e il termine", "non in tutto", all));
    }
    out
}

/// How work away from the office is organised: the five conditions, the act that rules it and, in a whole plan, how much of it there is.
fn agile(piano: &Piano, set: &Impostazioni) -> Vec<Evidenza> {
    let n = piano.elementi.lavoro_agile.len();
    if n == 0 {
        return vec![Evidenza::single(false, "nessun dato del lavoro agile", "la scheda `[[lavoro_agile]]`")];
    }
    let mut out = Vec::new();
    for agile in requisiti::agile_usato(piano).map(|agile| &agile.value) {
        let said = CONDIZIONI.iter().zip(agile.condizioni());
        let said = said.map(|((name, _), said)| (format!("`{name}`"), Risposta::di(said)));
        out.push(counted_answers("condizione", "condizioni", "del lavoro agile", "manca", said));
        let act = std::iter::once(("`regolamento`".to_owned(), Risposta::di(agile.regolamento.as_ref())));
        out.push(counted_answers("atto", "atti", "che lo regola", "manca", act));
        if set.profilo() == Profilo::Ordinario {
            let years = requisiti::anni_agili(set).map(|anno| {
                let both = [&agile.dipendenti, &agile.giornate];
                let there = both.iter().all(|all| all.as_ref().is_some_and(|all| all.di(anno).is_some()));
                (anno.to_string(), if there { Risposta::Data } else { Risposta::Manca })
            });
            out.push(counted_answers("anno", "anni", "con le persone e le giornate", "manca", years));
        }
    }
    // A body that declares that it does not use it owes nothing more.
    if out.is_empty() {
        out.push(Evidenza {
            parole: "dichiarato assente, con il motivo".to_owned(),
            trovate: 0,
            dovute: 0,
            assenti: n,
            mancano: vec![],
            verbo: "manca",
        });
    }
    out
}

/// How the sections of the plan are looked at, and whether who uses the services is asked.
fn monitoraggio(piano: &Piano) -> Vec<Evidenza> {
    let missing = requisiti::non_monitorate(piano);
    let all = requisiti::MONITORATE.into_iter().map(|numero| {
        let said = if missing.contains(&numero) { Risposta::Manca } else { Risposta::Data };
        (numero.to_owned(), said)
    });
    let what = "con un monitoraggio che dice strumento, tempi e chi";
    let asked = requisiti::soddisfazione(piano);
    let words = if asked {
        "la soddisfazione degli utenti si rileva"
    } else {
        "non si dice come si rileva la soddisfazione degli utenti"
    };
    vec![
        counted_answers("sezione", "sezioni", what, "manca", all),
        Evidenza::single(asked, words, "un `[[monitoraggio]]` con `tipo = \"soddisfazione\"`"),
    ]
}

/// The units, how many people they have, who answers for those of the first level, the chart.
fn struttura(piano: &Piano, index: &Index) -> Vec<Evidenza> {
    let n = piano.elementi.unita.len();
    let mut out = vec![Evidenza::single(
        n > 0,
        none_or_count(n, "nessuna unità organizzativa", "unità organizzativa", "unità organizzative"),
        "le schede `[[unita]]`",
    )];
    if let Some(all) = Struttura::di(piano, index).filter(|_| n > 0) {
        let first = all.primo_livello();
        let said = |there: bool| if there { Risposta::Data } else { Risposta::Manca };
        let each = |what: &str, there: &dyn Fn(Pos<Unita>) -> bool| {
            let name = |unita: Pos<Unita>| {
                let unita = &piano[unita].value;
                nome(unita.codice.as_ref(), &unita.nome)
            };
            let answers = first.iter().map(|unita| (name(*unita), said(there(*unita))));
            counted_answers("unità di primo livello", "unità di primo livello", what, "senza", answers)
        };
        out.push(each("con il numero di persone", &|unita| all.persone(unita).is_some()));
        out.push(each("con chi la guida", &|unita| matches!(all.guida(unita), Guida::Incarico(_))));
    }
    let chart = requisiti::is_shown(piano, Shows::Organigramma);
    let words = if chart { "l’organigramma è stampato" } else { "l’organigramma non è fra le viste" };
    out.push(Evidenza::single(chart, words, "la vista `piao:organigramma`"));
    out
}

/// The headcount, the terminations and the hires of each year, the calculation of the spending where the law asks for it, what was
/// declared.
fn personale(piano: &Piano, set: &Impostazioni) -> Vec<Evidenza> {
    let Some(plan) = Organico::di(piano) else { return vec![] };
    let rows = plan.righe().count();
    let mut out = vec![Evidenza::single(
        rows > 0,
        none_or_count(rows, "nessuna riga della dotazione", "riga della dotazione", "righe della dotazione"),
        "le righe `dotazione`",
    )];
    let years = |what: &str, missing: &[i16]| {
        let answers = plan.anni.iter().map(|anno| {
            let said = if missing.contains(anno) { Risposta::Manca } else { Risposta::Data };
            (anno.to_string(), said)
        });
        counted_answers("anno", "anni", what, "manca", answers)
    };
    out.push(years("con le cessazioni", &plan.anni_senza_cessazioni()));
    out.push(years("con le assunzioni", &plan.anni_senza_assunzioni()));
    if soglie::ha_soglie(set.ente.tipo) {
        let there = soglie::tutte(piano).any(|(_, capacita)| capacita.is_some());
        let words = if there {
            "il calcolo di quanto si può spendere c’è"
        } else {
            "manca il calcolo di quanto si può spendere"
        };
        out.push(Evidenza::single(there, words, "la scheda `[[spesa_personale]]`"));
    }
    let n = piano.elementi.adempimenti.len();
    let words = none_or_count(n, "nessun adempimento", "adempimento", "adempimenti");
    out.push(Evidenza::single(n > 0, words, "gli `adempimento` prima di assumere"));
    out
}

fn formazione(piano: &Piano) -> Evidenza {
    let n = piano.elementi.of(Kind::LineaFormativa).len();
    Evidenza::single(
        n > 0,
        none_or_count(n, "nessuna linea formativa", "linea formativa", "linee formative"),
        "le schede `[[linea_formativa]]`",
    )
}

/// `nessuna unità`, `1 unità`, `3 unità`.
fn none_or_count(n: usize, none: &str, one: &str, many: &str) -> String {
    if n == 0 { none.to_owned() } else { quanti(n, one, many) }
}
