pub mod anno_formazione;
pub mod linea_incompleta;
pub mod oltre_organico;
pub mod ore_a_persona;
pub mod tema_scoperto;
pub mod totale_formazione;
