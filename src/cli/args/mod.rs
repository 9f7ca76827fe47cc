//! The command line in Italian: what was typed, as a command with its options, and the words for what cannot be one.

mod command;

use self::command::command;
use crate::base::giorno::Giorno;
use crate::piano::settings::{Momento, Scelta};
use crate::project::{Ask, Format, OUTPUTS, Parte};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A command, with its options.
#[derive(Debug)]
pub(super) enum Command {
    /// No command at all.
    None,
    /// `piao compila`
    Compila(Compila),
    /// `piao controlla`
    Controlla(Controlla),
    /// `piao lsp`
    Lsp,
    /// `piao anteprima`
    Anteprima(Anteprima),
    /// `piao fatti`
    Fatti(Nomi),
    /// `piao elenco`
    Elenco(Nomi),
    /// `piao spiega`
    Spiega(Spiega),
    /// `piao esempio`
    Esempio(Esempio),
    /// `piao impronta`
    Impronta(PathBuf),
    /// `piao pubblica`
    Pubblica(Pubblica),
    /// `piao verifica`
    Verifica(Verifica),
    /// `piao confronta`
    Confronta(Confronta),
    /// `piao nuovo-anno`
    NuovoAnno(NuovoAnno),
    /// `piao importa`
    Importa(Importa),
    /// `piao importa --revisioni`
    Revisioni(Revisioni),
    /// `piao esporta`
    Esporta(Esporta),
    /// `piao raccolta`
    Raccolta(Raccolta),
    /// `piao nuovo`
    Nuovo(Nuovo),
    /// `piao guida`
    Guida(PathBuf),
    /// Help or version, ready to print.
    Print(String),
}

/// `piao compila [CARTELLA] …`
#[derive(Debug)]
pub(super) struct Compila {
    pub(super) folder: PathBuf,
    /// Which version of the plan, when it is not the one that the plan says.
    pub(super) version: Option<Scelta>,
    pub(super) output: PathBuf,
    pub(super) only: Option<Format>,
    pub(super) extract: Option<String>,
    /// Which plan, when the folder holds several.
    pub(super) ente: Option<String>,
    /// Which share of the plans, when they are made by several machines.
    pub(super) share: Option<Parte>,
    pub(super) layouts: Option<PathBuf>,
    pub(super) timings: bool,
}

impl Compila {
    /// The command on `folder`, with no other option.
    pub(super) fn of(folder: PathBuf) -> Self {
        Compila {
            folder,
            version: None,
            output: USCITA.into(),
            only: None,
            extract: None,
            ente: None,
            share: None,
            layouts: None,
            timings: false,
        }
    }
}

/// `piao nuovo [CARTELLA] …`
#[derive(Debug, Default)]
pub(super) struct Nuovo {
    pub(super) folder: Option<PathBuf>,
    /// The section of the Piano-tipo to add to a plan that is there.
    pub(super) section: Option<String>,
    /// The answers that were typed as options, by the name of the option.
    pub(super) answers: BTreeMap<&'static str, String>,
}

/// The questions of `piao nuovo` as options: name, value, help.
const DOMANDE: [(&str, &str, &str); 11] = [
    ("nome", "NOME", "Come si chiama l’ente, per intero"),
    ("tipo", "TIPO", "comune, unione, provincia, citta-metropolitana, asp, regione, altro [se manca: dal nome]"),
    ("abitanti", "NUMERO", "Quanti abitanti ha [se manca: resta da scrivere]"),
    ("dipendenti", "NUMERO", "Quanti dipendenti ha al 31 dicembre: fino a 50 il piano è quello semplificato"),
    ("triennio", "ANNI", "I tre anni del piano, per esempio 2027-2029 [se manca: il prossimo]"),
    ("dirigenti", "si|no", "Se c’è personale dirigente [se manca: no fino a 50 dipendenti]"),
    ("unione", "NOME", "L’Unione di cui l’ente fa parte, o no [se manca: no]"),
    (
        "anticorruzione",
        "nuova|confermata",
        "Fino a 50 dipendenti: se la sezione 2.3 è nuova o confermata [se manca: nuova]",
    ),
    ("aree", "NOMI", "Le aree o i settori, divisi da virgole; o soltanto quanti sono [se manca: 3]"),
    ("agile", "si|no", "Se si usa il lavoro agile [se manca: si]"),
    ("data", "DATA", "La data stampata sul documento [se manca: oggi]"),
];

/// `piao pubblica [CARTELLA] …`
#[derive(Debug, Clone)]
pub(super) struct Pubblica {
    pub(super) folder: PathBuf,
    /// Which version of the plan, when it is not the one that the plan says.
    pub(super) version: Option<Scelta>,
    pub(super) output: PathBuf,
    /// Whether a plan that is not approved yet may be published.
    pub(super) draft: bool,
    /// The folder of a site into which the publication goes too.
    pub(super) into: Option<PathBuf>,
}

