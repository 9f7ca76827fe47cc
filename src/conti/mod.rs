//! What is computed from the plan: totals, shares, counts, coverage, completeness, facts. Each is computed in one place, so
//! that views, rules and texts cannot disagree on it.

pub mod campi;
pub mod case;
pub mod colonna;
pub mod completezza;
pub mod confronto;
pub mod enti;
pub mod fatti;
pub mod finanziamenti;
pub mod formazione;
pub mod organico;
pub mod performance;
pub mod requisiti;
pub mod riserbo;
pub mod soglie;
pub mod struttura;
pub mod rischi;
pub mod totali;
mod verso;
