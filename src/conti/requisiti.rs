//! What the law asks of a plan, each requirement judged in one function. The rules report what is missing and
//! [`super::completezza`] counts what is there. Both call these functions, so they cannot contradict each other.

use super::campi;
use super::rischi::Rischi;
use crate::base::span::Spanned;
use crate::base::text::flat;
use crate::index::Index;
use crate::piano::element::adempimento::{Adempimento, Oggetto};
use crate::piano::element::ente::Tipo as Ente;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tema, Tipo as TipoMisura};
use crate::piano::element::monitoraggio::{Monitoraggio, Tipo as TipoMonitoraggio};
use crate::piano::element::obbligo::Obbligo;
use crate::piano::element::obiettivo::{Etichetta, Obiettivo, SezioneObiettivo};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::{Processo, Rischio};
use crate::piano::element::row::{Campo, Row, Valore};
use crate::piano::element::value::Dovuto;
use crate::piano::element::{Forma, Kind};
use crate::piano::piano_tipo::Profilo;
use crate::piano::prose::{BlockKind, plain};
use crate::piano::settings::{Impostazioni, RESPONSABILE_DAL};
use crate::piano::vista::Shows;
use crate::piano::{Piano, Sezione, Tratta, each_section};
use std::collections::BTreeSet;

/// The answer of a plan to a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risposta {
    /// The plan says what is asked for.
    Data,
    /// The plan declares that it is absent, and gives the reason.
    Assente,
    /// The plan does not say it.
    Manca,
}

impl Risposta {
    /// The answer of a field that may be declared absent.
    pub fn di<T>(field: Option<&Dovuto<T>>) -> Self {
        match field {
            Some(Dovuto::Valore(_)) => Risposta::Data,
            Some(Dovuto::Assente(_)) => Risposta::Assente,
            None => Risposta::Manca,
        }
    }

    /// The answer of a field in the form in which it is shown.
    #[must_use]
    pub fn del_campo(campo: &Campo) -> Self {
        match &campo.value {
            Valore::Assente(_) => Risposta::Assente,
            _ if campo.is_missing() => Risposta::Manca,
            _ => Risposta::Data,
        }
    }
}

/// The objectives of performance that still count: neither replaced nor cancelled, and not of another section.
pub fn vivi(piano: &Piano) -> impl Iterator<Item = (Pos<Obiettivo>, &Obiettivo)> {
    di_ogni_sezione(piano).filter(|(_, o)| o.di_performance())
}

/// The objectives that still count, of performance and of the other sections.
pub fn di_ogni_sezione(piano: &Piano) -> impl Iterator<Item = (Pos<Obiettivo>, &Obiettivo)> {
    piano.elementi.each::<Obiettivo>().map(|(pos, o)| (pos, &o.value)).filter(|(_, o)| o.vivo())
}

/// Whether somebody answers for an objective: a unit, for the whole or for a share, or a person who holds an office.
#[must_use]
pub fn responsabile(obiettivo: &Obiettivo) -> Risposta {
    match Risposta::di(obiettivo.unita.as_ref()) {
        Risposta::Data => Risposta::Data,
        _ if !obiettivo.quote.is_empty() || !obiettivo.responsabili.is_empty() => Risposta::Data,
        other => other,
    }
}

/// Whether an objective says how its success is measured or verified.
#[must_use]
pub fn misurato(obiettivo: &Obiettivo) -> Risposta {
    let there = !obiettivo.indicatori.is_empty() || !obiettivo.verifiche.is_empty();
    if there { Risposta::Data } else { Risposta::Manca }
}

/// The objectives that count, of performance and of public value, with their labels. Among them the actions for accessibility and
/// for saving energy are looked for.
#[must_use]
pub fn etichettati(piano: &Piano) -> Vec<((Kind, usize), &[Etichetta])> {
    let valore =
        piano.elementi.each::<ObiettivoVp>().map(|(pos, o)| (<(Kind, usize)>::from(pos), o.value.etichette.as_slice()));
    valore.chain(di_ogni_sezione(piano).map(|(pos, o)| (pos.into(), o.etichette.as_slice()))).collect()
}

/// The two kinds of accessibility for each of which an action is due (DM 132/2022, art. 3, par. 1, letter a, n. 2).
pub const ACCESSIBILITA: [Etichetta; 2] = [Etichetta::AccessibilitaFisica, Etichetta::AccessibilitaDigitale];

/// The subjects of [`Etichetta::TEMI`] that no objective of performance touches.
#[must_use]
pub fn temi_scoperti(piano: &Piano) -> Vec<(&'static str, &'static [Etichetta])> {
    let touched = |tags: &[Etichetta]| vivi(piano).any(|(_, o)| o.etichette.iter().any(|e| tags.contains(e)));
    Etichetta::TEMI.into_iter().filter(|(_, tags)| !touched(tags)).collect()
}

