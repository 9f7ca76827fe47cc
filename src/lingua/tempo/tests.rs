//! Tables: the form written in real plans, and its normal form.

use super::find::Trovato;
use super::*;

/// A reading in one line: `~` a doubt with its rewritings, `#` a note, `!` an error with its proposal.
fn riga(text: &str) -> String {
    match Tempo::parse(text).lettura {
        Ok(lettura) => {
            let dubbio = lettura.dubbio.as_ref().map_or(String::new(), |d| format!(" ~ {}", d.riscritture.join(" | ")));
            let nota = lettura.nota.as_ref().map_or(String::new(), |n| format!(" # {n}"));
            format!("{lettura}{dubbio}{nota}")
        }
        Err(errore) => format!("!{:?} {}", errore.genere, errore.proposta.unwrap_or_default()).trim().to_owned(),
    }
}

fn tabella(righe: &[(&str, &str)]) {
    for (scritto, letto) in righe {
        assert_eq!(riga(scritto), *letto, "«{scritto}»");
        assert_eq!(Tempo::parse(scritto).parola, *scritto);
    }
}

#[test]
fn years_quarters_and_halves() {
    tabella(&[
        ("annuale", "tutto l’anno"),
        ("Annuale", "tutto l’anno"),
        ("TUTTO L'ANNO", "tutto l’anno"),
        ("DA GENNAIO A DICEMBRE", "tutto l’anno"),
        ("GENNAIO-DICEMBRE", "tutto l’anno"),
        ("GEN-DIC", "tutto l’anno"),
        ("GEN- DIC", "tutto l’anno"),
        ("gen. – dic.", "tutto l’anno"),
        ("anno 2025", "tutto il 2025"),
        ("annualità 2026", "tutto il 2026"),
        ("tutto il 2028", "tutto il 2028"),
        ("intero 2027", "tutto il 2027"),
        ("2025-27", "2025–2027"),
        ("1 trim", "I trimestre"),
        ("1trim", "I trimestre"),
        ("1 trimestre", "I trimestre"),
        ("I trim", "I trimestre"),
        ("II trim.", "II trimestre"),
        ("2 trim", "II trimestre"),
        ("2trim", "II trimestre"),
        ("3 trim", "III trimestre"),
        ("3 trimestre", "III trimestre"),
        ("3trim", "III trimestre"),
        ("4 trim", "IV trimestre"),
        ("4\u{a0}trim", "IV trimestre"),
        ("1 sem", "I semestre"),
        ("1sem", "I semestre"),
        ("2 sem", "II semestre"),
        ("2sem", "II semestre"),
        ("2 semestre", "II semestre"),
        ("1° e 2° trimestre", "I trimestre, II trimestre"),
        ("I-II trim", "I trimestre–II trimestre"),
        ("Il trim", "II trimestre ~ II trim"),
        ("l trim", "I trimestre ~ I trim"),
        ("2021-2022", "2021–2022"),
        ("2021-2022-2023", "2021–2023"),
        ("2024/2026", "2024–2026"),
        ("triennio 2025-2027", "2025–2027"),
        ("triennio 2023-25", "2023–2025"),
        ("mandato 2024-2029", "2024–2029"),
        ("Obiettivo pluriennale 2023-2025", "2023–2025"),
        ("A.S. 2022/2023", "anno scolastico 2022/2023"),
        ("A.E. 2024/25", "anno scolastico 2024/2025"),
        ("anno scolastico 2021-2022", "anno scolastico 2021/2022"),
        ("Anni Accademici 2023/2024-2024/2025", "anno scolastico 2023/2024 – anno scolastico 2024/2025"),
    ]);
}

#[test]
fn months() {
    tabella(&[
        ("(LUGLIO)", "luglio"),
        ("NOVEMBRE", "novembre"),
        ("giugno", "giugno"),
        ("gennaio", "gennaio"),
        ("gen", "gennaio"),
        ("sett", "settembre"),
        ("DICEMBRE 2021", "dicembre 2021"),
        ("Ottobre 2021", "ottobre 2021"),
        ("Maggio 2024", "maggio 2024"),
        ("GENNAIO - FEBBRAIO", "gennaio–febbraio"),
        ("FEBBRAIO-MARZO", "febbraio–marzo"),
        ("FEBBRAIO  —  MARZO.", "febbraio–marzo"),
        ("FEBB - DIC", "febbraio–dicembre"),
        ("MAGGIO - SETT", "maggio–settembre"),
        ("OTT-DIC", "ottobre–dicembre"),
        ("GIUGNO - OTT", "giugno–ottobre"),
        ("GEN-MAG", "gennaio–maggio"),
        ("GEN - SETT", "gennaio–settembre"),
        ("NOV - DIC", "novembre–dicembre"),
        ("da GENNAIO ad APRILE", "gennaio–aprile"),
        ("(tempi febbraio - giugno)", "febbraio–giugno"),
        ("Settembre- Dicembre 2021", "settembre–dicembre 2021"),
        ("dicembre 2024 - marzo", "dicembre 2024 – marzo 2025"),
        ("novembre - febbraio 2022", "novembre 2021 – febbraio 2022"),
        ("APRILE/AGOSTO/DICEMBRE", "aprile, agosto, dicembre"),
        ("APR/SETT/DIC", "aprile, settembre, dicembre"),
        ("FEBBRAIO - APRILE / SETTEMBRE-DICEMBRE", "febbraio–aprile, settembre–dicembre"),
        ("FEBBRAIO - LUGLIO / SETTEMBRE- DICEMBRE", "febbraio–luglio, settembre–dicembre"),
        ("primi mesi del 2022", "gennaio–aprile 2022 circa"),
        ("nella tarda primavera 2021", "maggio–giugno 2021 circa"),
        ("prima meta del 2026", "I semestre 2026 circa"),
        ("prima metà del 2026", "I semestre 2026 circa"),
        ("inizio ottobre", "inizio ottobre circa"),
        ("prima metà di marzo", "01/03–15/03 circa"),
        ("nella seconda metà di febbraio 2028", "16/02–29/02/2028 circa"),
        ("entro la prima metà di marzo 2027", "entro il 15/03/2027 circa"),
    ]);
}

