//! Records and texts of a plan of 2027, and what becomes of them in that of 2028.

use super::{Nuovo, nuovo};
use crate::diag::Diagnostics;
use crate::load;
use crate::source::Sources;

const PIAO: &str = "tipo = \"piao\"\ntriennio = \"2027-2029\"\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
    data = 2027-01-28\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\n";

fn anno(files: &[(&str, &str)]) -> Nuovo {
    let mut all = files.to_vec();
    if !files.iter().any(|(path, _)| *path == "piao.toml") {
        all.push(("piao.toml", PIAO));
    }
    if !files.iter().any(|(path, _)| path.ends_with(".md")) {
        all.push(("1-sezione.md", "# Sezione\n\nTesto.\n"));
    }
    let sources = Sources::memory(&all);
    let mut diags = Diagnostics::default();
    let piano = load::load(&sources, None, &mut diags);
    assert!(!diags.has_blocking(), "{:?}", diags.sorted());
    nuovo(&sources, &piano).expect("the triennium can be read")
}

/// The text of a file in the plan of 2028.
fn testo(new: &Nuovo, path: &str) -> String {
    assert!(!new.problemi.has_blocking(), "{:?}", new.problemi.sorted());
    new.sources.find(path).expect("the file is there").1.text().to_owned()
}

fn dato(text: &str) -> String {
    let settings = format!("{PIAO}\n[[versione]]\nnumero = 1\n\n[[versione]]\nnumero = 2\nmotivo = \"sì\"\n");
    testo(&anno(&[("piao.toml", &settings), ("dati/a.toml", text)]), "dati/a.toml")
}

#[test]
fn a_carried_objective_keeps_what_has_a_year_to_come() {
    let said = dato(
        "# Gli obiettivi.\n\n[[obiettivo]]\nid = \"nidi\"   # non cambia\ncodice = \"S1.00001\"\ntitolo = \"Nidi\"\npeso = \"35 -> 40 (v2)\"\n\
         inizio = 2027-01-01\nfine = 2028-12-31\nscadenza = \"entro aprile\"\nstato = \"nuovo\"\n\n\
         # Di quest’anno.\n[[obiettivo.fase]]\ntesto = \"Gara\"\ntempi = \"marzo - giugno\"\npeso = 100\n\n\
         [[obiettivo.fase]]\ntesto = \"Lavori\"\ntempi = { 2027 = \"luglio\", 2028 = \"maggio\" }\npeso = { 2027 = 10, 2028 = 100 }\n\
         completamento = { monitoraggio = 10 }\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Posti\"\nbase = { anno = 2026, valore = \"20\" }\n\
         target = { 2027 = \"≥ 25\", 2028 = \"≥ 30\", 2029 = \"≥ 35\" }   # dal DUP\nrilevato = { consuntivo = \"26\" }\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Attese\"\ntarget = \"≤ 10\"\n\n\
         [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n\n\
         [[obiettivo.ammetti]]\nregola = \"pesi-fasi\"\nmotivo = \"sì\"\n",
    );
    let expected = "# Gli obiettivi.\n\n[[obiettivo]]\nid = \"nidi\"   # non cambia\ncodice = \"S1.00001\"\ntitolo = \"Nidi\"\n\
         # DECIDERE: `peso` del 2028; nel 2027 era \"40\"\n\
         inizio = 2027-01-01\nfine = 2028-12-31\n# DECIDERE: `scadenza` del 2028; nel 2027 era \"entro aprile\"\n\
         # DECIDERE: fasi del 2028; quelle che non arrivano al 2028 (1) restano con il piano del 2027\n\n\
         [[obiettivo.fase]]\ntesto = \"Lavori\"\ntempi = { 2028 = \"maggio\" }\npeso = { 2028 = 100 }\nn = 2\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Posti\"\nbase = { anno = 2026, valore = \"20\" }\n\
         # DECIDERE: di `target` manca il valore del 2030\n\
         target = { 2028 = \"≥ 30\", 2029 = \"≥ 35\" }   # dal DUP\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Attese\"\n# DECIDERE: `target` del 2028; nel 2027 era \"≤ 10\"\n\
         target = { assente = \"da indicare per il 2028\" }\n";
    assert_eq!(said, expected);
}