/// Whether an objective of public value must say from which point of the DUP it comes: the bodies that Comuni make for
/// their services have no DUP, and a simplified plan owes no section 2.1.
#[must_use]
pub fn dovuto_il_dup(set: &Impostazioni) -> bool {
    matches!(set.ente.tipo, Ente::Comune | Ente::Unione | Ente::Provincia | Ente::CittaMetropolitana)
        && set.profilo() == Profilo::Ordinario
}

/// Whether an objective of public value says from which point of the DUP it comes.
#[must_use]
pub fn dal_dup(obiettivo: &ObiettivoVp) -> Risposta {
    Risposta::di(obiettivo.dup.as_ref())
}

/// Whether the plan names who answers for inclusion and accessibility in the public body (D.Lgs. 222/2023).
#[must_use]
pub fn responsabile_accessibilita(set: &Impostazioni) -> Risposta {
    match &set.ente.responsabile_accessibilita {
        Some(Dovuto::Valore(name)) if name.value.trim().is_empty() => Risposta::Manca,
        other => Risposta::di(other.as_ref()),
    }
}

/// The fields of the registry that are due, each with its label: those of [`crate::piano::settings::Ente::dovuti`] and, from
/// the day on which the law asks for it, who answers for accessibility.
#[must_use]
pub fn anagrafica(set: &Impostazioni) -> Vec<(&'static str, Risposta)> {
    let due = set.ente.dovuti();
    let mut all: Vec<_> = due.iter().map(|campo| (campo.label, Risposta::del_campo(campo))).collect();
    if set.data.0 >= RESPONSABILE_DAL {
        let mut row = Row::default();
        set.ente.row(&mut row);
        let officer = row.get("responsabile_accessibilita").map(|campo| campo.label);
        all.extend(officer.map(|label| (label, responsabile_accessibilita(set))));
    }
    all
}

/// The policies of an objective that serves section 2.3.
pub const ETICHETTE_RISCHI: [Etichetta; 3] =
    [Etichetta::PrevenzioneCorruzioneTrasparenza, Etichetta::Anticorruzione, Etichetta::Trasparenza];

/// A part that section 2.3 must have.
#[derive(Debug, Clone, Copy)]
pub struct Blocco {
    /// Its name, with the article.
    pub nome: &'static str,
    /// Whether it is there.
    pub presente: bool,
    /// What to write where it is not.
    pub cura: &'static str,
}

/// The parts of section 2.3. A simplified plan owes neither the objectives nor the two contexts.
#[must_use]
pub fn blocchi_rischi(piano: &Piano, profilo: Profilo) -> Vec<Blocco> {
    let elementi = &piano.elementi;
    let mut titles = Vec::new();
    if let Some(sezione) = piano.sezione("2.3") {
        titoli(sezione, &mut titles);
    }
    let titled = |word: &str, what: Tratta| {
        let said = |sezione: &Sezione| sezione.front.tratta.iter().any(|one| one.value == what);
        titles.iter().any(|title| title.contains("contesto") && title.contains(word))
            || piano.sezione("2.3").is_some_and(|sezione| anche_dentro(sezione, &said))
    };
    let aims = |o: &Obiettivo| {
        o.vivo()
            && (o.sezione() == SezioneObiettivo::Rischi || o.etichette.iter().any(|e| ETICHETTE_RISCHI.contains(e)))
    };
    let mut out = Vec::new();
    let mut add = |nome, presente, cura| out.push(Blocco { nome, presente, cura });
    if profilo == Profilo::Ordinario {
        let aimed = elementi.obiettivi.iter().any(|o| aims(&o.value));
        add("gli obiettivi", aimed, "un `[[obiettivo]]` con l’etichetta `prevenzione-corruzione-trasparenza`");
        add("il contesto esterno", titled("estern", Tratta::ContestoEsterno), "un titolo «Contesto esterno»");
        add("il contesto interno", titled("intern", Tratta::ContestoInterno), "un titolo «Contesto interno»");
    }
    add("i processi", !elementi.processi.is_empty(), "le schede `[[processo]]`");
    add("le misure", !elementi.misure_prevenzione.is_empty(), "le schede `[[misura_prevenzione]]`");
    add("il monitoraggio", monitorata(piano, "2.3"), "un `[[monitoraggio]]` con `sezioni = [\"2.3\"]`");
    add("gli obblighi di trasparenza", !elementi.obblighi.is_empty(), "le schede `[[obbligo]]`");
    out
}