/// `piao verifica PUBBLICATA --fonti CARTELLA`
#[derive(Debug, Clone)]
pub(super) struct Verifica {
    /// A folder, a `.zip` or a PDF.
    pub(super) published: PathBuf,
    /// The folder of the plan.
    pub(super) sources: PathBuf,
    /// Which version of the plan, when it is not the one that the plan says.
    pub(super) version: Option<Scelta>,
}

/// `piao confronta PRIMA DOPO`
#[derive(Debug)]
pub(super) struct Confronta {
    /// The two plans: each the folder of a plan, that of a published edition, or a `piao.json`.
    pub(super) plans: [PathBuf; 2],
    /// Which version of each, where it is not the one that its plan says.
    pub(super) versions: [Option<Scelta>; 2],
    pub(super) form: Forma,
}

/// `piao nuovo-anno [CARTELLA] …`
#[derive(Debug)]
pub(super) struct NuovoAnno {
    /// The folder of the plan that ends.
    pub(super) folder: PathBuf,
    /// The folder of the new plan, when it is not beside the other.
    pub(super) output: Option<PathBuf>,
}

/// `piao importa FILE [CARTELLA]`
#[derive(Debug)]
pub(super) struct Importa {
    /// The workbook, or the document.
    pub(super) file: PathBuf,
    pub(super) folder: PathBuf,
    /// Whether the sheet has its way where a value was changed in both places.
    pub(super) wins: bool,
}

/// `piao importa FILE [CARTELLA] --revisioni`
#[derive(Debug)]
pub(super) struct Revisioni {
    /// The copy for Word that came back.
    pub(super) file: PathBuf,
    pub(super) folder: PathBuf,
    /// Whether a list for a spreadsheet is written too.
    pub(super) list: bool,
    /// Whether the changes that are certain are written in the plan.
    pub(super) write: bool,
}

/// `piao esporta [CARTELLA] --docx …`
#[derive(Debug)]
pub(super) struct Esporta {
    pub(super) folder: PathBuf,
    /// Which version of the plan, when it is not the one that the plan says.
    pub(super) version: Option<Scelta>,
    /// Which plan, when the folder holds several.
    pub(super) ente: Option<String>,
    /// The part to write alone: id, code or number of section.
    pub(super) section: Option<String>,
    /// The file; none for the usual name in this folder.
    pub(super) output: Option<PathBuf>,
}

/// `piao raccolta [CARTELLA] …`
#[derive(Debug)]
pub(super) struct Raccolta {
    pub(super) folder: PathBuf,
    /// Where the workbooks are, when it is not beside the plan.
    pub(super) output: Option<PathBuf>,
    /// The one unit that is wanted.
    pub(super) unit: Option<String>,
    /// The moment of the year, when it is not that of the plan.
    pub(super) moment: Option<Momento>,
    pub(super) by: Option<Giorno>,
    pub(super) ask_whom: Option<String>,
    /// Whether it is asked how far the collection is, and nothing is written.
    pub(super) state: bool,
}

/// The form in which a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forma {
    Testo,
    Markdown,
    Html,
    Json,
}

/// `piao controlla [CARTELLA] …`
#[derive(Debug)]
pub(super) struct Controlla {
    pub(super) folder: PathBuf,
    /// Which plan, when the folder holds several.
    pub(super) ente: Option<String>,
    pub(super) format: Formato,
    /// The day as of which deadlines are judged, and the version of the plan.
    pub(super) ask: Ask,
    /// Whether the table of completeness is asked for.
    pub(super) complete: bool,
    /// Whether the corrections that are certain are shown instead.
    pub(super) fix: bool,
    /// Whether they are written too.
    pub(super) write: bool,
}

/// `piao anteprima [CARTELLA] …`
#[derive(Debug)]
pub(super) struct Anteprima {
    pub(super) folder: PathBuf,
    /// The port of the server; none for a free one.
    pub(super) port: Option<u16>,
    /// Whether the browser is opened.
    pub(super) browser: bool,
}

/// The format in which the problems are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formato {
    Testo,
    Breve,
    Json,
    Sarif,
}

/// `piao fatti [PAROLA] …`, `piao elenco [PAROLA] …`
#[derive(Debug)]
pub(super) struct Nomi {
    /// Only what has this word.
    pub(super) word: Option<String>,
    pub(super) folder: PathBuf,
}

/// `piao spiega [CODICE]`
#[derive(Debug)]
pub(super) struct Spiega {
    /// A code, or the name of a rule.
    pub(super) code: Option<String>,
}