#[test]
fn times_as_offices_and_spreadsheets_write_them() {
    tabella(&[
        ("entro e non oltre il 31/12/2028", "entro il 31/12/2028"),
        ("entro e non oltre aprile", "entro aprile"),
        ("non oltre il 30 giugno 2027", "entro il 30/06/2027"),
        ("entro il termine del 15/09/2027", "entro il 15/09/2027"),
        ("Dic-28", "dicembre 2028"),
        ("gen/27", "gennaio 2027"),
        ("31-dic-28", "31/12/2028"),
        ("1-mar-2027", "01/03/2027"),
        ("15-gen-27 - 30-giu-27", "15/01–30/06/2027"),
        ("28 dic", "28/12"),
        ("12/2028", "dicembre 2028"),
        ("06-2027", "giugno 2027"),
        ("entro 6/2027", "entro il 30/06/2027"),
        ("13/2028", "!ParolaIgnota"),
        ("fine 2028", "fine dicembre 2028 circa"),
        ("metà 2027", "giugno 2027 circa"),
        ("inizio 2027", "I quadrimestre 2027 circa"),
        ("entro fine 2028", "entro il 31/12/2028"),
        ("30 giugno p.v.", "30/06"),
        ("entro il 30/09 p.v.", "entro il 30/09"),
        ("31/12 di ogni anno", "ogni anno: 31/12"),
        ("entro il 30 giugno e il 31 dicembre di ciascun anno", "ogni anno: entro il 30/06, entro il 31/12"),
        ("intero triennio", "tutto il triennio"),
        ("nell’arco del triennio", "tutto il triennio"),
        ("tutto il triennio", "tutto il triennio"),
        ("biennio", "tutto il biennio"),
        ("triennio 2027-2029", "2027–2029"),
        ("entro il triennio", "entro il triennio"),
        ("entro la fine del triennio 2027-2029", "entro il 31/12/2029"),
        ("Q1 2027", "I trimestre 2027"),
        ("entro Q3", "entro il III trimestre"),
        ("entro 15 giorni", "entro 15 giorni"),
        ("entro il 31 marzo dell'anno successivo", "entro il 31 marzo dell’anno successivo"),
        ("mar 5 set 2028", "05/09/2028"),
        ("ven 6 ottobre 2028", "06/10/2028"),
        ("mar-set", "marzo–settembre"),
        // Days without their year, as spreadsheets show them.
        ("15-mar", "15/03"),
        ("1-gen", "01/01"),
        ("31-dic", "31/12"),
        ("30-giugno", "30/06"),
        ("30/giu", "30/06"),
        ("15-mar 2028", "15/03/2028"),
        ("15/mar/2028", "15/03/2028"),
        ("entro il 30-giu", "entro il 30/06"),
        ("entro 31-dic", "entro il 31/12"),
        ("entro il 30.6", "entro il 30/06"),
        ("dal 15-mar al 30-giu", "15/03–30/06"),
        ("15-mar - 20-apr", "15/03–20/04"),
        ("15-mar-20-apr", "15/03–20/04"),
        ("15-mar-28 - 30-giu-28", "15/03–30/06/2028"),
        ("15-mar-27 - apr-27", "15/03–aprile 2027"),
        ("5-mag/10-mag", "05/05, 10/05 ~ 5-mag-10-mag | 5-mag, 10-mag | 5-mag o 10-mag"),
        ("1.5", "!ParolaIgnota"),
    ]);
    let days = |text: &str| {
        let all = Tempo::parse(text).intervalli(2027);
        all.iter().map(|i| (i.da.map(Giorno::iso), i.a.map(Giorno::iso))).collect::<Vec<_>>()
    };
    assert_eq!(days("intero triennio"), [(Some("2027-01-01".into()), Some("2029-12-31".into()))]);
    assert_eq!(days("30 giugno p.v."), [(Some("2027-06-30".into()), Some("2027-06-30".into()))]);
    assert!(Tempo::parse("mar 6 set 2028").lettura.is_err_and(|e| e.genere == Genere::GiornoDellaSettimana));
}

#[test]
fn two_months_without_a_word_between_them_are_doubtful() {
    tabella(&[
        ("GENNAIO/MARZO", "gennaio–marzo ~ gennaio-marzo | gennaio, marzo | gennaio o marzo"),
        // Beside each other they are the same days in every reading.
        ("FEBBRAIO/MARZO", "febbraio–marzo"),
        ("dicembre/gennaio", "dicembre–gennaio"),
        ("dicembre 2028/gennaio 2029", "dicembre 2028 – gennaio 2029"),
        (
            "marzo 2027/aprile 2028",
            "marzo 2027 – aprile 2028 ~ marzo 2027-aprile 2028 | marzo 2027, aprile 2028 | marzo 2027 o aprile 2028",
        ),
        ("MAGGIO/AGOSTO", "maggio–agosto ~ maggio-agosto | maggio, agosto | maggio o agosto"),
        ("SETTEMBRE/OTTOBRE", "settembre–ottobre"),
        ("APRILE/GIUGNO", "aprile–giugno ~ aprile-giugno | aprile, giugno | aprile o giugno"),
        ("Ottobre/Dicembre", "ottobre–dicembre ~ ottobre-dicembre | ottobre, dicembre | ottobre o dicembre"),
        ("2^ giornata: Ottobre/Novembre", "ottobre–novembre"),
        (
            "2^ giornata: Ottobre/Dicembre",
            "ottobre–dicembre ~ 2^ giornata: ottobre-dicembre | 2^ giornata: ottobre, dicembre | 2^ giornata: ottobre o dicembre",
        ),
        ("GENNAIO APRILE", "gennaio–aprile ~ gennaio-aprile | aprile"),
        ("Settembre novembre", "settembre–novembre ~ settembre-novembre | novembre"),
        ("ott 27 - mar 28", "ottobre 2027 – marzo 2028 ~ ottobre 2027 - marzo 2028 | 27/10 - 28/03"),
        ("ott 37 - mar 38", "ottobre 2037 – marzo 2038"),
        ("5/6 settembre", "05/09, 06/09 ~ 5-6 settembre | 5, 6 settembre | 5 o 6 settembre"),
        ("entro aprile/LUGLIO", "entro aprile, entro luglio ~ entro aprile, luglio | entro aprile | entro luglio"),
    ]);
}

