//! Which totals are of a part of their records: the others do not say the value that is summed.

use crate::conti::finanziamenti::gruppo;
use crate::conti::formazione::{Formazione, Somma};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::row::{Profile, Row, Valore};
use crate::piano::element::{Kind, quanti};
use crate::piano::vista::Shows;
use std::collections::BTreeMap;

/// How many of the records of a total say the value that is summed, and how many do not.
#[derive(Debug, Clone)]
pub struct Parziale {
    /// The field, as the sources call it and as it is printed.
    pub campo: &'static str,
    etichetta: &'static str,
    kind: Kind,
    detti: usize,
    senza: usize,
    /// Whether any record gives something to the sum.
    sommato: bool,
}

impl Parziale {
    /// What is missing: `«Costo annuo» manca in 2 assunzioni su 5`.
    #[must_use]
    pub fn parole(&self) -> String {
        let info = self.kind.info();
        let missing = quanti(self.senza, info.noun, info.nouns);
        format!("«{}» manca in {missing} su {}", self.etichetta, self.senza + self.detti)
    }
}

/// The totals met so far, by the names of their facts.
#[derive(Debug, Default)]
pub(super) struct Parziali(BTreeMap<String, Parziale>);

impl Parziali {
    /// The totals that some record takes part in, and some does not.
    pub(super) fn incompleti(self) -> BTreeMap<String, Parziale> {
        self.0.into_iter().filter(|(_, one)| one.senza > 0 && one.sommato).collect()
    }

    /// `part`: whether a record gives something to the sum; `whole`: whether it lacks nothing.
    fn nota(
        &mut self,
        name: String,
        kind: Kind,
        (campo, etichetta): (&'static str, &'static str),
        (part, whole): (bool, bool),
    ) {
        let new = Parziale { campo, etichetta, kind, detti: 0, senza: 0, sommato: false };
        let one = self.0.entry(name).or_insert(new);
        *(if whole { &mut one.detti } else { &mut one.senza }) += 1;
        one.sommato |= part;
    }

    /// Counts record `n` of `kind` in the totals of its fields. What is counted otherwise than by its records has other rules.
    pub(super) fn scheda(&mut self, piano: &Piano, index: &Index, (kind, n): (Kind, usize), row: &Row) {
        if matches!(kind, Kind::Dotazione | Kind::Unita | Kind::SchedaScambio) {
            return;
        }
        let value = |name: &str| row.get(name).map(|campo| &campo.value);
        // «Nobody leaves in 2027» costs nothing, and saves nothing.
        if let Some(Valore::Numero(0)) = value("numero") {
            return;
        }
        let family = kind.info().plural;
        let mut groups: Vec<String> = match kind {
            Kind::Progetto => Shows::TotaliProgetti.descrittore().per,
            Kind::MisuraDigitale => Shows::TotaliMisure.descrittore().per,
            _ => &[],
        }
        .iter()
        .map(|per| format!("{family}.{}.{}", per.nome(), gruppo(piano, index, kind, n, *per).chiave))
        .collect();
        groups.push(family.to_owned());
        for campo in &row.0 {
            let said = match campo.value {
                Valore::Importo(_) | Valore::Numero(_) | Valore::Stato(_) => true,
                Valore::Vuoto => false,
                // Amounts of some years, which are no total.
                Valore::Testo(_) if campo.profile == Profile::Importo => false,
                // What is declared absent is printed, with its reason.
                _ => continue,
            };
            let names = (campo.name, campo.label);
            for group in &groups {
                self.nota(format!("{group}.{}.totale", campo.name), kind, names, (said, said));
            }
            if let (Some(Valore::Anno(anno)), Profile::Importo) = (value("anno"), campo.profile) {
                self.nota(format!("{family}.{}.{anno}", campo.name), kind, names, (said, said));
            }
        }
    }

    /// Counts the training lines in the totals of their hours and of their costs, in all and year by year.
    pub(super) fn formazione(&mut self, piano: &Piano, index: &Index) {
        let plan = Formazione::di(piano, index);
        for line in plan.linee().map(|line| &line.value) {
            let anni = plan.anni_di(line);
            let each = anni.iter().map(|anno| (format!(".{anno}"), std::slice::from_ref(anno)));
            for (end, anni) in each.chain([(String::new(), anni.as_slice())]).filter(|(_, anni)| !anni.is_empty()) {
                let mut one = Somma::default();
                plan.somma(&mut one, line, anni);
                let ore = (one.con_ore > 0, one.con_ore > one.ore_parziali);
                self.nota(format!("formazione.ore{end}"), Kind::LineaFormativa, ("ore", "Ore"), ore);
                let costo = (one.con_costo > 0, one.con_costo > one.costo_parziale);
                self.nota(format!("formazione.costo{end}"), Kind::LineaFormativa, ("costo", "Costo"), costo);
            }
        }
    }
}
