//! What the card of an objective says before everything else: on the line of its kind to whom it belongs, and in a strip its result,
//! its time, its weight and how it ended. What is said here is in no field of the card.

use super::super::quotes::straight;
use super::Lower;
use crate::base::giorno::{Giorno, nome_mese};
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::performance::{durata, esito, padre};
use crate::document::*;
use crate::lingua::tempo::Tempo;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::misura::Peso;
use crate::piano::element::nodo::{MAX_TREE, Nodo};
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::element::obiettivo::{Obiettivo, Stato};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Valore;
use crate::piano::element::value::Dovuto;
use crate::piano::element::{Element, Kind};
use std::collections::BTreeSet;

/// The longest fact, in characters, that stands in the strip. A longer one is a field of its own.
const BREVE: usize = 150;

/// The longest path of the tree, in characters, that is given whole. Of a longer one the line gives the last node, which is a link
/// to the others.
const PERCORSO: usize = 80;

/// The head of a card: to what it belongs, its facts, and the names of the fields that those say.
type Head = (Vec<Words>, Vec<Field>, BTreeSet<&'static str>);

impl<'a> Lower<'a> {
    pub(super) fn in_testa(&mut self, pos: Pos<Obiettivo>, view: Span) -> Head {
        let element = &self.piano[pos];
        let (obiettivo, span) = (&element.value, element.span);
        // The title says in capitals a state that is not the usual one, and the path of the tree ends with the code.
        let mut said = BTreeSet::from(["percorso"]);
        if obiettivo.stato.as_ref().is_some_and(|stato| stato.value != Stato::Attivo) {
            said.insert("stato");
        }
        let mut above = Vec::new();
        if let Some(unita) = obiettivo.unita_prima() {
            said.insert("unita");
            above.push(self.value(&Valore::Rif(vec![(Kind::Unita, unita.word.clone())]), span));
        }
        if let Some(nodo) = obiettivo.nodo.as_ref().and_then(|rif| self.index.rif(rif)) {
            said.insert("nodo");
            above.push(self.percorso(nodo, view));
        }
        let mut facts = Vec::new();
        facts.extend(self.risultato(obiettivo, span, &mut said));
        facts.extend(self.quando(obiettivo, span, &mut said));
        if let Some(peso) = obiettivo.peso {
            said.insert("peso");
            // In a table the marks have their legend below.
            let words = match peso.value {
                Peso::Numero(_) => "",
                Peso::NonValutato => "seguito ma non valutato",
                Peso::Incentivato => "remunerato con incentivi propri",
            };
            let fact = self.fatto("Peso", &peso.value.to_string(), words, span);
            facts.push(Field { value: self.rivisto(span, &["peso"], fact.value), ..fact });
        }
        facts.extend(self.esito(obiettivo, span));
        (above, facts, said)
    }

    /// The fields of the strip that it shows with what the versions changed in them; `said` are those of the head. A change of
    /// another one is told under the card.
    pub(super) fn rivisti_in_testa(&self, span: Span, said: &BTreeSet<&'static str>) -> Vec<&'static str> {
        let marked = ["peso", "risultato_atteso"].into_iter().filter(|campo| said.contains(campo));
        marked.chain(self.quando_rivisto(span, said)).collect()
    }

    /// The field of the fact "Quando" that the versions changed. None for two of them: nobody could say which one was the former value.
    fn quando_rivisto(&self, span: Span, said: &BTreeSet<&'static str>) -> Option<&'static str> {
        let changed = ["inizio", "fine", "scadenza"].into_iter().filter(|campo| self.cambiato(span, campo));
        match changed.collect::<Vec<_>>().as_slice() {
            [one] => Some(*one).filter(|one| said.contains(one)),
            _ => None,
        }
    }

    /// A fact: what counts, and under it what explains it.
    fn fatto(&self, label: &str, value: &str, note: &str, span: Span) -> Field {
        let mut words = vec![Inline::Strong(self.say(value, span))];
        if !note.is_empty() {
            words.push(Inline::Break);
            words.extend(self.say(note, span));
        }
        Field { label: label.to_owned(), value: words }
    }

    /// The expected result, when it is a few words.
    fn risultato(&mut self, obiettivo: &Obiettivo, span: Span, said: &mut BTreeSet<&'static str>) -> Option<Field> {
        let Some(Dovuto::Valore(text)) = &obiettivo.risultato_atteso else { return None };
        let bare = |inline: &Inline| {
            use Inline::{Abbr, Emph, Lang, Link, Strong, Text, Xref};
            matches!(inline, Text { .. } | Abbr { .. } | Strong(_) | Emph(_) | Lang { .. } | Xref { .. } | Link { .. })
        };
        let value = self.value(&Valore::Prosa(*text), span);
        (value.iter().all(bare) && plain(&value).chars().count() <= BREVE).then(|| {
            said.insert("risultato_atteso");
            let value = self.rivisto(span, &["risultato_atteso"], value);
            Field { label: "Risultato atteso".into(), value }
        })
    }

    /// When it is carried out. Start, end, duration and term are one fact.
    fn quando(&mut self, obiettivo: &Obiettivo, span: Span, said: &mut BTreeSet<&'static str>) -> Option<Field> {
        let anno = self.set.anno();
        let (inizio, fine) = (obiettivo.inizio.map(|day| day.value), obiettivo.fine.map(|day| day.value));
        let mut words = periodo(inizio, fine);
        let mut notes: Vec<String> = durata(obiettivo, anno).map(|durata| durata.to_string()).into_iter().collect();
        let term = match &obiettivo.scadenza {
            Some(Dovuto::Valore(term)) => Some(&term.value),
            Some(Dovuto::Assente(_)) | None => None,
        };
        if let Some(term) = term.filter(|term| !ripete(term, fine, anno)) {
            let written = straight(&term.parola);
            match &words {
                Some(_) => notes.push(format!("termine: {written}")),
                None => words = Some(written),
            }
        }
        if words.is_none() && !notes.is_empty() {
            words = Some(notes.remove(0));
        }
        let (words, notes) = (words?, notes.join(", "));
        // Words that would not fit beside others stay in fields of their own.
        if words.chars().count() + notes.chars().count() > BREVE {
            return None;
        }
        said.extend(["inizio", "fine", "durata"]);
        said.extend(term.map(|_| "scadenza"));
        let fact = self.fatto("Quando", &words, &notes, span);
        let changed = self.quando_rivisto(span, said);
        Some(Field { value: self.rivisto(span, changed.as_slice(), fact.value), ..fact })
    }

    /// How it ended, or how far it was, at the last moment at which the whole objective was measured: as the share that reached least, where
    /// some unit was measured apart.
    fn esito(&mut self, obiettivo: &'a Obiettivo, span: Span) -> Option<Field> {
        let last = esito(obiettivo, ultimo(obiettivo)?.momento)?;
        let day = self.giorno_di(last);
        let mut value = vec![Inline::Mark(Mark::Sign(Sign::Esito(last.stato)))];
        let words = capital(last.stato.label());
        match last.percento() {
            Some(percento) => {
                value.push(Inline::Strong(self.say(&format!("\u{a0}{percento}"), span)));
                value.push(Inline::Break);
                value.extend(self.say(last.stato.label(), span));
            }
            None => value.push(Inline::Strong(self.say(&format!("\u{a0}{words}"), span))),
        }
        Some(Field { label: format!("Esito al {day}"), value })
    }

    /// The day of a measurement: its own, or that of its moment.
    pub(super) fn giorno_di(&self, misura: &Misurazione) -> Giorno {
        misura.data.map_or_else(|| self.set.giorno(misura.momento), |day| day.value)
    }

    /// The nodes from the root of the tree down to `nodo`, each a link.
    fn percorso(&mut self, nodo: Pos<Nodo>, span: Span) -> Words {
        let parent = |node: &Pos<Nodo>| padre(self.piano, self.index, *node);
        let mut path: Vec<Pos<Nodo>> = std::iter::successors(Some(nodo), parent).take(MAX_TREE).collect();
        path.reverse();
        let names: Vec<String> = path.iter().map(|node| self.nome_nodo(*node)).collect();
        let long = names.iter().map(|name| name.chars().count() + 3).sum::<usize>() > PERCORSO;
        let from = if long { path.len() - 1 } else { 0 };
        let mut words = Words::new();
        for (node, name) in path.into_iter().zip(names).skip(from) {
            if !words.is_empty() {
                words.extend(self.say(" › ", span));
            }
            words.extend(self.listed(node, &name, span));
        }
        words
    }

    /// Code and title of a node.
    pub(super) fn nome_nodo(&self, nodo: Pos<Nodo>) -> String {
        let title = straight(&self.piano[nodo].value.titolo.value);
        self.index.codice(nodo).map_or(title.clone(), |code| format!("{code} {title}"))
    }

    /// Whether somebody holds an office on some day of the year of the plan.
    pub(in crate::lower) fn nell_anno(&self, incarico: Pos<Incarico>) -> bool {
        let anno = self.set.anno();
        let incarico = &self.piano[incarico].value;
        incarico.dal.is_none_or(|day| day.value.anno() <= anno)
            && incarico.al.is_none_or(|day| day.value.anno() >= anno)
    }

    /// Who holds the unit of an objective, with the dates. It is said if the objective names nobody else.
    pub(super) fn chi_guida(&mut self, pos: Pos<Obiettivo>, span: Span) -> Option<Field> {
        let obiettivo = self.obiettivo(pos);
        let unita = obiettivo.unita_prima().and_then(|rif| self.index.rif(rif))?;
        let holders = self.holders.get(&unita)?;
        let holders: Vec<Pos<Incarico>> = holders.iter().copied().filter(|holder| self.nell_anno(*holder)).collect();
        if holders.is_empty() || !obiettivo.responsabili.is_empty() {
            return None;
        }
        let mut words = Words::new();
        for holder in holders {
            if !words.is_empty() {
                words.extend(self.say("; ", span));
            }
            let incarico = &self.piano[holder].value;
            match self.index.id(holder).filter(|_| incarico.persona.is_some()) {
                Some(id) => {
                    let rif = Valore::Rif(vec![(Kind::Incarico, Spanned::new(id.to_string(), span))]);
                    words.extend(self.value(&rif, span));
                }
                // The line of the kind says the unit.
                None => {
                    words.extend(self.listed(holder, &straight(&incarico.label().unwrap_or_default()), span));
                    words.extend(
                        self.in_carica(holder).into_iter().flat_map(|days| self.say(&format!(" ({days})"), span)),
                    );
                }
            }
        }
        Some(Field { label: "Chi guida l’unità".into(), value: words })
    }
}

/// The measurement of the whole objective at its last moment.
fn ultimo(obiettivo: &Obiettivo) -> Option<&Misurazione> {
    let all = obiettivo.misurazioni.iter().map(|misura| &misura.value);
    all.filter(|misura| misura.unita.is_none()).max_by_key(|misura| misura.momento)
}

/// `gen – dic 2025` where the days are the first and the last of a month, else the days.
fn periodo(inizio: Option<Giorno>, fine: Option<Giorno>) -> Option<String> {
    let (da, a) = match (inizio, fine) {
        (Some(da), Some(a)) => (da, a),
        (Some(da), None) => return Some(format!("dal {da}")),
        (None, Some(a)) => return Some(format!("fino al {a}")),
        (None, None) => return None,
    };
    let month = |day: Giorno| nome_mese(day.mese()).chars().take(3).collect::<String>();
    let whole = da <= a && da.giorno() == 1 && a.0.tomorrow().is_ok_and(|next| next.day() == 1);
    let dash = "\u{a0}– ";
    Some(match whole {
        false => format!("{da}{dash}{a}"),
        true if da.anno() != a.anno() => format!("{} {}{dash}{} {}", month(da), da.anno(), month(a), a.anno()),
        true if da.mese() != a.mese() => format!("{}{dash}{} {}", month(da), month(a), a.anno()),
        true => da.mese_e_anno(),
    })
}

/// Whether a term says nothing more than the last day: «entro dicembre (salvo ricorsi)» does.
fn ripete(term: &Tempo, fine: Option<Giorno>, anno: i16) -> bool {
    let alone = term.lettura.as_ref().is_ok_and(|lettura| lettura.nota.is_none());
    alone && fine.is_some() && term.scadenza_certa(anno) == fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_with_words_of_its_own_does_not_repeat_the_last_day() {
        let fine = Giorno::parse("31/12/2027");
        for (words, repeats) in [
            ("31/12/2027", true),
            ("entro dicembre", true),
            ("entro il 31/12", true),
            ("entro dicembre (salvo ricorsi)", false),
            ("31/12/2027 (prorogabile)", false),
            ("presumibilmente entro dicembre", false),
            ("entro novembre", false),
        ] {
            assert_eq!(ripete(&Tempo::parse(words), fine, 2027), repeats, "{words}");
        }
        assert!(!ripete(&Tempo::parse("entro dicembre"), None, 2027));
    }

    #[test]
    fn a_period_is_said_by_its_months_only_where_it_is_made_of_months() {
        let said = |da: &str, a: &str| periodo(Giorno::parse(da), Giorno::parse(a)).unwrap().replace('\u{a0}', " ");
        assert_eq!(said("01/01/2025", "31/12/2025"), "gen – dic 2025");
        assert_eq!(said("01/01/2025", "31/12/2027"), "gen 2025 – dic 2027");
        assert_eq!(said("01/02/2024", "29/02/2024"), "febbraio 2024");
        assert_eq!(said("01/02/2025", "27/02/2025"), "01/02/2025 – 27/02/2025");
        assert_eq!(said("15/03/2025", "30/06/2025"), "15/03/2025 – 30/06/2025");
        assert_eq!(said("31/12/2025", "01/01/2025"), "31/12/2025 – 01/01/2025");
        assert_eq!(periodo(None, Giorno::parse("30/06/2025")).as_deref(), Some("fino al 30/06/2025"));
        assert_eq!(periodo(None, None), None);
    }
}
