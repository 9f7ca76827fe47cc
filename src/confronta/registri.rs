//! How the rows of each register are told apart and named. The registers and their columns are public (`docs/dati.md`), so what is
//! said here of them holds for every `piao.json`.

use super::Parte;
use serde_json::{Map, Value};

/// A row of a register, as `piao.json` has it.
pub(super) type Riga = Map<String, Value>;

/// What there is to know of a register.
pub(super) struct Registro {
    /// Its public name.
    pub(super) nome: &'static str,
    /// What a row is, in Italian.
    pub(super) cosa: &'static str,
    pub(super) femminile: bool,
    /// The column with the id of the thing of which the row is a part.
    pub(super) padre: Option<&'static str>,
    /// The columns that tell the row from the others of the same thing.
    pub(super) chiave: &'static [&'static str],
    /// The columns with the words that name it.
    pub(super) parole: &'static [&'static str],
    /// The part of the comparison in which a new row is told.
    pub(super) parte: Parte,
    /// Columns that repeat what another row says, or a column that tells it better.
    pub(super) ripete: &'static [&'static str],
}

const BASE: Registro = Registro {
    nome: "",
    cosa: "riga",
    femminile: false,
    padre: None,
    chiave: &["id"],
    parole: &["titolo"],
    parte: Parte::Altro,
    ripete: &[],
};

/// A part of an objective.
const DI_OBIETTIVO: Registro = Registro {
    padre: Some("obiettivo_id"),
    parte: Parte::Traguardi,
    ripete: &["obiettivo", "obiettivo_codice"],
    ..BASE
};

/// The columns with the words of people who are counted together.
const DI_CHI: &[&str] = &["area", "profilo", "unita"];

/// The same, in a year.
const DI_CHI_E_QUANDO: &[&str] = &["anno", "area", "profilo", "unita"];