#[test]
fn every_rewriting_is_without_doubts() {
    for scritto in [
        "GENNAIO/MARZO",
        "Ottobre/Dicembre 2024",
        "GENNAIO APRILE",
        "Il trim",
        "5/6 settembre",
        "entro aprile/LUGLIO",
        "ott 27 - mar 28",
    ] {
        let dubbio = Tempo::parse(scritto).lettura.unwrap().dubbio.unwrap();
        for riscritta in dubbio.riscritture {
            assert_eq!(Tempo::parse(&riscritta).lettura.unwrap().dubbio, None, "{riscritta}");
        }
    }
}

#[test]
fn days() {
    tabella(&[
        ("31/10/24", "31/10/2024"),
        ("30/06/24", "30/06/2024"),
        ("01.01.2021", "01/01/2021"),
        ("1-11-2021", "01/11/2021"),
        ("1/06", "01/06"),
        ("01/07", "01/07"),
        ("31Dicembre 2021", "31/12/2021"),
        ("24.12.2021", "24/12/2021"),
        ("2025-03-01", "01/03/2025"),
        ("16 aprile 2024", "16/04/2024"),
        ("giovedì 5 settembre", "05/09"),
        ("29/02", "29/02"),
        (
            "04/12/2020 (stipula contratto di redazione del PUG)",
            "04/12/2020 # (stipula contratto di redazione del PUG)",
        ),
        ("giovedì 5 e venerdì 6 settembre", "05/09, 06/09"),
        ("da lunedì 7 a venerdì 11 ottobre", "07/10–11/10"),
        ("5 – 6 SETTEMBRE", "05/09–06/09"),
        ("5 e 6 Novembre 2024", "05/11/2024, 06/11/2024"),
        ("7, 8,9 ottobre", "07/10, 08/10, 09/10"),
        ("20 o 13 giugno 2024", "20/06/2024 o 13/06/2024"),
        ("16,17,18 ottobre", "16/10, 17/10, 18/10"),
        ("Settembre 2024 (17-18, 24-25)", "17/09–18/09/2024, 24/09–25/09/2024"),
        ("Ottobre 2024 (1-2, 8-9)", "01/10–02/10/2024, 08/10–09/10/2024"),
        ("Settembre 2024 (17, 19, 24, 26)", "17/09/2024, 19/09/2024, 24/09/2024, 26/09/2024"),
        ("dal 5 al 16 maggio 2024", "05/05–16/05/2024"),
        ("dal 7 al 18 ottobre 2024", "07/10–18/10/2024"),
        ("tra il 15 e il 31 dicembre", "15/12–31/12"),
        ("13 o 20 giugno", "13/06 o 20/06"),
        ("Mese Giugno 2024 – 13 o 20 giugno", "13/06/2024 o 20/06/2024"),
        ("mese Settembre 2024 – 10 o 17 settembre", "10/09/2024 o 17/09/2024"),
        ("6 - 7 Giugno. Con ipotesi evento 6 sera", "06/06–07/06 # Con ipotesi evento 6 sera"),
        ("12 - 13 Settembre. Con ipotesi evento 12 sera", "12/09–13/09 # Con ipotesi evento 12 sera"),
        ("dal 1° luglio 2024", "dal 01/07/2024"),
        ("a partire da settembre", "da settembre"),
    ]);
}

#[test]
fn deadlines() {
    tabella(&[
        ("entro aprile", "entro aprile"),
        ("entro il mese di dicembre", "entro dicembre"),
        ("entro maggio 2025", "entro il 31/05/2025"),
        ("entro inizio ottobre 2025", "entro il 10/10/2025 circa"),
        ("Entro il 28 febbraio 2025", "entro il 28/02/2025"),
        ("entro 1° marzo 2025", "entro il 01/03/2025"),
        ("al 30/09", "entro il 30/09"),
        ("entro 31/12", "entro il 31/12"),
        ("entro il primo trimestre dell'anno", "entro il I trimestre"),
        ("entro il 1 trim. 2025", "entro il 31/03/2025"),
        ("entro la fine dell’anno", "entro l’anno"),
        ("da realizzare entro il 31/12/2024", "entro il 31/12/2024"),
    ]);
}

#[test]
fn recurrences() {
    tabella(&[
        ("trimestre/anno", "ogni 3 mesi"),
        ("cadenza mensile", "ogni mese"),
        ("settimanalmente", "ogni settimana"),
        ("ogni 15 giorni", "ogni 15 giorni"),
        ("ogni 15/30 giorni (da marzo)", "ogni 15–30 giorni: da marzo"),
        ("ogni sei mesi (Luglio-Gennaio)", "ogni 6 mesi: luglio, gennaio"),
        ("quadrimestrale", "ogni 4 mesi"),
        ("due volte l'anno", "2 volte l’anno"),
        ("4 volte l'anno", "4 volte l’anno"),
        ("3 a settimana", "3 volte a settimana"),
        (
            "All'atto del conferimento dell'incarico e annualmente (nel mese di gennaio) - 2021-2022-2023",
            "all’atto del conferimento dell’incarico; ogni anno: gennaio 2021, gennaio 2022, gennaio 2023",
        ),
    ]);
}

