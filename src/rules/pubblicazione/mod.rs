pub mod catalogo_dei_dati;
pub mod piede_del_sito;
