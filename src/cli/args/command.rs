//! What can be typed: each command with its arguments, what each accepts, and the words of the help.

use super::DOMANDE;
use crate::base::giorno::Giorno;
use crate::piano::settings::{Momento, Scelta};
use crate::project::{Format, OUTPUTS, Parte};
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Arg, ArgAction, Command as Clap};
use std::path::PathBuf;

const TEMPLATE: &str = "{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "Esempi:
  piao                              compila il piano di questa cartella (o di ./content)
  piao nuovo piao-2027              comincia un piano nella cartella piao-2027
  piao compila                      lo stesso di piao
  piao compila piano-2025           compila il piano della cartella piano-2025
  piao compila --solo pdf           fa soltanto il PDF
  piao compila --uscita D:\\stampe   scrive in un’altra cartella
  piao compila --estratto 2.2       fa un PDF della sola sezione 2.2
  piao anteprima                    mostra il piano nel browser mentre lo si scrive
  piao controlla                    dice che cosa non va, senza compilare
  piao spiega P0302                 spiega un problema, con un esempio e la correzione
  piao elenco nido                  che cosa si può citare che parli di nidi
  piao fatti                        i numeri che si possono richiamare nel testo
  piao pubblica                     prepara la cartella da caricare sul sito
  piao verifica p.zip --fonti .      dice se p.zip viene da queste fonti
  piao confronta prima dopo         dice che cosa è cambiato fra due piani
  piao nuovo-anno                   prepara il piano del triennio che viene

Il risultato è nella cartella `pubblicazione`: piao.pdf e sito/index.html.
Codici di uscita: 0 fatto, 1 il piano ha errori, 2 il comando non si è potuto eseguire.
";

/// Reads the day of `--oggi` or of `--entro`, in ISO form or as Italians write it.
fn oggi(text: &str) -> Result<Giorno, String> {
    Giorno::parse(text).ok_or_else(|| "scrivi il giorno come 2027-01-15 o 15/01/2027".to_owned())
}

/// Reads the version of `--momento`: a moment, or the number of a version.
fn versione(text: &str) -> Result<Scelta, String> {
    let momento = Momento::ALL.into_iter().find(|momento| momento.label() == text).map(Scelta::Momento);
    momento
        .or_else(|| text.parse().ok().map(Scelta::Versione))
        .ok_or_else(|| "scrivi approvazione, monitoraggio, consuntivo, o il numero di una versione".to_owned())
}

/// Reads the moment of `piao raccolta --momento`.
fn momento(text: &str) -> Result<Momento, String> {
    let found = Momento::ALL.into_iter().find(|momento| momento.label() == text);
    found.ok_or_else(|| "scrivi approvazione, monitoraggio o consuntivo".to_owned())
}

/// Reads the versions of `piao confronta --momento`: one for both plans, or the one before and the one after.
fn versioni(text: &str) -> Result<[Scelta; 2], String> {
    let (prima, dopo) = text.split_once(',').unwrap_or((text, text));
    Ok([versione(prima.trim())?, versione(dopo.trim())?])
}

/// Reads the share of `--parte`: `2/3` is the second of three.
fn parte(text: &str) -> Result<Parte, String> {
    let numbers =
        text.split_once('/').and_then(|(this, all)| Some((this.trim().parse().ok()?, all.trim().parse().ok()?)));
    numbers
        .and_then(|(this, all)| Parte::new(this, all))
        .ok_or_else(|| "scrivi quale parte e quante sono in tutto, per esempio 2/3".to_owned())
}

fn momento_arg() -> Arg {
    Arg::new("momento")
        .long("momento")
        .value_name("MOMENTO")
        .value_parser(versione)
        .help("La versione: approvazione, monitoraggio, consuntivo, o il suo numero [se manca: quella di piao.toml]")
}

fn help_arg() -> Arg {
    Arg::new("aiuto").short('h').long("aiuto").alias("help").action(ArgAction::Help).help("Mostra questo aiuto")
}

