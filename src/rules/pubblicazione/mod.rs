pub mod piede_del_sito;