/// `piao esempio [CHE-COSA] [CARTELLA]`
#[derive(Debug)]
pub(super) struct Esempio {
    /// The name of a table of the data (`obiettivo`), of a view, or one of the words for a file or a plan.
    pub(super) what: Option<String>,
    /// The folder in which a whole plan is written.
    pub(super) folder: Option<PathBuf>,
}

/// The folder of the outputs when the command names none.
pub(super) const USCITA: &str = "pubblicazione";

/// Reads the command that was typed. The error is a sentence that says what is wrong with it.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Command, String> {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                    Ok(Command::Print(error.render().ansi().to_string()))
                }
                _ => Err(words(&error)),
            };
        }
    };
    let Some((name, found)) = matches.subcommand() else { return Ok(Command::None) };
    let path = |name: &str| found.try_get_one::<PathBuf>(name).ok().flatten().cloned();
    // Without a folder, the plan is looked for here and in `content`, because people type the command in the folder above.
    let folder = path("cartella").unwrap_or_else(crate::project::here);
    let version = found.try_get_one::<Scelta>("momento").ok().flatten().copied();
    match name {
        "lsp" => return Ok(Command::Lsp),
        "anteprima" => {
            return Ok(Command::Anteprima(Anteprima {
                folder,
                port: found.get_one::<u16>("porta").copied(),
                browser: !found.get_flag("senza-browser"),
            }));
        }
        "controlla" => {
            let format = match found.get_one::<String>("formato").map(String::as_str) {
                Some("breve") => Formato::Breve,
                Some("json") => Formato::Json,
                Some("sarif") => Formato::Sarif,
                _ => Formato::Testo,
            };
            let ask = Ask { today: found.get_one::<Giorno>("oggi").copied(), version, ..Ask::default() };
            let complete = found.get_flag("completezza");
            if complete && format == Formato::Sarif {
                return Err(wrong(
                    "`--completezza` non si scrive in `sarif`, che elenca problemi",
                    "scrivi `--formato json`",
                ));
            }
            let (fix, write) = (found.get_flag("correggi"), found.get_flag("scrivi"));
            if write && !fix {
                return Err(wrong(
                    "`--scrivi` da solo non si può usare",
                    "scrivi `--correggi --scrivi`; con `--correggi` da solo vedi prima che cosa cambia",
                ));
            }
            let other =
                if complete { Some("--completezza") } else { found.contains_id("formato").then_some("--formato") };
            if let Some(other) = other.filter(|_| fix) {
                return Err(wrong(
                    &format!("`--correggi` e `{other}` non si usano insieme"),
                    &format!("togli `{other}`: le correzioni si mostrano in un modo solo"),
                ));
            }
            return Ok(Command::Controlla(Controlla {
                folder,
                ente: found.get_one::<String>("ente").cloned(),
                format,
                ask,
                complete,
                fix,
                write,
            }));
        }
        "impronta" => {
            return Ok(Command::Impronta(path("file").unwrap_or_else(|| Path::new(USCITA).join(crate::project::PDF))));
        }
        "pubblica" => {
            return Ok(Command::Pubblica(Pubblica {
                folder,
                version,
                output: path("uscita").unwrap_or_else(|| USCITA.into()),
                draft: found.get_flag("bozza"),
                into: path("in"),
            }));
        }
        "verifica" => {
            let (published, sources) = (path("pubblicata").unwrap_or_default(), path("fonti").unwrap_or_default());
            return Ok(Command::Verifica(Verifica { published, sources, version }));
        }
        "confronta" => {
            let form = match found.get_one::<String>("formato").map(String::as_str) {
                Some("markdown") => Forma::Markdown,
                Some("html") => Forma::Html,
                Some("json") => Forma::Json,
                _ => Forma::Testo,
            };
            let versions = found.get_one::<[Scelta; 2]>("momento").copied();
            let prima = path("prima").unwrap_or_default();
            let dopo = match (path("dopo"), versions) {
                (Some(dopo), _) => dopo,
                (None, Some([a, b])) if a != b => prima.clone(),
                (None, _) => {
                    return Err(wrong(
                        "manca DOPO",
                        "scrivi il secondo piano, o due momenti dello stesso: `--momento approvazione,monitoraggio`",
                    ));
                }
            };
            let versions = versions.map_or([None; 2], |both| both.map(Some));
            return Ok(Command::Confronta(Confronta { plans: [prima, dopo], versions, form }));
        }
        "nuovo-anno" => return Ok(Command::NuovoAnno(NuovoAnno { folder, output: path("uscita") })),
        "importa" => {
            let file = path("file").unwrap_or_default();
            if found.get_flag("revisioni") {
                let (list, write) = (found.get_flag("elenco"), found.get_flag("scrivi"));
                return Ok(Command::Revisioni(Revisioni { file, folder, list, write }));
            }
            return Ok(Command::Importa(Importa { file, folder, wins: found.get_flag("vince-il-foglio") }));
        }
        "esporta" => {
            return Ok(Command::Esporta(Esporta {
                folder,
                version,
                ente: found.get_one::<String>("ente").cloned(),
                section: found.get_one::<String>("sezione").cloned(),
                output: path("uscita"),
            }));
        }
        "raccolta" => {
            return Ok(Command::Raccolta(Raccolta {
                folder,
                output: path("uscita"),
                unit: found.get_one::<String>("unita").cloned(),
                moment: found.get_one::<Momento>("momento").copied(),
                by: found.get_one::<Giorno>("entro").copied(),
                ask_whom: found.get_one::<String>("referente").cloned(),
                state: found.get_flag("stato"),
            }));
        }
        "spiega" => return Ok(Command::Spiega(Spiega { code: found.get_one::<String>("codice").cloned() })),
        "nuovo" => {
            let typed = DOMANDE.iter().filter_map(|(name, ..)| Some((*name, found.get_one::<String>(name)?.clone())));
            return Ok(Command::Nuovo(Nuovo {
                folder: path("cartella"),
                section: found.get_one::<String>("sezione").cloned(),
                answers: typed.collect(),
            }));
        }
        "guida" => return Ok(Command::Guida(path("file").unwrap_or_else(|| "guida-piao.pdf".into()))),
        "esempio" => {
            return Ok(Command::Esempio(Esempio {
                what: found.get_one::<String>("che-cosa").cloned(),
                folder: path("cartella"),
            }));
        }
        "fatti" | "elenco" => {
            let word = found.get_one::<String>("parola").cloned();
            // Who has just named a folder to another command does the same here.
            let named = word.as_ref().map(PathBuf::from).filter(|path| path.join("piao.toml").is_file());
            let names = match named {
                Some(folder) => Nomi { word: None, folder },
                None => Nomi { word, folder },
            };
            return Ok(if name == "fatti" { Command::Fatti(names) } else { Command::Elenco(names) });
        }
        _ => {}
    }
    let defaults = Compila::of(folder);
    Ok(Command::Compila(Compila {
        output: path("uscita").unwrap_or(defaults.output),
        only: found.get_one::<String>("solo").and_then(|word| OUTPUTS.into_iter().find(|format| format.nome() == word)),
        extract: found.get_one::<String>("estratto").cloned(),
        ente: found.get_one::<String>("ente").cloned(),
        share: found.get_one::<Parte>("parte").copied(),
        version,
        layouts: path("impaginazione"),
        timings: found.get_flag("tempi"),
        folder: defaults.folder,
    }))
}