/// A file or a folder that must be given.
fn path_arg(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .help_heading("Argomenti")
        .value_name(value)
        .required(true)
        .value_parser(clap::value_parser!(PathBuf))
        .help(help)
}

fn folder_arg() -> Arg {
    Arg::new("cartella")
        .help_heading("Argomenti")
        .value_name("CARTELLA")
        .value_parser(clap::value_parser!(PathBuf))
        .help("La cartella del piano, quella con piao.toml [se manca: questa, o ./content]")
}

/// The folder of the plan, where the argument is something else.
fn folder_option() -> Arg {
    Arg::new("cartella")
        .long("cartella")
        .value_name("CARTELLA")
        .value_parser(clap::value_parser!(PathBuf))
        .help("La cartella del piano [se manca: questa, o ./content]")
}

fn ente_arg() -> Arg {
    Arg::new("ente")
        .long("ente")
        .value_name("NOME")
        .help("Dove la cartella ha più piani, uno solo: il suo nome nell’elenco di piao.toml [se manca: tutti]")
}

fn uscita_arg() -> Arg {
    Arg::new("uscita")
        .long("uscita")
        .value_name("CARTELLA")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Dove scrivere [se manca: ./pubblicazione]")
}

fn subcommand(name: &'static str, alias: &'static str) -> Clap {
    Clap::new(name).alias(alias).help_template(TEMPLATE).next_help_heading("Opzioni").disable_help_flag(true)
}

