#![allow(clippy::disallowed_methods, reason = "a test may read and write what it needs")]

use super::*;

fn forma(testo: &str) -> Vec<String> {
    find(testo, 2026).into_iter().map(|c| c.forma.replace('\u{a0}', "~")).collect()
}

fn urn(testo: &str) -> Option<String> {
    let found = find(testo, 2026);
    let url = found.first()?.indirizzo.clone()?;
    Some(
        url.replace("https://www.normattiva.it/uri-res/N2Ls?urn:nir:", "")
            .replace("https://eur-lex.europa.eu/eli/", ""),
    )
}

#[test]
fn citations_are_set_in_one_spelling_and_led_to_their_text() {
    for (written, set, address) in [
        ("art. 6 del d.l. 80/2021", "art.~6 del d.l.~80/2021", "stato:decreto.legge:2021-06-09;80~art6"),
        ("Art. 6 DL n.80/2021", "Art.~6 d.l.~n.~80/2021", "stato:decreto.legge:2021-06-09;80~art6"),
        (
            "art. 6, comma 2, lett. a), del decreto-legge 9 giugno 2021, n. 80",
            "art.~6, comma~2, lett.~a), del decreto-legge 9~giugno 2021, n.~80",
            "stato:decreto.legge:2021-06-09;80~art6",
        ),
        (
            "articolo 6 c. 2 lettera a del Decreto Legge 9 Giugno 2021 n.80",
            "articolo~6, comma~2, lettera~a) del decreto-legge 9~giugno 2021, n.~80",
            "stato:decreto.legge:2021-06-09;80~art6",
        ),
        ("il D.Lgs. n. 209 del 31/12/2024", "d.lgs. n.~209 del~31/12/2024", "stato:decreto.legislativo:2024-12-31;209"),
        ("il D. Lgs. 165/2001", "d.lgs.~165/2001", "stato:decreto.legislativo:2001-03-30;165"),
        ("il DLgs 99/2020", "d.lgs.~99/2020", "stato:decreto.legislativo:2020;99"),
        ("il d.lgs.vo 33/2013", "d.lgs.~33/2013", "stato:decreto.legislativo:2013-03-14;33"),
        (
            "D.lgs. 33/2013, art. 8, comma 3",
            "D.lgs.~33/2013, art.~8, comma~3",
            "stato:decreto.legislativo:2013-03-14;33~art8",
        ),
        ("la legge 190/2012", "legge 190/2012", "stato:legge:2012-11-06;190"),
        ("la legge n. 190 del 2012", "legge n.~190 del~2012", "stato:legge:2012-11-06;190"),
        ("la L. 241/90", "l.~241/1990", "stato:legge:1990-08-07;241"),
        ("la legge 3 marzo 2009, n. 18", "legge 3~marzo 2009, n.~18", "stato:legge:2009-03-03;18"),
        ("il DPR 24 giugno 2022, n. 81", "DPR 24~giugno 2022, n.~81", "presidente.repubblica:decreto:2022-06-24;81"),
        (
            "il d.P.R. 1° febbraio 2010 n. 54",
            "DPR 1°~febbraio 2010, n.~54",
            "presidente.repubblica:decreto:2010-02-01;54",
        ),
        (
            "il DM 132/2022",
            "DM~132/2022",
            "presidenza.consiglio.ministri.dipartimento.funzione.pubblica:decreto:2022-06-30;132",
        ),
        ("regolamento (UE) 2016/679", "regolamento (UE)~2016/679", "reg/2016/679/oj/ita"),
        ("il Reg. UE 2016/679", "regolamento (UE)~2016/679", "reg/2016/679/oj/ita"),
        ("il regolamento (UE) n. 1303/2013", "regolamento (UE)~n.~1303/2013", "reg/2013/1303/oj/ita"),
        ("la direttiva 2006/123/CE", "direttiva~2006/123/CE", "dir/2006/123/oj/ita"),
        ("la direttiva (UE) 2016/2102", "direttiva (UE)~2016/2102", "dir/2016/2102/oj/ita"),
        ("gli artt. 13 e 14 del GDPR", "artt.~13 e 14 del GDPR", "reg/2016/679/oj/ita"),
        (
            "l’art. 169, comma 3-bis, del TUEL",
            "art.~169, comma~3-bis, del TUEL",
            "stato:decreto.legislativo:2000-08-18;267~art169",
        ),
        ("il T.U.E.L.", "TUEL", "stato:decreto.legislativo:2000-08-18;267"),
        ("l'art. 17 del CAD", "art.~17 del CAD", "stato:decreto.legislativo:2005-03-07;82~art17"),
        ("art. 97 della Costituzione", "art.~97 della Costituzione", "stato:costituzione:1947-12-27~art97"),
        ("la Costituzione, art. 97", "Costituzione, art.~97", "stato:costituzione:1947-12-27~art97"),
        (
            "dell’art. 6-ter del d.lgs. 165/2001",
            "art.~6-ter del d.lgs.~165/2001",
            "stato:decreto.legislativo:2001-03-30;165~art6ter",
        ),
        (
            "artt. 4 e ss. del d.lgs. 150/2009",
            "artt.~4 e~ss. del d.lgs.~150/2009",
            "stato:decreto.legislativo:2009-10-27;150",
        ),
        ("ART. 113 DEL D.LGS. N 50/2016", "Art.~113 del d.lgs.~n.~50/2016", "stato:decreto.legislativo:2016;50~art113"),
        ("L.124/2015 art. 14 c.1", "L.~124/2015, art.~14, comma~1", "stato:legge:2015-08-07;124~art14"),
        (
            "l’art. 6, commi da 1 a 4, del dl 80/2021",
            "art.~6, commi~da~1 a~4, del d.l.~80/2021",
            "stato:decreto.legge:2021-06-09;80~art6",
        ),
        ("la legge 234 del 2021", "legge 234 del~2021", "stato:legge:2021;234"),
        (
            "la Legge cost. 18 ottobre 2001, n. 3",
            "legge costituzionale 18~ottobre 2001, n.~3",
            "stato:legge.costituzionale:2001-10-18;3",
        ),
        ("il r.d. 12 luglio 1934, n. 1214", "r.d. 12~luglio 1934, n.~1214", "stato:regio.decreto:1934-07-12;1214"),
        (
            "il DPCM n. 132 del 30 giugno 2022",
            "DPCM n.~132 del~30~giugno 2022",
            "presidenza.consiglio.ministri.dipartimento.funzione.pubblica:decreto:2022-06-30;132",
        ),
        ("l’art. 97 Cost.", "art.~97 Cost.", "stato:costituzione:1947-12-27~art97"),
        ("l’art. 2086 del codice civile", "art.~2086 del codice civile", "stato:codice.civile:1942-03-16;262~art2086"),
    ] {
        assert_eq!(forma(written), [set], "{written}");
        assert_eq!(urn(written).as_deref(), Some(address), "{written}");
    }
}

