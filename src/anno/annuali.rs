//! The records that are of one year: who is there, who enters and leaves, what is declared. In the plan of the next year they are set aside,
//! so that nothing of the year before is printed or summed as if it were of the new one, until somebody says how it is now.

use super::anni::Anni;
use super::campi::{Annuale, annuale};
use super::forme::ridai;
use super::record::Passo;
use crate::base::text::flat;
use crate::conti::organico::Organico;
use crate::piano::Piano;
use crate::piano::element::quanti;
use toml_edit::{Item, TableLike, Value};

/// Who was to leave and to enter in the years that are over, to be found by the row of staff that they change.
#[derive(Debug)]
pub(super) struct Attesi<'a> {
    organico: Option<Organico<'a>>,
    movimenti: Vec<Movimento>,
}

/// People who leave a row of staff or enter it.
#[derive(Debug)]
struct Movimento {
    dove: Riga,
    escono: i64,
    entrano: i64,
}

/// What tells a row of staff from the others.
#[derive(Debug, PartialEq, Eq)]
struct Riga {
    area: Option<usize>,
    profilo: String,
    unita: String,
}

impl<'a> Attesi<'a> {
    /// Those of the plan that ends.
    pub(super) fn di(piano: &'a Piano, anni: Anni) -> Self {
        let organico = Organico::di(piano);
        let mut movimenti = Vec::new();
        if let Some(organico) = &organico {
            let dove = |area: Option<&str>, profilo: Option<&str>, unita: Option<&str>| Riga {
                area: area.and_then(|word| organico.area(word)),
                profilo: flat(profilo.unwrap_or_default()),
                unita: flat(unita.unwrap_or_default()),
            };
            for one in organico.cessazioni().filter(|one| anni.passato(one.anno.value)) {
                let [area, profilo] =
                    [&one.area, &one.profilo].map(|word| word.as_ref().map(|word| word.value.as_str()));
                let unita = one.unita.as_ref().map(|rif| rif.word.value.as_str());
                let escono = i64::from(one.numero.value);
                movimenti.push(Movimento { dove: dove(area, profilo, unita), escono, entrano: 0 });
            }
            for one in organico.assunzioni().filter(|one| anni.passato(one.anno.value)) {
                let [area, profilo] =
                    [&one.area, &one.profilo].map(|word| word.as_ref().map(|word| word.value.as_str()));
                let unita = one.unita.as_ref().map(|rif| rif.word.value.as_str());
                let entrano = i64::from(one.numero.value);
                movimenti.push(Movimento { dove: dove(area, profilo, unita), escono: 0, entrano });
            }
        }
        Attesi { organico, movimenti }
    }

    /// How many were to leave the row of staff `table` and to enter it.
    fn di_riga(&self, table: &dyn TableLike) -> (i64, i64) {
        let word = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default();
        let area = self.organico.as_ref().and_then(|organico| organico.area(word("area")));
        let dove = Riga { area, profilo: flat(word("profilo")), unita: flat(word("unita")) };
        let here = self.movimenti.iter().filter(|one| one.dove == dove && area.is_some());
        here.fold((0, 0), |(out, come), one| (out + one.escono, come + one.entrano))
    }
}

impl Passo<'_> {
    /// What becomes of a record of one year: None within when it stays with the plan that ends, else what is asked before it counts again.
    /// None when the record is not of a year that is over.
    pub(super) fn di_un_anno(&self, kind: &str, table: &mut dyn TableLike) -> Option<Option<String>> {
        let Anni { nuovo, vecchio, primo, .. } = self.anni;
        let over = |table: &dyn TableLike| {
            let year = table.get("anno").and_then(Item::as_integer).and_then(|year| i16::try_from(year).ok());
            year.is_some_and(|year| self.anni.passato(year))
        };
        let numero = table.get("numero").and_then(Item::as_integer);
        const TOGLI: &str = "togli `archiviato`";
        Some(match annuale(kind)? {
            Annuale::Esce if over(table) => None,
            Annuale::Entra if over(table) && numero == Some(0) => None,
            Annuale::Entra if over(table) => {
                Some(format!("è avvenuta? Se sì, togli la scheda; se no, e si farà, cambia `anno` e {TOGLI}"))
            }
            Annuale::Esce | Annuale::Entra => return None,
            Annuale::Rifatto => {
                let gone = ["atto", "data"].map(|key| table.remove(key).is_some()).contains(&true);
                let what = if gone { "`esito`, l’atto o la data" } else { "`esito`" };
                Some(format!("nel {vecchio} era così: riscrivi {what} del {nuovo} e {TOGLI}"))
            }
            Annuale::Contato => {
                let (out, come) = self.attesi.map_or((0, 0), |attesi| attesi.di_riga(table));
                let mut said = format!("conta al 31/12/{} e {TOGLI}", primo - 1);
                if let (Some(numero), true) = (numero, out + come > 0) {
                    let moved = [(out, "uscita", "uscite"), (come, "ingresso", "ingressi")];
                    let moved = moved.into_iter().filter(|(n, ..)| *n > 0);
                    let moved = moved.map(|(n, one, many)| quanti(usize::try_from(n).unwrap_or_default(), one, many));
                    let moved: Vec<String> = moved.collect();
                    said = format!("erano {numero}, e il piano prevedeva {}: {said}", moved.join(" e "));
                    if let Some(item) = table.get_mut("numero") {
                        ridai(item, Value::from((numero - out + come).max(0)));
                    }
                }
                Some(said)
            }
        })
    }
}