#[test]
fn what_is_over_is_set_aside_and_cited_no_more() {
    let new = anno(&[
        (
            "dati/a.toml",
            "[[obiettivo]]\nid = \"nidi\"\ntitolo = \"Nidi\"\nfine = 2027-12-31\n\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\n\
             stato = \"parzialmente-raggiunto\"\npercentuale = 40\n\n\
             [[obiettivo]]\nid = \"scuole\"\ntitolo = \"Scuole\"\nfine = 2029-12-31\ndescrizione = \"Come [@nidi], ma per le scuole.\"\n\n\
             [[obiettivo]]\nid = \"rete\"\ntitolo = \"Rete\"\nstato = \"annullato\"\n",
        ),
        ("1-sezione.md", "# Sezione\n\nSi è cominciato dai [@nidi].\n\nPoi le [@scuole].\n"),
        ("2-andamento.md", "+++\ntitolo = \"Andamento\"\nmomento = \"monitoraggio\"\n+++\n\nIn corso.\n"),
    ]);
    assert_eq!(
        (new.portati, new.archiviati.as_slice(), new.lasciati.as_slice()),
        (1, ["Nidi nidi", "Rete rete"].map(String::from).as_slice(), ["2-andamento.md".to_owned()].as_slice())
    );
    let data = testo(&new, "dati/a.toml");
    assert!(
        data.contains(
            "archiviato = true # concluso nel 2027\n# DECIDERE: concluso nel 2027, ma non del tutto raggiunto"
        ),
        "{data}"
    );
    assert!(data.contains("archiviato = true # annullato nel 2027"), "{data}");
    assert!(data.contains("# DECIDERE: `descrizione` era \"Come [@nidi], ma per le scuole.\""), "{data}");
    assert!(!data.contains("misurazione"), "{data}");
    let text = testo(&new, "1-sezione.md");
    assert!(text.contains("<!-- DECIDERE: nel piano nuovo non si può leggere così («nidi» è archiviato: nel piano non c’è più)\nSi è cominciato dai [@nidi].\n-->\n\nPoi le [@scuole].\n"), "{text}");
    // They are read, and count nowhere.
    let mut diags = Diagnostics::default();
    let piano = load::load(&new.sources, None, &mut diags);
    assert_eq!((piano.elementi.obiettivi.len(), piano.archiviati.len()), (1, 2));
}

#[test]
fn a_year_is_counted_on() {
    let said = |durata: &str| dato(&format!("[[obiettivo]]\nid = \"a\"\ntitolo = \"A\"\ndurata = \"{durata}\"\n"));
    assert!(said("pluriennale (1/3)").contains("durata = \"pluriennale (2/3)\"\n"), "{}", said("pluriennale (1/3)"));
    assert!(said("pluriennale (3/3)").contains("archiviato = true # concluso nel 2027"));
    assert!(said("annuale").contains("archiviato = true # concluso nel 2027"));
    let open = said("triennale");
    assert!(
        open.contains("# DECIDERE: `durata`: di quanti anni è, e quale è il 2028?\ndurata = \"triennale\"\n"),
        "{open}"
    );
}

#[test]
fn the_settings_begin_a_draft_of_the_next_triennium() {
    let new = anno(&[(
        "piao.toml",
        "# La carta.\ntipo = \"piao\"\ntriennio = \"2027-2029\"   # tre anni\nesercizio = 2027\nmomento = \"approvazione\"\nstato = \"approvato\"\n\
         data = 2027-01-28\ndescrizione = \"Il piano del 2027.\"\n\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\ndipendenti = 84\n\n\
         [deliberazione]\norgano = \"giunta\"\nnumero = \"12\"\ndata = 2027-01-28\n\n\
         [termini]\nbilancio = 2027-03-31\ndecreto = \"DM 1/1/2027\"\n\n[performance]\nmonitoraggio = \"15/10/2027\"\n\n\
         [controlli]\npesi-fasi = \"ignora\"\nsezione-lunga = \"errore\"\n\n[[ammetti]]\nregola = \"triennio\"\nmotivo = \"sì\"\n\n\
         [[versione]]\nnumero = 1\ndata = 2027-01-28\n",
    )]);
    let expected = "# La carta.\ntipo = \"piao\"\ntriennio = \"2028-2030\"   # tre anni\nesercizio = 2028\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
         # DECIDERE: la data del piano nuovo\ndata = 2028-01-28\n# DECIDERE: nomina il 2027\ndescrizione = \"Il piano del 2027.\"\n\n\
         [ente]\nnome = \"Comune\"\ntipo = \"comune\"\n# DECIDERE: `dipendenti` al 31 dicembre 2027; un anno prima erano 84\n\
         dipendenti = { assente = \"da contare al 31 dicembre 2027\" }\n\n\
         [deliberazione]\norgano = \"giunta\"\nnumero = { assente = \"il piano del 2028 non è ancora approvato\" }\n\
         data = { assente = \"il piano del 2028 non è ancora approvato\" }\n\n\
         [termini]\n# DECIDERE: se un decreto rinvia il bilancio di previsione del 2028, `bilancio` e `decreto`\n\n\
         [performance]\nmonitoraggio = \"15/10/2028\"\n\n[controlli]\nsezione-lunga = \"errore\"\n";
    assert_eq!(testo(&new, "piao.toml"), expected);
}

