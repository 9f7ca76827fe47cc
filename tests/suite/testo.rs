//! The rules on the running text: what of real plans they must find, and what they must leave alone.

use crate::project::{Project, SETTINGS};

/// The codes from P0512 to P0526 that a plan raises, as often as they are raised.
fn codes(project: &Project) -> Vec<&'static str> {
    let compiled = project.compile();
    let mut codes: Vec<&str> = compiled.diags.iter().map(|d| d.code).collect();
    codes.retain(|code| ("P0512"..="P0526").contains(code));
    codes.sort_unstable();
    codes
}

fn section(text: &str) -> Vec<&'static str> {
    codes(&Project::new().section(text))
}

fn data(text: &str) -> Vec<&'static str> {
    codes(&Project::new().section("Testo.").file("dati/dati.toml", text))
}

#[test]
fn what_real_plans_have_is_found() {
    for (text, found) in [
        ("Raggiunto al (XX%).", "P0512"),
        ("È adottato, barrare la casella interessata.", "P0512"),
        ("Vi sono criticità? Se sì, quali (…)", "P0512"),
        ("Durata: (indicare numero di giornate)", "P0512"),
        ("Formattazione condizionale", "P0512"),
        ("Parte dalla (-----), in ore.", "P0512"),
        ("La Citta' è aperta.", "P0513"),
        ("Nè prima nè dopo.", "P0513"),
        ("La SOSTENIBILITA' dei conti.", "P0513"),
        ("Secondo disponibilita.", "P0513"),
        ("Migliorare nel tempo la percezione di sicurezza dei cittadini di tutte le frazioni favorendo", "P0514"),
        ("Opere pubbliche (interventi di riqualificazione che poi", "P0514"),
        ("Affidi di minori accompagnati,", "P0514"),
        ("Si stimano 15 × 75 = 1.100 euro.", "P0520"),
        ("Sono 1.200 + 5.455 = 6.665 domande.", "P0520"),
        ("Sono 70 su 90 (77 %).", "P0520"),
        ("Finanziamento erogato: €280.900.", "P0521"),
        ("Finanziamento rimasto erogato: € 252.118.", "P0521"),
        ("Costa 21739,15 euro.", "P0521"),
        ("Si rinvia alla scheda (*).", "P0522"),
        ("Attività e incarichi extra istituzionali*", "P0522"),
        ("Si fa con con gli altri.", "P0523"),
        ("Si fa il Il giorno dopo.", "P0523"),
        ("Si va a a Torino.", "P0523"),
        ("La scheda sottostante.sottostante vale.", "P0523"),
        ("Manutenzione ordinaria, anno 2855.", "P0523"),
        ("Le consulte d quartiere si incontrano.", "P0523"),
        ("Le caselle gialle sono quelle nuove.", "P0524"),
        ("Vai [qui](https://borgo.example/a).", "P0518"),
        ("Vai su <https://borgo.example/a>.", "P0518"),
        ("Vai su https://borgo.example/a.", "P0518"),
        ("[Uno](https://borgo.example/a) e [due](https://borgo.example/a).", "P0518"),
    ] {
        let codes = section(text);
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == found), "{text}: {codes:?}");
    }
}

