//! Rules: what a plan can say that is read, found and printed, and is wrong all the same. One rule is one file: its code,
//! its name, its level and its check. A rule that fails never stops a draft; once the plan is approved, those at `errore` do.

use crate::data::Data;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::element::Kind;
use crate::element::obiettivo::Obiettivo;
use crate::load::Piano;
use crate::resolve::Index;
use crate::settings::Impostazioni;
use crate::source::Sources;
use crate::span::{Span, Spanned};

/// A rule.
#[derive(Debug)]
pub struct Regola {
    /// `P0301`: never reused.
    pub codice: &'static str,
    /// The name by which offices set its level: `pesi-obiettivi`.
    pub nome: &'static str,
    /// Its level when nobody sets one.
    pub livello: Severity,
    /// The names that it has in the catalogues from which it comes: not printed.
    pub origine: &'static [&'static str],
    check: fn(&Cx<'_>, &mut Vec<Diagnostic>),
}

impl Regola {
    /// A breach of the rule at `span`.
    fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::rule(self.codice, self.livello, span, message)
    }
}

macro_rules! regole {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// All rules, by code.
        pub static REGOLE: &[&Regola] = &[$(&$name::REGOLA),*];
    };
}

regole! {
    pesi_obiettivi,
    pesi_fasi,
}

/// What rules look at.
struct Cx<'a> {
    piano: &'a Piano,
    index: &'a Index,
    #[expect(dead_code, reason = "for the rules that show the words of the author")]
    sources: &'a Sources,
    set: &'a Impostazioni,
    /// The year whose plan it is.
    anno: i16,
}

impl<'a> Cx<'a> {
    /// The objectives with their position and their place.
    fn obiettivi(&self) -> impl Iterator<Item = (usize, &'a Spanned<Obiettivo>)> + use<'a> {
        self.piano.elementi.obiettivi.iter().enumerate()
    }

    /// What an objective is called in a message: its code, or its title.
    fn nome(&self, n: usize) -> String {
        match (self.index.code(Kind::Obiettivo, n), self.piano.elementi.obiettivi.get(n)) {
            (Some(code), _) => code.to_owned(),
            (None, Some(obiettivo)) => format!("«{}»", crate::load::toml::short(&obiettivo.value.titolo.value)),
            (None, None) => String::new(),
        }
    }

    /// The last day of the triennium.
    fn ultimo_giorno(&self) -> Option<Data> {
        jiff::civil::Date::new(self.set.anni().last()?, 12, 31).ok().map(Data)
    }
}

/// Reports every breach of every rule. Where something could not be read nothing is asked: what is missing may be there.
pub fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    let Some(set) = &piano.impostazioni else { return };
    let cx = Cx { piano, index, sources, set, anno: set.anno() };
    let mut found = Vec::new();
    for regola in REGOLE {
        (regola.check)(&cx, &mut found);
    }
    diags.extend(found);
}
