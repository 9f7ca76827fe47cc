pub mod allegato_non_citato;
pub mod catalogo_dei_dati;
pub mod nome_allegato;
pub mod piede_del_sito;
pub mod tipo_allegato;
