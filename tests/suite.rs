//! The tests that see the program from outside. `tests/README.md` says how to run, add and update them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the line that is wrong, and must read the disk that the program wrote"
)]

#[path = "suite/anteprima.rs"]
mod anteprima;
#[path = "suite/catalogue.rs"]
mod catalogue;
#[path = "suite/project.rs"]
mod project;

#[path = "suite/again.rs"]
mod again;
#[path = "suite/atto.rs"]
mod atto;
#[path = "suite/celle.rs"]
mod celle;
#[path = "suite/certi.rs"]
mod certi;
#[path = "suite/cli.rs"]
mod cli;
#[path = "suite/commonmark.rs"]
mod commonmark;
#[path = "suite/confronta.rs"]
mod confronta;
#[path = "suite/cure.rs"]
mod cure;
#[path = "suite/content.rs"]
mod content;
#[path = "suite/correggi.rs"]
mod correggi;
#[path = "suite/dati.rs"]
mod dati;
#[path = "suite/determinism.rs"]
mod determinism;
#[path = "suite/digitale.rs"]
mod digitale;
#[path = "suite/driver.rs"]
mod driver;
#[path = "suite/dubbi.rs"]
mod dubbi;
#[path = "suite/errors.rs"]
mod errors;
#[path = "suite/esiti.rs"]
mod esiti;
#[path = "suite/esporta.rs"]
mod esporta;
#[path = "suite/fogli.rs"]
mod fogli;
#[path = "suite/fogli_incerti.rs"]
mod fogli_incerti;
#[path = "suite/fogli_parti.rs"]
mod fogli_parti;
#[path = "suite/formato.rs"]
mod formato;
#[path = "suite/forme.rs"]
mod forme;
#[path = "suite/glossario.rs"]
mod glossario;
#[path = "suite/guasti.rs"]
mod guasti;
#[path = "suite/guida.rs"]
mod guida;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/house.rs"]
mod house;
#[path = "suite/illeggibili.rs"]
mod illeggibili;
#[path = "suite/raccolta.rs"]
mod raccolta;
#[path = "suite/importa.rs"]
mod importa;
#[path = "suite/impronta.rs"]
mod impronta;
#[path = "suite/impaginazione.rs"]
mod impaginazione;
#[path = "suite/iter.rs"]
mod iter;
#[path = "suite/lsp.rs"]
mod lsp;
#[path = "suite/momenti.rs"]
mod momenti;
#[path = "suite/nuovo.rs"]
mod nuovo;
#[path = "suite/obiettivi.rs"]
mod obiettivi;
#[path = "suite/padroni.rs"]
mod padroni;
#[path = "suite/pagine.rs"]
mod pagine;
#[path = "suite/parity.rs"]
mod parity;
#[path = "suite/parole.rs"]
mod parole;
#[path = "suite/parziali.rs"]
mod parziali;
#[path = "suite/pdf.rs"]
mod pdf;
#[path = "suite/personale.rs"]
mod personale;
#[path = "suite/piani.rs"]
mod piani;
#[path = "suite/plan.rs"]
mod plan;
#[path = "suite/privacy.rs"]
mod privacy;
#[path = "suite/pubblica.rs"]
mod pubblica;
#[path = "suite/revisioni.rs"]
mod revisioni;
#[path = "suite/riapprova.rs"]
mod riapprova;
#[path = "suite/righe.rs"]
mod righe;
#[path = "suite/riservati.rs"]
mod riservati;
#[path = "suite/rischi.rs"]
mod rischi;
#[path = "suite/rivista.rs"]
mod rivista;
#[path = "suite/rules.rs"]
mod rules;
#[path = "suite/scala.rs"]
mod scala;
#[path = "suite/scritture.rs"]
mod scritture;
#[path = "suite/sito.rs"]
mod sito;
#[path = "suite/sostituiti.rs"]
mod sostituiti;
#[path = "suite/struttura.rs"]
mod struttura;
#[path = "suite/testo.rs"]
mod testo;
#[path = "suite/unione.rs"]
mod unione;
#[path = "suite/uscite.rs"]
mod uscite;
#[path = "suite/valore.rs"]
mod valore;
#[path = "suite/verifica.rs"]
mod verifica;
#[path = "suite/vita.rs"]
mod vita;
#[path = "suite/word.rs"]
mod word;
