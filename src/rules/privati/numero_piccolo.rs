//! Where staff is counted by sex, age or way of working, a cell of one or two persons says who they are.

use crate::rules::personali::voci;
use crate::rules::{Cx, Diagnostic, Discorso, Regola, Tabella, fonti};

pub static REGOLA: Regola = Regola::avviso("P1306", "numero-piccolo", include_str!("numero_piccolo.md"), check)
    .fonte(fonti::GDPR_5)
    .origine(&["N67"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    out.extend(cx.tabelle().filter_map(look));
}

fn look(tabella: &Tabella) -> Option<Diagnostic> {
    let lower = |text: &Discorso| text.parole.to_lowercase();
    let titolo = tabella.titolo.as_ref().map(lower).unwrap_or_default();
    if mentions(&titolo, ORGANI) {
        return None;
    }
    let heads: Vec<String> = tabella.intestazione.iter().map(lower).collect();
    let topic = delicato(&titolo) || heads.iter().any(|head| delicato(head));
    let mut found = Vec::new();
    for row in &tabella.righe {
        let label = row.first().map(lower).unwrap_or_default();
        let small = |(_, cell): &(usize, &Discorso)| ["1", "2"].contains(&cell.parole.trim());
        for (n, cell) in row.iter().enumerate().skip(1).filter(small) {
            let head = heads.get(n).map_or("", String::as_str);
            let counts = (mentions(head, PERSONE) || delicato(head) || fascia(head))
                && !mentions(head, ALTRO)
                && !mentions(&label, RIGHE);
            if counts && (topic || delicato(&label)) {
                found.push(cell);
            }
        }
    }
    let first = found.first()?;
    let number = first.parole.trim();
    let at = first.parole.find(number)?;
    let span = first.span(at..at + number.len())?;
    let who = if number == "1" { "una persona sola" } else { "due persone sole" };
    let problem = REGOLA
        .at(span, format!("questa cella conta {who}: da qui si può capire chi è"))
        .help("unisci la riga a un’altra, o le fasce fra loro, finché ogni cella conta almeno tre persone; oppure scrivi «meno di 3» e togli anche il totale della riga e della colonna, da cui il numero si ricava con una sottrazione");
    Some(if found.len() > 1 {
        problem.note(format!("nella tabella le celle così sono {}", found.len()))
    } else {
        problem
    })
}

/// Beginnings of words for what may reveal who a person is when few are counted.
const DELICATI: &str = "uomini, donne, maschi, femmin, sesso, genere, età, fino a 30, over 50, over 60, lavoro agile, agile, \
    smart, telelavoro, part time, part-time, tempo parziale, disabil, legge 104, categorie protette, maternità";
/// Beginnings of words that say that persons are counted.
const PERSONE: &str = "dipendent, person, unità, numero, n., n°, lavorator, totale, addett, uomini, donne, personale";
/// Other things that are counted in the rows of a table.
const RIGHE: &str = "giorn, cors, azion, indicator, target, posti, postazion, progett, iniziativ, ore di, incontri";
/// Other things that are counted in its columns.
const ALTRO: &str = "giorn, ore, mese, mesi, anno, %, percent, peso, target, indicator, euro, €, cors, post, postazion, fase, fasi, livell, \
    rapporto tra, rapporto fra, indice, settiman, progressiv, media, azion, priorità, codice";
/// Bodies whose members are public.
const ORGANI: &str = "giunta, consigli, comitat, commission, cug, organo, organi , assessor, nucleo";

fn delicato(text: &str) -> bool {
    // «in genere», «genere di spesa».
    mentions(&text.replace("in genere", ""), DELICATI) && !text.contains("genere di ")
}

/// A range of ages: `31-40`.
fn fascia(head: &str) -> bool {
    let years = |text: &str| text.trim().len() == 2 && text.trim().bytes().all(|b| b.is_ascii_digit());
    head.split_once(['-', '–']).is_some_and(|(a, b)| years(a) && years(b))
}

/// Whether a word of `text` begins with one of `words`.
fn mentions(text: &str, words: &'static str) -> bool {
    voci(words).any(|word| {
        text.match_indices(word).any(|(at, _)| !text.get(..at).is_some_and(|t| t.ends_with(char::is_alphanumeric)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::{FileId, Span};

    fn told(title: &str, heads: &[&str], rows: &[&[&str]]) -> bool {
        let span = Span::new(FileId(0), 0..1);
        let cells = |row: &[&str]| row.iter().map(|cell| Discorso::altrove(cell, span)).collect::<Vec<_>>();
        let rows = rows.iter().map(|row| cells(row)).collect();
        look(&Tabella::con(Some(Discorso::altrove(title, span)), cells(heads), rows)).is_some()
    }

    #[test]
    fn small_numbers() {
        assert!(told("Personale per sesso", &["Area", "Uomini", "Donne"], &[&["Tributi", "4", "1"]]));
        assert!(told("Dipendenti in lavoro agile", &["Ufficio", "N. dipendenti"], &[&["Anagrafe", "2"]]));
        assert!(told("Età", &["Area", "31-40", "41-50"], &[&["Tributi", "12", "1"]]));
        assert!(told("Il personale", &["Voce", "Numero"], &[&["Part time al 50 %", "2"]]));
        assert!(!told("Personale per sesso", &["Area", "Uomini", "Donne"], &[&["Tributi", "4", "3"]]));
        assert!(!told("Giorni di lavoro agile", &["Ufficio", "Giorni alla settimana"], &[&["Anagrafe", "2"]]));
        assert!(!told("La giunta", &["Organo", "Uomini", "Donne"], &[&["Giunta", "4", "2"]]));
        assert!(!told("Organico", &["Area", "Dipendenti"], &[&["Tributi", "2"]]));
        assert!(!told("Lavoro agile", &["Indicatore", "Numero"], &[&["Corsi sul lavoro agile", "2"]]));
        assert!(!told("Personale per genere", &["N.", "Area", "Donne"], &[&["1", "Tributi", "12"]]));
        assert!(!told("Spese per genere di acquisto", &["Voce", "Numero"], &[&["Carta", "2"]]));
    }
}
