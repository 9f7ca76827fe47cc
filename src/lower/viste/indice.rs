//! Indexes of the objectives: by unit, by who answers for them, by deadline, by dimension of their indicators, by policy, by
//! goal of the Agenda 2030.

use super::super::quotes::straight;
use super::Lower;
use crate::base::giorno::Giorno;
use crate::base::text::{capital, padded};
use crate::conti::campi::scelti;
use crate::conti::performance::parti;
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Dovuto;
use crate::piano::vista::{Per, Vista};
use std::collections::BTreeMap;

/// The key by which an entry is sorted, then its words.
type Voce = (String, String);

impl<'a> Lower<'a> {
    pub(super) fn indice(&mut self, vista: &'a Vista, out: &mut Vec<Block>) {
        let span = vista.span;
        let per = vista.per.unwrap_or(Per::Unita);
        let mut entries: BTreeMap<Voce, Vec<Pos<Obiettivo>>> = BTreeMap::new();
        for pos in scelti(self.piano, self.index, vista) {
            for voce in self.voci(pos, per) {
                let list = entries.entry(voce).or_default();
                if list.last() != Some(&pos) {
                    list.push(pos);
                }
            }
        }
        if entries.is_empty() {
            let words = format!("Nessun obiettivo ha un valore per l’indice per {}.", per.label());
            let content = self.say(&words, span);
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(content) });
            return;
        }
        // A table without a number: codes and pages stand one under the other. A plan without codes has no column of them.
        let coded = entries.values().flatten().any(|pos| !self.codici_obiettivo(*pos).is_empty());
        let mut rows = Vec::new();
        for ((_, name), list) in entries {
            let cells = [self.say(&name, span), vec![]].into_iter().take(1 + usize::from(coded));
            rows.push(Row { heads: true, ..Row::new(cells, span) });
            for pos in list {
                let title = straight(&self.obiettivo(pos).titolo.value);
                let codes = coded.then(|| self.say(&self.codici_obiettivo(pos).join(" / "), span));
                let cells: Vec<Words> = codes.into_iter().chain([self.listed(pos, &title, span)]).collect();
                rows.push(Row::new(cells, span));
            }
        }
        let names = [("Codice", Profile::Codice), ("Obiettivo", Profile::Testo)];
        let columns = self.columns(names.get(usize::from(!coded)..).unwrap_or_default(), span);
        let table = Table { number: None, caption: None, columns, rows, row_headers: true, registro: None };
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
    }

    /// The entries under which an objective stands.
    fn voci(&self, pos: Pos<Obiettivo>, per: Per) -> Vec<Voce> {
        let obiettivo = self.obiettivo(pos);
        let voce = |name: &str| (Id::slug(name).to_string(), capital(name));
        let unit_name = |unita: Pos<Unita>| {
            let nome = self.nome_unita(unita);
            let unita = &self.piano[unita];
            // By code, so that the units are in the order of the organisation, as the plan gives it.
            (unita.value.codice.as_ref().map_or_else(String::new, |c| padded(&c.value)), nome)
        };
        // A group such as «Tutti i direttori» is no particular person, and comes after the persons.
        let altri = obiettivo.responsabili.iter().filter_map(|rif| Kind::Incarico.altro(&rif.value));
        let last = |words: &str| (format!("~{words}"), capital(words));
        match per {
            Per::Unita => {
                let units: Vec<Voce> =
                    parti(self.piano, self.index, pos).iter().map(|parte| unit_name(parte.unita)).collect();
                if units.is_empty() { altri.map(last).collect() } else { units }
            }
            Per::Responsabile => {
                let named: Vec<Pos<Incarico>> =
                    obiettivo.responsabili.iter().filter_map(|rif| self.index.rif(rif)).collect();
                let unit = obiettivo.unita_prima().and_then(|rif| self.index.rif(rif));
                let who = match (named.is_empty(), unit) {
                    (true, Some(unit)) => self.holders.get(&unit).cloned().unwrap_or_default(),
                    _ => named,
                };
                // The entry has the role and the unit, because the person who holds the role may change in the year.
                let who = who.into_iter().map(|incarico| {
                    let incarico = &self.piano[incarico].value;
                    let unit = incarico.unita.as_ref().and_then(|rif| self.index.rif(rif));
                    let ruolo = incarico.ruolo.value.label();
                    voce(&match unit.map(unit_name) {
                        Some((_, unita)) => format!("{ruolo}, {unita}"),
                        None => incarico.persona.as_ref().map_or_else(|| ruolo.to_owned(), |p| p.value.clone()),
                    })
                });
                who.chain(altri.map(last)).collect()
            }
            Per::Scadenza => {
                let written = match &obiettivo.scadenza {
                    Some(Dovuto::Valore(tempo)) => Some(&tempo.value),
                    Some(Dovuto::Assente(_)) | None => None,
                };
                let term = written.and_then(|tempo| tempo.mese_certo(self.set.anno()));
                let last_check = || {
                    let tempi = obiettivo.verifiche.iter().flat_map(|v| v.value.righe()).filter_map(|riga| riga.tempi);
                    tempi.filter_map(|tempo| tempo.value.scadenza(self.set.anno())).max()
                };
                let day = term.or(obiettivo.fine.map(|fine| fine.value));
                // «Inizio 2028» stays in its words, at the place of its days; «ogni trimestre» after all days.
                let open = || {
                    let tempo = written?;
                    let words = straight(tempo.parola.trim());
                    let place = match tempo.scadenza(self.set.anno()) {
                        Some(day) => format!("{:04}-{:02}", day.anno(), day.mese()),
                        None => "9999".to_owned(),
                    };
                    Some((format!("{place} {words}"), capital(&words))).filter(|_| !words.is_empty())
                };
                let month = |day: Giorno| (format!("{:04}-{:02}", day.anno(), day.mese()), capital(&day.mese_e_anno()));
                let found = day.map(month).or_else(open).or_else(|| last_check().map(month));
                vec![found.unwrap_or_else(|| ("~".into(), "Senza una scadenza".into()))]
            }
            Per::Dimensione => obiettivo
                .indicatori
                .iter()
                .filter_map(|i| i.value.dimensione)
                .map(|d| (format!("{:02}", d as u8), capital(d.label())))
                .collect(),
            // `check` refuses these for an index.
            Per::Missione
            | Per::Ente
            | Per::Stato
            | Per::Programma
            | Per::Misura
            | Per::Area
            | Per::Tipo
            | Per::Tema
            | Per::Anno
            | Per::Profilo => vec![],
            Per::Etichetta => {
                let own = obiettivo.altre_etichette.iter().map(|e| voce(&straight(e.value.trim())));
                obiettivo.etichette.iter().map(|e| voce(e.label())).chain(own).collect()
            }
            Per::Sdg => obiettivo.sdg.iter().map(|sdg| (format!("{:02}", sdg.0), sdg.to_string())).collect(),
        }
    }
}