/// All commands, with the words of their help.
pub(super) fn command() -> Clap {
    let styles = Styles::styled().header(AnsiColor::Blue.on_default().bold()).literal(AnsiColor::Cyan.on_default());
    let fatti = subcommand("fatti", "facts")
        .about("Elenca i numeri che si possono richiamare nel testo, con il loro valore")
        .override_usage("piao fatti [PAROLA] [opzioni]")
        .args([
            Arg::new("parola")
                .help_heading("Argomenti")
                .value_name("PAROLA")
                .help("Soltanto quelli che la contengono nel nome; o la cartella del piano"),
            folder_option(),
            help_arg(),
        ])
        .after_help("Nel testo si incolla il nome com’è, per esempio [=progetti.importo.totale].\n");
    let elenco = subcommand("elenco", "list")
        .about("Elenca ciò che si può citare, con il suo titolo")
        .override_usage("piao elenco [PAROLA] [opzioni]")
        .args([
            Arg::new("parola")
                .help_heading("Argomenti")
                .value_name("PAROLA")
                .help("Soltanto ciò che la contiene nell’id, nel codice o nel titolo; accenti e maiuscole non contano"),
            folder_option(),
            help_arg(),
        ])
        .after_help("Nel testo si incolla il nome com’è, per esempio [@stazioni-di-posta].\n");
    let controlla = subcommand("controlla", "check")
        .about("Controlla il piano senza compilarlo: tutti i problemi in una volta")
        .override_usage("piao controlla [CARTELLA] [opzioni]")
        .args([
            folder_arg(),
            Arg::new("formato")
                .long("formato")
                .value_name("testo|breve|json|sarif")
                .value_parser(["testo", "breve", "json", "sarif"])
                .hide_possible_values(true)
                .help("Come scrivere i problemi: per chi legge, uno per riga, o per un programma [se manca: testo]"),
            Arg::new("oggi")
                .long("oggi")
                .value_name("DATA")
                .value_parser(oggi)
                .help("Il giorno da cui si contano le scadenze, per esempio 2027-01-15 [se manca: la data del piano]"),
            momento_arg(),
            ente_arg(),
            Arg::new("completezza")
                .long("completezza")
                .action(ArgAction::SetTrue)
                .help("Al posto dei problemi, la tabella delle sezioni del Piano-tipo: che cosa c’è e che cosa manca"),
            Arg::new("correggi")
                .long("correggi")
                .action(ArgAction::SetTrue)
                .help("Mostra le correzioni sicure, riga per riga, prima e dopo, senza toccare i file"),
            Arg::new("scrivi")
                .long("scrivi")
                .action(ArgAction::SetTrue)
                .help("Con --correggi: le scrive nei file del piano"),
            help_arg(),
        ])
        .after_help(
            "Codici di uscita: 0 nessun errore, 1 il piano ha errori, 2 il comando non si è potuto eseguire.\n",
        );
    let anteprima = subcommand("anteprima", "preview")
        .about("Mostra il piano nel browser e lo rinnova a ogni file salvato")
        .override_usage("piao anteprima [CARTELLA] [opzioni]")
        .args([
            folder_arg(),
            Arg::new("porta")
                .long("porta")
                .value_name("NUMERO")
                .value_parser(clap::value_parser!(u16))
                .help("La porta di questo computer [se manca: una libera]"),
            Arg::new("senza-browser")
                .long("senza-browser")
                .action(ArgAction::SetTrue)
                .help("Scrive soltanto l’indirizzo, che si apre poi a mano"),
            help_arg(),
        ])
        .after_help("Si vede soltanto da questo computer. Per chiuderla: Ctrl+C.\n");
    let lsp = subcommand("lsp", "language-server")
        .about("Dà a un editor, come VS Code, i problemi del piano e i nomi da citare")
        .override_usage("piao lsp")
        .args([
            // Editors add it by themselves.
            Arg::new("stdio").long("stdio").action(ArgAction::SetTrue).hide(true),
            help_arg(),
        ])
        .after_help("Lo avvia l’editor, e gli parla sul canale standard: docs/editor.md dice come.\n");
    let spiega = subcommand("spiega", "explain")
        .about("Spiega un problema: che cosa guarda, perché, un esempio e la correzione")
        .override_usage("piao spiega [CODICE]")
        .args([
            Arg::new("codice")
                .help_heading("Argomenti")
                .value_name("CODICE")
                .help("Il codice del messaggio, o il nome della regola [se manca: l’elenco di tutti]"),
            help_arg(),
        ])
        .after_help("Esempi: piao spiega P0302, piao spiega pesi-fasi\n");
    let esempio = subcommand("esempio", "example")
        .about("Scrive un esempio commentato, da copiare: un dato, una vista, una sezione, un piano intero")
        .override_usage("piao esempio [CHE-COSA] [CARTELLA]")
        .args([
            Arg::new("che-cosa").help_heading("Argomenti").value_name("CHE-COSA").help(
                "Un tipo di dato (obiettivo), una vista (piao:raccordo), piao.toml, sezione, piano [se manca: l’elenco]",
            ),
            Arg::new("cartella")
                .help_heading("Argomenti")
                .value_name("CARTELLA")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Con piano: la cartella nuova in cui scriverlo [se manca: ./piano-di-esempio]"),
            help_arg(),
        ])
        .after_help("Esempi: piao esempio progetto, piao esempio piao:raccordo, piao esempio piano\n");
    let nuovo = subcommand("nuovo", "new")
        .about("Comincia un piano: fa qualche domanda e scrive una cartella già pronta da compilare")
        .override_usage("piao nuovo [CARTELLA] [opzioni]")
        .arg(
            Arg::new("cartella")
                .help_heading("Argomenti")
                .value_name("CARTELLA")
                .value_parser(clap::value_parser!(PathBuf))
                .help("La cartella da fare. Se ha già un piano, si propone soltanto ciò che manca"),
        )
        .args(DOMANDE.map(|(name, value, help)| Arg::new(name).long(name).value_name(value).help(help)))
        .args([
            Arg::new("sezione")
                .long("sezione")
                .value_name("NUMERO")
                .help("Aggiunge una sezione del Piano-tipo a un piano che c’è già, per esempio 3.3"),
            help_arg(),
        ])
        .after_help(
            "Chi non risponde con le opzioni risponde alle domande; senza un terminale valgono i valori fra parentesi.\n\
             Non si scrive mai sopra un file.\n\n\
             Esempio: piao nuovo piao-2027 --nome \"Comune di Fontelieta\" --dipendenti 31 --triennio 2027-2029\n",
        );
    let guida = subcommand("guida", "manual")
        .about("Scrive la guida in un PDF, fatto con piao")
        .override_usage("piao guida [FILE]")
        .args([
            Arg::new("file")
                .help_heading("Argomenti")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Il file da scrivere [se manca: guida-piao.pdf]"),
            help_arg(),
        ])
        .after_help("Esempio: piao guida\n");
    let impronta = subcommand("impronta", "fingerprint")
        .about("Scrive le impronte di un file, con la frase per la deliberazione")
        .override_usage("piao impronta [FILE]")
        .args([
            path_arg("file", "FILE", "Il PDF del piano, o un allegato [se manca: pubblicazione/piao.pdf]")
                .required(false),
            help_arg(),
        ])
        .after_help("Esempio: piao impronta pubblicazione/piao.pdf\n");
    let pubblica =
        subcommand("pubblica", "publish")
            .about("Prepara la pubblicazione: PDF, sito, dati, edizioni precedenti, scheda per il CMS")
            .override_usage("piao pubblica [CARTELLA] [opzioni]")
            .args([
                folder_arg(),
                Arg::new("bozza")
                    .long("bozza")
                    .action(ArgAction::SetTrue)
                    .help("Pubblica anche un piano non ancora approvato, per esempio per una consultazione"),
                momento_arg(),
                uscita_arg(),
                Arg::new("in").long("in").value_name("CARTELLA").value_parser(clap::value_parser!(PathBuf)).help(
                    "Mette la parte pubblica anche in questa cartella di un sito, senza toccare i file degli altri",
                ),
                help_arg(),
            ])
            .after_help("Esempio: piao pubblica content --in W:\\sito\\piao\n\nDove la cartella elenca più piani li pubblica tutti, con un archivio per ciascuno e uno di tutti.\n");
    let verifica = subcommand("verifica", "verify")
        .about("Ricompila le fonti e dice se ciò che è pubblicato viene da quelle")
        .override_usage("piao verifica PUBBLICATA --fonti CARTELLA")
        .args([
            path_arg("pubblicata", "PUBBLICATA", "La cartella pubblicata, il suo .zip, oppure il PDF, anche firmato"),
            Arg::new("fonti")
                .long("fonti")
                .value_name("CARTELLA")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("La cartella del piano, quella con piao.toml, o quella che elenca più piani"),
            momento_arg(),
            help_arg(),
        ])
        .after_help("Codici di uscita: 0 è la stessa, 1 non lo è, 2 il comando non si è potuto eseguire.\n");
    let confronta = subcommand("confronta", "diff")
        .about("Dice che cosa è cambiato da un piano a un altro")
        .override_usage("piao confronta PRIMA DOPO [opzioni]")
        .args([
            path_arg("prima", "PRIMA", "La cartella di un piano, quella di un’edizione pubblicata, o un piao.json"),
            path_arg("dopo", "DOPO", "Lo stesso, del piano che è venuto dopo [se manca, con due momenti: PRIMA]")
                .required(false),
            Arg::new("momento").long("momento").value_name("PRIMA,DOPO").value_parser(versioni).help(
                "Di quale momento o versione di ciascuno, se le fonti ne hanno più d’una: approvazione,monitoraggio; uno solo vale per tutti e due",
            ),
            Arg::new("formato")
                .long("formato")
                .value_name("testo|markdown|html|json")
                .value_parser(["testo", "markdown", "html", "json"])
                .hide_possible_values(true)
                .help("Come scrivere: per chi legge, come tabella per la delibera, o per un programma [se manca: testo]"),
            help_arg(),
        ])
        .after_help(
            "Esempi: piao confronta content/edizioni/2027 content --formato html\n        \
             piao confronta content --momento approvazione,monitoraggio\n\n\
             Codici di uscita: 0 fatto, che ci siano differenze o no; 1 uno dei piani ha errori; 2 il comando non si è potuto eseguire.\n",
        );
    let nuovo_anno = subcommand("nuovo-anno", "new-year")
        .about("Prepara il piano del triennio che viene, in una cartella nuova")
        .override_usage("piao nuovo-anno [CARTELLA] [opzioni]")
        .args([
            folder_arg(),
            Arg::new("uscita")
                .long("uscita")
                .value_name("CARTELLA")
                .value_parser(clap::value_parser!(PathBuf))
                .help("La cartella nuova [se manca: accanto al piano, con il suo nome e l’anno]"),
            help_arg(),
        ])
        .after_help("Esempio: piao nuovo-anno content --uscita piano-2028\n");
    let importa = subcommand("importa", "import")
        .about("Porta nel piano i fogli di Excel (obiettivi, unità, personale, rischi…), le risposte di una raccolta e i documenti di Word")
        .override_usage("piao importa FILE [CARTELLA] [opzioni]")
        .args([
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Il foglio di calcolo, .xlsx, .xls, .xlsb, .ods o .csv; la cartella con i file di una raccolta; o il documento, .docx"),
            folder_arg(),
            Arg::new("vince-il-foglio")
                .long("vince-il-foglio")
                .action(ArgAction::SetTrue)
                .help("Dove un valore è cambiato nel foglio e nel piano, tieni quello del foglio"),
            Arg::new("revisioni")
                .long("revisioni")
                .action(ArgAction::SetTrue)
                .conflicts_with("vince-il-foglio")
                .help("Di una copia fatta da `piao esporta`: commenti e modifiche, al punto del piano di cui parlano"),
            Arg::new("elenco")
                .long("elenco")
                .action(ArgAction::SetTrue)
                .requires("revisioni")
                .help("Con --revisioni: li scrive anche in un foglio, nella cartella importa del piano"),
            Arg::new("scrivi")
                .long("scrivi")
                .action(ArgAction::SetTrue)
                .requires("revisioni")
                .help("Con --revisioni: scrive nel piano le modifiche di cui il posto è certo, e dice le altre"),
            help_arg(),
        ])
        .after_help(
            "Esempi:\n  \
             piao importa obiettivi.xlsx piano-2027\n  \
             piao importa obiettivi.xlsx piano-2027 --vince-il-foglio\n  \
             piao importa raccolta piano-2027\n  \
             piao importa piano-vecchio.docx piano-2027\n  \
             piao importa piao-rivisto.docx piano-2027 --revisioni\n  \
             piao importa piao-rivisto.docx piano-2027 --revisioni --scrivi\n\n\
             Codici di uscita: 0 importato; 1 importato, con punti da correggere, o niente da importare; 2 il file non si legge.\n",
        );
    let esporta = subcommand("esporta", "export")
        .about("Scrive una copia del piano per Word, da leggere, commentare e correggere")
        .override_usage("piao esporta [CARTELLA] --docx [opzioni]")
        .args([
            folder_arg(),
            Arg::new("docx").long("docx").action(ArgAction::SetTrue).required(true).help("In un file di Word"),
            Arg::new("sezione")
                .long("sezione")
                .value_name("ID")
                .help("Soltanto una parte (id, codice o numero di sezione), con i numeri del piano intero"),
            momento_arg(),
            ente_arg(),
            Arg::new("uscita")
                .long("uscita")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Il file da scrivere [se manca: piao.docx]"),
            help_arg(),
        ])
        .after_help(
            "Esempi:\n  \
             piao esporta content --docx\n  \
             piao esporta content --docx --sezione 2.2 --uscita performance.docx\n\n\
             Non si scrive mai sopra un file. Commenti e modifiche tornano con `piao importa FILE.docx --revisioni`.\n",
        );
    let raccolta = subcommand("raccolta", "collect")
        .about("Fa un foglio di calcolo per ciascuna unità, con ciò che gli uffici devono dire dei loro obiettivi")
        .override_usage("piao raccolta [CARTELLA] [opzioni]")
        .args([
            folder_arg(),
            Arg::new("stato")
                .long("stato")
                .action(ArgAction::SetTrue)
                .help("Non scrive: dice chi non ha risposto, e che cosa manca"),
            Arg::new("unita")
                .long("unita")
                .value_name("ID")
                .help("Soltanto il foglio di un’unità (id, codice o nome)"),
            Arg::new("momento")
                .long("momento")
                .value_name("MOMENTO")
                .value_parser(momento)
                .help("approvazione, monitoraggio o consuntivo [se manca: quello del piano]"),
            Arg::new("entro")
                .long("entro")
                .value_name("DATA")
                .value_parser(oggi)
                .help("Entro quando si rimandano: è scritto nelle istruzioni"),
            Arg::new("referente")
                .long("referente")
                .value_name("CHI")
                .help("A chi si chiede aiuto: nome, telefono, posta; è scritto nelle istruzioni"),
            Arg::new("uscita")
                .long("uscita")
                .value_name("CARTELLA")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Dove mettere i file, e dove cercare quelli tornati [se manca: raccolta, accanto alla cartella del piano]"),
            help_arg(),
        ])
        .after_help(
            "Esempi:\n  \
             piao raccolta piano-2027 --momento consuntivo --entro 15/02/2028 --referente \"Ufficio controllo, int. 231\"\n  \
             piao importa raccolta piano-2027\n  \
             piao raccolta piano-2027 --momento consuntivo --stato\n\n\
             Codici di uscita: 0 fatto; 1 non c’è niente da raccogliere; 2 il piano non si legge.\n",
        );
    let compila = subcommand("compila", "build")
        .about("Compila il piano: PDF accessibile e sito")
        .override_usage("piao compila [CARTELLA] [opzioni]")
        .args([
            folder_arg(),
            uscita_arg(),
            Arg::new("solo")
                .long("solo")
                .value_name("pdf|sito")
                .value_parser(OUTPUTS.map(Format::nome))
                .hide_possible_values(true)
                .help("Fa una sola delle due uscite; l’altra resta com’era"),
            momento_arg(),
            Arg::new("estratto").long("estratto").value_name("ID").help(
                "Fa soltanto il PDF di una parte (id, codice o numero di sezione), con i numeri del piano intero",
            ),
            Arg::new("impaginazione")
                .long("impaginazione")
                .value_name("CARTELLA")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Usa i file di questa cartella al posto di quelli dell’impaginazione di piao"),
            ente_arg(),
            Arg::new("parte").long("parte").value_name("N/TOTALE").value_parser(parte).conflicts_with("ente").help(
                "Dove la cartella ha molti piani: soltanto una parte di essi, senza quello principale; dopo tutte le parti, `piao compila` completa",
            ),
            Arg::new("tempi").long("tempi").action(ArgAction::SetTrue).help("Mostra il tempo di ogni fase"),
            help_arg(),
        ])
        .after_help("Esempio: piao compila content --uscita pubblicazione --tempi\n");
    Clap::new("piao")
        .about("piao compila il Piano integrato di attività e organizzazione: da Markdown e TOML\na un PDF accessibile, a un sito statico e a dati aperti. Non usa la rete.")
        .version(env!("CARGO_PKG_VERSION"))
        .styles(styles)
        .help_template("{about-with-newline}\nUso: {usage}\n\nComandi:\n{subcommands}\n\nOpzioni:\n{options}{after-help}")
        .override_usage("piao [COMANDO] [opzioni]")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommands([
            nuovo, compila, anteprima, lsp, controlla, spiega, elenco, fatti, esempio, guida, pubblica, verifica, confronta, nuovo_anno, importa, raccolta, esporta, impronta,
        ])
        .args([
            help_arg(),
            Arg::new("versione").short('V').long("versione").alias("version").action(ArgAction::Version).help("Mostra la versione"),
        ])
        .after_help(EXAMPLES)
}
