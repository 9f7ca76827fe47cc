//! What the versions of the plan changed, in words: beside the value in force, under a card, and in the register of the revisions.

use super::quotes::straight;
use super::{Lower, Span};
use crate::base::giorno::Giorno;
use crate::base::text::capital;
use crate::document::*;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::{Parola, Percento, Peso};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::piano::element::target::Target;
use crate::piano::element::{Element, Kind, femminile};
use crate::piano::revisione::{Cambio, Revisione};
use crate::piano::settings::Impostazioni;

/// The fields of the parts, each with the words by which readers know it.
const CAMPI: [(&str, &str); 15] = [
    ("titolo", "titolo"),
    ("peso", "peso"),
    ("tempi", "tempi"),
    ("testo", "testo"),
    ("entro", "termine"),
    ("n", "numero"),
    ("target", "valore atteso"),
    ("base", "valore di partenza"),
    ("soggetti", "chi partecipa"),
    ("risultato_atteso", "risultato atteso"),
    ("unita_misura", "unità di misura"),
    ("strumento", "strumento"),
    ("codice", "codice"),
    ("unita", "unità"),
    ("fonte", "fonte"),
];

/// The places of the revisions that are told beside a value in `blocks`.
fn segnate(blocks: &[Block], out: &mut Vec<Span>) {
    fn era(inline: &Inline, inside: bool, out: &mut Vec<Span>) {
        match inline {
            Inline::Text { span, .. } if inside => out.push(*span),
            Inline::Revised { value, era: before, .. } => {
                value.iter().for_each(|inner| era(inner, inside, out));
                before.iter().for_each(|inner| era(inner, true, out));
            }
            _ => inline.inner().into_iter().flatten().for_each(|inner| era(inner, inside, out)),
        }
    }
    for block in blocks {
        block.parts(&mut |_, part| match part {
            Part::Words(words) => words.iter().for_each(|inline| era(inline, false, out)),
            Part::Blocks(blocks) => segnate(blocks, out),
            Part::Plain(_) => {}
        });
    }
}

/// A value as its office wrote it, in the words in which the plan prints such values.
fn parole(campo: &str, scritto: &str) -> String {
    let campo = campo.split('.').next().unwrap_or(campo);
    let read = match campo {
        "peso" => Peso::read(scritto).ok().map(|peso| peso.to_string()),
        "completamento" | "realizzazione" => Percento::read(scritto).ok().map(|percento| percento.to_string()),
        "tempi" | "entro" => Tempo::parse(scritto).breve(),
        "inizio" | "fine" => Giorno::parse(scritto).map(|giorno| giorno.to_string()),
        "target" => Target::read(scritto).ok().map(|target| target.to_string()),
        _ => None,
    };
    straight(&read.unwrap_or_else(|| scritto.to_owned()))
}

/// A version by its name: `aggiornamento, versione 2, deliberazione della Giunta n. 97 del 29/09/2021`.
pub(super) fn versione(numero: u32, set: &Impostazioni, act: impl Fn(&str) -> Option<String>) -> String {
    use crate::piano::element::value::Dovuto;
    let found = set.versioni.iter().map(|versione| &versione.value).find(|versione| versione.numero.value == numero);
    let what = found.map_or("versione", |versione| versione.che_cosa());
    let mut out = match what {
        "versione" => format!("versione\u{a0}{numero}"),
        what => format!("{what} n.\u{a0}{numero}"),
    };
    if let Some(Dovuto::Valore(atto)) = found.and_then(|versione| versione.atto.as_ref()) {
        out.extend(act(&atto.word.value).map(|act| format!(", {act}")));
    } else if let Some(data) = found.and_then(|versione| versione.data) {
        out += &format!(" del\u{a0}{}", data.value);
    }
    out
}

impl<'a> Lower<'a> {
    /// `words`, the value in force of a field of the thing at `parte`, with what it was before the versions changed it. `campi` are the
    /// names under which a revision may speak of it: `peso`, `peso.2027`.
    pub(super) fn rivisto(&self, parte: Span, campi: &[impl AsRef<str>], words: Words) -> Words {
        let of = |revisione: &&Revisione| match &revisione.cambia {
            Cambio::Campo { campo, .. } => revisione.parte == parte && campi.iter().any(|name| name.as_ref() == campo),
            Cambio::Aggiunta | Cambio::Soppressione => false,
        };
        let all: Vec<&Revisione> = self.piano.revisioni.iter().filter(of).collect();
        let Some(last) = all.last() else { return words };
        // The latest first: what it was until this version, then what it was until the version before.
        let mut era = Words::new();
        for revisione in all.iter().rev() {
            let Cambio::Campo { campo, prima, .. } = &revisione.cambia else { continue };
            let lead = if era.is_empty() { "era: " } else { ", prima " };
            match prima {
                Some(prima) => {
                    era.extend(self.detto(lead, revisione.span));
                    let words = self.valore_di_prima(revisione, campo, prima);
                    era.push(Inline::Strike(self.detto(&words, revisione.span)));
                }
                None => era.extend(
                    self.detto(if era.is_empty() { "prima non c’era" } else { ", prima non c’era" }, revisione.span),
                ),
            }
        }
        vec![Inline::Revised { value: words, version: last.versione, era }]
    }