#[test]
fn what_depends_on_events() {
    tabella(&[
        ("entro 30 giorni dall'istruttoria", "entro 30 giorni dall’istruttoria"),
        ("entro 10 giorni dal termine", "entro 10 giorni dal termine"),
        (
            "entro 60 giorni dalla fine dei termini … e in ogni caso entro il 31/12/2021",
            "entro 60 giorni dalla fine dei termini, entro il 31/12/2021",
        ),
        (
            "secondo la scadenza indicata dal decreto, presumibilmente entro luglio 2025",
            "secondo la scadenza indicata dal decreto, entro il 31/07/2025 circa",
        ),
        ("da scadenza attuali concessioni al 30/09", "da scadenza attuali concessioni, entro il 30/09"),
        ("nei tempi consentiti dal bando", "nei tempi consentiti dal bando"),
        ("nei termini stabiliti dai decreti di RL", "nei termini stabiliti dai decreti di RL"),
        ("prima della scadenza (di norma mese di luglio)", "prima della scadenza, entro luglio circa"),
    ]);
}

#[test]
fn what_says_no_day() {
    tabella(&[
        ("==", "non applicabile"),
        ("", "non applicabile"),
        ("-----", "non applicabile"),
        ("Cfr. già nel 2020", "già iniziato"),
        ("Rif. Piano performance precedente", "già iniziato"),
        ("Calendario1", "da fissare"),
        ("da definire", "da fissare"),
        ("biennale", "biennale"),
        ("biennale rinnovabile per un ulteriore biennio", "biennale rinnovabile per un ulteriore biennio"),
        ("1 giorno e mezzo", "1 giorno e mezzo"),
        ("Modulo da 3 ore", "modulo da 3 ore"),
        ("1 o 2 giornate", "1 o 2 giornate"),
        ("Da 3 a 5 giornate", "da 3 a 5 giornate"),
        ("2 settimane", "2 settimane"),
        ("mattina", "mattina"),
        ("pomeriggio", "pomeriggio"),
        ("sera", "sera"),
        ("mattina, pomeriggio, sera", "mattina, pomeriggio, sera"),
    ]);
}

#[test]
fn what_cannot_be_read_says_why() {
    tabella(&[
        ("31/09", "!Impossibile 30/09"),
        ("31.2.2021", "!Impossibile 28.2.2021"),
        ("31/09/24", "!Impossibile 30/09/24"),
        ("31 settembre 2025", "!Impossibile 30 settembre 2025"),
        ("29/02/2025", "!Impossibile 28/02/2025"),
        ("1/13/2025", "!Impossibile"),
        ("5 trim", "!Impossibile"),
        ("dal 16 al 5 maggio 2024", "!Impossibile"),
        ("marzo 2025 - gennaio 2025", "!Impossibile"),
        ("venerdì 5 settembre 2024", "!GiornoDellaSettimana"),
        ("anno 2855", "!AnnoFuori"),
        ("2 iniziative nell'anno", "!Conteggio"),
        ("gennaio, gen", "!DueValori"),
        ("31/08 31/10", "!DueValori"),
        ("Aprile febbraio", "!DueValori"),
        ("] trimestre", "!Segno"),
        ("trimestre", "!Segno"),
        (
            "Graduale raggiungimento degli macro-obiettivi pluriennali declinati nel documento di Piano approvato dall'Assemblea dei Sindaci.",
            "!Frase",
        ),
        ("15 luglio 2027 (venerdì)", "!GiornoDellaSettimana"),
        ("prima settimana di marzo", "!ParolaIgnota"),
        ("tre mesi dall’avvio", "!ParolaIgnota entro tre mesi dall’avvio"),
        ("3 mesi dalla stipula", "!ParolaIgnota entro 3 mesi dalla stipula"),
        ("gennnaio", "!ParolaIgnota gennaio"),
        ("entro setembre 2025", "!ParolaIgnota entro settembre 2025"),
        ("2 trimeste", "!ParolaIgnota 2 trimestre"),
        ("domani", "!ParolaIgnota"),
        ("entro l'anno successivo", "!ParolaIgnota"),
    ]);
    let errore = Tempo::parse("31/09/24").lettura.unwrap_err();
    assert_eq!(errore.messaggio, "«31/09/24» non è un giorno del calendario");
    assert_eq!(errore.rimedio, "l’ultimo giorno di quel mese è il 30: scrivi «30/09/24» oppure il mese giusto");
}

