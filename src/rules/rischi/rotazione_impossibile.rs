//! Rotation of people is not promised where one or two of them work.

use crate::base::text::short;
use crate::conti::struttura::Struttura;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tema};
use crate::rules::rischi::{letti, rischi};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P0613", "rotazione-impossibile", include_str!("rotazione_impossibile.md"), check)
        .fonte(fonti::PNA_2019_1)
        .contenuto("2.3");

/// The most people of an office in which nobody can take the place of another.
const POCHE: u32 = 2;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(units) = Struttura::di(cx.piano, cx.index).filter(|_| letti(cx)) else { return };
    let rischi = rischi(cx);
    // The kind of measure alone does not tell: the rotation of those who are invited to a tender has it too.
    let rotating = cx.piano.elementi.each::<MisuraPrevenzione>().filter(|(_, m)| m.value.tema == Some(Tema::Rotazione));
    for (pos, misura) in rotating {
        let carried = rischi
            .trattati(pos)
            .into_iter()
            .filter_map(|processo| rischi.unita(rischi.svolge(&cx.piano[processo].value)?));
        let small =
            carried.filter_map(|unita| Some((unita, units.persone(unita)?))).find(|(_, people)| *people <= POCHE);
        let Some((unita, people)) = small else { continue };
        let nome = &cx.piano[unita].value.nome;
        let titolo = &misura.value.titolo;
        let who = if people == 1 { "lavora una persona".to_owned() } else { format!("lavorano {people} persone") };
        out.push(
            REGOLA
                .at(
                    titolo.span,
                    format!("«{}» è di un ufficio in cui {who}: nessuno può dare il cambio", short(&titolo.value)),
                )
                .other(nome.span, format!("«{}»", short(&nome.value)))
                .help("al posto della rotazione dividi i compiti: chi istruisce non decide, chi decide non controlla"),
        );
    }
}
