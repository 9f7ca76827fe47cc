//! The rules find what can be read and printed but is wrong. A rule is two files: `pesi_fasi.rs` has its
//! code, name, level, source of law and check; `pesi_fasi.md` is its page, which `piao spiega` prints, the manual shows and the
//! test suite tries. A broken rule never stops a draft. A broken rule of level `errore` stops an approved plan.

mod agile;
mod attese;
mod confronti;
mod cx;
mod discorso;
mod fabbisogni;
mod fondi;
mod fonti;
mod formazione;
mod gruppo;
mod list;
mod monitoraggi;
mod obiettivi;
mod personali;
mod persone;
mod piano_tipo;
mod privati;
mod pubblicazione;
mod rischi;
mod scambi;
mod somiglia;
mod spesa;
mod stampato;
mod struttura;
mod tempi;
mod testo;
mod vocabolario;

use crate::diag::codes::{P0130, P0131};
pub use attese::{ATTESE, Attesa, IMPOSSIBILI};
pub use cx::Cx;
use cx::{e_un_giorno, elenco, impossibile, tempi, tempi_misura, tempi_scambio};
use discorso::{Discorso, inizio, testi_nudi};
use gruppo::{Gruppo, Parte, Trovati};
pub use list::REGOLE;
pub use privati::testo_nascosto::nascosti;
use stampato::{Stampato, Tabella};

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::conti::fatti::Fatti;
use crate::diag::{Diagnostic, Diagnostics, Fonte, Severity, nearest};
use crate::index::Index;
use crate::piano::piano_tipo::Profilo;
use crate::piano::settings::{Impostazioni, Livello};
use crate::piano::{Incompleto, Piano};
use crate::source::Sources;
use jiff::civil::Date;
use rayon::prelude::*;

/// A rule.
#[derive(Debug)]
pub struct Regola {
    /// `P0301`: never reused.
    pub codice: &'static str,
    /// Its page, in Markdown: what it asks, why, an example that breaks it and the same mended.
    pub pagina: &'static str,
    /// The name by which offices set its level: `pesi-obiettivi`.
    pub nome: &'static str,
    /// Its level when nobody sets one.
    pub livello: Severity,
    /// Which bodies must obey it.
    pub ambito: Ambito,
    /// The first day on which it holds. Plans with an earlier date are not checked.
    pub dal: Option<Date>,
    /// The last day on which it holds.
    pub al: Option<Date>,
    /// The norm that it applies. None for a rule that only finds contradictions inside the plan.
    pub fonte: Option<Fonte>,
    /// The names that it has in the catalogues from which it comes: not printed.
    pub origine: &'static [&'static str],
    /// The section whose contents it asks for. While that is still to be written, the rule says nothing.
    contenuto: Option<&'static str>,
    check: Check,
}

/// Looks at a plan and adds the breaches that it finds.
type Check = fn(&Cx<'_>, &mut Vec<Diagnostic>);

/// Which bodies must obey a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ambito {
    /// All bodies.
    Tutti,
    /// Bodies with more than 50 employees.
    Ordinario,
    /// Bodies with at most 50 employees.
    Semplificato,
    /// Local bodies: Comuni, their unions, and the bodies that they set up.
    EntiLocali,
}

impl Ambito {
    /// The words that are printed for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Ambito::Tutti => "tutti gli enti",
            Ambito::Ordinario => "enti con più di 50 dipendenti",
            Ambito::Semplificato => "enti fino a 50 dipendenti",
            Ambito::EntiLocali => "enti locali",
        }
    }

    fn includes(self, set: &Impostazioni) -> bool {
        use crate::piano::element::ente::Tipo::{
            Ambito as Distretto, Asp, CittaMetropolitana, Comune, ComunitaMontana, Consorzio, Provincia, Unione,
        };
        match self {
            Ambito::Tutti => true,
            Ambito::Ordinario => set.profilo() == Profilo::Ordinario,
            Ambito::Semplificato => set.profilo() == Profilo::Semplificato,
            Ambito::EntiLocali => matches!(
                set.ente.tipo,
                Comune | Unione | Provincia | CittaMetropolitana | ComunitaMontana | Consorzio | Distretto | Asp
            ),
        }
    }
}