    /// A cell whose words are marked as [`Lower::rivisto`] marks them.
    pub(super) fn rivista(&self, parte: Span, campi: &[&str], cell: Cell) -> Cell {
        Cell { words: self.rivisto(parte, campi, cell.words), ..cell }
    }

    /// Whether a version changed the field `campo` of the thing at `parte`.
    pub(super) fn cambiato(&self, parte: Span, campo: &str) -> bool {
        let of = |cambio: &Cambio| matches!(cambio, Cambio::Campo { campo: changed, .. } if changed == campo);
        self.piano.revisioni.iter().any(|revisione| revisione.parte == parte && of(&revisione.cambia))
    }

    /// `words`, the name of the part at `parte`, marked when a version added that part.
    pub(super) fn aggiunto(&self, parte: Span, noun: &str, words: Words) -> Words {
        let born = |revisione: &&Revisione| revisione.parte == parte && revisione.cambia == Cambio::Aggiunta;
        let Some(born) = self.piano.revisioni.iter().find(born) else { return words };
        let word = if femminile(noun) { "aggiunta" } else { "aggiunto" };
        vec![Inline::Revised { value: words, version: born.versione, era: self.detto(word, born.span) }]
    }

    /// The full stop after `words`, unless they close the sentence themselves.
    fn punto(&self, words: &str, span: Span) -> Words {
        if words.trim_end().ends_with(['.', '!', '?', '…']) { Words::new() } else { self.detto(".", span) }
    }

    pub(super) fn detto(&self, text: &str, span: Span) -> Words {
        vec![Inline::Text { text: text.to_owned(), span }]
    }

    /// What a field of a record was before a version changed it, in words: the time of a procedure with the unit of the others.
    fn valore_di_prima(&self, revisione: &Revisione, campo: &str, prima: &str) -> String {
        let words = self.valore_in_parole(campo, prima);
        let mut procedure = self.piano.elementi.procedure.iter();
        match procedure.find(|procedura| procedura.span == revisione.parte && campo.starts_with("tempo_")) {
            Some(procedura) => straight(&procedura.value.durata(&Target::parse(prima))),
            None => words,
        }
    }

    /// A value as written, in words. Where it names a thing of the plan it is the name of that thing.
    pub(super) fn valore_in_parole(&self, campo: &str, scritto: &str) -> String {
        let kind = match campo {
            "unita" => Some(Kind::Unita),
            "nodo" => Some(Kind::Nodo),
            "sostituito_da" => Some(Kind::Obiettivo),
            _ => None,
        };
        let found = kind.and_then(|kind| Some((kind, self.index.element(kind, scritto)?)));
        match found {
            Some(which) => {
                let (label, title) = self.label(which);
                title.map_or(label.clone(), |title| format!("{label}, {title}"))
            }
            None => parole(campo, scritto),
        }
    }

    pub(super) fn versione_in_parole(&self, numero: u32) -> String {
        versione(numero, self.set, |word| self.atto_in_parole(word))
    }

    fn atto_in_parole(&self, word: &str) -> Option<String> {
        let n = self.index.element(Kind::Atto, word)?;
        self.piano.elementi.atti.get(n)?.value.label()
    }

