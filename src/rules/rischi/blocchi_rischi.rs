//! Section 2.3 has the parts that the Piano-tipo asks for.

use super::rischi_nella_performance::ETICHETTE;
use crate::base::text::flat;
use crate::piano::Sezione;
use crate::piano::element::obiettivo::{Obiettivo, SezioneObiettivo};
use crate::piano::prose::{BlockKind, plain};
use crate::rules::rischi::nell_insieme;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

// The list of art. 3 was not read in the decree itself: an `avviso`.
pub static REGOLA: Regola = Regola::avviso("P0601", "blocchi-rischi", include_str!("blocchi_rischi.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_C)
    .origine(&["N37"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let (Some(place), Some(sezione)) = (nell_insieme(cx), cx.sezione("2.3")) else { return };
    if !cx.lette_le_sezioni() || !cx.letti_gli_obiettivi() {
        return;
    }
    let elementi = &cx.piano.elementi;
    let mut titles = Vec::new();
    titoli(sezione, &mut titles);
    let titled = |word: &str| titles.iter().any(|title| title.contains("contesto") && title.contains(word));
    let aims = |o: &Obiettivo| {
        o.vivo()
            && (o.sezione() == SezioneObiettivo::Rischi
                || o.etichette.iter().any(|etichetta| ETICHETTE.contains(etichetta)))
    };
    let parts = [
        (
            "gli obiettivi",
            elementi.obiettivi.iter().any(|o| aims(&o.value)),
            "un `[[obiettivo]]` con `sezione = \"2.3\"`",
        ),
        ("il contesto esterno", titled("estern"), "un titolo «Contesto esterno»"),
        ("il contesto interno", titled("intern"), "un titolo «Contesto interno»"),
        ("i processi", !elementi.processi.is_empty(), "le schede `[[processo]]`"),
        (
            "il monitoraggio",
            elementi.monitoraggi.iter().any(|m| m.value.guarda("2.3")),
            "un `[[monitoraggio]]` con `sezioni = [\"2.3\"]`",
        ),
        ("gli obblighi di trasparenza", !elementi.obblighi.is_empty(), "le schede `[[obbligo]]`"),
        ("le misure", !elementi.misure_prevenzione.is_empty(), "le schede `[[misura_prevenzione]]`"),
    ];
    let missing: Vec<_> = parts.iter().filter(|(_, there, _)| !there).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let cures: Vec<String> = missing.iter().map(|(.., cure)| (*cure).to_owned()).collect();
    let verb = if missing.len() == 1
        && !names.iter().any(|name| name.starts_with("gli ") || name.starts_with("le ") || name.starts_with("i "))
    {
        "manca"
    } else {
        "mancano"
    };
    out.push(
        REGOLA
            .at(place, format!("alla sezione 2.3 {verb} {}", elenco(&names)))
            .help(format!("aggiungi {}", elenco(&cures))),
    );
}

/// The titles of a section and of all that is in it.
fn titoli(sezione: &Sezione, out: &mut Vec<String>) {
    out.push(flat(&sezione.titolo));
    sezione.prose.each_block(&mut |block| {
        if let BlockKind::Heading { content, .. } = &block.kind {
            out.push(flat(&plain(content)));
        }
    });
    sezione.children.iter().for_each(|child| titoli(child, out));
}
