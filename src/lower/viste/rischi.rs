//! The views of the risks of corruption: the table that goes from each process to its events and its measures, the heat map, and what
//! the cards of processes and measures have under their fields.

use super::super::quotes::straight;
use super::{Asked, Lower, senza_colonne_vuote};
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::{capital, short};
use crate::conti::campi::scelti;
use crate::conti::rischi::{Chiamato, Rischi, TUTTE};
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::misura_prevenzione::MisuraPrevenzione;
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::{Passo, Processo, Rischio};
use crate::piano::element::quanti;
use crate::piano::element::row::{Profile, Valore};
use crate::piano::vista::{Per, Vista};

/// The most codes in a cell of the heat map. More are told by their number.
const CODICI: usize = 4;

/// What a column of the table of risks tells about. A cell stands over all the rows of what it tells about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Di {
    Processo,
    Evento,
    Misura,
}

/// The columns of the table of risks that its author may ask for, each with its header.
const COLONNE: [(&str, &str, Di, Profile); 16] = [
    ("processo", "Processo", Di::Processo, Profile::Testo),
    ("area", "Area di rischio", Di::Processo, Profile::Testo),
    ("unita", "Chi lo svolge", Di::Processo, Profile::Testo),
    ("evento", "Che cosa può accadere", Di::Evento, Profile::Testo),
    ("fase", "Fase", Di::Evento, Profile::Testo),
    ("fattori", "Che cosa lo rende possibile", Di::Evento, Profile::Testo),
    ("controlli", "Che cosa c’è già", Di::Evento, Profile::Testo),
    ("probabilita", "Probabilità", Di::Evento, Profile::Numero),
    ("impatto", "Impatto", Di::Evento, Profile::Numero),
    ("esposizione", "Livello", Di::Evento, Profile::Codice),
    ("motivazione", "Perché", Di::Evento, Profile::Testo),
    ("misure", "Misure", Di::Misura, Profile::Testo),
    ("responsabili", "Chi ne risponde", Di::Misura, Profile::Testo),
    ("scadenza", "Termine", Di::Misura, Profile::Testo),
    ("stato", "Stato", Di::Misura, Profile::Testo),
    ("indicatore", "Come si misura", Di::Misura, Profile::Testo),
];

/// The columns of the table of risks when its author asks for none. Six are as many as a page holds.
const USUALI: [&str; 6] = ["processo", "evento", "esposizione", "misure", "responsabili", "scadenza"];

/// The columns of the table that follows it then: where each event may happen, what makes it possible, what there is already against it, and
/// why it has its level. The ANAC asks for what makes it possible and for the reasons (PNA 2019, annex 1).
const PERCHE: [&str; 7] = ["processo", "evento", "fase", "fattori", "controlli", "esposizione", "motivazione"];

/// One row of the table of risks.
#[derive(Clone, Copy)]
struct Riga<'a> {
    processo: Pos<Processo>,
    rischio: Option<&'a Spanned<Rischio>>,
    misura: Option<Pos<MisuraPrevenzione>>,
}

/// Processes that stand together in a view, under the name of their area or of who carries them out.
struct Gruppo {
    nome: Words,
    /// The same name, for the data.
    parole: String,
    processi: Vec<Pos<Processo>>,
}

impl<'a> Lower<'a> {
    // --- The table of risks ---