/// The registers, each after those to which its rows refer.
pub(super) static REGISTRI: &[Registro] = &[
    Registro { nome: "ente", cosa: "ente", chiave: &[], parole: &["nome"], ..BASE },
    Registro { nome: "enti", cosa: "ente", parole: &["nome"], ..BASE },
    Registro { nome: "unita", cosa: "unità", femminile: true, parole: &["nome"], ..BASE },
    Registro { nome: "nodi", cosa: "nodo dell’albero", ripete: &["livello_nome"], ..BASE },
    Registro { nome: "atti", cosa: "atto", parole: &["atto"], ..BASE },
    Registro {
        nome: "incarichi",
        cosa: "incarico",
        parole: &["ruolo", "unita", "persona"],
        parte: Parte::Responsabili,
        ..BASE
    },
    Registro { nome: "obiettivi-vp", cosa: "obiettivo di valore pubblico", ..BASE },
    Registro { nome: "linee-formative", cosa: "linea formativa", femminile: true, ..BASE },
    Registro { nome: "progetti", cosa: "progetto", ..BASE },
    Registro { nome: "misure-digitali", cosa: "misura digitale", femminile: true, ..BASE },
    Registro { nome: "obiettivi", cosa: "obiettivo", parte: Parte::Obiettivi, ripete: &["codice_completo"], ..BASE },
    Registro {
        nome: "obiettivi-unita",
        cosa: "parte di un’unità",
        femminile: true,
        padre: Some("obiettivo_id"),
        chiave: &["unita_id", "unita"],
        parole: &["unita"],
        parte: Parte::Responsabili,
        ripete: &["obiettivo"],
    },
    Registro {
        nome: "misurazioni",
        cosa: "misurazione",
        femminile: true,
        chiave: &["momento", "unita_id"],
        parole: &["momento", "unita"],
        parte: Parte::Esiti,
        ..DI_OBIETTIVO
    },
    Registro {
        nome: "fasi",
        cosa: "fase",
        femminile: true,
        chiave: &["fase", "anno"],
        parole: &["attivita"],
        ..DI_OBIETTIVO
    },
    Registro {
        nome: "risultati-attesi",
        cosa: "risultato atteso",
        chiave: &["risultato", "anno"],
        parole: &["testo"],
        ..DI_OBIETTIVO
    },
    Registro {
        nome: "verifiche",
        cosa: "verifica",
        femminile: true,
        chiave: &["verifica"],
        parole: &["strumento", "atteso"],
        ..DI_OBIETTIVO
    },
    Registro {
        nome: "domande",
        cosa: "domanda",
        femminile: true,
        chiave: &["domanda"],
        parole: &["testo"],
        parte: Parte::Esiti,
        ..DI_OBIETTIVO
    },
    Registro {
        nome: "voci-contabili",
        cosa: "voce di bilancio",
        femminile: true,
        chiave: &["peg", "voce", "anno", "verso", "causale"],
        parole: &["causale", "peg", "anno"],
        parte: Parte::Soldi,
        ..DI_OBIETTIVO
    },
    Registro { nome: "procedure", cosa: "procedura", femminile: true, chiave: &["id", "anno"], ..BASE },
    Registro {
        nome: "indicatori",
        cosa: "indicatore",
        padre: Some("misura_id"),
        parole: &["testo"],
        parte: Parte::Traguardi,
        ripete: &["misura_tipo", "misura_codice"],
        ..BASE
    },
    Registro {
        nome: "target",
        cosa: "target",
        padre: Some("indicatore_id"),
        chiave: &["anno", "per"],
        parole: &["indicatore", "anno", "per"],
        parte: Parte::Traguardi,
        ripete: &["misura_tipo", "misura_id", "misura_codice", "indicatore"],
        ..BASE
    },
    Registro { nome: "processi", cosa: "processo", ripete: &["area_nome", "esposizione_ordine"], ..BASE },
    Registro {
        nome: "rischi",
        cosa: "rischio",
        padre: Some("processo_id"),
        chiave: &["numero"],
        parole: &["evento"],
        ripete: &["processo"],
        ..BASE
    },
    Registro { nome: "misure-prevenzione", cosa: "misura di prevenzione", femminile: true, ..BASE },
    Registro { nome: "obblighi", cosa: "obbligo di pubblicazione", parole: &["contenuto"], ..BASE },
    Registro { nome: "lavoro-agile", cosa: "scheda del lavoro agile", femminile: true, parole: &["ente"], ..BASE },
    Registro {
        nome: "lavoro-agile-anni",
        cosa: "anno di lavoro agile",
        padre: Some("lavoro_agile_id"),
        chiave: &["anno"],
        parole: &["anno"],
        ripete: &["lavoro_agile"],
        ..BASE
    },
    Registro {
        nome: "attivita-agili",
        cosa: "attività in lavoro agile",
        femminile: true,
        padre: Some("lavoro_agile_id"),
        chiave: &["attivita"],
        parole: &["attivita"],
        ripete: &["lavoro_agile", "posto"],
        ..BASE
    },
    Registro { nome: "monitoraggi", cosa: "monitoraggio", ..BASE },
    Registro { nome: "dotazione", cosa: "riga della dotazione", femminile: true, parole: DI_CHI, ..BASE },
    Registro {
        nome: "dotazione-anni",
        cosa: "anno della dotazione",
        chiave: &["area", "anno"],
        parole: &["area", "anno"],
        ..BASE
    },
    Registro {
        nome: "dotazione-genere",
        cosa: "conto di donne e uomini",
        chiave: &["area"],
        parole: &["area"],
        ..BASE
    },
    Registro { nome: "cessazioni", cosa: "cessazione", femminile: true, parole: DI_CHI_E_QUANDO, ..BASE },
    Registro { nome: "assunzioni", cosa: "assunzione", femminile: true, parole: DI_CHI_E_QUANDO, ..BASE },
    Registro {
        nome: "spese-personale",
        cosa: "voce della spesa di personale",
        femminile: true,
        parole: &["voce", "anno"],
        parte: Parte::Soldi,
        ..BASE
    },
    Registro { nome: "adempimenti", cosa: "adempimento", parole: &["oggetto"], ..BASE },
    Registro {
        nome: "linee-formative-anni",
        cosa: "anno di formazione",
        padre: Some("linea_id"),
        chiave: &["anno"],
        parole: &["anno"],
        ripete: &["linea"],
        ..BASE
    },
    Registro {
        nome: "linee-formative-partecipanti",
        cosa: "gruppo di partecipanti",
        padre: Some("linea_id"),
        chiave: &["anno", "categoria", "ente_id"],
        parole: &["categoria", "ente", "anno"],
        ripete: &["linea"],
        ..BASE
    },
    Registro {
        nome: "progetti-pacchetti",
        cosa: "pacchetto di lavoro",
        padre: Some("progetto_id"),
        chiave: &["pacchetto"],
        ripete: &["progetto"],
        ..BASE
    },
    Registro {
        nome: "misure-digitali-servizi",
        cosa: "gruppo di servizi",
        padre: Some("misura_id"),
        chiave: &["ente_id"],
        parole: &["ente"],
        ripete: &["misura"],
        ..BASE
    },
    Registro { nome: "schede-scambio", cosa: "scheda di scambio", femminile: true, ..BASE },
    Registro {
        nome: "schede-scambio-programma",
        cosa: "parte del programma",
        femminile: true,
        padre: Some("scheda_id"),
        chiave: &["parte"],
        parole: &["tema", "testo"],
        ripete: &["scheda"],
        ..BASE
    },
    Registro {
        nome: "schede-scambio-date",
        cosa: "data dello scambio",
        femminile: true,
        padre: Some("scheda_id"),
        chiave: &["quando", "dal", "note"],
        parole: &["quando"],
        ripete: &["scheda"],
        ..BASE
    },
    Registro {
        nome: "enti-dipendenti",
        cosa: "numero dei dipendenti",
        padre: Some("ente_id"),
        chiave: &["anno"],
        parole: &["anno"],
        ripete: &["ente"],
        ..BASE
    },
    Registro { nome: "allegati", cosa: "allegato", ..BASE },
    Registro { nome: "glossario", cosa: "voce del glossario", femminile: true, parole: &["sigla", "nome"], ..BASE },
];