impl Regola {
    /// A rule whose breaches stop an approved plan.
    const fn errore(codice: &'static str, nome: &'static str, pagina: &'static str, check: Check) -> Regola {
        Regola::new(Severity::Errore, codice, nome, pagina, check)
    }

    /// A rule whose breaches are probably faults, and stop nothing.
    const fn avviso(codice: &'static str, nome: &'static str, pagina: &'static str, check: Check) -> Regola {
        Regola::new(Severity::Avviso, codice, nome, pagina, check)
    }

    /// A rule whose breaches may well be right.
    const fn nota(codice: &'static str, nome: &'static str, pagina: &'static str, check: Check) -> Regola {
        Regola::new(Severity::Nota, codice, nome, pagina, check)
    }

    const fn new(
        livello: Severity,
        codice: &'static str,
        nome: &'static str,
        pagina: &'static str,
        check: Check,
    ) -> Regola {
        let (ambito, dal, al, fonte, contenuto) = (Ambito::Tutti, None, None, None, None);
        Regola { codice, pagina, nome, livello, ambito, dal, al, fonte, origine: &[], contenuto, check }
    }

    /// Limits the rule to these bodies.
    const fn ambito(self, ambito: Ambito) -> Regola {
        Regola { ambito, ..self }
    }

    /// Makes the rule hold from this day on.
    const fn dal(self, dal: Date) -> Regola {
        Regola { dal: Some(dal), ..self }
    }

    /// Sets the norm that the rule applies.
    const fn fonte(self, fonte: Fonte) -> Regola {
        Regola { fonte: Some(fonte), ..self }
    }

    /// Sets the names that it has in the catalogues from which it comes.
    const fn origine(self, origine: &'static [&'static str]) -> Regola {
        Regola { origine, ..self }
    }

    /// Makes it say nothing while this section is still to be written.
    const fn contenuto(self, sezione: &'static str) -> Regola {
        Regola { contenuto: Some(sezione), ..self }
    }

    /// Whether these words name it: its name, or the code that its messages show.
    fn detta(&self, parole: &str) -> bool {
        parole == self.nome || parole.eq_ignore_ascii_case(self.codice)
    }

    /// The level that the settings give to it.
    fn livello_in<'a>(&self, set: &'a Impostazioni) -> Option<&'a Spanned<Livello>> {
        set.controlli.iter().find(|(name, _)| self.detta(name)).map(|(_, livello)| livello)
    }

    /// A breach of the rule at `span`.
    fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::rule(self.codice, self.livello, span, message)
    }

    /// Its breaches in a plan, each at its own level.
    #[must_use]
    pub fn breaches(&self, cx: &Cx<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        (self.check)(cx, &mut found);
        for problem in &mut found {
            problem.norma = self.fonte;
        }
        found
    }

    /// The rule that has `codice`, when it is of one that offices can set.
    #[must_use]
    pub fn con(codice: &str) -> Option<&'static Regola> {
        REGOLE.iter().find(|regola| regola.codice == codice).copied()
    }

    /// Whether it is asked of a plan with these settings.
    fn applies(&self, set: &Impostazioni) -> bool {
        let day = set.data.0;
        self.ambito.includes(set) && self.dal.is_none_or(|dal| dal <= day) && self.al.is_none_or(|al| day <= al)
    }
}

