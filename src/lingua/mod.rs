//! What Italian words mean, read from a text alone: times, norms, acronyms, accents, spelling, codes, numbers, totals, errors of spreadsheets.

pub mod accenti;
pub mod articoli;
pub mod codici;
pub mod fogli;
pub mod norme;
pub mod numeri;
pub mod ortografia;
pub mod segnaposto;
pub mod sigle;
pub mod tempo;
pub mod totali;
pub mod unita;