#[test]
fn several_norms_of_a_sentence_are_each_found() {
    assert_eq!(
        forma("ai sensi della l. 190/2012, dei d.lgs. 33/2013 e 39/2013 e dell’art. 6 del d.l. 80/2021."),
        ["l.~190/2012", "d.lgs.~33/2013", "39/2013", "art.~6 del d.l.~80/2021"]
    );
    assert_eq!(forma("il d.lgs. 33/2013, art. 6 del d.l. 80/2021"), ["d.lgs.~33/2013", "art.~6 del d.l.~80/2021"]);
    assert_eq!(forma("art. 7-bis, GDPR art. 5"), ["GDPR, art.~5"]);
    assert_eq!(forma("DPCM 21 gennaio 2021, rigenerazione"), ["DPCM 21~gennaio 2021"]);
    assert_eq!(urn("DPCM 21 gennaio 2021, rigenerazione"), None);
}

#[test]
fn what_is_not_a_citation_of_the_state_is_left_alone() {
    for text in [
        "la legge regionale 24/2003",
        "la L.R. 13/2015",
        "la legge lo chiede",
        "l’art. 5 del presente regolamento",
        "art. 12 della convenzione",
        "la Costituzione dei fondi; costituzione in giudizio, art. 5",
        "il CAD del Distretto",
        "ART. 2 Costituzione e quantificazione del fondo",
        "Regolamento 5 del 2020",
        "n. 9/SEZAUT/2009/INPR del 3 luglio 2009",
        "via Rossi L. 12/24",
        "L. 12/10/2025",
        "nel 2021/2023, il 30/06/2025",
        "delibera n. 80/2021",
        "il decreto 24 dicembre 2025",
        "DL",
        "punto d. l. 3",
        "m. 132/2022",
        "anni accademici 2023/2024-2024/2025",
        "Regolamento 3/2024 del Consiglio",
        "direttiva 3/2024",
        "Misura 1.4.3",
    ] {
        assert_eq!(forma(text), [""; 0], "{text}");
    }
}