/// Reports every breach of every rule. Deadlines are judged as of `oggi` or, without it, as of the date of the plan. When
/// something could not be read, rules do not report what is missing, because it may be there.
pub fn check(
    piano: &Piano,
    index: &Index,
    fatti: &Fatti,
    sources: &Sources,
    oggi: Option<Giorno>,
    diags: &mut Diagnostics,
) {
    let Some(cx) = Cx::of(piano, index, fatti, sources, oggi, diags) else { return };
    let set = cx.set;
    names(&cx, diags);
    let mut used = vec![false; piano.ammesse.len()];
    let level = |regola: &Regola| regola.livello_in(set).map(|livello| livello.value);
    let waits = |regola: &Regola| regola.contenuto.is_some_and(|numero| cx.da_compilare(numero));
    let asked = REGOLE.iter().filter(|regola| regola.applies(set) && level(regola) != Some(Livello::Ignora));
    let asked = asked.filter(|regola| !waits(regola));
    let asked: Vec<&Regola> = asked.copied().collect();
    // The rules run in parallel, because none needs what another found. Their problems are added in the order of the rules.
    let found: Vec<Vec<Diagnostic>> = asked.par_iter().map(|regola| regola.breaches(&cx)).collect();
    let files = stampato::nominati(piano);
    for (regola, found) in asked.into_iter().zip(found) {
        let severity = match level(regola) {
            Some(Livello::Errore) => Some(Severity::Errore),
            Some(Livello::Avviso) => Some(Severity::Avviso),
            Some(Livello::Nota) => Some(Severity::Nota),
            Some(Livello::Ignora) | None => None,
        };
        for problem in found {
            let problem = stampato::con_cella(piano, &files, problem);
            let excuse = piano.ammesse.iter().zip(&mut used).find(|(ammessa, _)| {
                regola.detta(ammessa.ammetti.regola.value.trim())
                    && problem.span.is_some_and(|span| inside(ammessa.dove, span))
            });
            match excuse {
                Some((ammessa, used)) => {
                    *used = true;
                    diags.excuse(problem, ammessa.ammetti.motivo.value.trim().to_owned());
                }
                None => diags.push(Diagnostic { severity: severity.unwrap_or(problem.severity), ..problem }),
            }
        }
    }
    // When something could not be read some rules say nothing, so an excuse that seems to be unused may be needed.
    if sources.partial || piano.incompleto != Incompleto::default() || diags.iter().any(Diagnostic::illeggibile) {
        return;
    }
    let named = |name: &str| REGOLE.iter().find(|regola| regola.detta(name)).copied();
    for (ammessa, _) in piano.ammesse.iter().zip(used).filter(|(_, used)| !used) {
        let regola = &ammessa.ammetti.regola;
        let Some(named) = named(regola.value.trim()) else { continue };
        let ignored = waits(named) || named.livello_in(set).is_some_and(|livello| livello.value == Livello::Ignora);
        if !ignored {
            diags.push(
                Diagnostic::at(P0131, regola.span, format!("qui la regola `{}` è rispettata", regola.value.trim()))
                    .note("un’ammissione vale per il file o per il dato in cui è scritta")
                    .help("togli questo `[[ammetti]]`: non serve più"),
            );
        }
    }
}

fn inside(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}

/// Reports the settings and the excuses that name a rule which does not exist.
fn names(cx: &Cx<'_>, diags: &mut Diagnostics) {
    let mut ask = |name: &str, span: Span| {
        if REGOLE.iter().any(|regola| regola.detta(name)) {
            return;
        }
        let error = Diagnostic::at(P0130, span, format!("la regola `{}` non esiste", crate::base::text::short(name)));
        diags.push(match nearest(name, REGOLE.iter().map(|regola| regola.nome)) {
            Some(near) => error.help(format!("forse intendevi `{near}`")).proposta(span, cx.scritto(span, near)),
            None => error.help("`piao spiega` elenca i nomi delle regole"),
        });
    };
    for (name, livello) in &cx.set.controlli {
        ask(name, livello.span);
    }
    for ammessa in &cx.piano.ammesse {
        ask(ammessa.ammetti.regola.value.trim(), ammessa.ammetti.regola.span);
    }
}