/// Days in the exercise 2025: `da/a`, an open end is `…`.
#[test]
fn words_become_days_of_the_exercise() {
    let giorni = |text: &str| {
        let iso = |d: Option<Giorno>| d.map_or_else(|| "…".to_owned(), Giorno::iso);
        let intervalli = Tempo::parse(text).intervalli(2025);
        intervalli.into_iter().map(|i| format!("{}/{}", iso(i.da), iso(i.a))).collect::<Vec<_>>().join(" ")
    };
    for (scritto, attesi) in [
        ("annuale", "2025-01-01/2025-12-31"),
        ("GEN- DIC", "2025-01-01/2025-12-31"),
        ("trimestre/anno", "2025-01-01/2025-12-31"),
        ("1 trim", "2025-01-01/2025-03-31"),
        ("2 trim", "2025-04-01/2025-06-30"),
        ("3trim", "2025-07-01/2025-09-30"),
        ("4 trim", "2025-10-01/2025-12-31"),
        ("1sem", "2025-01-01/2025-06-30"),
        ("2 semestre", "2025-07-01/2025-12-31"),
        ("entro aprile", "…/2025-04-30"),
        ("entro inizio ottobre", "…/2025-10-10"),
        ("dal 1° luglio 2024", "2024-07-01/…"),
        ("febbraio", "2025-02-01/2025-02-28"),
        ("29/02", ""),
        ("1° ottobre - 29/02", ""),
        ("novembre-febbraio", "2025-11-01/2026-02-28"),
        ("A.S. 2022/2023", "2022-09-01/2023-08-31"),
        ("Anni Accademici 2023/2024-2024/2025", "2023-09-01/2025-08-31"),
        ("triennio 2025-2027", "2025-01-01/2027-12-31"),
        ("FEBBRAIO - APRILE / SETTEMBRE-DICEMBRE", "2025-02-01/2025-04-30 2025-09-01/2025-12-31"),
        ("ogni sei mesi (Luglio-Gennaio)", "2025-07-01/2025-07-31 2025-01-01/2025-01-31"),
        ("entro 60 giorni dai termini e in ogni caso entro il 31/12/2021", "…/2021-12-31"),
        ("entro 30 giorni dall'istruttoria", ""),
        ("==", ""),
        ("31/09", ""),
    ] {
        assert_eq!(giorni(scritto), attesi, "«{scritto}»");
    }
    let tempo = Tempo::parse("5 e 6 Novembre 2024");
    assert_eq!(tempo.scadenza(2025).map(Giorno::iso).as_deref(), Some("2024-11-06"));
    assert_eq!(Tempo::parse("dal 1° luglio 2024").scadenza(2025), None);
    assert_eq!(Tempo::parse("31 dicembre 2026").giorno().map(Giorno::iso).as_deref(), Some("2026-12-31"));
    assert_eq!(Tempo::parse("31/12").giorno(), None);
    assert_eq!(Tempo::parse("entro il 31/12/2026").giorno(), None);
    let natale = Giorno::parse("25/12/2025").unwrap();
    assert_eq!(Tempo::from(natale).giorno(), Some(natale));
    assert!(Tempo::parse("4 trim").intervalli(2025).iter().any(|i| i.contains(natale)));
    let con_anno = |text| Tempo::parse(text).lettura.unwrap().con_anno(2025).to_string();
    assert_eq!(con_anno("gen - mar"), "gennaio–marzo 2025");
    assert_eq!(con_anno("entro aprile"), "entro il 30/04/2025");
    assert_eq!(con_anno("novembre-febbraio"), "novembre 2025 – febbraio 2026");
    assert_eq!(con_anno("annuale"), "tutto il 2025");
}

#[test]
fn durations() {
    for (scritto, atteso) in [
        ("annuale", Some("annuale")),
        ("biennale", Some("biennale")),
        ("BIENNALE", Some("biennale")),
        ("pluriennale", Some("pluriennale")),
        ("Pluriennale (1/3)", Some("pluriennale (1/3)")),
        ("pluriennale (2/3)", Some("pluriennale (2/3)")),
        ("fase 1 di 2", Some("pluriennale (1/2)")),
        ("Fase 1/3", Some("pluriennale (1/3)")),
        ("(FASE 1)", Some("pluriennale (fase 1)")),
        ("FASE 2", Some("pluriennale (fase 2)")),
        ("BIENNALE - Sportello unico (FASE 1)", Some("pluriennale (1/2)")),
        ("OBIETTIVO BIENNALE (FASE 1)", Some("pluriennale (1/2)")),
        ("Obiettivo pluriennale 2023-2025 - FASE 2", Some("pluriennale 2023–2025, fase 2")),
        ("pluriennale 2023-2025 – FASE 2", Some("pluriennale 2023–2025, fase 2")),
        ("biennale 2027/2028", Some("biennale 2027–2028")),
        // Three years are no "biennale": the word stays, the years are not those of the objective.
        ("biennale 2027-2029", Some("biennale")),
        ("Rif. DUP 1.1.5 / ANALISI DELLE AREE - OBIETTIVO PLURIENNALE / fase 1 di 2", Some("pluriennale (1/2)")),
        ("pluriennale (3/2)", None),
        ("Nuova convenzione biennale con AUSER", None),
        ("Elaborazione del conto annuale 2025", None),
        ("Partecipazione al Bando Regionale Fase 2 per CER", None),
        ("", None),
    ] {
        assert_eq!(Durata::parse(scritto).map(|d| d.to_string()).as_deref(), atteso, "«{scritto}»");
    }
    for (scritto, stampato) in [
        ("pluriennale 2025-2026 – fase 3 di 4", "pluriennale 2025–2026, fase 3 di 4"),
        ("pluriennale 2027-2028 – FASE 1 di 3", "pluriennale 2027–2028, fase 1 di 3"),
        ("pluriennale 2027-2029 – FASE 2", "pluriennale 2027–2029, fase 2"),
        ("pluriennale 2027-2030 – FASE IV", "pluriennale 2027–2030, fase 4"),
        ("pluriennale 2026-2029 (1/4)", "pluriennale 2026–2029 (1/4)"),
        ("pluriennale – seconda fase", "pluriennale (fase 2)"),
        ("annuale 2027", "annuale 2027"),
        ("biennale 2027/2028", "biennale 2027–2028"),
        ("Pluriennale (1/3)", "pluriennale (1/3)"),
        // What is not understood stays as written.
        ("pluriennale 2028-2026", "pluriennale 2028-2026"),
        ("biennale 2027-2029", "biennale 2027-2029"),
        ("pluriennale 2027-2029 (1/4)", "pluriennale 2027-2029 (1/4)"),
        ("pluriennale, salvo proroga", "pluriennale, salvo proroga"),
    ] {
        let letta = Durata::leggi(scritto).unwrap();
        assert_eq!(letta.to_string(), stampato, "«{scritto}»");
        // What is printed is read again as the same.
        if letta.parola.is_none() {
            assert_eq!(Durata::leggi(stampato).unwrap(), letta, "«{scritto}»");
        } else {
            assert_eq!((letta.k, letta.n, letta.da), (None, None, None), "«{scritto}»");
        }
    }
    let da_date = |inizio, fine, esercizio| {
        Durata::da_date(Giorno::parse(inizio).unwrap(), Giorno::parse(fine).unwrap(), esercizio).to_string()
    };
    assert_eq!(da_date("01/02/2021", "31/07/2021", 2021), "annuale");
    assert_eq!(da_date("01/08/2021", "31/12/2022", 2021), "pluriennale (1/2)");
    assert_eq!(da_date("01/01/2020", "31/12/2023", 2021), "pluriennale (2/4)");
    assert_eq!(da_date("01/01/2020", "31/12/2021", 2025), "pluriennale (2/2)");
    assert_eq!(da_date("01/01/2022", "31/12/2021", 2021), "annuale");
    assert_eq!(Durata::parse("annuale"), Some(Durata::ANNUALE));
}

