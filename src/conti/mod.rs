//! What follows from the plan and nobody types: totals, shares, counts, coverage, completeness, facts. Each is computed in one
//! place.

pub mod campi;
pub mod case;
pub mod colonna;
pub mod completezza;
pub mod confronto;
pub mod fatti;
pub mod finanziamenti;
pub mod formazione;
pub mod performance;
pub mod requisiti;