/// The error of clap in Italian, with the nearest word that would have been right.
fn words(error: &clap::Error) -> String {
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(list)) => Some(list.join(", ")),
        _ => None,
    };
    let argument = get(ContextKind::InvalidArg).unwrap_or_default();
    let value = get(ContextKind::InvalidValue).unwrap_or_default();
    let (message, mut help) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand).unwrap_or_default();
            // A command also answers to English names, but only its Italian one is proposed.
            let all: Vec<String> = command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
            let near = crate::diag::nearest(&name, all.iter().map(String::as_str))
                .map(|near| format!("forse intendevi `{near}`"));
            (format!("il comando `{name}` non esiste"), near)
        }
        ErrorKind::UnknownArgument => {
            let near = get(ContextKind::SuggestedArg).map(|near| format!("forse intendevi `{near}`"));
            (format!("`{argument}` non è previsto"), near)
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("manca il valore di `{argument}`"), None),
        ErrorKind::InvalidValue => {
            let allowed = get(ContextKind::ValidValue).map(|list| format!("i valori ammessi sono: {list}"));
            (format!("`{value}` non va bene per `{argument}`"), allowed)
        }
        ErrorKind::ValueValidation => {
            let cure = std::error::Error::source(error).map(ToString::to_string);
            (format!("`{value}` non va bene per `{argument}`"), cure)
        }
        ErrorKind::MissingRequiredArgument => {
            (format!("manca {argument}"), Some("con `--aiuto` vedi un esempio".into()))
        }
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg).filter(|prior| *prior != argument) {
            Some(prior) => (format!("`{argument}` e `{prior}` non vanno insieme"), Some("togli uno dei due".into())),
            None => (format!("`{argument}` è scritto due volte"), Some("scrivilo una volta sola".into())),
        },
        ErrorKind::InvalidUtf8 => ("un argomento contiene caratteri che non si possono leggere".into(), None),
        _ => ("il comando non è scritto bene".into(), None),
    };
    let help = help.get_or_insert_with(|| "con `piao --aiuto` vedi che cosa si può scrivere".into());
    wrong(&message, help)
}

fn wrong(message: &str, help: &str) -> String {
    format!("errore: {message}\naiuto: {help}\n")
}
