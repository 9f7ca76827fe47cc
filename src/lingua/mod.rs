//! What Italian words mean, read from a text alone: times, norms, acronyms, accents, spelling, codes, totals.

pub mod accenti;
pub mod codici;
pub mod norme;
pub mod ortografia;
pub mod segnaposto;
pub mod sigle;
pub mod tempo;
pub mod totali;
pub mod unita;
