//! Phases fall between the first and the last day of their objective.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::{Forma, Parte, Periodo, Quando, Tempo};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0407", "fase-nelle-date", include_str!("fase_nelle_date.md"), check)
    .origine(&["PHASE-IN-SPAN", "END-REVISED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        for (fase, numero) in o.fasi.iter().zip(numeri(&o.fasi)) {
            if matches!(fase.value.stato, Some(StatoFase::Annullata | StatoFase::Confluita)) {
                continue;
            }
            for (key, tempi) in fase.value.tempi.iter().flat_map(|tempi| tempi.iter()) {
                let year = key.unwrap_or(cx.anno);
                if key.is_none() && !lasts_in(o, year) || largo(&tempi.value) {
                    continue;
                }
                let parola = tempi.value.parola.trim();
                let days = tempi.value.intervalli(year);
                let early = o.inizio.as_ref().and_then(|inizio| {
                    let first = days.iter().filter_map(|i| i.da.or(i.a)).min()?;
                    (first < inizio.value && !stesso_mese(first, inizio.value)).then_some((first, inizio))
                });
                // A phase that was put off is the matter of `fine-da-rivedere`.
                let late = oltre(cx, o, key, &tempi.value).filter(|_| fase.value.stato != Some(StatoFase::Posticipata));
                let nome = cx.nome(n);
                if let Some((day, inizio)) = early {
                    out.push(
                        REGOLA
                            .at(
                                tempi.span,
                                format!(
                                    "la fase {numero} di {nome} comincia prima dell’obiettivo, che comincia il {}",
                                    inizio.value
                                ),
                            )
                            .label(format!("«{parola}» comincia il {day}"))
                            .other(inizio.span, "l’obiettivo comincia qui")
                            .help(format!(
                                "sposta la fase dopo il {}, o anticipa l’obiettivo con `inizio = {}`",
                                inizio.value,
                                day.iso()
                            )),
                    );
                } else if let Some((day, fine)) = late {
                    out.push(
                        REGOLA
                            .at(
                                tempi.span,
                                format!(
                                    "la fase {numero} di {nome} finisce dopo l’obiettivo, che finisce il {}",
                                    fine.value
                                ),
                            )
                            .label(format!("«{parola}» finisce il {day}"))
                            .other(fine.span, "l’obiettivo finisce qui")
                            .help(format!(
                                "sposta la fase prima del {}, o allunga l’obiettivo con `fine = {}`",
                                fine.value,
                                day.iso()
                            )),
                    );
                }
            }
        }
    }
}

/// The last day of a phase, written under the year `key`, where it falls after the end of its objective.
pub fn oltre<'o>(
    cx: &Cx<'_>,
    o: &'o Obiettivo,
    key: Option<i16>,
    tempi: &Tempo,
) -> Option<(Giorno, &'o Spanned<Giorno>)> {
    let year = key.unwrap_or(cx.anno);
    let fine = o.fine.as_ref()?;
    // Without its year a time is of the year of the plan, if the objective has it.
    if key.is_none() && !lasts_in(o, year) || largo(tempi) {
        return None;
    }
    let last = tempi.intervalli(year).iter().filter_map(|i| i.a.or(i.da)).max()?;
    (last > fine.value && !stesso_mese(last, fine.value)).then_some((last, fine))
}

/// Whether an objective lasts in `year`.
fn lasts_in(o: &Obiettivo, year: i16) -> bool {
    o.inizio.is_none_or(|d| d.value.anno() <= year) && o.fine.is_none_or(|d| d.value.anno() >= year)
}

/// A month is said whole where a part of it is meant.
fn stesso_mese(a: Giorno, b: Giorno) -> bool {
    (a.anno(), a.mese()) == (b.anno(), b.mese())
}

/// Whether a time is too wide, or too loose, to be held to the day: a year, half a year, again and again.
fn largo(tempo: &Tempo) -> bool {
    let Ok(lettura) = &tempo.lettura else { return true };
    let wide = |p: &Periodo| {
        let (Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) | Periodo::Fra(m, _)) = p;
        matches!(m.quando, Quando::Anno | Quando::Anni(_) | Quando::AnnoScolastico | Quando::Parte(Parte::Semestre, _))
    };
    match &lettura.forma {
        Forma::Periodi(all) | Forma::Alternative(all) => {
            lettura.impreciso || lettura.dubbio.is_some() || all.iter().any(wide)
        }
        _ => true,
    }
}