#[test]
fn prose_says_deadlines_and_days() {
    let trovati = |text: &str| {
        let riga = |t: &Trovato| {
            assert_eq!(text.get(t.dove.clone()), Some(t.tempo.parola.as_str()));
            match &t.tempo.lettura {
                Ok(lettura) => format!("{:?} {lettura}", t.come),
                Err(errore) => format!("{:?} !{:?}", t.come, errore.genere),
            }
        };
        find(text).iter().map(riga).collect::<Vec<_>>().join("; ")
    };
    for (testo, attesi) in [
        ("documenti entro maggio … agosto … ottobre", "Entro entro maggio; Entro entro agosto; Entro entro ottobre"),
        ("invio ad ATS: Entro il 28 febbraio 2025", "Entro entro il 28/02/2025"),
        ("Avviso pubblicato: entro ottobre 2024; N° domande", "Entro entro il 31/10/2024"),
        ("avvisi entro il 31/12/2025. N. avvisi", "Entro entro il 31/12/2025"),
        ("consuntivo al 31/12/2025", "Al entro il 31/12/2025"),
        (
            "Entro aprile/LUGLIO: se entro APRILE 100%; se entro LUGLIO 90%. Adozione delibera giugno 2025: Entro il 30 giugno.",
            "Entro entro aprile; Entro entro luglio; Entro entro aprile; Entro entro luglio; Entro entro il 30/06",
        ),
        ("progetto esecutivo entro il 1 trim. 2025 - Rispetto dei tempi", "Entro entro il 31/03/2025"),
        ("aggiudicazione entro il 1 trim", "Entro entro il I trimestre"),
        ("aggiudicazione entro il primo trimestre dell'anno.", "Entro entro il I trimestre"),
        ("realizzazione, nei mesi di giugno e luglio, del Summer CAMP", "Nel giugno; Nel luglio"),
        ("al RPCT nei mesi di Settembre e Febbraio).", "Nel settembre; Nel febbraio"),
        (
            "cantiere dal 1° luglio 2024; prima tranche entro agosto 2024",
            "Dal dal 01/07/2024; Entro entro il 31/08/2024",
        ),
        ("realizzazione settimana dei giovani a giugno, con eventi diversificati", "Nel giugno"),
        ("assegnazione della civica a settembre 2025", "Nel settembre 2025"),
        ("da scadenza attuali concessioni al 30/09", "Al entro il 30/09"),
        ("convenzione attiva a partire dal 01/01/2024", "Dal dal 01/01/2024"),
        ("corso dal 5 al 16 maggio 2024", "Dal 05/05–16/05/2024"),
        ("Deliberazione di G.C.: presumibilmente entro luglio 2025", "Entro entro il 31/07/2025 circa"),
        ("rinnovo concessione entro 31/12", "Entro entro il 31/12"),
        ("pattugliamenti a settimana nel periodo maggio-settembre", "Nel maggio–settembre"),
        ("nel periodo compreso tra il 15 e il 31 dicembre", "Nel 15/12–31/12"),
        ("ogni 15/30 giorni (da marzo)", "Dal da marzo"),
        ("entro la scadenza fissata 100%; entro dicembre 90%", "Entro entro dicembre"),
        ("controlli da espletare entro l'anno > 30", "Entro entro l’anno"),
        ("Avvio dei Corsi: entro inizio ottobre 2025", "Entro entro il 10/10/2025 circa"),
        (
            "Patti: entro 1° marzo 2025; Budget annuale: entro aprile 2025",
            "Entro entro il 01/03/2025; Entro entro il 30/04/2025",
        ),
        ("attivita fino alla prima meta del 2026", "Entro entro il 30/06/2026 circa"),
        ("Conclusione entro il 31/09/2025", "Entro !Impossibile"),
        ("presentazione entro 30 giorni dall'istruttoria tecnica", ""),
        ("agli aggiornamenti del D.Lgs. n. 209 del 31/12/2024", ""),
        ("delibera n. 34 del 29/10/2024, protocollo 68058/2020", ""),
        ("Verifiche dei pagamenti IMU anno 2023 e risorse assunte dall'anno 2024", ""),
        ("DPCM 21 gennaio 2021 Progetti di rigenerazione", ""),
        ("centri estivi nel 2025, A.S. 2022/2023, CUP H41B21001230001", ""),
        ("a partire dall'anno scolastico 2025/2026", ""),
        ("almeno 1/2 incontri, entro 1/2 giornate, al 1/3 del totale, in 2 trimestri", ""),
        ("da set di prova, nel mar Mediterraneo, a 5 utenti", ""),
        ("entro l'anno scolastico e entro l'anno successivo", ""),
        ("Convocazione commissione (1/2 incontri) 3) cerimonia (2 giugno 2025)", ""),
    ] {
        assert_eq!(trovati(testo), attesi, "«{testo}»");
    }
}

