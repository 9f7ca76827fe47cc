//! Why things changed: the reasons that the revisions of the second plan give and the first did not have.

use super::lato::Lato;
use super::registri::{Registro, Riga, parola};
use std::collections::BTreeSet;

/// The reason of a revision, with what it changed.
struct Motivo {
    /// The id of the record. Empty when the version took the record away.
    scheda: String,
    /// The part of it: `fase 3`. Empty for the record itself.
    parte: String,
    /// `valore`, `aggiunta` or `soppressione`.
    cambia: String,
    /// The field, and its year when it is of one.
    campo: String,
    anno: String,
    /// The value that it took, as written.
    dopo: String,
    /// The words of what came or went.
    nome: String,
    motivo: String,
}

/// The reasons, in the order of the revisions.
pub(super) struct Motivi(Vec<Motivo>);

impl Motivi {
    pub(super) fn of(prima: &Lato<'_>, dopo: &Lato<'_>) -> Self {
        let old = prima.righe("revisioni");
        let new = dopo.righe("revisioni").iter().filter(|riga| !old.contains(riga));
        let of = |riga: &&&Riga| {
            let word = |column: &str| parola(riga, column).unwrap_or_default();
            let campo = word("campo");
            let (campo, anno) = campo.split_once('.').unwrap_or((&campo, ""));
            Some(Motivo {
                scheda: word("scheda"),
                parte: word("parte"),
                cambia: word("cambia"),
                campo: campo.to_owned(),
                anno: anno.to_owned(),
                dopo: word("dopo"),
                nome: word("nome"),
                motivo: parola(riga, "motivo")?,
            })
        };
        Motivi(new.filter_map(|riga| of(&riga)).collect())
    }

    /// Why the column `colonna` of a row became `dopo`. The row is of the record `id`.
    pub(super) fn di_valore(
        &self,
        id: &str,
        registro: &Registro,
        riga: &Riga,
        colonna: &str,
        dopo: &str,
    ) -> Vec<String> {
        let parte = parte(registro, riga);
        let anno = parola(riga, "anno").unwrap_or_default();
        let name = ["_percentuale", "_euro", "_id"].iter().find_map(|end| colonna.strip_suffix(end)).unwrap_or(colonna);
        let of = |motivo: &&Motivo| {
            motivo.cambia == "valore"
                && motivo.scheda == id
                && stessa_parte(&motivo.parte, registro, &parte)
                && (motivo.campo == name || name == "attivita" && motivo.campo == "testo" || motivo.dopo == dopo)
                && (motivo.anno.is_empty() || anno.is_empty() || motivo.anno == anno)
        };
        self.detti(of)
    }

    /// Why a row came, or went. It is of the record `id`.
    pub(super) fn di_riga(&self, id: &str, registro: &Registro, riga: &Riga, tolta: bool) -> Vec<String> {
        let parte = parte(registro, riga);
        let done = if tolta { "soppressione" } else { "aggiunta" };
        let same = |nome: &str| registro.parole.iter().any(|colonna| parola(riga, colonna).as_deref() == Some(nome));
        let of = |motivo: &&Motivo| {
            if motivo.cambia != done {
                return false;
            }
            match registro.padre {
                // Of a record that is gone the revision has no id.
                None => {
                    motivo.parte.is_empty() && (motivo.scheda == id || motivo.scheda.is_empty() && same(&motivo.nome))
                }
                Some(_) => {
                    let named = same(&motivo.nome) || motivo.nome.is_empty();
                    motivo.scheda == id && stessa_parte(&motivo.parte, registro, &parte) && (named || !tolta)
                }
            }
        };
        self.detti(of)
    }

    /// The reasons of those that `of` accepts, each once.
    fn detti(&self, of: impl Fn(&&Motivo) -> bool) -> Vec<String> {
        let mut said = BTreeSet::new();
        self.0.iter().filter(of).map(|found| found.motivo.clone()).filter(|words| said.insert(words.clone())).collect()
    }
}

/// How a revision calls the part of a record that a row is. Empty where the row does not say which one it is.
fn parte(registro: &Registro, riga: &Riga) -> String {
    let number = |noun: &str, column: &str| {
        let word = parola(riga, column).unwrap_or_default();
        // The id of an indicator ends with its place: `oo-04/2`.
        let number = word.rsplit('/').next().unwrap_or_default();
        if number.is_empty() { String::new() } else { format!("{noun} {number}") }
    };
    match registro.nome {
        "fasi" => number("fase", "fase"),
        "risultati-attesi" => number("risultato", "risultato"),
        "verifiche" => number("verifica", "verifica"),
        "indicatori" => number("indicatore", "id"),
        "target" => number("indicatore", "indicatore_id"),
        _ => String::new(),
    }
}

/// Whether a revision of the part `rivista` speaks of a row that is the part `parte`.
fn stessa_parte(rivista: &str, registro: &Registro, parte: &str) -> bool {
    match registro.padre {
        None => rivista.is_empty(),
        Some(_) if parte.is_empty() => !rivista.is_empty(),
        Some(_) => rivista == parte,
    }
}