/// Whether something is true of a section or of one inside it.
fn anche_dentro(sezione: &Sezione, is: &dyn Fn(&Sezione) -> bool) -> bool {
    is(sezione) || sezione.children.iter().any(|child| anche_dentro(child, is))
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

/// Whether a monitoring looks at a section.
#[must_use]
pub fn monitorata(piano: &Piano, numero: &str) -> bool {
    piano.elementi.monitoraggi.iter().any(|m| m.value.guarda(numero))
}

/// The areas of risk that every body must look at, without a process and without a declaration that the body has none.
#[must_use]
pub fn aree_scoperte<'a>(piano: &'a Piano, rischi: &Rischi<'a>) -> Vec<(&'static str, &'a str)> {
    let declared = |name: &str| {
        piano.elementi.adempimenti.iter().map(|a| &a.value).any(|a| {
            a.oggetto.value == Oggetto::AreaAssente
                && a.area.as_ref().is_some_and(|area| rischi.area(&area.value) == name)
        })
    };
    rischi.aree_scoperte().into_iter().filter(|(_, name)| !declared(name)).collect()
}

/// The events of a process for which nothing is done.
#[must_use]
pub fn senza_misura(processo: &Processo) -> Vec<&Spanned<Rischio>> {
    let bare = |rischio: &&Spanned<Rischio>| processo.misure.is_empty() && rischio.value.misure.is_empty();
    processo.rischi.iter().filter(bare).collect()
}

/// Whether the level of a process has its reason.
#[must_use]
pub fn motivato(processo: &Processo) -> bool {
    let mut reasons = processo.rischi.iter().map(|rischio| rischio.value.motivazione.is_some());
    processo.motivazione.is_some() || (!processo.rischi.is_empty() && reasons.all(|said| said))
}

/// The processes whose reason some view prints. A table prints it when it has its column, a card always.
#[must_use]
pub fn con_il_perche_stampato(piano: &Piano, index: &Index) -> BTreeSet<Pos<Processo>> {
    let mut out = BTreeSet::new();
    each_section(&piano.sezioni, &mut |sezione| {
        sezione.prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let asked = vista.colonne.as_ref().map(|all| all.iter().any(|name| name.value == "motivazione"));
            let printed = match vista.shows {
                Shows::Rischi => asked.unwrap_or(true),
                Shows::Elements(Kind::Processo) => match campi::forma(vista, Kind::Processo) {
                    Forma::Schede => true,
                    _ => asked.unwrap_or(false),
                },
                _ => false,
            };
            if printed {
                out.extend(campi::scelti::<Processo>(piano, index, vista));
            }
        });
    });
    out
}

/// What a measure against corruption does not say: by when, how it is verified, who answers for it.
#[must_use]
pub fn manca_alla_misura(piano: &Piano, rischi: &Rischi<'_>, pos: Pos<MisuraPrevenzione>) -> [bool; 3] {
    let m = &piano[pos].value;
    // Of a specific measure that no process names another rule speaks.
    let unnamed = m.tipo == TipoMisura::Specifica && rischi.trattati(pos).is_empty();
    let nobody = !unnamed && m.responsabili.is_empty() && rischi.responsabili(pos).is_empty();
    [m.scadenza.is_none(), m.indicatori.is_empty() && m.verifiche.is_empty(), nobody]
}

/// The measures of the whole body that are due, by their subject. Where few people work, rotation is replaced by other measures.
pub fn temi_generali(profilo: Profilo) -> impl Iterator<Item = Tema> {
    const DOVUTI: [Tema; 8] = [
        Tema::CodiceComportamento,
        Tema::ConflittoInteressi,
        Tema::Inconferibilita,
        Tema::IncarichiExtra,
        Tema::Pantouflage,
        Tema::Whistleblowing,
        Tema::Formazione,
        Tema::Commissioni,
    ];
    DOVUTI.into_iter().chain((profilo == Profilo::Ordinario).then_some(Tema::Rotazione))
}

/// Whether the plan has a measure of the whole body on a subject, or declares that it has none.
#[must_use]
pub fn tema_generale(piano: &Piano, tema: Tema) -> Risposta {
    let elementi = &piano.elementi;
    let declared = |a: &Adempimento| a.oggetto.value == Oggetto::MisuraAssente && a.tema == Some(tema);
    if elementi.misure_prevenzione.iter().any(|misura| misura.value.tema == Some(tema)) {
        Risposta::Data
    } else if elementi.adempimenti.iter().any(|a| declared(&a.value)) {
        Risposta::Assente
    } else {
        Risposta::Manca
    }
}