#[test]
fn no_text_makes_it_panic() {
    let pezzi = [
        "31",
        "/",
        "0",
        "9",
        "99999999999999999999",
        "gennaio",
        "-",
        "–",
        "(",
        ")",
        "entro",
        " ",
        "ⅻ",
        "İ",
        "e\u{300}",
        "🗓",
        "o",
        "trim",
        "il",
        "i",
        "2024",
        "2855",
        ".",
        "…",
        "dal",
        "al",
        ",",
        "fase",
        "pluriennale",
        "ogni",
        "mesi",
        "\u{a0}",
        "’",
        "ß",
        "ﬁne",
        "anno",
        "as",
        "%",
        "²",
        "5 maggio",
        "e",
        "nel",
        "1",
    ];
    // A small generator of the same odd texts at each run.
    let mut seme: u32 = 7;
    let mut caso = || {
        seme = seme.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(seme >> 16).unwrap()
    };
    for _ in 0..3_000 {
        let quanti = caso() % 9;
        let text: String = (0..quanti).map(|_| pezzi[caso() % pezzi.len()]).collect();
        attempt(&text);
    }
    for text in ["entro ", "1,", "(", "ogni 9", "5 e ", "entro 30 giorni dal ", "é\u{301}", "fase 1/"] {
        attempt(&text.repeat(3_000));
    }

    fn attempt(text: &str) {
        for anno in [2025, 0, i16::MAX, i16::MIN] {
            let tempo = Tempo::parse(text);
            let _ = (tempo.intervalli(anno), tempo.scadenza(anno), tempo.giorno());
            let _ = tempo.lettura.map(|l| (l.to_string(), l.con_anno(anno).to_string()));
            if anno == 2025 {
                let _ = (Durata::parse(text).map(|d| d.to_string()), find(text));
            }
        }
    }
}

