//! A plan from nothing. Its files are made from the models in `modelli/`, which are those of a plan written in minijinja: each has
//! the path that its file will have, and in its first line the section of the Piano-tipo to which it belongs. A model that gives
//! no text makes no file, so each says by itself for which bodies it is.

use crate::base::giorno::Giorno;
use crate::conti::soglie;
use crate::piano::element::ente::Tipo;
use crate::piano::piano_tipo::Profilo;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};
use std::collections::BTreeMap;

pub mod esempi;

mod modelli {
    include!(concat!(env!("OUT_DIR"), "/modelli.rs"));
}

/// What the authors answered.
#[derive(Debug, Clone)]
pub struct Risposte {
    /// The name of the body.
    pub nome: String,
    /// Its kind.
    pub tipo: Tipo,
    /// Its inhabitants; none when it has no territory, or nobody said.
    pub abitanti: Option<u32>,
    /// How many people work there.
    pub dipendenti: u32,
    /// The first year of the plan.
    pub primo: i16,
    /// The day that the plan bears.
    pub data: Giorno,
    /// Whether it has managers (dirigenti).
    pub dirigenti: bool,
    /// The union to which it belongs.
    pub unione: Option<String>,
    /// Whether section 2.3 of an earlier plan is confirmed, and not written anew.
    pub confermata: bool,
    /// Its units.
    pub aree: Vec<Area>,
    /// Whether some of its people work from elsewhere.
    pub agile: bool,
}

/// An organisational unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The code by which records name it: `A1`.
    pub codice: String,
    /// Its name.
    pub nome: String,
}

impl Risposte {
    /// The plan that the body owes.
    #[must_use]
    pub fn profilo(&self) -> Profilo {
        Profilo::di(self.dipendenti)
    }
}

/// Makes the files of a new plan, by path. With `sezione`, those of one section of the Piano-tipo and of the chapter around it, also
/// where this body does not owe it.
///
/// # Errors
/// When a model is wrong. Nothing in the answers can cause it.
pub fn files(risposte: &Risposte, sezione: Option<&str>) -> Result<BTreeMap<String, String>, Error> {
    let ordinario =
        risposte.profilo() == Profilo::Ordinario || sezione.is_some_and(|numero| !risposte.profilo().asks(numero));
    let legale = match risposte.tipo {
        Tipo::Comune | Tipo::CittaMetropolitana => "Il Sindaco",
        _ => "Il Presidente",
    };
    let anni = [risposte.primo, risposte.primo + 1, risposte.primo + 2];
    let band = risposte.abitanti.and_then(|abitanti| soglie::fascia(risposte.tipo, abitanti, risposte.data));
    let fascia = band.map(|(fascia, fonte)| format!("{}, soglia {} ({fonte})", fascia.parole(), fascia.soglia));
    let said = context! {
        nome => risposte.nome.as_str(),
        tipo => risposte.tipo.nome(),
        territorio => risposte.tipo.territorio(),
        abitanti => risposte.abitanti,
        dipendenti => risposte.dipendenti,
        ordinario,
        primo => risposte.primo,
        anni,
        triennio => format!("{}-{}", anni[0], anni[2]),
        data => risposte.data.iso(),
        dirigenti => risposte.dirigenti,
        ruolo => if risposte.dirigenti { "dirigente" } else { "eq" },
        legale,
        unione => risposte.unione.as_deref(),
        confermata => risposte.confermata,
        aree => risposte.aree.iter().map(|area| context! { codice => area.codice.as_str(), nome => area.nome.as_str() }).collect::<Vec<_>>(),
        agile => risposte.agile,
        finanza => if soglie::ha_soglie(risposte.tipo) { "soglia" } else { "limite" },
        fascia,
        // Unions, and the smallest towns, are held to what they spent in 2008 (L. 296/2006, art. 1, par. 562).
        comma => if risposte.tipo == Tipo::Unione || risposte.abitanti.is_some_and(|n| n < 1000) { 562 } else { 557 },
    };
    let env = environment()?;
    let mut out = BTreeMap::new();
    for (path, bytes) in modelli::FILES {
        let (of, model) = model(bytes).ok_or_else(|| Error::new(ErrorKind::SyntaxError, *path))?;
        if sezione.is_some_and(|numero| !belongs(of, numero)) {
            continue;
        }
        let text = env.render_named_str(path, model, &said)?;
        if !text.trim().is_empty() {
            out.insert((*path).to_owned(), text);
        }
    }
    Ok(out)
}

/// The section to which a model belongs, from its first line (`{# 3.3 #}`, or `{# tutto #}` for the whole plan), and the model.
fn model(bytes: &'static [u8]) -> Option<(&'static str, &'static str)> {
    let (first, model) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
    Some((first.trim().strip_prefix("{#")?.strip_suffix("#}")?.trim(), model))
}

/// Whether a model of section `of` is needed for section `numero`: it is of that section, of one under it, or of its chapter.
fn belongs(of: &str, numero: &str) -> bool {
    let under = |one: &str, above: &str| one.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    of == numero || under(of, numero) || under(numero, of)
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    env.set_syntax(syntax.build()?);
    // A name may hold quotes and backslashes: as a value of TOML they are escaped.
    env.add_filter("toml", |text: String| toml::Value::String(text).to_string());
    Ok(env)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn risposte(dipendenti: u32) -> Risposte {
        Risposte {
            nome: "Comune di «Prova» \"detto\" il \\bello".into(),
            tipo: Tipo::Comune,
            abitanti: None,
            dipendenti,
            primo: 2027,
            data: Giorno::parse("2026-11-30").unwrap(),
            dirigenti: false,
            unione: None,
            confermata: false,
            aree: vec![Area { codice: "A1".into(), nome: "Area \"uno\"".into() }],
            agile: true,
        }
    }

    #[test]
    fn each_model_says_its_section_and_any_name_is_written() {
        for (path, bytes) in modelli::FILES {
            assert!(model(bytes).is_some(), "{path}");
        }
        let all = files(&risposte(51), None).unwrap();
        for (path, text) in all.iter().filter(|(path, _)| path.ends_with(".toml")) {
            let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
            if path == "piao.toml" {
                assert_eq!(table["ente"]["nome"].as_str(), Some("Comune di «Prova» \"detto\" il \\bello"));
            }
        }
        // Exactly 50 is the simplified plan.
        let small = files(&risposte(50), None).unwrap();
        assert!(all.contains_key("4-monitoraggio.md") && !small.contains_key("4-monitoraggio.md"));
        assert!(small["piao.toml"].contains("profilo = \"semplificato\""));
        assert!(small.len() < all.len());
    }

    #[test]
    fn a_section_comes_with_its_chapter_and_its_data() {
        let some = files(&risposte(20), Some("3.3")).unwrap();
        let names: Vec<&str> = some.keys().map(String::as_str).collect();
        assert!(names.contains(&"3-organizzazione-capitale-umano/index.md"), "{names:?}");
        assert!(names.contains(&"dati/formazione.toml") && !names.contains(&"piao.toml"), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("lavoro-agile")), "{names:?}");
        // A section that the body does not owe is made when it is asked for.
        assert!(files(&risposte(20), Some("4")).unwrap().contains_key("4-monitoraggio.md"));
        assert!(belongs("3", "3.3") && belongs("3.3", "3") && !belongs("3.1", "3.3") && !belongs("tutto", "3.3"));
    }
}
