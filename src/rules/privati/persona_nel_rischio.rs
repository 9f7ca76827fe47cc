//! Processes, risks and measures name roles and no persons.

use crate::base::span::Spanned;
use crate::piano::element::value::Testo;
use crate::rules::discorso::Discorso;
use crate::rules::{Cx, Diagnostic, Regola, fonti, personali};

pub static REGOLA: Regola =
    Regola::errore("P1309", "persona-nel-rischio", include_str!("persona_nel_rischio.md"), check)
        .fonte(fonti::DLGS33_2013_7_BIS);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for discorso in testi(cx) {
        // One message for each text is enough: whoever mends it reads it whole.
        let name = personali::persone(&discorso.parole).into_iter().find(|persona| !persona.debole);
        let Some(span) = name.and_then(|persona| discorso.span(persona.dove)) else { continue };
        out.push(
            REGOLA
                .at(span, "in un processo, in un rischio o in una misura c’è il nome di una persona")
                .note("vi stanno soltanto i ruoli: chi legge non deve poter legare un rischio a qualcuno")
                .help("scrivi il ruolo: «il responsabile dell’area tecnica»; chi ne risponde si scrive con l’id dell’`[[incarico]]`"),
        );
    }
}

/// The texts of the records of section 2.3.
fn testi(cx: &Cx<'_>) -> Vec<Discorso> {
    let mut out = Vec::new();
    let elementi = &cx.piano.elementi;
    for p in elementi.processi.iter().map(|processo| &processo.value) {
        parole(cx, [Some(&p.titolo), p.avvio.as_ref(), p.prodotto.as_ref(), p.nota.as_ref()], &mut out);
        parole(cx, p.fasi.iter().map(Some), &mut out);
        prosa(cx, [p.motivazione, p.descrizione], &mut out);
        prosa(cx, p.passi.iter().map(|passo| Some(passo.value.testo)), &mut out);
        for r in p.rischi.iter().map(|rischio| &rischio.value) {
            parole(cx, r.fattori.iter().map(Some).chain([r.controlli.as_ref()]), &mut out);
            prosa(cx, [Some(r.evento), r.motivazione], &mut out);
        }
    }
    for m in elementi.misure_prevenzione.iter().map(|misura| &misura.value) {
        parole(cx, [Some(&m.titolo), m.controllo.as_ref()], &mut out);
        prosa(cx, [m.descrizione], &mut out);
        prosa(cx, m.passi.iter().map(|passo| Some(passo.value.testo)), &mut out);
        prosa(
            cx,
            m.verifiche.iter().flat_map(|verifica| [Some(verifica.value.strumento), verifica.value.atteso]),
            &mut out,
        );
        prosa(cx, m.indicatori.iter().map(|indicatore| Some(indicatore.value.testo)), &mut out);
    }
    for o in elementi.obblighi.iter().map(|obbligo| &obbligo.value) {
        parole(cx, [Some(&o.contenuto), o.controllo.as_ref(), o.assente.as_ref()], &mut out);
        prosa(cx, [o.nota], &mut out);
    }
    out
}

fn parole<'p>(cx: &Cx<'_>, all: impl IntoIterator<Item = Option<&'p Spanned<String>>>, out: &mut Vec<Discorso>) {
    out.extend(all.into_iter().flatten().map(|words| Discorso::di_stringa(words, cx.sources)));
}

fn prosa(cx: &Cx<'_>, all: impl IntoIterator<Item = Option<Testo>>, out: &mut Vec<Discorso>) {
    out.extend(all.into_iter().flatten().flat_map(|testo| cx.discorsi(testo)));
}
