//! The pages that explain the problems, one for each code. The page of a rule is a file beside the rule; the others are in
//! `diag/codes`. `piao spiega` prints them, `docs/regole.md` is made of them, and the test suite tries their examples.

use crate::base::giorno::Giorno;
use crate::diag::Severity;
use crate::diag::codes::CODICI;
use crate::rules::{ATTESE, IMPOSSIBILI, REGOLE, Regola};
use std::fmt::Write as _;

/// The page of a code.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// The code that the page explains: `P0302`.
    pub codice: &'static str,
    /// The rule that has this code; none for a code whose level offices cannot set.
    pub regola: Option<&'static Regola>,
    /// The page in Markdown: a title, what is checked, then the headings `Perché`, `Esempio` and `Correzione`, or `Rimedio`.
    pub testo: &'static str,
    livello: Severity,
}

/// The subjects, by the first figures of the codes.
const SUBJECTS: [(&str, &str); 15] = [
    ("P01", "Leggere i file"),
    ("P02", "Rimandi e citazioni"),
    ("P03", "Obiettivi e indicatori"),
    ("P04", "Tempi e date"),
    ("P05", "Testo e accessibilità"),
    ("P06", "Rischi e misure"),
    ("P07", "Persone e unità"),
    ("P08", "Dati aperti"),
    ("P09", "Impaginazione e difetti di piao"),
    ("P10", "Piano-tipo e iter"),
    ("P11", "Formazione"),
    ("P12", "Digitale, progetti e atti"),
    ("P13", "Dati personali"),
    ("P14", "Pubblicazione"),
    ("P15", "Importare da Excel e da Word"),
];

/// All pages, by code.
#[must_use]
pub fn all() -> Vec<Page> {
    let rules = REGOLE.iter().map(|r| Page { codice: r.codice, regola: Some(r), testo: r.pagina, livello: r.livello });
    let fixed =
        CODICI.iter().map(|code| Page { codice: code.name, regola: None, testo: code.pagina, livello: code.severity });
    let mut all: Vec<Page> = rules.chain(fixed).collect();
    all.sort_by_key(|pagina| pagina.codice);
    all
}

impl Page {
    /// The title of the page: a sentence that is true of a plan without this problem.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.testo.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    /// The page without its title.
    #[must_use]
    pub fn body(&self) -> &'static str {
        self.testo.split_once('\n').map_or("", |(_, rest)| rest.trim())
    }

    /// The subject under which `piao spiega` and the manual list the code, by its first two figures.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        SUBJECTS.iter().find(|(head, _)| self.codice.starts_with(head)).map_or("", |(_, name)| name)
    }

    /// The level of the problem when `piao.toml` sets none: `errore`, `avviso` or `nota`.
    #[must_use]
    pub fn level(&self) -> &'static str {
        self.livello.label()
    }

    /// What the declaration of a rule adds to its page, a line each: which bodies must obey it and since when, its source of
    /// law, how its level is set. For a code that is no rule: what it stops.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let Some(regola) = self.regola else {
            let stops = if self.livello == Severity::Blocco {
                "finché c’è, non si compila"
            } else {
                "si compila lo stesso"
            };
            return vec![format!("Non dipende dalle scelte dell’ente: {stops}.")];
        };
        let mut vale = format!("Vale per {}", regola.ambito.label());
        for (word, day) in [("dal", regola.dal), ("al", regola.al)] {
            if let Some(day) = day {
                let _ = write!(vale, ", {word} {}", Giorno(day).lunga());
            }
        }
        let fonte = match regola.fonte {
            Some(fonte) if fonte.letta => format!("Fonte: {}", fonte.testo),
            Some(fonte) => format!("Fonte da confermare, non riletta per questa regola: {}", fonte.testo),
            None => "Fonte: la coerenza del piano con sé stesso".to_owned(),
        };
        let level = if regola.livello == Severity::Avviso { "nota" } else { "avviso" };
        let set =
            format!("Per cambiarne il livello, in piao.toml sotto `[controlli]`: `{} = \"{level}\"`", regola.nome);
        vec![format!("{vale}."), format!("{fonte}."), format!("{set}.")]
    }
}

/// The manual of the rules, in Markdown: `docs/regole.md`.
#[must_use]
pub fn manual() -> String {
    let all = all();
    let mut out = String::from(
        "# Le regole di piao\n\n\
         <!-- Generato dalle pagine delle regole: si cambia lì (src/rules/*/*.md, src/diag/codes/*.md), poi\n\
         PIAO_UPDATE=1 cargo test --test suite pagine -->\n\n\
         Ogni problema che `piao controlla` trova ha un codice, e ogni codice una pagina: che cosa guarda, perché, un esempio \
         sbagliato e lo stesso corretto. Sono le stesse che mostra `piao spiega`, per esempio `piao spiega P0302`.\n\n\
         Gli esempi si aggiungono a un piano che non ha problemi: il primo dà quel codice e nessun altro, il secondo nessuno.\n",
    );
    for (head, subject) in SUBJECTS {
        let pages: Vec<&Page> = all.iter().filter(|pagina| pagina.codice.starts_with(head)).collect();
        if pages.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {subject}\n\n| Codice | Livello | |\n| --- | --- | --- |\n");
        for pagina in &pages {
            let name = pagina.regola.map_or_else(String::new, |regola| format!(" `{}`", regola.nome));
            let anchor = pagina.codice.to_lowercase();
            let _ = writeln!(out, "| [{}](#{anchor}){name} | {} | {} |", pagina.codice, pagina.level(), pagina.title());
        }
        for pagina in pages {
            let name = pagina.regola.map_or_else(String::new, |regola| format!(" · `{}`", regola.nome));
            let _ = write!(
                out,
                "\n### {}{name} · {} {{#{}}}\n",
                pagina.codice,
                pagina.title(),
                pagina.codice.to_lowercase()
            );
            for line in pagina.facts() {
                let _ = write!(out, "\n- {line}");
            }
            let _ = writeln!(out, "\n\n{}", two_levels_lower(pagina.body()));
        }
    }
    let lists = [
        ("Regole che aspettano", "Si conoscono già, e non si controllano ancora.", ATTESE),
        ("Errori che con piao non si fanno", "Nei piani di oggi ci sono; qui non possono nascere.", IMPOSSIBILI),
    ];
    for (title, words, list) in lists {
        let _ = write!(out, "\n## {title}\n\n{words}\n");
        for attesa in list {
            let _ = write!(out, "\n- {}: {}", attesa.controlla, attesa.perche);
        }
        out.push('\n');
    }
    out
}

/// A text with its headings two levels lower. Lines inside a code fence are not headings.
fn two_levels_lower(body: &str) -> String {
    let mut fence = false;
    let lines = body.lines().map(|line| {
        fence ^= line.starts_with("```");
        if line.starts_with("## ") && !fence { format!("##{line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}
