//! Where an indicator starts and where it arrives are values of one kind.

use crate::base::text::short;
use crate::lingua::unita::stessa;
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura, TipoFormula};
use crate::piano::element::target::{Atteso, Target};
use crate::rules::confronti::indicatori;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0331", "base-senza-arrivo", include_str!("base_senza_arrivo.md"), check)
    .origine(&["BASE-NO-TARGET"]);

/// What no share of a whole goes beyond.
const CENTO: Decimale = Decimale(100 * Decimale::UNO.0);

/// The kind of a value: two values of one kind can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Specie {
    Percentuale,
    Numero,
    SiNo,
}

impl Specie {
    fn of(target: &Target, indicatore: &Indicatore) -> Option<Self> {
        let measure = indicatore.misura.map(|misura| misura.value);
        let own = indicatore.unita_misura.as_ref().is_some_and(|unita| unita.value.trim().starts_with('%'));
        match &target.atteso {
            Atteso::SiNo(_) => Some(Specie::SiNo),
            // «−10 %» is a change, and 2026 may be a year.
            Atteso::Numero { valore, unita, .. }
                if valore.0 < 0 || unita.is_empty() && (19_000_000..21_000_000).contains(&valore.0) =>
            {
                None
            }
            Atteso::Numero { unita, .. } if stessa(unita, "%") => Some(Specie::Percentuale),
            Atteso::Numero { unita, .. } if unita.is_empty() && (own || measure == Some(Misura::Percentuale)) => {
                Some(Specie::Percentuale)
            }
            Atteso::Numero { unita, .. } if !unita.starts_with('%') && !unita.starts_with("punt") => {
                Some(Specie::Numero)
            }
            _ => None,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Specie::Percentuale => "una percentuale",
            Specie::Numero => "un numero",
            Specie::SiNo => "un sì o un no",
        }
    }
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, indicatore) in indicatori(cx) {
        let i = &indicatore.value;
        // A change is a percentage of whatever it starts from.
        if i.formula.as_ref().is_some_and(|formula| formula.tipo == Some(TipoFormula::Variazione)) {
            continue;
        }
        let Some((base, from)) =
            i.base.as_ref().and_then(|base| Some((&base.valore, Specie::of(&base.valore.value, i)?)))
        else {
            continue;
        };
        let mut targets = i.attesi().map(|(_, target)| target);
        // «1.200» before «30 %» is no share, whatever the measure is called.
        let signed = |target: &Target| target.valore().is_some_and(|(_, unit)| stessa(unit, "%"));
        let bare = base.value.valore().is_some_and(|(number, unit)| unit.is_empty() && number > CENTO);
        let count = bare && i.unita_misura.is_none() && i.attesi().any(|(_, target)| signed(&target.value));
        let from = if count { Specie::Numero } else { from };
        let Some((target, to)) = targets.find_map(|t| Some((t, Specie::of(&t.value, i).filter(|to| *to != from)?)))
        else {
            continue;
        };
        // A target that is not of its measure is told by `misura-e-valore`.
        let measure = match i.misura.map(|misura| misura.value) {
            Some(Misura::Percentuale) => Some(Specie::Percentuale),
            Some(Misura::Quantita | Misura::Tempestivita) => Some(Specie::Numero),
            Some(Misura::SiNo) => Some(Specie::SiNo),
            Some(Misura::Data) | None => None,
        };
        if measure.is_some_and(|measure| measure != to) {
            continue;
        }
        out.push(
            REGOLA
                .at(
                    target.span,
                    format!("si parte da {}, «{}», e si arriva a {}, «{}»", from.label(), short(base.value.parola.trim()), to.label(), short(target.value.parola.trim())),
                )
                .label("il valore atteso")
                .other(base.span, "il valore di partenza")
                .note(format!("l’indicatore è: {}", cx.parole(i.testo)))
                .help("scrivi i due valori nella stessa misura; se il target dice di quanto si cambia, aggiungi `tipo = \"variazione\"` alla `formula`"),
        );
    }
}