    pub(super) fn rischi(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let rischi = Rischi::di(self.piano, self.index);
        let shown = scelti::<Processo>(self.piano, self.index, vista);
        let caption = caption.unwrap_or_else(|| self.say("I processi, i loro rischi e le misure", span));
        if shown.is_empty() {
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, "Nessun processo da mostrare.");
            return;
        }
        let names: Vec<&str> = match &vista.colonne {
            Some(names) => names.iter().map(|name| name.value.as_str()).collect(),
            None => USUALI.to_vec(),
        };
        let (mut columns, mut rows) = self.tabella_rischi(&rischi, &shown, vista, &names, true);
        if vista.colonne.is_none() {
            senza_colonne_vuote(&mut columns, &mut rows);
        }
        let note = self.spiega_sigle(&rows);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        note.into_iter().for_each(|note| self.nota_sotto(note, span, out));
        let argued = |processo: &Processo| {
            let said = |rischio: &Rischio| {
                rischio.motivazione.is_some()
                    || !rischio.fattori.is_empty()
                    || rischio.fase.is_some()
                    || rischio.controlli.is_some()
            };
            processo.motivazione.is_some() || processo.rischi.iter().any(|rischio| said(&rischio.value))
        };
        if vista.colonne.is_none() && shown.iter().any(|pos| argued(&self.piano[*pos].value)) {
            let (mut columns, mut rows) = self.tabella_rischi(&rischi, &shown, vista, &PERCHE, false);
            senza_colonne_vuote(&mut columns, &mut rows);
            let caption = self.say("Perché ogni rischio ha quel livello", span);
            self.push_table(Asked { vista, anchor: None, caption: Some(caption), out }, columns, rows);
        }
    }

    /// The columns of these names and the rows under them. Without a column about the measures, an event has one row. With `home`, the
    /// processes that have their home in the view have it here.
    fn tabella_rischi(
        &mut self,
        rischi: &Rischi<'a>,
        shown: &[Pos<Processo>],
        vista: &'a Vista,
        names: &[&str],
        home: bool,
    ) -> (Vec<Column>, Vec<Row>) {
        let span = vista.span;
        let columns: Vec<_> =
            names.iter().filter_map(|name| COLONNE.iter().find(|(known, ..)| known == name)).copied().collect();
        // How many of the first columns tell about the process alone, and about the process and its event.
        let first = |of: Di| columns.iter().take_while(|(.., di, _)| *di <= of).count();
        let (per_processo, per_evento) = (first(Di::Processo), first(Di::Evento));
        let measures = columns.iter().any(|(.., di, _)| *di == Di::Misura);
        let mut rows = Vec::new();
        for gruppo in self.gruppi_di(rischi, shown, vista.per.unwrap_or(Per::Area), span) {
            let name = if vista.per == Some(Per::Unita) { "Chi lo svolge" } else { "Area di rischio" };
            let mut head = Cell::from(gruppo.nome);
            head.values.push((name.into(), gruppo.parole.as_str().into()));
            let cells = std::iter::once(head).chain(std::iter::repeat_with(Cell::default)).take(columns.len());
            rows.push(Row { heads: true, ..Row::new(cells, span) });
            for pos in gruppo.processi {
                let anchor = if home { self.home(pos, span) } else { None };
                let all = self.righe_rischio(rischi, pos).into_iter();
                let all = all.filter(|(_, opens)| measures || *opens != Di::Misura);
                for (n, (riga, opens)) in all.enumerate() {
                    let continues = match opens {
                        Di::Processo => 0,
                        Di::Evento => per_processo,
                        Di::Misura => per_evento,
                    };
                    let mut cells = Vec::with_capacity(columns.len());
                    for (at, (name, _, di, _)) in columns.iter().enumerate() {
                        cells.push(match at < continues {
                            true => Cell::default(),
                            false => self.cella_rischio(rischi, riga, name, *di, span),
                        });
                    }
                    let anchor = anchor.clone().filter(|_| n == 0);
                    rows.push(Row { anchor, continues, ..Row::new(cells, self.piano[pos].span) });
                }
            }
        }
        let header: Vec<(&str, Profile)> = columns.iter().map(|(_, title, _, profile)| (*title, *profile)).collect();
        (self.columns(&header, span), rows)
    }

    /// The rows of a process, one for each measure of each event, and what each opens.
    fn righe_rischio(&self, rischi: &Rischi<'a>, pos: Pos<Processo>) -> Vec<(Riga<'a>, Di)> {
        let processo = &self.piano[pos].value;
        let events: Vec<Option<&'a Spanned<Rischio>>> =
            if processo.rischi.is_empty() { vec![None] } else { processo.rischi.iter().map(Some).collect() };
        let mut out = Vec::new();
        for (n, rischio) in events.into_iter().enumerate() {
            let found = rischi.misure_di(processo, rischio.map(|rischio| &rischio.value));
            let all = if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() };
            for (m, misura) in all.into_iter().enumerate() {
                let opens = match (n, m) {
                    (0, 0) => Di::Processo,
                    (_, 0) => Di::Evento,
                    _ => Di::Misura,
                };
                out.push((Riga { processo: pos, rischio, misura }, opens));
            }
        }
        out
    }

    fn cella_rischio(&mut self, rischi: &Rischi<'a>, riga: Riga<'a>, name: &str, di: Di, span: Span) -> Cell {
        let processo = &self.piano[riga.processo].value;
        let place = self.piano[riga.processo].span;
        let above = place;
        match di {
            Di::Processo if name == "processo" => {
                let title = straight(&processo.titolo.value);
                let code = self.index.codice(riga.processo).map(str::to_owned);
                let words = code.as_ref().map_or_else(|| title.clone(), |code| format!("{code} {title}"));
                // Where it is at home, it does not lead to itself.
                let here = self.names.homes.get(&riga.processo.into()) == Some(&span);
                let words = if here { self.say(&words, place) } else { self.listed(riga.processo, &words, place) };
                let words = self.aggiunto(place, Kind::Processo.info().noun, self.rivisto(place, &["titolo"], words));
                let cell = Cell::new(words, title.as_str());
                code.into_iter().fold(cell, |cell, code| cell.and("codice", code.as_str()))
            }
            Di::Processo => {
                let value = self.campo_di(riga.processo, name);
                let cell = self.cella(&value, place);
                self.rivista(place, &[name], cell)
            }
            Di::Evento => {
                let Some(Spanned { value: rischio, span: place, .. }) = riga.rischio else {
                    if let ("motivazione", Some(why)) = (name, processo.motivazione) {
                        let cell = self.cella(&Valore::Prosa(why), place);
                        return self.rivista(place, &[name], cell);
                    }
                    let own = (name == "esposizione").then(|| rischi.livello(processo)).flatten();
                    return self.rivista(place, &[name], self.cella_livello(rischi, own, place));
                };
                let words = |words: Option<&Spanned<String>>| words.map(|words| Valore::Testo(words.value.clone()));
                let value: Valore = match name {
                    "esposizione" => {
                        let cell = self.cella_livello(rischi, rischi.livello_di(processo, rischio), *place);
                        // An event without a level of its own has that of its process.
                        let own = rischio.esposizione.is_some() || rischio.prodotto().is_some();
                        return self.rivista(if own { *place } else { above }, &[name], cell);
                    }
                    "evento" => Valore::Prosa(rischio.evento),
                    "motivazione" => rischio.motivazione.or(processo.motivazione).map(Valore::Prosa).into(),
                    "fattori" => Valore::parole(rischio.fattori().into_iter().map(|words| (words.clone(), words))),
                    "fase" => words(rischio.fase.as_ref()).into(),
                    "controlli" => words(rischio.controlli.as_ref()).into(),
                    "probabilita" => (&rischio.probabilita).into(),
                    _ => (&rischio.impatto).into(),
                };
                let own = name != "motivazione" || rischio.motivazione.is_some();
                let cell = self.cella(&value, *place);
                self.rivista(if own { *place } else { above }, &[name], cell)
            }
            Di::Misura => {
                let Some(misura) = riga.misura else { return Cell::new(self.say("–", place), Value::Nothing) };
                if name == "misure" {
                    let words = self.nome_in_lista(misura, place);
                    return words.into();
                }
                let value = self.breve(self.campo_di(misura, name));
                let cell = self.cella(&value, place);
                self.rivista(self.piano[misura].span, &[name], cell)
            }
        }
    }

    /// The value of a field of an element.
    pub(super) fn campo_di(&self, which: impl Into<(Kind, usize)>, name: &str) -> Valore {
        let (kind, n) = which.into();
        let campo = self.fields(kind, n).into_iter().find(|campo| campo.name == name);
        campo.map_or(Valore::Vuoto, |campo| campo.value)
    }

    /// Code and title of an element in a list of the program.
    fn nome_in_lista(&mut self, which: impl Into<(Kind, usize)>, span: Span) -> Words {
        let (kind, n) = which.into();
        let title = self.piano.elementi.get(kind, n).map(|element| straight(element.value.titolo().value));
        let title = title.unwrap_or_default();
        let words = self.index.code(kind, n).map_or_else(|| title.clone(), |code| format!("{code} {title}"));
        self.listed((kind, n), &words, span)
    }

    /// A level, with its shape.
    fn cella_livello(&self, rischi: &Rischi<'_>, livello: Option<usize>, span: Span) -> Cell {
        let Some(step) = livello else { return Cell::new(self.say("–", span), Value::Nothing) };
        let word = rischi.parola(step);
        Cell::new(self.livello(rischi, step, word, span), word)
    }

    /// The level of a process, after its shape: the one that is written, or that of its events.
    pub(super) fn con_livello(&self, pos: Pos<Processo>, words: Words) -> Words {
        let rischi = Rischi::di(self.piano, self.index);
        let Some(step) = rischi.livello(&self.piano[pos].value) else { return words };
        let mut out = self.livello(&rischi, step, "", self.piano[pos].span);
        out.extend(words);
        out
    }

    /// The shape of a level and, after it, these words.
    fn livello(&self, rischi: &Rischi<'_>, step: usize, words: &str, span: Span) -> Words {
        let mut out = vec![Inline::Mark(Mark::Level(Level { step, of: rischi.regole.livelli().len() }))];
        out.extend(self.say(&format!("\u{a0}{}", straight(words)), span));
        out
    }

    /// The processes of a view, by area or by who carries them out, in the order in which they come.
    fn gruppi_di(&mut self, rischi: &Rischi<'a>, shown: &[Pos<Processo>], per: Per, span: Span) -> Vec<Gruppo> {
        if per != Per::Unita {
            let group = |area: crate::conti::rischi::Area<'_>| {
                let parole = straight(area.nome);
                Gruppo { nome: self.say(&parole, span), parole, processi: area.processi }
            };
            return rischi.aree(shown).into_iter().map(group).collect();
        }
        let mut found: Vec<(Option<Chiamato>, Vec<Pos<Processo>>)> = Vec::new();
        for pos in shown {
            let chi = rischi.svolge(&self.piano[*pos].value);
            match found.iter_mut().find(|(known, _)| *known == chi) {
                Some((_, processi)) => processi.push(*pos),
                None => found.push((chi, vec![*pos])),
            }
        }
        let mut out = Vec::with_capacity(found.len());
        for (chi, processi) in found {
            let which: Option<(Kind, usize)> = match chi {
                Some(Chiamato::Unita(unita)) => Some(unita.into()),
                Some(Chiamato::Incarico(incarico)) => Some(incarico.into()),
                Some(Chiamato::Tutte | Chiamato::Rpct) | None => None,
            };
            let parole = match which {
                Some(which) => capital(&self.label(which).0),
                None if chi.is_some() => capital(TUTTE),
                None => "Non indicato".to_owned(),
            };
            let nome = match which {
                Some(which) => self.listed(which, &parole, span),
                None => self.say(&parole, span),
            };
            out.push(Gruppo { nome, parole, processi });
        }
        out
    }

    // --- The heat map ---

    pub(super) fn mappa_rischi(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let rischi = Rischi::di(self.piano, self.index);
        let shown = scelti::<Processo>(self.piano, self.index, vista);
        if shown.is_empty() {
            let caption = caption.unwrap_or_else(|| self.say("Mappa dei rischi", span));
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, "Nessun processo da mostrare.");
            return;
        }
        if rischi.numeri() && vista.per.is_none() {
            let caption = caption
                .unwrap_or_else(|| self.say("I rischi per probabilità e impatto: i processi in cui stanno", span));
            let (columns, rows) = self.griglia(&rischi, &shown, span);
            self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
            self.fuori_dalla_griglia(&rischi, &shown, span, out);
            return;
        }
        let per = vista.per.unwrap_or(Per::Area);
        let what = if per == Per::Unita { "per chi li svolge" } else { "per area" };
        let words = format!("Quanti processi, {what} e per livello di rischio");
        let caption = caption.unwrap_or_else(|| self.say(&words, span));
        let levels = rischi.regole.livelli();
        let level = |pos: &Pos<Processo>| rischi.livello(&self.piano[*pos].value);
        // Processes of which nobody said the level have a column of their own.
        let unknown = shown.iter().any(|pos| level(pos).is_none());
        let steps: Vec<Option<usize>> = (0..levels.len()).map(Some).chain(unknown.then_some(None)).collect();
        let first = if per == Per::Unita { "Chi li svolge" } else { "Area di rischio" };
        let mut header = vec![(first.to_owned(), Profile::Testo)];
        let name =
            |step: &Option<usize>| step.map_or_else(|| "non valutato".to_owned(), |step| straight(rischi.parola(step)));
        header.extend(steps.iter().map(|step| (capital(&name(step)), Profile::Testo)));
        header.push(("In tutto".into(), Profile::Numero));
        let count = |all: &[Pos<Processo>], step: Option<usize>| -> Vec<Pos<Processo>> {
            all.iter().copied().filter(|pos| level(pos) == step).collect()
        };
        let groups: Vec<_> = self
            .gruppi_di(&rischi, &shown, per, span)
            .into_iter()
            .map(|gruppo| {
                let by_step: Vec<_> = steps.iter().map(|step| count(&gruppo.processi, *step)).collect();
                (gruppo, by_step)
            })
            .collect();
        let totals: Vec<usize> = steps.iter().map(|step| count(&shown, *step).len()).collect();
        let number = |lower: &Self, n: usize| Cell::new(lower.say(&n.to_string(), span), n);
        let mut rows = Vec::with_capacity(groups.len() + 1);
        for (gruppo, by_step) in groups {
            let mut cells = vec![Cell::new(gruppo.nome, gruppo.parole.as_str())];
            for (step, here) in steps.iter().zip(by_step) {
                cells.push(self.cella_mappa(&rischi, *step, &here, &name(step), span));
            }
            cells.push(number(self, gruppo.processi.len()));
            rows.push(Row::new(cells, span));
        }
        if rows.len() > 1 {
            let mut cells = vec![Cell::from(self.say("In tutto", span))];
            for (step, total) in steps.iter().zip(totals) {
                let words = match step {
                    Some(step) => self.livello(&rischi, *step, &total.to_string(), span),
                    None => self.say(&total.to_string(), span),
                };
                cells.push(Cell::new(words, total));
            }
            cells.push(number(self, shown.len()));
            rows.push(Row { total: true, ..Row::new(cells, span) });
        }
        let columns = self.columns(&header, span);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// `◐ 2 medio A.01, A.02`
    pub(super) fn cella_mappa(
        &mut self,
        rischi: &Rischi<'_>,
        step: Option<usize>,
        here: &[Pos<Processo>],
        word: &str,
        span: Span,
    ) -> Cell {
        if here.is_empty() {
            return Cell::new(self.say("–", span), 0usize);
        }
        let mut words = Words::new();
        if let Some(step) = step {
            words.push(Inline::Mark(Mark::Level(Level { step, of: rischi.regole.livelli().len() })));
            words.extend(self.say("\u{a0}", span));
        }
        words.push(Inline::Strong(self.say(&here.len().to_string(), span)));
        // The first code stays beside its word, so that a column is not narrower than the two.
        let coded = here.first().is_some_and(|pos| self.index.codice(*pos).is_some());
        let blank = if coded { "\u{a0}" } else { " " };
        words.extend(self.say(&format!("\u{a0}{word}{blank}"), span));
        words.push(Inline::Small(self.codici_di(here, span)));
        let tint = step.map_or(0, |step| Level { step, of: rischi.regole.livelli().len() }.tint());
        Cell { tint, ..Cell::new(words, here.len()) }
    }

    /// The codes of some processes, each a link.
    pub(super) fn codici_di(&mut self, all: &[Pos<Processo>], span: Span) -> Words {
        let mut words = Words::new();
        for pos in all.iter().take(CODICI) {
            if !words.is_empty() {
                words.extend(self.say(", ", span));
            }
            let title = || short(&straight(&self.piano[*pos].value.titolo.value));
            let name = self.index.codice(*pos).map_or_else(title, str::to_owned);
            let name = self.listed(*pos, &name, span);
            words.extend(self.rivisto(self.piano[*pos].span, &["esposizione"], name));
        }
        let more = all.len().saturating_sub(CODICI);
        if more > 0 {
            words.extend(self.say(&format!("… e {}", quanti(more, "altro", "altri")), span));
        }
        words
    }

    // --- The parts of the cards ---

    pub(super) fn parti_processo(&mut self, pos: Pos<Processo>, level: u8, span: Span, out: &mut Vec<Block>) {
        let rischi = Rischi::di(self.piano, self.index);
        let processo = &self.piano[pos].value;
        self.passi(&processo.passi, level, span, out);
        if !processo.rischi.is_empty() {
            self.parte("Rischi", level, span, out);
            let all = || processo.rischi.iter().map(|rischio| &rischio.value);
            let names =
                ["evento", "fase", "fattori", "controlli", "probabilita", "impatto", "esposizione", "motivazione"];
            let has = |name: &str| match name {
                "evento" => true,
                "fase" => all().any(|r| r.fase.is_some()),
                "fattori" => all().any(|r| !r.fattori.is_empty()),
                "controlli" => all().any(|r| r.controlli.is_some()),
                "probabilita" => all().any(|r| r.probabilita.is_some()),
                "impatto" => all().any(|r| r.impatto.is_some()),
                // What is said of the process is a field of the card.
                "esposizione" => all().any(|r| r.prodotto().is_some() || r.esposizione.is_some()),
                _ => all().any(|r| r.motivazione.is_some()),
            };
            let columns: Vec<_> =
                COLONNE.iter().filter(|(name, ..)| names.contains(name) && has(name)).copied().collect();
            let mut rows = Vec::with_capacity(processo.rischi.len());
            for rischio in &processo.rischi {
                let riga = Riga { processo: pos, rischio: Some(rischio), misura: None };
                let mut cells = Vec::with_capacity(columns.len());
                for (name, _, di, _) in &columns {
                    cells.push(self.cella_rischio(&rischi, riga, name, *di, span));
                }
                rows.push(Row::new(cells, rischio.span));
            }
            let header: Vec<(&str, Profile)> = columns.iter().map(|(_, title, _, p)| (*title, *p)).collect();
            let mut columns = self.columns(&header, span);
            senza_colonne_vuote(&mut columns, &mut rows);
            self.bare_table(columns, rows, span, out);
        }
        let misure = rischi.misure(processo);
        if misure.is_empty() {
            return;
        }
        self.parte("Misure", level, span, out);
        let names = ["misure", "responsabili", "scadenza", "indicatore"];
        let columns: Vec<_> = COLONNE.iter().filter(|(name, ..)| names.contains(name)).copied().collect();
        let mut rows = Vec::with_capacity(misure.len());
        for misura in misure {
            let riga = Riga { processo: pos, rischio: None, misura: Some(misura) };
            let mut cells = Vec::with_capacity(columns.len());
            for (name, _, di, _) in &columns {
                cells.push(self.cella_rischio(&rischi, riga, name, *di, span));
            }
            rows.push(Row::new(cells, span));
        }
        let header: Vec<(&str, Profile)> = columns.iter().map(|(_, title, _, p)| (*title, *p)).collect();
        let mut columns = self.columns(&header, span);
        senza_colonne_vuote(&mut columns, &mut rows);
        let note = self.spiega_sigle(&rows);
        self.bare_table(columns, rows, span, out);
        note.into_iter().for_each(|note| self.nota_sotto(note, span, out));
    }

    pub(super) fn parti_prevenzione(
        &mut self,
        pos: Pos<MisuraPrevenzione>,
        level: u8,
        span: Span,
        out: &mut Vec<Block>,
    ) {
        let misura = &self.piano[pos].value;
        self.passi(&misura.passi, level, span, out);
        self.verifiche_di(&misura.verifiche, level, span, out);
        self.indicatori(&misura.indicatori, level, span, out);
        self.esiti_di(&misura.misurazioni, level, span, out);
    }

    /// How a thing that is no objective was at the moments of measure.
    pub(super) fn esiti_di(&mut self, all: &'a [Spanned<Misurazione>], level: u8, span: Span, out: &mut Vec<Block>) {
        if all.is_empty() {
            return;
        }
        self.parte("Esiti", level, span, out);
        let mut order: Vec<&'a Spanned<Misurazione>> = all.iter().collect();
        order.sort_by_key(|misura| misura.value.momento);
        out.extend(self.riquadro(&order, None, span));
        for misura in order {
            out.extend(self.narrativa(misura, level, span));
        }
    }

    /// The phases of a process or of a measure.
    fn passi(&mut self, passi: &'a [Spanned<Passo>], level: u8, span: Span, out: &mut Vec<Block>) {
        if passi.is_empty() {
            return;
        }
        self.parte("Fasi", level, span, out);
        let (who, when) = (
            passi.iter().any(|passo| passo.value.unita.is_some()),
            passi.iter().any(|passo| passo.value.tempi.is_some()),
        );
        let mut names = vec![("N.", Profile::Codice), ("Attività", Profile::Testo)];
        names.extend(who.then_some(("Chi", Profile::Testo)));
        names.extend(when.then_some(("Tempi", Profile::Testo)));
        let rischi = Rischi::di(self.piano, self.index);
        let mut rows = Vec::with_capacity(passi.len());
        for (n, passo) in passi.iter().enumerate() {
            let Spanned { value: passo, span: place, .. } = passo;
            let mut cells = vec![self.say(&(n + 1).to_string(), span), self.value(&Valore::Prosa(passo.testo), *place)];
            if who {
                let chi: Vec<Chiamato> = passo.unita.iter().filter_map(|chi| rischi.chiamato(chi)).collect();
                let value = rischi.valore(&chi, *place);
                cells.push(self.value(&value, *place));
            }
            if when {
                let words = passo.tempi.as_ref().map_or_else(|| "–".to_owned(), |tempi| self.tempo(&tempi.value));
                cells.push(self.say(&words, span));
            }
            rows.push(Row::new(cells, *place));
        }
        let columns = self.columns(&names, span);
        self.bare_table(columns, rows, span, out);
    }
}