/// What a duty to publish does not say: who makes the data, who publishes them, by when. Of one that does not apply nothing is due.
#[must_use]
pub fn manca_all_obbligo(obbligo: &Obbligo) -> [bool; 3] {
    let due = obbligo.dovuto() && !obbligo.scaduto;
    [due && obbligo.produce.is_none(), due && obbligo.pubblica.is_none(), due && obbligo.termine.is_none()]
}

/// The confirmation of a section 2.3 made in an earlier year (DM 132/2022, art. 6, par. 2).
#[derive(Debug)]
pub struct Conferma<'a> {
    /// The declaration that the section is confirmed.
    pub dichiarata: Option<&'a Adempimento>,
    /// What must not have happened, each with what the plan says of it.
    pub esiti: [(Oggetto, Option<&'a Adempimento>); 4],
}

impl Conferma<'_> {
    /// The confirmation, its act and the four outcomes, each with whether the plan has it.
    #[must_use]
    pub fn parti(&self) -> Vec<(String, Risposta)> {
        let said = |there: bool| if there { Risposta::Data } else { Risposta::Manca };
        let act = self.dichiarata.is_some_and(|a| a.atto.is_some());
        let mut out = vec![("l’atto della conferma".to_owned(), said(act))];
        out.extend(self.esiti.iter().map(|(oggetto, a)| (oggetto.label().to_owned(), said(a.is_some()))));
        out
    }
}

/// The confirmation of section 2.3. None when the section is made anew: it has its processes and nothing says that it is confirmed, or
/// this year is its first.
#[must_use]
pub fn conferma<'a>(piano: &'a Piano, set: &Impostazioni) -> Option<Conferma<'a>> {
    let said =
        |oggetto: Oggetto| piano.elementi.adempimenti.iter().map(|a| &a.value).find(|a| a.oggetto.value == oggetto);
    let dichiarata = said(Oggetto::Conferma);
    let later = primo_anno_dei_rischi(set) < set.anno() && piano.elementi.processi.is_empty();
    let four =
        [Oggetto::FattiCorruttivi, Oggetto::ModificheOrganizzative, Oggetto::Disfunzioni, Oggetto::ObiettiviModificati];
    (set.profilo() == Profilo::Semplificato && (dichiarata.is_some() || later))
        .then(|| Conferma { dichiarata, esiti: four.map(|oggetto| (oggetto, said(oggetto))) })
}

/// The year in which section 2.3 was made.
#[must_use]
pub fn primo_anno_dei_rischi(set: &Impostazioni) -> i16 {
    set.rischi.primo_anno.map_or_else(|| set.anno(), |anno| anno.value)
}

/// Those who use work away from the office.
pub fn agile_usato(piano: &Piano) -> impl Iterator<Item = &Spanned<LavoroAgile>> {
    piano.elementi.lavoro_agile.iter().filter(|agile| agile.value.assente.is_none())
}

/// The years of which a whole plan tells how much work is done away from the office: the one before it and its own.
pub fn anni_agili(set: &Impostazioni) -> impl Iterator<Item = i16> {
    set.anni().next().map(|first| first.saturating_sub(1)).into_iter().chain(set.anni())
}

/// The sections whose carrying out is looked at.
pub const MONITORATE: [&str; 6] = ["2.1", "2.2", "2.3", "3.1", "3.2", "3.3"];

/// Whether a monitoring says with what, when and by whom.
#[must_use]
pub fn monitoraggio_intero(m: &Monitoraggio) -> bool {
    m.strumento.is_some() && !m.tempi.0.is_empty() && !m.responsabili.is_empty()
}

/// The sections at which no whole monitoring looks.
#[must_use]
pub fn non_monitorate(piano: &Piano) -> Vec<&'static str> {
    let all = &piano.elementi.monitoraggi;
    let watched = |numero: &str| all.iter().any(|m| m.value.guarda(numero) && monitoraggio_intero(&m.value));
    MONITORATE.into_iter().filter(|numero| !watched(numero)).collect()
}

/// Whether the plan says with what it asks who uses the services if they are satisfied, and about which services.
#[must_use]
pub fn soddisfazione(piano: &Piano) -> bool {
    let all = piano.elementi.monitoraggi.iter().map(|m| &m.value);
    let mut asked = all.filter(|m| m.tipo() == TipoMonitoraggio::Soddisfazione);
    asked.any(|m| m.strumento.is_some() && !m.servizi.is_empty())
}

/// Whether a section shows `what`.
#[must_use]
pub fn is_shown(piano: &Piano, what: Shows) -> bool {
    let mut shown = false;
    each_section(&piano.sezioni, &mut |sezione| {
        sezione.prose.each_block(&mut |block| {
            shown |= matches!(&block.kind, BlockKind::View(vista) if vista.shows == what);
        });
    });
    shown
}
