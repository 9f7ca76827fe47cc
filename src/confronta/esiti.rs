//! The outcomes at the end of the year beside those of the monitoring. Who reads a report asks how things went on from there, and the two
//! are told apart by their moment alone.

use super::registri::{Registro, Riga, parola};
use super::valori::{self, numero};
use super::{Lavoro, Parte, Scala, Segno, Senso, Voce};
use crate::piano::element::misura::Decimale;
use crate::piano::settings::Momento;

/// The share of an objective that was reached.
const RAGGIUNTO: &str = "raggiunto_percentuale";

/// The columns of a phase whose value at the end goes on from that of the monitoring.
const DI_FASE: [&str; 3] =
    ["completamento_consuntivo_percentuale", "realizzazione_consuntivo_percentuale", "stato_consuntivo"];

/// `raggiunto, 100 %`
pub(super) fn esito(riga: &Riga) -> String {
    let share = riga.get(RAGGIUNTO).filter(|share| !share.is_null());
    let share = share.map(|share| format!(", {}", valori::semplice(RAGGIUNTO, Some(share))));
    format!("{}{}", parola(riga, "esito").unwrap_or_default(), share.unwrap_or_default())
}

/// The column of the monitoring from which a column of the end of the year goes on.
pub(super) fn dal_monitoraggio(colonna: &str) -> Option<String> {
    DI_FASE.contains(&colonna).then(|| colonna.replace("_consuntivo", "_monitoraggio"))
}

impl Lavoro<'_> {
    /// An outcome at the end of the year that only the second plan has, where the first says how the same thing was at the monitoring.
    pub(super) fn esito_finale(&self, registro: &Registro, riga: &Riga, (id, scheda): (&str, &str)) -> Option<Voce> {
        let is_at = |riga: &Riga, momento: Momento| parola(riga, "momento").as_deref() == Some(momento.label());
        if registro.nome != "misurazioni" || !is_at(riga, Momento::Consuntivo) {
            return None;
        }
        let now = |id: Option<String>| id.map(|id| self.ids.get(&id).cloned().unwrap_or(id));
        let before = self.prima.righe(registro.nome).iter().find(|other| {
            is_at(other, Momento::Monitoraggio)
                && now(parola(other, "obiettivo_id")).as_deref() == Some(id)
                && now(parola(other, "unita_id")) == parola(riga, "unita_id")
        })?;
        let senso = if esito(before) == esito(riga) {
            Senso::parole("come al monitoraggio")
        } else {
            valori::senso_semplice(RAGGIUNTO, before.get(RAGGIUNTO), riga.get(RAGGIUNTO))
        };
        let scala = numero(before, RAGGIUNTO)
            .zip(numero(riga, RAGGIUNTO))
            .filter(|(was, is)| was != is)
            .map(|(prima, dopo)| Scala { prima, dopo, fine: Decimale(100 * Decimale::UNO.0), percento: true });
        let unit = parola(riga, "unita").map(|unit| format!(" di {unit}"));
        Some(Voce {
            parte: Parte::Esiti,
            segno: Segno::Cambiato,
            id: id.to_owned(),
            scheda: scheda.to_owned(),
            campo: format!("esito{}", unit.unwrap_or_default()),
            prima: esito(before),
            dopo: esito(riga),
            senso,
            scala,
            note: vec![],
        })
    }
}
