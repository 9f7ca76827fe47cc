//! Whatever is typed in a document, the Markdown that is made of it reads the same words.

use super::albero::{
    Blocco, Cella, Cosa, Documento, Forma, Formato, Luogo, Paragrafo, Pezzo, Riga, Tabella, Testo, Voce,
};
use super::didascalie::elementi;
use super::eventi::Eventi;
use super::porta::lette;
use super::scrittore::{Corredo, Scrittore, confrontabili};
use super::titoli::titoli;
use crate::base::span::{FileId, Span};
use crate::load::markdown::{Place, fragment};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Words as offices type them, and signs that Markdown reads.
fn parole() -> impl Strategy<Value = String> {
    const SEGNI: &str = "*¦_¦**¦__¦`¦```¦~¦~~¦[¦]¦[x]¦[x](y)¦[^1]¦[@id]¦[=a.b]¦<b>¦<!--¦-->¦&amp;¦&#39;¦|¦\\¦\\*¦#¦##¦+++¦---¦===¦- ¦+ ¦* ¦> ¦: ¦1. ¦12) ¦a) ¦(b) ¦iv. ¦2-bis. ¦Tabella: ¦{#id}¦{x}¦!¦![a](b)¦http://a.it¦www.a.it¦a@b.it¦«¦»¦’¦…¦–¦• ¦\u{a0}¦  ¦\t¦\u{ad}¦€¦%¦m¦²¦e\u{301}¦C:\\uffici\\piano¦1.1 ¦A. ¦Art. 5 ¦[!NOTA]¦[a]: b¦~~a~~¦$x$¦^¦\"¦'";
    let signs: Vec<&str> = SEGNI.split('¦').collect();
    let piece = prop_oneof![
        8 => "[a-zà-ù]{1,7}",
        1 => "[0-9]{1,4}",
        4 => prop::sample::select(signs).prop_map(str::to_owned),
        4 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

fn pezzo() -> impl Strategy<Value = Pezzo> {
    let forma = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.1), prop::bool::weighted(0.1))
        .prop_map(|(grassetto, corsivo, barrato, apice)| Forma { grassetto, corsivo, barrato, apice, pedice: false });
    let cosa = prop_oneof![
        9 => (parole(), forma).prop_map(|(testo, forma)| Cosa::Testo(Testo { testo, forma, meta: None })),
        1 => Just(Cosa::ACapo),
    ];
    cosa.prop_map(|cosa| Pezzo { cosa, revisione: None })
}

fn capoverso() -> impl Strategy<Value = Paragrafo> {
    let voce = prop_oneof![
        3 => Just(None),
        1 => (0..3_u8, prop::sample::select(vec![("•", Formato::Punto), ("3.", Formato::Decimale), ("b)", Formato::Lettera { maiuscola: false }), ("ii)", Formato::Romano { maiuscolo: false }), ("Art. 3", Formato::Decimale)])).prop_map(|(livello, (segno, formato))| {
            Some(Voce { livello, segno: segno.into(), formato, conto: if segno == "3." { 3 } else { 2 } })
        }),
    ];
    let livello = prop::option::weighted(0.15, 1..4_u8);
    (prop::collection::vec(pezzo(), 1..5), voce, livello).prop_map(|(pezzi, voce, livello)| Paragrafo {
        pezzi,
        voce: if livello.is_some() { None } else { voce },
        livello,
        luogo: Luogo::default(),
        ..Paragrafo::default()
    })
}

/// A table whose columns have names.
fn tabella() -> impl Strategy<Value = Tabella> {
    let cella = |colonna: usize, pezzi: Vec<Pezzo>| Cella {
        colonna,
        larghezza: 1,
        sopra: false,
        blocchi: vec![Blocco::Paragrafo(Paragrafo { pezzi, ..Paragrafo::default() })],
    };
    let cells = prop::collection::vec(prop::collection::vec(pezzo(), 1..4), 2..7);
    cells.prop_map(move |cells| {
        let head = |words: &str| {
            vec![Pezzo {
                cosa: Cosa::Testo(Testo { testo: words.into(), forma: Forma::default(), meta: None }),
                revisione: None,
            }]
        };
        let mut righe = vec![Riga {
            intestazione: true,
            celle: vec![cella(0, head("prima")), cella(1, head("seconda"))],
            revisione: None,
        }];
        for row in cells.chunks_exact(2) {
            let celle = vec![cella(0, row[0].clone()), cella(1, row[1].clone())];
            righe.push(Riga { intestazione: false, celle, revisione: None });
        }
        Tabella { numero: 1, colonne: 2, righe, tolte: vec![] }
    })
}

fn blocco() -> impl Strategy<Value = Blocco> {
    prop_oneof![5 => capoverso().prop_map(Blocco::Paragrafo), 1 => tabella().prop_map(Blocco::Tabella)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_or_moved(corpo in prop::collection::vec(blocco(), 1..7)) {
        let documento = Documento { corpo, ..Documento::default() };
        let laid = super::disteso::disteso(&documento.corpo);
        let mut due = Vec::new();
        for block in &laid.blocchi {
            let paragraph = match block {
                Blocco::Paragrafo(paragraph) => paragraph,
                Blocco::Tabella(_) => {
                    due.extend(confrontabili(&super::parole_di(std::slice::from_ref(block)).replace('\u{ad}', "")));
                    continue;
                }
            };
            if let Some(voce) = paragraph.voce.as_ref().filter(|voce| voce.segno == "Art. 3") {
                due.extend(confrontabili(&voce.segno));
            }
            let mut words = paragraph.parole().replace('\u{ad}', "");
            // A number at the head of a title is given by the program.
            if paragraph.livello.is_some() {
                words = titoli(std::slice::from_ref(block))[0].as_ref().map_or(words, |titolo| titolo.parole.clone());
            }
            due.extend(confrontabili(&words));
        }
        let none = BTreeMap::new();
        let (mete, id) = (BTreeMap::new(), BTreeMap::new());
        let corredo = Corredo { documento: &documento, mete: &mete, immagini: &none, id: &id };
        let mut eventi = Eventi::default();
        let written = Scrittore::new(&corredo, 2, &mut eventi).scrivi(&elementi(&laid.blocchi, titoli(&laid.blocchi)));
        let text = written.righe.join("\n");
        let (prose, _) = fragment(&text, Place::Whole(Span::new(FileId(0), 0..0)));
        let found = lette(&prose.blocks);
        // A mark that was typed, and is that of an item now, is no word: what is left is in order.
        let mut rest = due.iter();
        let there = found.iter().all(|word| rest.any(|one| one == word));
        prop_assert!(there, "{:?}\nin\n{}\n{:?}", due, text, found);
        let marks = due.iter().filter(|word| word.chars().all(|c| c.is_ascii_digit()) || word.len() <= 3).count();
        prop_assert!(due.len() - found.len() <= marks.min(6), "{:?}\nin\n{}\n{:?}", due, text, found);
        prop_assert_eq!(&written.attese, &found, "what the writer expects\n{}", text);
    }
}