#[test]
fn what_is_well_written_is_left_alone() {
    for text in [
        "Nel tempo ci si occupa di:\n\n- scuole,\n- parchi e\n- strade.",
        "La Giunta decide di\n\n- aprire,\n- chiudere.",
        "| Funzione | Se ne parla in |\n| --- | --- |\n| Scuola | Parte prima |",
        "Un po' di tempo, un po’ di calma: va', di' e fa'.",
        "Via via che si va avanti, così così.",
        "Il decreto di Di Marco, del Del Vecchio; la La Spezia di ieri.",
        "Le lettere d, e e f; la lettera e e la lettera f; da a a c; dalla lettera a a quella b.",
        "Che che se ne dica, e che che ne pensino.",
        "Il sito è [www.borgo.example](https://www.borgo.example), la posta [info@borgo.example](mailto:info@borgo.example).",
        "Si veda il file `dati.dati` e la pagina `XX%`.",
        "La nota c’è (*).\n\n(*) Eccola.",
        "Il bilancio è di 1.000,00 € e di 2.000 €.",
        "Il verde pubblico e la Croce Rossa.",
        "Tutt\\* i cittadin\\* del Comune.",
        "Si paga dal 30/06/2027, art. 3, comma 2, lettera e.",
    ] {
        assert_eq!(section(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_long_section_is_told_once_past_five_thousand_words() {
    let words = |n: usize| "parola ".repeat(99).trim().to_owned() + "\n\n" + &"altra ".repeat(n - 99);
    assert_eq!(section(&words(5_000)).iter().filter(|code| **code == "P0517").count(), 0);
    assert_eq!(section(&words(5_001)).iter().filter(|code| **code == "P0517").count(), 1);
}

#[test]
fn a_paragraph_may_come_back_three_times() {
    let long = "Le persone che lavorano qui, ogni giorno, tengono aperti gli uffici, rispondono al telefono, leggono la posta e cercano sempre di dire a ciascuno che cosa serve davvero.";
    let times = |n: usize| vec![long; n].join("\n\n");
    assert_eq!(section(&times(3)), Vec::<&str>::new());
    assert_eq!(section(&times(4)), ["P0515"]);
}

#[test]
fn objectives_alike_are_told_and_others_are_not() {
    let pair = |a: &str, b: &str, extra: &str| {
        let one = |code: &str, title: &str| {
            format!(
                "[[obiettivo]]\ncodice = \"{code}\"\ntitolo = \"{title}\"\n{extra}risultato_atteso = \"Il servizio è aperto a tutti entro dicembre 2025\"\n\n"
            )
        };
        data(&(one("S1.1", a) + &one("S1.2", b)))
    };
    assert_eq!(pair("Governance PNRR", "Governance  pnrr", ""), ["P0516"]);
    assert_eq!(pair("Aprire la biblioteca", "Tagliare l’erba dei parchi", ""), Vec::<&str>::new());
    // One that took the place of another is not a copy of it.
    assert_eq!(pair("Governance PNRR", "Governance PNRR", "stato = \"annullato\"\n"), Vec::<&str>::new());
}

#[test]
fn two_values_of_one_indicator_are_told_where_they_are_of_one_thing() {
    let plan = |first: &str, second: &str| {
        let one = |title: &str, indicator: &str| {
            format!(
                "[[obiettivo]]\ntitolo = \"{title}\"\n\n[[obiettivo.indicatore]]\ndimensione = \"efficacia\"\n{indicator}\n\n"
            )
        };
        data(&(one("Uno", first) + &one("Due", second)))
    };
    let dup = |n: u32, text: &str, target: &str| format!("testo = \"{text}\"\ndup = {n}\ntarget = \"{target}\"");
    assert_eq!(plan(&dup(134, "Raccolta", "≥ 67 %"), &dup(134, "La raccolta", "≥ 65 %")), ["P0525"]);
    assert_eq!(plan(&dup(134, "Raccolta", "≥ 67 %"), &dup(134, "La raccolta", "almeno 67%")), Vec::<&str>::new());
    assert_eq!(plan(&dup(134, "Raccolta", "≥ 67 %"), &dup(135, "La raccolta", "≥ 65 %")), Vec::<&str>::new());
    // Short words are of each unit; long ones say by themselves what is counted.
    let text = |text: &str, target: &str| format!("testo = \"{text}\"\ntarget = \"{target}\"");
    assert_eq!(plan(&text("Pratiche evase", "80 %"), &text("Pratiche evase", "90 %")), Vec::<&str>::new());
    let long = "Quota dei rifiuti raccolti in modo differenziato sul totale";
    assert_eq!(plan(&text(long, "67 %"), &text(long, "65 %")), ["P0525"]);
}

/// A dictionary of our own: the true ones have licences of their own.
const AFF: &str = "SET UTF-8\nTRY aeiou\nSFX O Y 1\nSFX O o i o\n";
const DIC: &str = "9\nil\nla\ne\ndi\nufficio/O\napre\nnuovo/O\nragazzo/O\ncitta\n";

fn spelled(text: &str, settings: &str) -> (Vec<&'static str>, String) {
    let set = format!("{SETTINGS}\n[ortografia]\ndizionario = \"dati/prova.dic\"\n{settings}\n");
    let plan =
        Project::new().section(text).file("piao.toml", &set).file("dati/prova.dic", DIC).file("dati/prova.aff", AFF);
    let plan = plan.file("dati/unita.toml", "[[unita]]\ncodice = \"S1\"\nnome = \"Ufficio Argelato\"\n");
    (codes(&plan), plan.compile().messages())
}

#[test]
fn words_that_the_dictionary_of_the_office_lacks_are_told_once() {
    let (codes, messages) = spelled("Il nuovvo ufficio apre, e il nuovvo ragazzo.", "parole = [\"prova\"]");
    assert_eq!(codes, ["P0523"], "{messages}");
    for words in ["«nuovvo» non è nel dizionario", "forse è «nuovo»", "compare 2 volte", "parole = [\"nuovvo\"]"]
    {
        assert!(messages.contains(words), "{messages}");
    }
    // Names, acronyms, addresses, the words of the office.
    let right = "Il Benni apre la PNRR di argelato e www.x.example, il welfare e M5C2, i ragazzi.";
    let (codes, messages) = spelled(right, "parole = [\"welfare\", \"prova\"]");
    assert!(codes.is_empty(), "{messages}");
}

#[test]
fn a_dictionary_that_is_not_there_is_said_to_be_missing() {
    let set = format!("{SETTINGS}\n[ortografia]\ndizionario = \"dati/prova.dic\"\n");
    let plan = Project::new().section("Testo.").file("piao.toml", &set).file("dati/prova.dic", DIC);
    let messages = plan.compile().messages();
    assert!(messages.contains("P0114") && messages.contains("`dati/prova.aff`"), "{messages}");
    let broken = plan.file("dati/prova.aff", "SFX O Y x\n").compile().messages();
    assert!(broken.contains("P0114") && broken.contains("non è un dizionario"), "{broken}");
}

/// No text, however odd, stops the rules.
#[test]
fn odd_texts_are_read() {
    for text in [
        "’’’'",
        "(*)(*",
        "€€ 1,,2",
        "1/0 = 5 %",
        "é’é'é’",
        "**",
        "a) b) (",
        "XX% %XX",
        "n. …",
        "..... .",
        "\u{301}e\u{301}'",
        "𝟙 + 𝟙 = 𝟛",
    ] {
        let _ = section(text);
        let _ = data(&format!("[[obiettivo]]\ntitolo = '''{text}'''\n"));
    }
}

/// The cure of an address is the address as it is written, with the signs that Markdown reads as stress.
#[test]
fn an_address_is_given_whole() {
    let told = Project::new().section("Vedi https://borgo.example/d*e*f per i dettagli.").compile().messages();
    assert!(told.contains("(https://borgo.example/d*e*f)"), "{told}");
}