    /// What stands under the card of a record that some version changed: which version each mark is, and what was changed and has no
    /// place of its own in the card. `printed` are the fields that the card prints, `blocks` what is under them.
    pub(super) fn legenda_revisioni(&self, scheda: Span, printed: &[&str], blocks: &[Block]) -> Option<Words> {
        let all: Vec<&Revisione> = self.piano.revisioni.iter().filter(|revisione| revisione.scheda == scheda).collect();
        let mut versions: Vec<u32> = all.iter().map(|revisione| revisione.versione).collect();
        versions.sort_unstable();
        versions.dedup();
        let first = all.first()?;
        let mut marked = Vec::new();
        segnate(blocks, &mut marked);
        let mut out = Words::new();
        for (n, numero) in versions.iter().enumerate() {
            let join = if n == 0 { "" } else { "; " };
            out.extend(self.detto(&format!("{join}[v{numero}]: {}", self.versione_in_parole(*numero)), first.span));
        }
        out.extend(self.detto(". Il valore di prima è barrato, dopo «era».", first.span));
        for revisione in all {
            let part = self.parte_in_parole(revisione);
            let list = revisione.via.last().map(|(list, _)| list.as_str());
            let noun = list.unwrap_or(revisione.kind.info().noun);
            let ending = if femminile(noun) { "a" } else { "o" };
            let said =
                |words: &str| self.detto(&format!(" [v{}] {}", revisione.versione, capital(words)), revisione.span);
            match &revisione.cambia {
                Cambio::Soppressione => {
                    out.extend(said(&format!("{part} tolt{ending} dal piano: ")));
                    out.push(Inline::Strike(self.detto(&straight(&revisione.nome), revisione.span)));
                    out.extend(self.punto(&revisione.nome, revisione.span));
                }
                Cambio::Aggiunta if list.is_none() => out.extend(said(&format!("aggiunt{ending} al piano."))),
                _ if list.is_some() && marked.contains(&revisione.span) => {}
                Cambio::Aggiunta => out.extend(said(&format!("{part} aggiunt{ending}."))),
                Cambio::Campo { campo, prima, .. } => {
                    let field = campo.split('.').next().unwrap_or(campo);
                    if list.is_none() && printed.contains(&field) {
                        continue;
                    }
                    let name = self.campo_in_parole(revisione, campo);
                    out.extend(said(&if part.is_empty() { format!("{name}: ") } else { format!("{part}, {name}: ") }));
                    match prima {
                        Some(prima) => {
                            out.extend(self.detto("era ", revisione.span));
                            let words = self.valore_in_parole(campo, prima);
                            out.push(Inline::Strike(self.detto(&words, revisione.span)));
                            out.extend(self.punto(&words, revisione.span));
                        }
                        None => out.extend(self.detto("prima non c’era.", revisione.span)),
                    }
                }
            }
        }
        Some(out)
    }

    /// The part that a revision changed: `fase 3`, `indicatore 2`. Empty for the record itself.
    pub(super) fn parte_in_parole(&self, revisione: &Revisione) -> String {
        nome_parte(revisione, self.obiettivo_rivisto(revisione).map(|(_, obiettivo)| obiettivo))
    }

    pub(super) fn obiettivo_rivisto(&self, revisione: &Revisione) -> Option<(usize, &'a Obiettivo)> {
        let mut all = self.piano.elementi.obiettivi.iter().enumerate();
        let found = all.find(|(_, o)| o.span == revisione.scheda)?;
        Some((found.0, &found.1.value))
    }

    /// The name of a field, as readers know it.
    pub(super) fn campo_in_parole(&self, revisione: &Revisione, campo: &str) -> String {
        let (name, year) = campo.split_once('.').map_or((campo, None), |(name, year)| (name, Some(year)));
        let record = self.record_rivisto(revisione).filter(|_| revisione.via.is_empty());
        let own = record.and_then(|n| {
            let fields = self.fields_of(revisione.kind, n);
            fields.into_iter().find(|(field, _)| *field == name).map(|(_, label)| label.to_lowercase())
        });
        let known = CAMPI.iter().find(|(field, _)| *field == name).map(|(_, words)| (*words).to_owned());
        let words = known.or(own).unwrap_or_else(|| name.replace('_', " "));
        match year {
            Some(year) => format!("{words} {year}"),
            None => words,
        }
    }

    pub(super) fn record_rivisto(&self, revisione: &Revisione) -> Option<usize> {
        self.piano.elementi.of(revisione.kind).iter().position(|element| element.span == revisione.scheda)
    }
}

/// The part of a record that a revision changed: `fase 3`, `indicatore 2`, `risultato a)`. Empty for the record itself.
pub(super) fn nome_parte(revisione: &Revisione, obiettivo: Option<&Obiettivo>) -> String {
    let fase = obiettivo.and_then(|obiettivo| {
        let n = obiettivo.fasi.iter().position(|fase| fase.span == revisione.parte)?;
        numeri(&obiettivo.fasi).into_iter().nth(n)
    });
    let step = |(list, at): &(String, usize)| {
        let number = fase.clone().filter(|_| list == "fase").unwrap_or_else(|| (at + 1).to_string());
        format!("{} {number}", list.replace('_', " "))
    };
    // «indicatore 1, quota 2»: a quota alone may be of the objective.
    revisione.via.iter().map(step).collect::<Vec<_>>().join(", ")
}
