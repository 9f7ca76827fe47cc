//! The pages that explain the problems, one for each code. The page of a rule is a file beside the rule; the others are in
//! `diag/codes`. `piao spiega` prints them, `docs/regole.md` is made of them, and the test suite tries their examples.

use crate::base::giorno::Giorno;
use crate::diag::Severity;
use crate::diag::codes::CODICI;
use crate::rules::{ATTESE, IMPOSSIBILI, REGOLE, Regola};
use std::fmt::Write as _;

/// The page of a code.
#[derive(Debug, Clone, Copy)]
pub struct Pagina {
    /// `P0302`.
    pub codice: &'static str,
    /// The rule that has this code; none for a code whose level offices cannot set.
    pub regola: Option<&'static Regola>,
    /// In Markdown: a title, what it looks at, `Perché`, `Esempio` and `Correzione`, or `Rimedio`.
    pub testo: &'static str,
    livello: Severity,
}

/// The subjects, by the first figures of the codes.
const MATERIE: [(&str, &str); 14] = [
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
];

/// All pages, by code.
#[must_use]
pub fn tutte() -> Vec<Pagina> {
    let rules =
        REGOLE.iter().map(|r| Pagina { codice: r.codice, regola: Some(r), testo: r.pagina, livello: r.livello });
    let fixed = CODICI.iter().map(|code| Pagina {
        codice: code.name,
        regola: None,
        testo: code.pagina,
        livello: code.severity,
    });
    let mut all: Vec<Pagina> = rules.chain(fixed).collect();
    all.sort_by_key(|pagina| pagina.codice);
    all
}

impl Pagina {
    /// The right state of things, in a sentence.
    #[must_use]
    pub fn titolo(&self) -> &'static str {
        self.testo.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    /// The page without its title.
    #[must_use]
    pub fn corpo(&self) -> &'static str {
        self.testo.split_once('\n').map_or("", |(_, rest)| rest.trim())
    }

    /// The subject of its code.
    #[must_use]
    pub fn materia(&self) -> &'static str {
        MATERIE.iter().find(|(head, _)| self.codice.starts_with(head)).map_or("", |(_, name)| name)
    }

    /// `errore`, or what else it is when the office does not set it.
    #[must_use]
    pub fn livello(&self) -> &'static str {
        self.livello.label()
    }

    /// What is known of the rule beside its page, a line each: of whom it is asked and since when, its source of law, how
    /// its level is set. Of a fixed code, what it stops.
    #[must_use]
    pub fn dati(&self) -> Vec<String> {
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
pub fn manuale() -> String {
    let all = tutte();
    let mut out = String::from(
        "# Le regole di piao\n\n\
         <!-- Generato dalle pagine delle regole: si cambia lì (src/rules/*/*.md, src/diag/codes/*.md), poi\n\
         PIAO_UPDATE=1 cargo test --test suite pagine -->\n\n\
         Ogni problema che `piao controlla` trova ha un codice, e ogni codice una pagina: che cosa guarda, perché, un esempio \
         sbagliato e lo stesso corretto. Sono le stesse che mostra `piao spiega`, per esempio `piao spiega P0302`.\n\n\
         Gli esempi si aggiungono a un piano che non ha problemi: il primo dà quel codice e nessun altro, il secondo nessuno.\n",
    );
    for (head, materia) in MATERIE {
        let pages: Vec<&Pagina> = all.iter().filter(|pagina| pagina.codice.starts_with(head)).collect();
        if pages.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {materia}\n\n| Codice | Livello | |\n| --- | --- | --- |\n");
        for pagina in &pages {
            let name = pagina.regola.map_or_else(String::new, |regola| format!(" `{}`", regola.nome));
            let anchor = pagina.codice.to_lowercase();
            let _ =
                writeln!(out, "| [{}](#{anchor}){name} | {} | {} |", pagina.codice, pagina.livello(), pagina.titolo());
        }
        for pagina in pages {
            let name = pagina.regola.map_or_else(String::new, |regola| format!(" · `{}`", regola.nome));
            let _ = write!(
                out,
                "\n### {}{name} · {} {{#{}}}\n",
                pagina.codice,
                pagina.titolo(),
                pagina.codice.to_lowercase()
            );
            for line in pagina.dati() {
                let _ = write!(out, "\n- {line}");
            }
            let _ = writeln!(out, "\n\n{}", sotto(pagina.corpo()));
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
fn sotto(corpo: &str) -> String {
    let mut fence = false;
    let lines = corpo.lines().map(|line| {
        fence ^= line.starts_with("```");
        if line.starts_with("## ") && !fence { format!("##{line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}
