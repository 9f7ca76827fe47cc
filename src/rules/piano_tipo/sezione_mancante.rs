//! Every section of the Piano-tipo is there, with its official title.

use crate::base::text::flat;
use crate::piano::piano_tipo::SEZIONI;
use crate::piano::{Sezione, each_section};
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1005", "sezione-mancante", include_str!("sezione_mancante.md"), check)
    .fonte(fonti::DM132_2022_1_3)
    .origine(&["N01"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !cx.lette_le_impostazioni() {
        return;
    }
    for (numero, ufficiale) in SEZIONI {
        let Some(titolo) = cx.sezione(numero).and_then(|sezione| sezione.front.titolo.as_ref()) else { continue };
        // Case and the marks between the words change no title.
        if !titolo.value.trim().is_empty() && flat(&titolo.value) != flat(ufficiale) {
            out.push(
                REGOLA
                    .at(titolo.span, format!("la sezione {numero} del Piano-tipo si chiama «{ufficiale}»"))
                    .label("titolo diverso da quello ufficiale")
                    .help(format!("scrivi \"{ufficiale}\", o togli `titolo`: quello ufficiale si stampa da sé"))
                    .proposta(titolo.span, cx.scritto(titolo.span, ufficiale)),
            );
        }
    }
    let profilo = cx.set.profilo();
    let missing: Vec<(&str, &str)> =
        SEZIONI.into_iter().filter(|(n, _)| profilo.asks(n) && cx.sezione(n).is_none()).collect();
    let (Some((first, _)), true) = (missing.first(), cx.lette_le_sezioni()) else { return };
    let names: Vec<String> = missing.iter().map(|(numero, titolo)| format!("{numero} «{titolo}»")).collect();
    let message = match names.as_slice() {
        [one] => format!("manca la sezione {one} del Piano-tipo"),
        all => format!("mancano {} sezioni del Piano-tipo: {}", all.len(), elenco(all)),
    };
    let mut problem =
        REGOLA.at(cx.impostazioni(), message).note(format!("il piano di questo ente è quello {}", profilo.label()));
    // A section with the official title and no number is probably the missing one.
    each_section(&cx.piano.sezioni, &mut |sezione: &Sezione| {
        let named = missing.iter().find(|(_, titolo)| flat(titolo) == flat(&sezione.titolo));
        if let (None, Some((numero, _))) = (&sezione.front.sezione, named) {
            problem
                .others
                .push((sezione.span, format!("se è questa, scrivi nell’intestazione `sezione = \"{numero}\"`")));
        }
    });
    let each = if missing.len() == 1 { "fai" } else { "per ognuna fai" };
    out.push(problem.help(format!(
        "{each} un file `.md` che comincia così; se il contenuto non c’è, aggiungi il motivo: `assente = \"…\"`\n+++\nsezione = \"{first}\"\n+++"
    )));
}