#[test]
fn prose_and_views_that_name_an_old_year_are_asked_about() {
    let new = anno(&[
        ("dati/t.csv", "Ufficio;2027\nAnagrafe;4\n"),
        (
            "1-sezione.md",
            "+++\ntitolo = \"Il piano 2027\"\nstato = \"compilata\"\n+++\n\nPer il D.Lgs 150/2009 si misura.\n\nNel 2027 si misura due volte.\n\n\
             - una voce\n- entro il 31/12/2027\n\nTabella: I conti\n\n| Anno | Conti |\n| --- | --- |\n| 2026 | 4 |\n\n\
             ```piao:tabella\ndidascalia = \"Uffici\"\ndati = \"dati/t.csv\"\n```\n\n<!-- nel 2027 si vedrà -->\n",
        ),
    ]);
    let expected = "+++\n# DECIDERE: nomina il 2027\ntitolo = \"Il piano 2027\"\n+++\n\nPer il D.Lgs 150/2009 si misura.\n\n\
             <!-- DECIDERE: nomina il 2027 -->\nNel 2027 si misura due volte.\n\n\
             <!-- DECIDERE: nomina il 2027 -->\n- una voce\n- entro il 31/12/2027\n\n\
             <!-- DECIDERE: nomina il 2026 -->\nTabella: I conti\n\n| Anno | Conti |\n| --- | --- |\n| 2026 | 4 |\n\n\
             ```piao:tabella\n# DECIDERE: nomina il 2027\ndidascalia = \"Uffici\"\ndati = \"dati/t.csv\"\n```\n\n<!-- nel 2027 si vedrà -->\n";
    assert_eq!(testo(&new, "1-sezione.md"), expected);
}

#[test]
fn the_other_records_go_by_the_form_of_their_values() {
    let said = dato(
        "[[linea_formativa]]\nid = \"base\"\ntitolo = \"Base\"\ntipo = \"base\"\ndal = 2027\nore = { 2027 = 10, 2028 = 12, 2029 = 12 }\ncosto = \"500,00 €\"\n\n\
         [[linea_formativa]]\nid = \"una-volta\"\ntitolo = \"Una volta\"\ntipo = \"altro\"\nanni = [2027]\n\n\
         [[incarico]]\nid = \"dirigente\"\nruolo = \"dirigente\"\nal = 2027-06-30\n\n\
         [[ente]]\nid = \"valle\"\nnome = \"Unione\"\ntipo = \"unione\"\ndipendenti = { 2026 = 80, 2027 = 84 }\n\n\
         [[procedura]]\nid = \"scia\"\ntitolo = \"SCIA\"\ntempo_attuale = \"30 giorni\"\ntempo_obiettivo = { 2027 = \"25 giorni\", 2029 = \"15 giorni\" }\n",
    );
    assert!(
        said.contains(
            "# DECIDERE: di `ore` manca il valore del 2030\nore = { 2028 = 12, 2029 = 12 }\ncosto = \"500,00 €\"\n"
        ),
        "{said}"
    );
    assert!(said.contains("anni = [2027]\narchiviato = true # concluso nel 2027\n"), "{said}");
    assert!(said.contains("al = 2027-06-30\narchiviato = true # concluso nel 2027\n"), "{said}");
    assert!(said.contains("# DECIDERE: `dipendenti` del 2028; prima era { 2026 = 80, 2027 = 84 }\n"), "{said}");
    assert!(said.contains("tempo_obiettivo = { 2029 = \"15 giorni\" }\n"), "{said}");
    assert!(said.contains("tempo_attuale = { assente = \"da indicare per il 2028\" }\n"), "{said}");
}

