//! What is in the folder of the annexes is published: a file that no text and no record names may be there by mistake.

use super::tipo_allegato::illeggibile;
use crate::base::text::in_toml;
use crate::piano::element::{Kind, allegato::Allegato};
use crate::rules::vocabolario::citati;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P1415", "allegato-non-citato", include_str!("allegato_non_citato.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(cited) = citati(cx, Kind::Allegato) else { return };
    for (pos, allegato) in cx.piano.elementi.each::<Allegato>() {
        let file = &allegato.value.file;
        // The record that nobody wrote stands at the file itself.
        let written = cx.sources.file(allegato.span.file).is_some_and(|found| found.path != file.value);
        // What nobody could read is told as such.
        if written || cited.contains(&pos.n()) || illeggibile(cx, &file.value).is_some() {
            continue;
        }
        let path = &file.value;
        out.push(
            REGOLA
                .at(allegato.span, format!("`{path}` sarà pubblicato, e nessuno ne parla"))
                .note("tutto ciò che sta nella cartella `allegati` è pubblicato accanto al sito, con la sua impronta")
                .help(format!(
                    "se va pubblicato, scrivi in un file di `dati/`, con il titolo giusto:\n[[allegato]]\ntitolo = {}\nfile = {}",
                    in_toml(&allegato.value.titolo.value),
                    in_toml(path)
                ))
                .help("se non va pubblicato, porta il file fuori dalla cartella `allegati`"),
        );
    }
}