#[test]
fn malformed_citations_are_told_with_what_to_write() {
    for (text, marked, message, mended) in [
        ("il d.lgs. 2001/165", "2001/165", "l’anno sta prima del numero", Some("165/2001")),
        ("il regolamento (UE) 679/2016", "679/2016", "l’anno sta dopo il numero", Some("2016/679")),
        ("il d.lgs. 80/2021", "d.lgs.", "decreto-legge 9\u{a0}giugno 2021, n.\u{a0}80", Some("d.l.")),
        ("il decreto legislativo 80/2021", "decreto legislativo", "decreto-legge", Some("decreto-legge")),
        ("la legge 80/2021", "legge", "decreto-legge", None),
        ("la legge 6 dicembre 2012, n. 190", "6 dicembre 2012", "è di un altro giorno", Some("6 novembre 2012")),
        ("il d.lgs. n. 209 del 30/12/2024", "30/12/2024", "è di un altro giorno", Some("31/12/2024")),
        ("il d.l. 31 giugno 2021, n. 80", "31 giugno 2021", "non è un giorno", Some("9 giugno 2021")),
        ("il d.l. 31 giugno 2020, n. 12", "31 giugno 2020", "non è un giorno", None),
        ("il d.lgs. 36/2032", "2032", "non è l’anno di una norma", None),
        ("la legge 45/30", "30", "non si capisce l’anno", None),
        ("l’art. 0 del d.l. 80/2021", "0", "non è il numero di un articolo", None),
        ("l’art. xx del d.l. 80/2021", "art. xx", "«xx» non è il numero di un articolo", None),
        ("l’art. del d.l. 80/2021", "art.", "manca il numero dell’articolo", None),
    ] {
        let found = find(text, 2026);
        let errore = found.first().and_then(|c| c.errori.first()).unwrap_or_else(|| panic!("{text}: {found:?}"));
        assert_eq!(text.get(errore.dove.clone()), Some(marked), "{text}");
        assert!(errore.messaggio.contains(message), "{text}: {}", errore.messaggio);
        assert_eq!(errore.proposta.as_deref(), mended, "{text}");
        assert_eq!(found.first().and_then(|c| c.indirizzo.as_ref()), None, "{text}");
    }
}

#[test]
fn the_year_of_a_number_and_of_its_date_are_compared() {
    let found =
        |text: &str| anni_diversi(text).into_iter().map(|(range, ..)| text[range].to_owned()).collect::<Vec<_>>();
    assert_eq!(found("con il Protocollo 68058/2020 del 30/11/2019,"), ["68058/2020 del 30/11/2019"]);
    assert_eq!(found("deliberazione n. 5/2024 del 30 gennaio 2025"), ["5/2024 del 30 gennaio 2025"]);
    for right in ["Protocollo 68058/2020 del 30/11/2020", "delibera 5 del 30/01/2025", "anno 2019/2020 del 30/11/2019"]
    {
        assert_eq!(found(right), [""; 0], "{right}");
    }
}

proptest::proptest! {
    /// Whatever the text, ranges are of it, in order, and reading what was set finds the same norm.
    #[test]
    fn any_text_can_be_read(text in "([aA]rt|[dDlL]|lgs|legge|decreto|del|[., /’()-]|n|[0-9]{1,4}|comma|UE|GDPR|è|\u{fffc}){0,14}") {
        let mut last = 0;
        for found in find(&text, 2026) {
            assert!(found.dove.start >= last && text.get(found.dove.clone()).is_some());
            last = found.dove.end;
            let again = find(&found.forma, 2026);
            if found.errori.is_empty() && found.forma.chars().any(char::is_alphabetic) {
                assert_eq!(again.first().map(|c| c.norma.chiave()), Some(found.norma.chiave()), "{text} → {}", found.forma);
            }
        }
    }
}

/// What is read in the file `TESTO`, to be judged by eye.
#[test]
#[ignore = "looks at a file of the reader's"]
fn a_file() {
    let path = std::env::var("TESTO").expect("TESTO=file");
    let text = std::fs::read_to_string(path).expect("the file");
    for line in text.split("\n\n") {
        for c in find(line, 2026) {
            let wrong: Vec<_> = c.errori.iter().map(|e| format!("{} → {:?}", e.messaggio, e.proposta)).collect();
            eprintln!(
                "{:?}\t{}\t{}\t{}",
                &line[c.dove.clone()],
                c.forma,
                c.indirizzo.unwrap_or_default().replace("https://www.normattiva.it/uri-res/N2Ls?", ""),
                wrong.join("; ")
            );
        }
        for (range, ..) in anni_diversi(line) {
            eprintln!("ANNI {:?}", &line[range]);
        }
    }
}