/// The registers whose rows are told elsewhere: the revisions as the reasons of what they changed, the cells of a narrative among the
/// words of its card.
pub(super) const DETTI_ALTROVE: [&str; 2] = ["revisioni", "tabelle-dei-racconti"];

/// The words of a scalar of a row, as written; nothing for null, a list or an object.
pub(super) fn parola(riga: &Riga, colonna: &str) -> Option<String> {
    match riga.get(colonna)? {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("sì".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        _ => None,
    }
}

impl Registro {
    /// The words that name a row.
    pub(super) fn parole(&self, riga: &Riga) -> String {
        self.parole.iter().filter_map(|colonna| parola(riga, colonna)).collect::<Vec<_>>().join(" – ")
    }

    /// How a row that stands alone is called: `OO.04 Meno code allo sportello`.
    pub(super) fn nome_di(&self, riga: &Riga) -> String {
        let code = riga.get("codice").and_then(Value::as_str).unwrap_or_default();
        let name = self.parole(riga);
        // A body has one card of agile work, and the id that it was given says nothing.
        let id = || match self.nome {
            "lavoro-agile" => "Lavoro agile".to_owned(),
            _ => parola(riga, "id").unwrap_or_else(|| self.cosa.to_owned()),
        };
        match (code, name.as_str()) {
            ("", "") => id(),
            (code, "") => code.to_owned(),
            ("", name) => name.to_owned(),
            (code, name) => format!("{code} {name}"),
        }
    }

    /// How a row is called inside the thing of which it is a part: `fase 3 (2027)`.
    pub(super) fn parte_di(&self, riga: &Riga) -> String {
        let year = riga.get("anno").filter(|anno| !anno.is_null()).map(|anno| format!(", {anno}")).unwrap_or_default();
        let number = |column: &str| parola(riga, column).unwrap_or_default();
        let quoted = |words: String| if words.is_empty() { String::new() } else { format!(" «{words}»") };
        let said = match self.nome {
            "fasi" => format!("fase {}{year}", number("fase")),
            "risultati-attesi" => format!("risultato {}{year}", number("risultato")),
            "verifiche" => format!("verifica {}", number("verifica")),
            "target" => {
                let of = parola(riga, "per").map(|per| format!(", {per}")).unwrap_or_default();
                format!("{}{year}{of}", number("indicatore"))
            }
            "indicatori" => number("testo"),
            _ => format!("{}{}", self.cosa, quoted(self.parole(riga))),
        };
        said.trim().trim_start_matches(", ").to_owned()
    }
}

/// The label of a column: its public name with its accents, without what only machines need.
pub(super) fn etichetta(colonna: &str) -> String {
    let name = ["_percentuale", "_euro", "_id"].iter().find_map(|end| colonna.strip_suffix(end)).unwrap_or(colonna);
    let accented = |word: &str| {
        match word {
            "attivita" => "attività",
            "priorita" => "priorità",
            "finalita" => "finalità",
            "qualita" => "qualità",
            "modalita" => "modalità",
            "polarita" => "verso",
            "unita" => "unità",
            "accessibilita" => "accessibilità",
            word => word,
        }
        .to_owned()
    };
    match name {
        "vp" | "valore_pubblico" => "valore pubblico".to_owned(),
        "unita_misura" => "unità di misura".to_owned(),
        "dati_assenti" => "dati dichiarati assenti".to_owned(),
        "in_quanto" => "perché non tutto".to_owned(),
        "dup" | "sdg" | "bes" | "cup" | "cig" | "rpct" | "pec" | "peg" => name.to_uppercase(),
        "codice_ipa" => "codice IPA".to_owned(),
        "codice_istat" => "codice ISTAT".to_owned(),
        _ => name.split('_').map(accented).collect::<Vec<_>>().join(" "),
    }
}