#[test]
fn acts_of_the_versions_stay_unless_they_are_cited() {
    let settings = format!(
        "{PIAO}\n[[versione]]\nnumero = 1\ndata = 2027-01-28\n\n[[versione]]\nnumero = 2\nmotivo = \"sì\"\natto = \"d-40\"\n\n\
         [[versione]]\nnumero = 3\nmotivo = \"sì\"\natto = \"d-50\"\n"
    );
    let act = |id: &str| {
        format!(
            "[[atto]]\nid = \"{id}\"\ntipo = \"deliberazione\"\nnumero = \"4\"\ndata = 2027-06-01\noggetto = \"Modifiche\"\n\n"
        )
    };
    let acts = ["# Gli atti.\n\n", &act("d-40"), &act("d-50")].concat();
    let new = anno(&[
        ("piao.toml", &settings),
        ("dati/atti.toml", &acts),
        ("1-sezione.md", "# Sezione\n\nSi veda la [@d-50].\n"),
    ]);
    let said = testo(&new, "dati/atti.toml");
    assert!(said.starts_with("# Gli atti.\n\n[[atto]]\nid = \"d-50\"") && !said.contains("d-40"), "{said}");
}

/// A record of several rows is judged whole: what goes on keeps the rows of the phases that go on, and what is over goes with all of them.
#[test]
fn the_rows_of_one_record_go_together() {
    let new = anno(&[(
        "dati/obiettivi.csv",
        "Codice;Titolo;Fine;fase.testo;fase.tempi;fase.peso\nS1.1;Nidi;31/12/2028;Gara;marzo 2027;50\n\
         S1.1;;;Lavori;maggio 2028;50\nS1.2;Rete;31/12/2027;Scavi;giugno 2027;60\nS1.2;;;Posa;dicembre 2027;40\n",
    )]);
    assert_eq!((new.portati, new.archiviati.as_slice()), (1, ["S1.2 Rete".to_owned()].as_slice()));
    let said = testo(&new, "dati/obiettivi.csv");
    let rows: Vec<&str> = said.lines().collect();
    assert_eq!(
        rows.first().copied(),
        Some("Codice;Titolo;Fine;fase.testo;fase.tempi;fase.peso;archiviato;fase.n;DECIDERE")
    );
    assert!(
        rows.get(1).is_some_and(|row| row.starts_with("S1.1;Nidi;31/12/2028;;;;;;") && row.contains("`peso` del 2028")),
        "{said}"
    );
    assert_eq!(rows.get(2).copied(), Some("S1.1;;;Lavori;maggio 2028;;;2;"), "{said}");
    assert!(rows.get(3).is_some_and(|row| row.starts_with("S1.2;Rete;31/12/2027;Scavi;giugno 2027;60;sì;")), "{said}");
    assert_eq!(rows.get(4).copied(), Some("S1.2;;;Posa;dicembre 2027;40;;;"), "{said}");
    let mut diags = Diagnostics::default();
    let piano = load::load(&new.sources, None, &mut diags);
    assert!(!diags.has_blocking(), "{:?}", diags.sorted());
    assert_eq!((piano.elementi.obiettivi.len(), piano.archiviati.len()), (1, 1));
    assert_eq!(piano.elementi.obiettivi.first().map(|one| one.value.fasi.len()), Some(1));
}