#[test]
fn days_that_no_calendar_has_are_found_in_prose() {
    let found = |text: &str| {
        let all = impossibili(text);
        all.into_iter().map(|(range, _)| text.get(range).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    for (text, days) in [
        ("Approvato il 31/09/2017 dalla Giunta.", vec!["31/09/2017"]),
        ("entro il 31.2.2021", vec!["31.2.2021"]),
        ("Il 30 febbraio 2027 e il 31 settembre", vec!["30 febbraio 2027", "31 settembre"]),
        ("29/02/2027 e 29/02/2028", vec!["29/02/2027"]),
        ("31-11-2027", vec!["31-11-2027"]),
        ("il 30/09/2027, il 31/08/2027 e il 29 febbraio", vec![]),
        ("n. 31/04, protocollo 12/31/09/2017, art. 31.2.2021.4", vec![]),
        ("31/09", vec![]),
        ("dal 31 agosto al 30 settembre", vec![]),
        ("1.31.9.2017", vec![]),
        ("capitolo 31.09.2025, classe 31/06/26, CPV 30.02.2000 e Lotto 31/11/2027", vec![]),
        ("entro il 31/6/27, non 30/6/27 né 31/7/27", vec!["31/6/27"]),
        ("determina n. 31/6/27 e 12/31/6/27", vec![]),
        ("giovedì 5 marzo 2027, venerdì 5 marzo 2027, giovedì 05/03/2027", vec!["5 marzo 2027", "05/03/2027"]),
        ("ogni giovedì 5 marzo, giovedì (5 marzo 2027)", vec![]),
    ] {
        assert_eq!(found(text), days, "{text}");
    }
}

#[test]
fn a_time_read_whole_has_one_short_form() {
    for (words, short) in [
        ("GENNAIO - FEBBRAIO", Some("gen–feb")),
        ("gen-mar", Some("gen–mar")),
        ("da aprile a giugno 2025", Some("apr–giu 2025")),
        ("gennaio - dicembre", Some("gen–dic")),
        ("da gennaio a dicembre 2027", Some("gen–dic 2027")),
        ("tutto il 2027", None),
        ("entro aprile", Some("entro apr")),
        ("entro il 30/04/2025", Some("entro il 30/04/2025")),
        ("1 trimestre", Some("I trim")),
        ("II trim", Some("II trim")),
        ("II semestre", Some("II sem")),
        ("31/12/2025", Some("31/12/2025")),
        ("marzo, giugno", Some("mar, giu")),
        // Open limits, other readings, notes, events, whole years: as written.
        ("primi mesi del 2022", None),
        ("13 o 20 giugno", None),
        ("ogni 6 mesi", None),
        ("intero triennio", None),
        ("da novembre 2024 a febbraio 2025", None),
        ("==", None),
        ("quando sarà", None),
    ] {
        assert_eq!(Tempo::parse(words).breve().as_deref(), short, "{words}");
    }
}

#[test]
fn what_comes_back_has_no_last_day() {
    for text in ["31/12 di ogni anno", "ogni 6 mesi", "entro il 30 giugno di ciascun anno"] {
        assert!(Tempo::parse(text).senza_fine(), "{text}");
    }
    for text in ["31/12/2027", "gennaio - dicembre", "intero triennio", "", "ogni anno, nel 2027"] {
        assert!(!Tempo::parse(text).senza_fine(), "{text}: {:?}", Tempo::parse(text));
    }
}

#[test]
fn what_comes_back_is_due_on_its_one_day_of_a_year() {
    let days = |text: &str| {
        let tempo = Tempo::parse(text);
        let iso = |day: Option<Giorno>| day.map(Giorno::iso).unwrap_or_default();
        (iso(tempo.scadenza(2027)), iso(tempo.scadenza_nell_anno(2028)))
    };
    let both = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(days("entro il 31/01 di ogni anno"), both("", "2028-01-31"));
    assert_eq!(days("ogni trimestre"), both("", ""));
    assert_eq!(days("ogni sei mesi (giugno e dicembre)"), both("", ""));
    assert_eq!(days("entro il 31/01"), both("2027-01-31", "2028-01-31"));
    assert_eq!(days("31/01/2029"), both("2029-01-31", "2029-01-31"));
    for (text, free) in
        [("entro il 30/06", true), ("31/12 di ogni anno", true), ("30/06/2028", false), ("ogni mese", false)]
    {
        assert_eq!(Tempo::parse(text).senza_anno(), free, "{text}");
    }
}

#[test]
fn a_time_followed_by_another_gives_no_day() {
    for text in [
        "31/12/2027 (poi 31/03/2028)",
        "31/12/2027 (31/03/2028)",
        "entro aprile (già marzo)",
        "marzo (aprile)",
        "II trim (III trim)",
        "2027 (2028)",
        "III trimestre 2027 (I 2028)",
        "entro marzo (15)",
        "6 mesi (gen-giu)",
        "31/12/2027, salvo proroga al 31/03/2028",
    ] {
        let tempo = Tempo::parse(text);
        let lettura = tempo.lettura.as_ref().unwrap();
        assert!(matches!(lettura.forma, Forma::PiuTempi(_)), "{text}: {lettura:?}");
        assert!(lettura.dubbio.as_ref().is_some_and(|dubbio| !dubbio.certo), "{text}");
        assert!(tempo.intervalli(2027).is_empty() && tempo.breve().is_none(), "{text}");
    }
    for text in [
        "entro aprile (d.lgs. 33/2013)",
        "31/12/2027 (delibera n. 45 del 30/06/2027)",
        "5 settembre 2027 (ore 9.10)",
        "entro giugno (2 incontri)",
        "settembre 2027 (17-18, 24-25)",
        "15 luglio 2027 (giovedì)",
        "ogni sei mesi (luglio-gennaio)",
    ] {
        let lettura = Tempo::parse(text).lettura.unwrap();
        assert!(!matches!(lettura.forma, Forma::PiuTempi(_)), "{text}: {lettura:?}");
    }
}

#[test]
fn the_cure_of_a_time_is_no_other_time() {
    let cure = |text: &str| Tempo::parse(text).lettura.unwrap_err().rimedio;
    for text in ["prima settimana di marzo", "tre mesi dall’avvio", "31/12/2027 2028"] {
        let cure = cure(text);
        assert!(!["settimanale", "«mese»", "«2028»"].iter().any(|wrong| cure.contains(wrong)), "{text}: {cure}");
    }
    assert!(cure("2027-02-30").contains("«2027-02-28»"));
    let day = |text: &str| Tempo::parse(text).scadenza(2027).map(crate::base::giorno::Giorno::iso);
    assert_eq!(Tempo::parse("6 mesi (gen-giu)").lettura.unwrap().dubbio.unwrap().riscritture, ["gen-giu"]);
    assert_eq!(day("marzo (2028)").as_deref(), Some("2028-03-31"));
    assert_eq!(day("31/12 2028").as_deref(), Some("2028-12-31"));
    assert_eq!(day("entro il 31/12 2028").as_deref(), Some("2028-12-31"));
    assert_eq!(day("2° quadr. 2028").as_deref(), Some("2028-08-31"));
    assert_eq!(day("dal 1° al 7 marzo").as_deref(), Some("2027-03-07"));
}

#[test]
fn a_day_of_no_calendar_is_found_in_both_forms() {
    let found = |text: &str| super::impossibili(text).len();
    assert_eq!(["30/02/2027", "2027-02-30", "il 2027-04-31."].map(found), [1; 3]);
    assert_eq!(["2027-02-28", "2027-45-12", "2027-02-30-11", "12027-02-30"].map(found), [0; 4]);
}

#[test]
fn years_after_a_part_of_a_year_are_its_years_or_are_told() {
    tabella(&[
        ("entro il 30 giugno 2027 e 2028", "entro il 30/06/2027, entro il 30/06/2028"),
        ("entro giugno 2027, 2028 e 2029", "entro il 30/06/2027, entro il 30/06/2028, entro il 30/06/2029"),
        ("I trim 2027 e 2028", "I trimestre 2027, I trimestre 2028"),
        ("gennaio - marzo 2027 e 2028", "gennaio–marzo 2027, gennaio–marzo 2028"),
        ("marzo 2027 o 2028", "marzo 2027 o marzo 2028"),
        ("15/10/2027, 2028-2029", "15/10/2027, 15/10/2028, 15/10/2029"),
        ("giugno, 2028", "giugno 2028"),
        ("entro giugno, 2028", "entro il 30/06/2028"),
        ("2028, entro giugno", "entro il 30/06/2028"),
        // A year beside a part of another one.
        ("2027 e I semestre 2028", "tutto il 2027, I semestre 2028"),
        ("30/06/2027-2028", "!Anni"),
        ("giugno 2027-2028", "!Anni"),
        ("13 o 20 giugno 2027 o 2028", "!Anni"),
        ("triennio 2027-2029, entro giugno", "!Anni"),
        ("ogni anno dal 2027 al 2029, entro giugno", "!Anni"),
        ("giugno e 2028", "!Anni"),
        ("a.s. 2027/2029", "!Anni"),
        ("da giugno 2027 al 2028", "giugno 2027 – 2028"),
        ("settembre - dicembre / gennaio - aprile", "!Anni"),
        ("settembre - dicembre 2027, gennaio - aprile 2028", "settembre–dicembre 2027, gennaio–aprile 2028"),
    ]);
    // The cure is read.
    let cure = "30/06/2027 e 30/06/2028";
    assert_eq!(Tempo::parse(cure).scadenza_certa(2027).map(Giorno::iso), Some("2028-06-30".into()));
    assert_eq!(
        Tempo::parse("entro il 30 giugno 2027 e 2028").scadenza_certa(2027).map(Giorno::iso),
        Some("2028-06-30".into())
    );
}