/// A phase that its plan already saw go on into the new year, or that comes back each year, stays; its times are asked for where they would
/// mean other days. What ended, and what was of the year, does not.
#[test]
fn parts_that_reach_the_new_year_stay() {
    let phase = |testo: &str, tempi: &str| {
        format!("[[obiettivo.fase]]\ntesto = \"{testo}\"\ntempi = \"{tempi}\"\npeso = 10\n\n")
    };
    let check = |strumento: &str, tempi: &str| {
        format!("[[obiettivo.verifica]]\nstrumento = \"{strumento}\"\ntempi = \"{tempi}\"\n\n")
    };
    let said = dato(
        &[
            "[[obiettivo]]\nid = \"a\"\ntitolo = \"A\"\nfine = 2029-12-31\n\n".to_owned(),
            phase("Inverno", "dicembre - marzo"),
            phase("Tutto", "intero triennio"),
            phase("Sempre", "30/06 di ogni anno"),
            phase("Aperta", "dal 1° settembre"),
            phase("Chiusa", "entro maggio"),
            phase("Passata", "marzo 2027"),
            check("Verbale", "novembre - gennaio"),
            check("Registro", "ogni semestre"),
            check("Foglio", "giugno"),
        ]
        .concat(),
    );
    for kept in ["Inverno", "Tutto", "Sempre", "Aperta", "Verbale", "Registro"] {
        assert!(said.contains(&format!("= \"{kept}\"")), "{kept}: {said}");
    }
    for gone in ["Chiusa", "Passata", "Foglio"] {
        assert!(!said.contains(gone), "{gone}: {said}");
    }
    assert!(said.contains("# DECIDERE: `tempi` del 2028; nel 2027 era \"dicembre - marzo\"\n"), "{said}");
    assert!(said.contains("# DECIDERE: `tempi` del 2028; nel 2027 era \"novembre - gennaio\"\n"), "{said}");
    assert!(
        said.contains("tempi = \"30/06 di ogni anno\"\n") && said.contains("tempi = \"ogni semestre\"\n"),
        "{said}"
    );
    assert!(said.contains("quelle che non arrivano al 2028 (2) restano"), "{said}");
}

/// What must be there keeps its words, and what may not be cited any more is taken away wherever it is, many times in a file.
#[test]
fn a_field_that_must_be_there_keeps_its_words() {
    let goes_on = |n: usize| {
        format!(
            "[[obiettivo]]\nid = \"b{n}\"\ntitolo = \"B{n}\"\nfine = 2029-12-31\ndescrizione = \"Dopo [@nidi].\"\nfinalita = \"Come [@nidi].\"\n\n\
             [[obiettivo.fase]]\ntesto = \"Fase di [@nidi] e [altri](@nidi)\"\ntempi = {{ 2027 = \"gennaio\", 2028 = \"febbraio\" }}\n\n"
        )
    };
    let over = "[[obiettivo]]\nid = \"nidi\"\ntitolo = \"Nidi\"\nfine = 2027-12-31\n\n";
    let said = dato(&format!("{over}{}", (0..9).map(goes_on).collect::<String>()));
    assert_eq!(said.matches("\ntesto = \"Fase di nidi e altri\"\n").count(), 9, "{said}");
    assert_eq!(said.matches("`testo` era \"Fase di [@nidi] e [altri](@nidi)\"").count(), 9, "{said}");
    assert_eq!(said.matches("# DECIDERE: `descrizione` era \"Dopo [@nidi].\"").count(), 9, "{said}");
    assert_eq!(said.matches("# DECIDERE: `finalita` era \"Come [@nidi].\"").count(), 9, "{said}");
}

/// Without the signs of the comment, what was put into it is what it was.
#[test]
fn what_is_put_into_a_comment_comes_out_as_it_was() {
    let field = "descrizione = \"\"\"\nPrimo capoverso.\n\nSecondo, come [@nidi].\n\"\"\"\n";
    let new = anno(&[
        (
            "dati/a.toml",
            &format!(
                "[[obiettivo]]\nid = \"nidi\"\ntitolo = \"Nidi\"\nfine = 2027-12-31\n\n\
                 [[obiettivo]]\nid = \"b\"\ntitolo = \"B\"\nfine = 2029-12-31\n{field}"
            ),
        ),
        (
            "1-sezione.md",
            "# Sezione\n\nTesto <!-- interno --> con [@nidi].\n\nDa A --> B, come [@nidi].\n\n| a | b |\n| --- | --- |\n| 1 | [@nidi] |\n",
        ),
    ]);
    let data = testo(&new, "dati/a.toml");
    let commented: String = field.lines().map(|line| format!("# {line}\n")).collect();
    assert!(data.contains(&format!("# DECIDERE: `descrizione` era\n{commented}")), "{data}");
    let text = testo(&new, "1-sezione.md");
    for kept in ["\nDa A --&gt; B, come [@nidi].\n", "\n| --- | --- |\n", "\nTesto <!-- interno --&gt; con [@nidi].\n"]
    {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert!(text.contains("`--&gt;` sta per i segni che chiudono un commento"), "{text}");
}
